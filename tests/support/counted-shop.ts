/** A shop whose events go through real Kafka into real PostgreSQL, and what was sent held against what was counted. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { sliceKey } from '../../src/analytics/live/rule.ts'
import { migrateStore, openStore, type Store } from '../../src/analytics/store/store.ts'
import { connectionTo, makeTopic, write } from './kafka/topics.ts'
import { LIVE_SHOP_CATALOG, makeLiveShop, type SentOrder } from './live-shop.ts'
import type { TestDatabase } from './server.ts'

export interface CountingBotOptions {
  readonly url: string
  readonly brokers: readonly string[]
  readonly group: string
  readonly catalogText: string
  readonly sessionTimeoutMs: number
}

/** A child process that counts. */
export interface CountingBot {
  /** Resolves when it has asked for its partitions. */
  readonly counting: Promise<void>
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<void>
  /** What it logged. */
  said(): string
}

export interface CountedShop extends AsyncDisposable {
  readonly topics: { readonly orders: string; readonly tickets: string }
  readonly group: string
  readonly store: Store
  readonly partitions: number
  /** Makes and sends so many orders, and as many tickets if wanted; over all partitions, or to one. */
  send(count: number, options?: SendOptions): Promise<readonly SentOrder[]>
  /** Sends orders once more, each to its partition. */
  sendAgain(orders: readonly SentOrder[]): Promise<void>
  /** Something that is no event. */
  sendRaw(value: string, partition: number): Promise<void>
  startBot(): CountingBot
  /** Resolves when nothing is left to read: offsets stand where the records sent end. */
  settled(withinMs?: number): Promise<void>
  /** Differences between what was sent and what was counted; empty when there are none. */
  differences(): Promise<readonly string[]>
}

export interface CountedShopOptions {
  readonly partitions?: number
  readonly replicas?: number
}

export interface SendOptions {
  readonly tickets?: boolean
  readonly partition?: number
  /** Moves the event times. */
  readonly shiftMs?: number
}

const HOUR = 3_600_000
/** The broker of the tests allows it: a bot that is killed is replaced soon. */
const sessionTimeoutMs = 1_500

export async function openCountedShop(
  brokers: readonly string[],
  database: TestDatabase,
  { partitions = 4, replicas = 1 }: CountedShopOptions = {},
): Promise<CountedShop> {
  const name = randomBytes(4).toString('hex')
  const topics = { orders: `orders.${name}`, tickets: `tickets.${name}` }
  const { group } = connectionTo(brokers)
  for (const topic of [...Object.values(topics), `points.${name}`])
    await makeTopic(brokers, topic === topics.orders ? partitions : 1, { name: topic, replicas })
  const catalogText = LIVE_SHOP_CATALOG.replaceAll(/topic: (orders|tickets|points)$/gm, `topic: $1.${name}`).replace(
    'kind: points, topic: points',
    `kind: points, topic: points.${name}`,
  )
  const store = openStore(database.keeperUrl)
  await migrateStore(store, database.keeperUrl)
  await makeLiveShop(database)

  const began = Date.now() - (Date.now() % HOUR) - 6 * HOUR
  const sent = new Map<string, SentOrder>()
  const tickets: number[] = []
  const partitionOf = new Map<string, number>()
  /** Records in each topic, whatever they are. */
  const records = { orders: 0, tickets: 0 }
  const bots = new Set<ChildProcess>()

  async function sendOrders(orders: readonly SentOrder[]): Promise<void> {
    records.orders += orders.length
    const written = orders.map((order) => ({ value: JSON.stringify(order), partition: partitionOf.get(order.id)! }))
    await write(brokers, topics.orders, written)
  }

  async function send(count: number, { tickets: withTickets = false, partition, shiftMs = 0 }: SendOptions = {}) {
    const first = sent.size
    const orders = Array.from({ length: count }, (_, at) => orderAt(first + at, began + shiftMs))
    for (const [at, order] of orders.entries()) {
      sent.set(order.id, order)
      partitionOf.set(order.id, partition ?? (first + at) % partitions)
    }
    await sendOrders(orders)
    if (!withTickets) return orders
    const from = tickets.length
    const written = Array.from({ length: count }, (_, at) => ({
      value: JSON.stringify({
        id: from + at,
        opened_at: new Date(began + ((from + at) % 20_000) * 1_000).toISOString(),
        topic: 'delivery',
        csat: at % 5,
      }),
    }))
    for (let at = 0; at < count; at++) tickets.push(from + at)
    records.tickets += count
    await write(brokers, topics.tickets, written)
    return orders
  }

  function startBot(): CountingBot {
    const options: CountingBotOptions = { url: database.keeperUrl, brokers, group, catalogText, sessionTimeoutMs }
    const program = join(import.meta.dirname, 'counting-bot.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    bots.add(child)
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000)
    })
    const ended = (async () => {
      await once(child, 'exit')
      bots.delete(child)
    })()
    const counting = (async () => {
      await once(child.stdout, 'data')
    })()
    return { counting, ended, kill: (signal) => void child.kill(signal), said: () => said }
  }

  async function counted(topic: string): Promise<number> {
    const { rows } = await sql<{ sum: number }>`
      SELECT coalesce(sum(next_offset), 0)::float8 AS sum FROM tidings.offsets WHERE topic = ${topic}`.execute(store)
    return rows[0]!.sum
  }

  return {
    topics,
    group,
    store,
    partitions,
    send,
    sendAgain: sendOrders,
    async sendRaw(value, partition) {
      records.orders += 1
      await write(brokers, topics.orders, [{ value, partition }])
    },
    startBot,
    async settled(withinMs = 180_000) {
      const until = Date.now() + withinMs
      for (;;) {
        const now = await Promise.all([counted(topics.orders), counted(topics.tickets)]).catch(() => [-1, -1] as const)
        // A record that was written twice by a retry of the producer stands behind the last one.
        if (now[0] >= records.orders && now[1] >= records.tickets) return
        if (Date.now() > until)
          throw new Error(
            `counted up to ${now.join(' and ')} of ${records.orders} orders and ${records.tickets} tickets`,
          )
        await sleep(100)
      }
    },
    differences: async () => [
      ...(await differencesOfOrders(store, [...sent.values()])),
      ...(await differencesOfTickets(store, tickets)),
    ],
    async [Symbol.asyncDispose]() {
      for (const child of bots) child.kill('SIGKILL')
      await store.destroy()
    },
  }
}

