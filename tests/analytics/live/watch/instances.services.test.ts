import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { incidentsSince } from '../../../../src/analytics/live/store/incidents.ts'
import { keepRule } from '../../../../src/analytics/live/store/rules.ts'
import { ensureWindowTables } from '../../../../src/analytics/live/store/window-tables.ts'
import { useStore } from '../../../support/store.ts'
import { count, watchedShop } from '../../../support/watched-shop.ts'
import { ruleOf } from '../../../support/rule.ts'

// Each is in a shard of its own.
const views = ['sales', 'web', 'support', 'returns'] as const
const catalog = watchedShop(views)
const own = useStore()
const children: ChildProcess[] = []

beforeEach(async () => {
  await ensureWindowTables(own.store, catalog)
  for (const view of views)
    await keepRule(
      own.store,
      ruleOf({
        id: `many_in_${view}`,
        kpi: view === 'sales' ? 'orders' : `orders_of_${view}`,
        when: { kind: 'above', value: 10 },
      }),
      { source: 'chat', madeBy: null },
    )
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const table of ['rules', 'incidents', 'tracks', 'outbox', 'leases'])
    await own.store.deleteFrom(`tidings.${table}` as 'tidings.rules').execute()
  for (const view of views) await sql`DELETE FROM ${sql.id('tidings', `window_${view}`)}`.execute(own.store)
})

function start(holder: string): ChildProcess {
  const main = join(import.meta.dirname, '..', '..', '..', 'support', 'watcher-main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main, own.database.keeperUrl, holder, ...views], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  children.push(child)
  return child
}

/** Who holds how many shards now. */
async function shares(): Promise<Record<string, number>> {
  const rows = await own.store
    .selectFrom('tidings.leases')
    .select(['holder', (row) => row.fn.countAll<string>().as('shards')])
    .where('name', 'like', 'watch/%')
    .where('held_until', '>', sql<Date>`now()`)
    .groupBy('holder')
    .execute()
  return Object.fromEntries(rows.map(({ holder, shards }) => [holder, Number(shards)]))
}

/** Twenty orders in each view, which is worth an alert in each. */
async function sell(): Promise<void> {
  await count(
    own.store,
    views.map((view) => ({ view, at: Date.now(), members: {}, orders: 20, revenue: 400 })),
  )
}

const incidents = async () => (await incidentsSince(own.store, new Date(0))).length
const told = async () => (await own.store.selectFrom('tidings.outbox').select('key').execute()).map(({ key }) => key)

async function startBoth(): Promise<readonly [ChildProcess, ChildProcess]> {
  const both = [start('one'), start('other')] as const
  await expect.poll(shares).toEqual({ one: 2, other: 2 })
  return both
}

test('two instances share the shards evenly, and each alert is written once', async () => {
  await startBoth()
  await sell()
  await expect.poll(incidents).toBe(4)
  await sell()
  expect((await told()).filter((key) => /:1:/.test(key))).toHaveLength(4)
})

test('when one is killed the other watches all within ten seconds', async () => {
  const [one] = await startBoth()
  one.kill('SIGKILL')
  await sell()
  await expect.poll(incidents).toBe(4)
  expect(await shares()).toEqual({ other: 4 })
  expect((await told()).filter((key) => /:1:/.test(key))).toHaveLength(4)
})

test('one that stood still and goes on writes nothing under what it held', async () => {
  const [one] = await startBoth()
  one.kill('SIGSTOP')
  await sell()
  await expect.poll(incidents).toBe(4)
  expect(await shares()).toEqual({ other: 4 })
  const before = await told()
  one.kill('SIGCONT')
  // It finds out that it lost its shards, and gets its share anew.
  await expect.poll(shares).toEqual({ one: 2, other: 2 })
  await expect.poll(incidents).toBe(4)
  expect(await told()).toEqual(before)
  const terms = await own.store.selectFrom('tidings.leases').select('term').where('name', 'like', 'watch/%').execute()
  expect(terms.filter(({ term }) => Number(term) >= 2).length).toBeGreaterThanOrEqual(2)
})
