/** What the house may rely on beside messages. */
import { expect, test } from 'vitest'
import type { Abilities } from './connection.ts'
import { addressOf } from './house.ts'
import * as replies from './replies.ts'
import { type Open } from './stage.ts'

export function standing(open: Open, abilities: Abilities): void {
  test('it is well when it is connected', async () => {
    const stage = await open()
    expect(await stage.on.platform.health()).toBeNull()
  })

  if (abilities.breaks)
    test('when it does not work any more it says so in one line', async () => {
      const stage = await open()
      await stage.on.breakDown()
      expect(await stage.on.platform.health()).toMatch(/^\w[^\n]+$/)
    })

  test('it has a plain name, and pictures come as it says', async () => {
    const { on } = await open()
    expect(on.platform.name).toMatch(/^[a-z]{1,20}$/)
    expect(on.platform.pictures).toBe(abilities.pictures)
  })

  test('what paces it is a lane with a name, the same for the same place', async () => {
    const stage = await open()
    const { outgoing } = await stage.ask(replies.figure)
    const lane = stage.on.platform.lane?.(outgoing)
    expect(stage.on.platform.lane?.({ ...outgoing, key: 'another' })).toEqual(lane)
    if (!lane) return
    expect(lane.name).toMatch(/^\S+$/)
    expect(lane.gapMs).toBeGreaterThanOrEqual(0)
    expect(lane.burst).toBeGreaterThanOrEqual(0)
  })

  test('showing that it works on something never throws, neither before the answer nor when all is broken', async () => {
    const stage = await open()
    const { message } = await stage.say('revenue last week')
    for (const stageOfWork of ['reading', 'querying', 'drawing'] as const)
      await stage.on.platform.working?.(message, stageOfWork)
    if (abilities.breaks) await stage.on.breakDown()
    await stage.on.platform.working?.(message, 'querying')
  })

  test(`of the asker it knows ${JSON.stringify(abilities.profile)}`, async () => {
    const { on } = await open()
    expect((await on.platform.profile?.(on.asker)) ?? null).toEqual(abilities.profile)
  })

  test(`somebody ${abilities.privately ? 'is told something alone where only they are' : 'is reached nowhere but where they speak'}`, async () => {
    const stage = await open()
    const { message } = await stage.say('revenue last week')
    const place = stage.on.platform.privately?.(stage.on.asker) ?? null
    expect(place !== null).toBe(abilities.privately)
    if (!place) return
    const to = { ...addressOf(message), place, handle: null }
    const content = { kind: 'reply', reply: replies.figure } as const
    expect(await stage.house.send({ key: `${message.id} owner`, to, content })).toMatchObject({ kind: 'sent' })
    const others = (await stage.look('another')).map(({ words }) => words).join('\n')
    expect(others).not.toContain(replies.figure.headline)
  })
}
