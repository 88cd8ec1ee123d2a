import { Client } from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { refresh } from '../../../src/analytics/refresh.ts'
import { DemoLoadFailed, loadDemo } from '../../../src/cli/demo-business/load.ts'
import { demoDatabase, emptyDatabase, type TestDatabase } from '../../support/database.ts'

const opened: TestDatabase[] = []
afterAll(async () => {
  for (const database of opened) await database.drop()
})

async function given(database: Promise<TestDatabase>): Promise<TestDatabase> {
  const made = await database
  opened.push(made)
  return made
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows
  } finally {
    await client.end()
  }
}

const facts = ['customers', 'orders', 'order_lines', 'tickets', 'visits', 'subscriptions']
const views = ['sales_hourly', 'customers', 'support_tickets', 'web_hourly', 'subscriptions_daily']
const relations = [...facts.map((name) => `demo.${name}`), ...views.map((name) => `kpi.${name}`)]

/** Count and a fingerprint of each relation's rows. */
async function fingerprints(url: string): Promise<unknown> {
  const found = relations.map(async (relation) => {
    const rows = await ask(url, `select count(*), sum(hashtextextended(r::text, 0)::numeric) from ${relation} r`)
    return [relation, ...rows[0]!]
  })
  return Promise.all(found)
}

const tiny = { scale: 0.02, months: 3, log: () => {} }

test('a gap filled later, over a change of the clock and of the month, equals a load in one go', async () => {
  const [inOneGo, inTwo] = [await given(emptyDatabase()), await given(emptyDatabase())]
  const [first, last] = ['2026-10-24T09:30:00+02:00', '2026-11-02T08:10:00+01:00']
  await loadDemo({ ...tiny, adminUrl: inOneGo.adminUrl, until: last, loadedOn: '2026-10-24' })
  await loadDemo({ ...tiny, adminUrl: inTwo.adminUrl, until: first })
  const before = await fingerprints(inTwo.adminUrl)
  const reached = await loadDemo({ adminUrl: inTwo.adminUrl, log: () => {}, until: last })
  expect(reached.toISOString()).toBe('2026-11-02T07:10:00.000Z')
  expect(await fingerprints(inTwo.adminUrl)).not.toEqual(before)
  expect(await fingerprints(inTwo.adminUrl)).toEqual(await fingerprints(inOneGo.adminUrl))
})

test('a disk that fills up is said so, and the next start finishes the load', async () => {
  const [whole, broken] = [await given(emptyDatabase()), await given(emptyDatabase())]
  const until = '2026-11-20'
  await loadDemo({ ...tiny, adminUrl: whole.adminUrl, until })
  await ask(
    broken.adminUrl,
    `create function public.no_space() returns event_trigger language plpgsql as $$ begin
       if current_query() like '%demo.orders_2026_10%' then
         raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
       end if;
     end $$;
     create event trigger full_disk on ddl_command_start execute function public.no_space()`,
  )
  await expect(loadDemo({ ...tiny, adminUrl: broken.adminUrl, until })).rejects.toThrow(DemoLoadFailed)
  await expect(loadDemo({ ...tiny, adminUrl: broken.adminUrl, until })).rejects.toThrow(/disk is full/)
  const [[parts]] = (await ask(broken.adminUrl, 'select count(*)::int from demo.loaded_parts')) as [[number]]
  expect(parts).toBeGreaterThan(2)
  await ask(broken.adminUrl, 'drop event trigger full_disk')
  await loadDemo({ ...tiny, adminUrl: broken.adminUrl, until })
  expect(await fingerprints(broken.adminUrl)).toEqual(await fingerprints(whole.adminUrl))
})

