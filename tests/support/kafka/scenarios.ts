/** Faults that befall those who count, while events go on. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CountedShop, CountingBot } from '../counted-shop.ts'

/** `kill -9` at random moments of a run, each time followed by a new process. */
export async function killAtRandom(
  shop: CountedShop,
  { kills, orders }: { readonly kills: number; readonly orders: number },
): Promise<void> {
  const sending = sendSlowly(shop, orders, kills * 3_000)
  for (let kill = 0; kill < kills; kill++) {
    const bot = shop.startBot()
    await bot.counting
    await sleep(Math.random() * 5_000)
    bot.kill('SIGKILL')
    await bot.ended
  }
  await sending
  await finish(shop, [shop.startBot()])
}

/** Members that come, end and die all the time. */
export async function stormOfMembers(
  shop: CountedShop,
  { changes, members, orders }: { readonly changes: number; readonly members: number; readonly orders: number },
): Promise<void> {
  const bots = Array.from({ length: members }, () => shop.startBot())
  await Promise.all(bots.map((bot) => bot.counting))
  const sending = sendSlowly(shop, orders, changes * 2_000)
  for (let change = 0; change < changes; change++) {
    const leaving = bots.shift()!
    leaving.kill(change % 2 === 0 ? 'SIGTERM' : 'SIGKILL')
    bots.push(shop.startBot())
    await sleep(500 + Math.random() * 2_000)
  }
  await sending
  await finish(shop, bots)
}

/** Two instances; one stands still for longer than the group waits for it, and then goes on as if nothing had been. */
export async function pauseOneOfTwo(shop: CountedShop, { pauseMs }: { readonly pauseMs: number }): Promise<void> {
  const bots = [shop.startBot(), shop.startBot()]
  await Promise.all(bots.map((bot) => bot.counting))
  const sending = sendSlowly(shop, 6_000, pauseMs + 4_000)
  await sleep(2_000)
  bots[0]!.kill('SIGSTOP')
  await sleep(pauseMs)
  bots[0]!.kill('SIGCONT')
  await sending
  await finish(shop, bots)
}

/** Sends orders and tickets in small parts over some time. */
export async function sendSlowly(shop: CountedShop, count: number, overMs: number): Promise<void> {
  const parts = 40
  for (let part = 0; part < parts; part++) {
    await shop.send(Math.ceil(count / parts), { tickets: true })
    await sleep(overMs / parts)
  }
}

/** Waits until all is counted, and ends the bots as a deployment does. */
export async function finish(shop: CountedShop, bots: readonly CountingBot[]): Promise<void> {
  try {
    await shop.settled(120_000)
  } catch (error) {
    throw new Error(`${String(error)}\n${bots.map((bot) => bot.said()).join('\n---\n')}`, { cause: error })
  }
  for (const bot of bots) bot.kill('SIGTERM')
  await Promise.all(bots.map((bot) => bot.ended))
}
