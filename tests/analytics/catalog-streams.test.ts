import { expect, test } from 'vitest'
import type { Column, StreamColumn } from '../../src/analytics/catalog.ts'
import { bindCatalog, readCatalog, type LiveColumns } from '../../src/analytics/catalog-file.ts'
import type { Fault } from '../../src/analytics/yaml-file.ts'
import type { LiveTable, LiveTables } from '../../src/analytics/catalog-streams.ts'
import { policiesOf } from '../../src/analytics/access.ts'
import { liveParts } from '../../src/analytics/live/live-parts.ts'

type Written = Record<string, string>
const types: Record<string, Column['type']> = {
  text: 'text',
  integer: 'number',
  numeric: 'number',
  timestamptz: 'timestamptz',
}
const columnsOf = (written: Written) =>
  new Map(Object.entries(written).map(([name, pgType]) => [name, { name, pgType, type: types[pgType]! } as const]))

const sales = {
  hour: 'timestamptz',
  region: 'text',
  email: 'text',
  orders: 'integer',
  revenue: 'numeric',
  newest: 'timestamptz',
}
const live: LiveColumns = new Map([
  ['kpi.sales', columnsOf(sales)],
  ['kpi.tickets', columnsOf({ at: 'timestamptz', topic: 'text' })],
])

function table(
  written: Written,
  key: readonly string[],
  over: Record<string, Partial<StreamColumn & { hasDefault: boolean }>> = {},
): LiveTable {
  return {
    columns: new Map(
      [...columnsOf(written)].map(([name, each]) => [
        name,
        { ...each, isNullable: false, hasDefault: false, ...over[name] },
      ]),
    ),
    keys: [{ columns: key, nullsAreEqual: false }],
  }
}

const tables: LiveTables = new Map([
  ['rollup.sales', table(sales, ['hour', 'region', 'email'])],
  ['rollup.tickets', table({ at: 'timestamptz', topic: 'text', kind: 'text' }, ['at'], { kind: { hasDefault: true } })],
])

const right = `
timezone: UTC
views:
  sales:
    relation: kpi.sales
    live: rollup.sales
    time: { column: hour, grain: hour }
    as_of: newest
    dimensions: { region: { column: region }, email: { column: email, masked: true } }
  tickets:
    relation: kpi.tickets
    live: rollup.tickets
    rows: { label: tickets }
    time: { column: at, grain: minute }
    dimensions: { topic: { column: topic } }
  plain: { relation: kpi.tickets }
kpis:
  revenue: { view: sales, measure: { sum: revenue } }
  orders: { view: sales, measure: { sum: orders } }
  aov: { view: sales, measure: { ratio: { of: { sum: revenue }, over: { sum: orders } } } }
  largest: { view: sales, measure: { max: revenue } }
  north: { view: sales, measure: { sum: revenue, where: { region: North } } }
  rows: { view: sales, measure: { count: true } }
  tickets: { view: tickets, measure: { count: true } }
streams:
  orders:
    topic: shop.orders
    time: placed_at
    id: order.id
    into: sales
    measures: { orders: { count: true }, revenue: { sum: amount, where: { status: [paid, sent] } } }
    dimensions: { region: shop.region, email: customer.email }
  tickets: { topic: shop.tickets, time: at, into: tickets, columns: { topic: topic }, late: 2d }
  points: { kind: points, topic: shop.points }
`

function bound(text: string, of: LiveTables = tables) {
  const read = readCatalog(text, 'catalog.yml')
  return 'written' in read ? bindCatalog(read, live, of) : read
}

function faultsOf(text: string, of?: LiveTables): readonly Fault[] {
  const found = bound(text, of)
  return 'hash' in found ? [] : found
}

function catalogOf(text: string) {
  const found = bound(text)
  if (!('hash' in found)) throw new Error(JSON.stringify(found))
  return found
}

test('streams bind, with defaults filled in; what is masked is not watched', () => {
  const catalog = catalogOf(right)
  expect(catalog.streams.get('orders')).toMatchObject({
    kind: 'events',
    time: ['placed_at'],
    id: ['order', 'id'],
    from: 'earliest',
    slices: [['region']],
    lateMs: 3_600_000,
    aheadMs: 300_000,
    duplicatesMs: 600_000,
    asOf: { name: 'newest' },
    timeColumn: { name: 'hour' },
  })
  expect(catalog.streams.get('tickets')).toMatchObject({
    lateMs: 2 * 86_400_000,
    rows: [{ column: { name: 'topic' } }],
  })
  expect(catalog.streams.get('points')).toMatchObject({ kind: 'points', topic: 'shop.points' })
})