test('a server that breaks down in the middle fails the load and nothing else, and the next start finishes it', async () => {
  const { adminUrl } = await given(emptyDatabase())
  const until = '2026-11-20'
  const cut = () =>
    ask(
      adminUrl,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
  const cuts: Promise<unknown>[] = []
  const log = (line: string) => {
    if (cuts.length === 0 && /: [2-7]\d %/.test(line)) cuts.push(cut())
  }
  // What is in hand is told why; what comes next finds the connection gone.
  await expect(loadDemo({ ...tiny, adminUrl, until, log })).rejects.toThrow(/terminat|connection error/)
  await Promise.all(cuts)
  const reached = await loadDemo({ ...tiny, adminUrl, until })
  expect(reached.toISOString()).toBe('2026-11-20T23:00:00.000Z')
})

test('a load of another scale over one that is there is refused', async () => {
  const database = await given(demoDatabase())
  await expect(loadDemo({ adminUrl: database.adminUrl, log: () => {}, scale: 0.5 })).rejects.toThrow(/at scale 0.02/)
})

test.for(['yesterday', '2026-13-01', '2026-11-21T14:05'])(
  'an end that is no date is refused: %s',
  async (until, { expect }) => {
    const { adminUrl } = inject('postgres')
    await expect(loadDemo({ ...tiny, adminUrl, until })).rejects.toThrow(/is no date/)
  },
)

test('what an older version loaded is loaded anew', async () => {
  const { adminUrl } = await given(emptyDatabase())
  const until = '2026-11-20'
  await loadDemo({ ...tiny, adminUrl, until })
  const before = await fingerprints(adminUrl)
  await ask(adminUrl, `comment on schema demo is 'older'; delete from demo.orders`)
  await loadDemo({ ...tiny, adminUrl, until })
  expect(await fingerprints(adminUrl)).toEqual(before)
})

test('a refresh computes again the buckets that changed and no others, and equals a computation of everything', async () => {
  const { adminUrl, keeperUrl } = await given(demoDatabase())
  const versions = () =>
    ask(adminUrl, 'select hour, min(xmin::text::bigint), count(*) from rollup.sales_history group by 1 order by 1')
  const before = await versions()
  await ask(
    adminUrl,
    `update demo.orders set amount = amount + 1000 where order_id = (select max(order_id) from demo.orders)`,
  )
  await ask(
    adminUrl,
    `delete from demo.orders where order_id = (select min(order_id) from demo.orders where placed_at >= '2026-01-15')`,
  )
  const client = new Client({ connectionString: keeperUrl })
  await client.connect()
  const done = await refresh(client)
  const again = await refresh(client)
  await client.end()
  expect(done?.find((each) => each.view === 'sales')?.buckets).toBe(2)
  expect(again?.find((each) => each.view === 'sales')?.buckets).toBe(0)
  const known = new Set(before.map((row) => JSON.stringify(row)))
  const changed = (await versions()).filter((row) => !known.has(JSON.stringify(row)))
  expect(changed.length).toBeGreaterThan(0)
  expect(changed.length).toBeLessThanOrEqual(2)
  const differing = `select count(*)::int from (
    (table rollup.sales_history except all select * from rollup.sales_rows('-infinity', 'infinity'))
    union all
    (select * from rollup.sales_rows('-infinity', 'infinity') except all table rollup.sales_history)) differing`
  expect(await ask(adminUrl, differing)).toEqual([[0]])
})

test('nothing counts twice across the boundary, and a refresh moves it and trims live', async () => {
  const { adminUrl } = await given(demoDatabase())
  const orders = async () => Number((await ask(adminUrl, 'select sum(orders) from kpi.sales_hourly'))[0]![0])
  const before = await orders()
  const live = (hour: string) =>
    ask(
      adminUrl,
      `insert into rollup.sales_live select '${hour}', region, country, channel, category, product, is_gift, 7, units, revenue,
         discount, cost, margin, refunded_orders, refunds, largest_order, smallest_order, data_as_of
       from rollup.sales_history order by hour desc, country, channel, product limit 1`,
    )
  const [[boundary]] = (await ask(adminUrl, `select complete_to from tidings.boundary where view = 'sales'`)) as [
    [Date],
  ]
  await live(new Date(boundary.getTime() - 3_600_000).toISOString())
  expect(await orders()).toBe(before)
  await live(boundary.toISOString())
  expect(await orders()).toBe(before + 7)
  // The base tables catch up with what was live.
  await ask(
    adminUrl,
    `insert into demo.orders select order_id + 50000, '${new Date(boundary.getTime() + 1_200_000).toISOString()}', customer_id, country, channel, product_id,
       units, amount, discount, cost, promotion_id, is_gift, payment, null, null, 0
     from demo.orders order by order_id desc limit 7`,
  )
  expect(await orders()).toBe(before + 7)
  await ask(adminUrl, 'select rollup.refresh()')
  expect(await orders()).toBe(before + 7)
  // But for the hour that is going on, which shows when events feed the view.
  expect(await ask(adminUrl, 'select hour, sum(orders)::int from rollup.sales_live group by 1')).toEqual([
    [boundary, 7],
  ])
  await ask(adminUrl, `update tidings.boundary set fed_until = now() + interval '1 minute' where view = 'sales'`)
  await ask(adminUrl, 'select rollup.refresh()')
  expect(await ask(adminUrl, `select complete_to from tidings.boundary where view = 'sales'`)).toEqual([[boundary]])
  expect(await orders()).toBe(before + 7)
})

test('sales and visits tell the same number of orders, but for the tracking gap', async () => {
  const { adminUrl } = await given(demoDatabase())
  const [[orders, conversions]] = (await ask(
    adminUrl,
    `select
       (select sum(orders) from kpi.sales_hourly where channel <> 'marketplace' and hour >= '2026-03-01+01' and hour < '2026-06-01+02'),
       (select sum(conversions) from kpi.web_hourly where hour >= '2026-03-01+01' and hour < '2026-06-01+02')`,
  )) as [[string, string]]
  expect(Number(orders)).toBeGreaterThan(1000)
  expect(conversions).toBe(orders)
})

test('a range of time is read by index or by partition, not by going through everything', async () => {
  const { keeperUrl } = await given(demoDatabase())
  for (const [view, time] of [
    ['kpi.sales_hourly', 'hour'],
    ['kpi.support_tickets', 'opened_at'],
    ['kpi.web_hourly', 'hour'],
    ['kpi.subscriptions_daily', 'day'],
    ['kpi.customers', 'signed_up_at'],
  ]) {
    const plan = await ask(
      keeperUrl,
      `explain select * from ${view} where ${time} >= '2026-11-02' and ${time} < '2026-11-03'`,
    )
    const text = plan.map(([line]) => String(line)).join('\n')
    const months = new Set(text.match(/\b20\d\d_\d\d\b/g))
    expect([view, [...months].filter((month) => month !== '2026_11')]).toEqual([view, []])
    expect(text).toMatch(/Index|Bitmap|2026_11/)
  }
})

test('no login but the keeper reads the KPI views', async () => {
  const { adminUrl } = await given(demoDatabase())
  expect(
    await ask(
      adminUrl,
      `select has_schema_privilege('public', 'kpi', 'usage'), has_table_privilege('tidings_keeper', 'kpi.sales_hourly', 'select'), has_schema_privilege('tidings_keeper', 'demo', 'usage')`,
    ),
  ).toEqual([[false, true, false]])
})
