import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { openCatalog } from '../../src/analytics/ground.ts'
import { migrateStore, openStore } from '../../src/analytics/store/store.ts'
import { endRule, keepRule } from '../../src/analytics/live/store/rules.ts'
import { startLive, type Live } from '../../src/app/live.ts'
import { tidings } from '../support/command.ts'
import { demoDatabase, emptyDatabase } from '../support/database.ts'
import { demoOrder } from '../support/demo-order.ts'
import { memoryTopic } from '../support/memory-source.ts'
import { ruleOf } from '../support/rule.ts'
import { onDatabase } from '../support/server.ts'
import { useStore } from '../support/store.ts'

const catalogFile = 'sql/catalog.yml'
const log = pino({ level: 'silent' })
/** An hour that has no history: the demo of the tests ended before it. */
const now = Date.now()

const own = useStore(demoDatabase)
let live: Live | null = null

afterAll(async () => live?.stop())

const order = (id: number, amount: number) => demoOrder(id, { amount, placedAt: now - 1_000 })

const ask = async (question: string) => {
  const options = [
    '--database',
    own.database.keeperUrl,
    '--store',
    own.database.keeperUrl,
    '--catalog',
    catalogFile,
    '--json',
  ]
  const { lines } = await tidings(['ask', question, ...options, '--now', new Date(now).toISOString()])
  return lines[0]!
}

test('an answer has events of a moment ago, says up to when, and loses none when the history is refreshed', async () => {
  const catalog = await openCatalog(own.database.keeperUrl, catalogFile)
  const topic = memoryTopic('demo.orders', 2)
  const boundaryOf = async () =>
    onDatabase(own.database.adminUrl, async (client) => {
      const { rows } = await client.query(`select complete_to from tidings.boundary where view = 'sales'`)
      return (rows[0] as { complete_to: Date }).complete_to
    })
  const before = await boundaryOf()
  live = await startLive(topic.source(), { catalog, store: own.store, databaseUrl: own.database.keeperUrl, log })
  // The hour that was filling when the demo ended is live's from now on.
  expect(before.getTime() - (await boundaryOf()).getTime()).toBe(3_600_000)
  topic.write(0, order(1, 20))
  topic.write(1, order(2, 30))
  topic.write(1, order(2, 30))
  await expect.poll(async () => (await live!.read()).figures.streams.get('orders')).toMatchObject({ counted: 2 })
  const revenue = await ask('revenue today')
  expect(revenue.rows).toEqual([[50]])
  expect(Date.parse(revenue.asOf!)).toBe(Math.floor((now - 1_000) / 1000) * 1000)
  expect((await ask('average order value today')).rows).toEqual([[25]])
  await onDatabase(own.database.keeperUrl, (client) => client.query('select rollup.refresh()'))
  expect((await ask('revenue today')).rows).toEqual([[50]])
  expect(live.fault()).toBeNull()
})

test('silence is none before the source has said what waits, and some of it is counted', async () => {
  const catalog = await openCatalog(own.database.keeperUrl, catalogFile)
  const topic = memoryTopic('demo.orders', 1)
  let lag: bigint | null = null
  const source = { ...topic.source(), health: () => ({ fault: null, lag }) }
  await live?.stop()
  live = await startLive(source, { catalog, store: own.store, databaseUrl: own.database.keeperUrl, log })
  expect(live.isHearing()).toBe(false)
  lag = 7n
  expect(live.isHearing()).toBe(false)
  // The first of the partition was counted above.
  for (const id of [1, 3]) topic.write(0, order(id, 20))
  await expect.poll(() => live!.isHearing()).toBe(true)
  lag = null
  expect(live.isHearing()).toBe(false)
})

test('doctor names the alerts that are never told, and why', async () => {
  const told = { id: 'gone', kpi: 'footfall', tell: ['slack:T01/C03'] }
  await keepRule(own.store, ruleOf(told), { source: 'chat', madeBy: null })
  const { out } = await tidings(['doctor', '--database', own.database.keeperUrl, '--catalog', catalogFile])
  expect(out).toMatch(
    /alert gone: advice: it is never told: the catalog has no KPI footfall.*; mend that, or end the alert\./,
  )
  await endRule(own.store, 'gone')
})

test('doctor tells what was counted and what could not be, and how to get on', async () => {
  const { out } = await tidings(['doctor', '--database', own.database.keeperUrl, '--catalog', catalogFile])
  expect(out).toContain('streams: advice: the catalog has 4, and no Kafka is named')
  expect(out).toMatch(/events of sales: ok, counted up to \d{4}-/)
  expect(out).toContain('dead letters: ok, none')
})

test('where store and views are in two databases nothing is counted, and that is said', async () => {
  const elsewhere = await emptyDatabase()
  const other = openStore(elsewhere.keeperUrl)
  try {
    await migrateStore(other, elsewhere.keeperUrl)
    const catalog = await openCatalog(own.database.keeperUrl, catalogFile)
    const source = memoryTopic('demo.orders', 1).source()
    const none = await startLive(source, { catalog, store: other, databaseUrl: own.database.keeperUrl, log })
    expect(none.fault()).toContain('in two databases; leave --store out')
    await none.stop()
  } finally {
    await other.destroy()
    await elsewhere.drop()
  }
})