test.for([
  ['revenue', { view: 'sales', of: { kind: 'measure', measure: 'revenue', aggregation: 'sum' }, over: null }],
  ['orders', { view: 'sales', of: { kind: 'measure', measure: 'orders', aggregation: 'count' }, over: null }],
  ['aov', { of: { measure: 'revenue' }, over: { measure: 'orders' } }],
  ['tickets', { view: 'tickets', of: { kind: 'events' }, over: null }],
  ['largest', null],
  ['north', null],
  ['rows', null],
] as const)('what events make of %s', ([name, parts], { expect }) => {
  const catalog = catalogOf(right)
  const found = liveParts(catalog.kpis.get(name)!, catalog)
  // What events do not make may still come as finished points, where a stream carries those.
  expect(found).toMatchObject(parts ?? { of: { kind: 'point', kpi: name }, over: null })
  const withoutPoints = new Map([...catalog.streams].filter(([, { kind }]) => kind === 'events'))
  const alone = liveParts(catalog.kpis.get(name)!, { ...catalog, streams: withoutPoints })
  if (parts === null) expect(alone).toBeNull()
  else expect(alone).toEqual(found)
})

test("streams are nobody else's business: no policy has any, and none is made anew for them", () => {
  const catalog = catalogOf(right)
  for (const policy of policiesOf(catalog).values()) {
    expect(policy.catalog.streams.size).toBe(0)
    expect([...policy.catalog.views.values()].map((view) => view.live)).not.toContainEqual(expect.anything())
    expect(JSON.stringify([policy, ...policy.catalog.views.values()])).not.toMatch(/rollup|shop\.orders/)
  }
  expect(catalogOf(right.replace('late: 2d', 'late: 3d')).hash).toBe(catalog.hash)
  expect(catalogOf(right.replace('label: tickets', 'label: cases')).hash).not.toBe(catalog.hash)
})

test.for([
  ['topic: shop.tickets', 'topic: shop.orders', /orders reads shop\.orders already/],
  ['into: sales', 'into: sale', /there is no view sale; did you mean sales\?/],
  ['into: tickets', 'into: plain', /plain has no live table: give it one/],
  ['live: rollup.sales', 'live: rollup.sale', /the database has no table rollup\.sale; did you mean rollup\.sales\?/],
  ['region: shop.region', 'regio: shop.region', /sales has no dimension regio; did you mean region\?/],
  [
    ', email: customer.email',
    '',
    /no unique key over its time and dimensions: CREATE UNIQUE INDEX ON rollup\.sales \(hour, region\)/,
  ],
  [', email: customer.email', '', /nothing feeds rollup\.sales\.email, which is NOT NULL/],
  ['orders: { count: true }', 'order: { count: true }', /rollup\.sales has no column order; did you mean orders\?/],
  ['orders: { count: true }', 'region: { sum: x }', /sum gives a number, and region is text/],
  ['{ sum: amount,', '{ average: amount,', /average cannot be merged from parts: feed a sum and a count/],
  ['orders: { count: true },', '', /nothing feeds rollup\.sales\.orders, which is NOT NULL/],
  ['columns: { topic: topic }', 'measures: { topic: { count: true } }', /each row of tickets is one thing/],
  [', columns: { topic: topic }', '', /name either measures/],
  [
    'time: { column: hour, grain: hour }',
    'time: { column: hour, grain: week }',
    /events are merged by minute, hour or day/,
  ],
  ['late: 2d', 'late: 2 days', /write a duration as a number and s, m, h or d/],
  ['late: 2d', 'later: 2d', /there is no key "later" here/],
  ['late: 2d', 'slices: [[region]]', /the stream has no dimension region/],
  [
    'dimensions: { region: shop',
    'slices: [[email]]\n    dimensions: { region: shop',
    /email is masked: its members cannot be watched/,
  ],
  ['topic: shop.points', 'topic: "shop points"', /a topic is letters, digits/],
] as const)('%s instead of %s is a fault', ([from, to, message], { expect }) => {
  expect(right).toContain(from)
  const faults = faultsOf(right.replace(from, to))
  expect(faults.map((fault) => fault.message).join('\n')).toMatch(message)
  const fault = faults.find((each) => message.test(each.message))!
  expect(fault.line).toBeGreaterThan(1)
  expect(fault.path).toMatch(/^(streams|views)\./)
})

test('rows that differ in having no member need a key that takes them for one', () => {
  const nullable = table(sales, ['hour', 'region', 'email'], { region: { isNullable: true } })
  expect(faultsOf(right, new Map([...tables, ['rollup.sales', nullable]]))[0]?.message).toMatch(/NULLS NOT DISTINCT/)
  const keyed = { ...nullable, keys: [{ columns: ['hour', 'region', 'email'], nullsAreEqual: true }] }
  expect(faultsOf(right, new Map([...tables, ['rollup.sales', keyed]]))).toEqual([])
})