function orderAt(index: number, began: number): SentOrder {
  return {
    id: `o${index}`,
    placed_at: new Date(began + (index % 10_000) * 2_000).toISOString(),
    shop: { region: ['North', 'South', 'Ülvik "K"'][index % 3]! },
    channel: index % 2 === 0 ? 'web' : 'app',
    amount: (index % 97) + 0.25,
    customer: `c${index % 40}`,
  }
}

/** The live table, hour by hour and segment by segment, and every slice of the windows at every grain. */
async function differencesOfOrders(store: Store, sent: readonly SentOrder[]): Promise<string[]> {
  const { rows: live } = await sql<{ key: string; orders: number; revenue: number; largest: number }>`
    SELECT concat_ws('|', extract(epoch FROM hour)::bigint, region, channel) AS key, sum(orders)::int AS orders,
      sum(revenue)::float8 AS revenue, max(largest)::float8 AS largest
    FROM kpi.sales GROUP BY 1`.execute(store)
  const segments = totals(sent, (order) => [`${hourOf(order)}|${order.shop.region}|${order.channel}`])
  const { rows: windows } = await sql<{ key: string; orders: number; revenue: number; largest: number }>`
    SELECT concat_ws('|', grain, slice) AS key, sum(events)::int AS orders, sum(sum_revenue)::float8 AS revenue,
      max(max_largest)::float8 AS largest
    FROM tidings.window_sales GROUP BY 1`.execute(store)
  const slices = totals(sent, ({ shop: { region }, channel }) =>
    ['minute', 'hour', 'day'].flatMap((grain) =>
      [{}, { region }, { region, channel }].map((members) => `${grain}|${sliceKey(members)}`),
    ),
  )
  return [...compare('live', segments, live), ...compare('windows', slices, windows)]
}

interface Total {
  readonly orders: number
  readonly revenue: number
  readonly largest: number
}

function hourOf({ placed_at: placedAt }: SentOrder): number {
  return Math.floor(Date.parse(placedAt) / HOUR) * 3_600
}

function totals(sent: readonly SentOrder[], keysOf: (order: SentOrder) => readonly string[]): Map<string, Total> {
  const found = new Map<string, Total>()
  for (const order of sent)
    for (const key of keysOf(order)) {
      const { orders, revenue, largest } = found.get(key) ?? { orders: 0, revenue: 0, largest: 0 }
      found.set(key, {
        orders: orders + 1,
        revenue: revenue + order.amount,
        largest: Math.max(largest, order.amount),
      })
    }
  return found
}

function compare(
  where: string,
  expected: ReadonlyMap<string, Total>,
  found: readonly (Total & { readonly key: string })[],
): string[] {
  const inWords = (total: Total | undefined) =>
    total ? `${total.orders} orders, ${total.revenue.toFixed(2)}, largest ${total.largest}` : 'nothing'
  const seen = new Map(found.map((row) => [row.key, row]))
  return [...new Set([...expected.keys(), ...seen.keys()])].flatMap((key) => {
    const [sent, counted] = [inWords(expected.get(key)), inWords(seen.get(key))]
    return sent === counted ? [] : [`${where} ${key}: sent ${sent}; counted ${counted}`]
  })
}

async function differencesOfTickets(store: Store, sent: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ id: number; times: number }>`
    SELECT ticket_id::int AS id, count(*)::int AS times FROM rollup.tickets_live GROUP BY 1`.execute(store)
  const times = new Map(rows.map(({ id, times: found }) => [id, found]))
  const unsent = rows.filter(({ id }) => id >= sent.length).map(({ id }) => `ticket ${id} was never sent`)
  return unsent.concat(
    sent.filter((id) => times.get(id) !== 1).map((id) => `ticket ${id} was counted ${times.get(id) ?? 0} times`),
  )
}
