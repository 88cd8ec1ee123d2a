/**
 * A small shop for the tests of the compiler: three views of three kinds of time and one without, members that are
 * NULL, and rows on the days on which the clocks of Berlin change.
 */
import { Client } from 'pg'
import type { Catalog, Column, ColumnType } from '../../src/analytics/catalog.ts'
import { parseKpiQuery, type KpiQuery, type KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { boundCatalog } from './bound-catalog.ts'

const TABLES: Readonly<Record<string, readonly (readonly [string, string, ColumnType])[]>> = {
  orders: [
    ['sold_at', 'timestamp with time zone', 'timestamptz'],
    ['shipped_on', 'date', 'date'],
    ['region', 'text', 'text'],
    ['category', 'character varying(40)', 'text'],
    ['status', 'text', 'text'],
    ['is_gift', 'boolean', 'boolean'],
    ['customer', 'integer', 'number'],
    ['quantity', 'integer', 'number'],
    ['amount', 'numeric(12,2)', 'number'],
    ['weight', 'double precision', 'number'],
  ],
  stock: [
    ['day', 'date', 'date'],
    ['region', 'text', 'text'],
    ['units', 'integer', 'number'],
  ],
  visits: [
    ['hour', 'timestamp without time zone', 'timestamp'],
    ['region', 'text', 'text'],
    ['visits', 'integer', 'number'],
    ['buyers', 'integer', 'number'],
  ],
  stores: [
    ['region', 'text', 'text'],
    ['name', 'text', 'text'],
    ['area', 'real', 'number'],
  ],
}

const YAML = `
timezone: Europe/Berlin
fiscal_year_starts: 4
calendar: { holidays: [DE] }
views:
  sales:
    relation: shop.orders
    rows: { label: orders }
    time: { column: sold_at, grain: minute }
    other_times:
      shipped: { column: shipped_on, grain: day, label: Ship date }
    dimensions:
      region: { column: region }
      category: { column: category }
      status: { column: status }
      is_gift: { column: is_gift, label: Gift }
      customer: { column: customer }
      quantity: { column: quantity }
      shipped_on: { column: shipped_on }
      sold_at: { column: sold_at, masked: true }
  stock:
    relation: shop.stock
    time: { column: day, grain: day }
    dimensions: { region: { column: region } }
  web:
    relation: shop.visits
    time: { column: hour, grain: hour }
    dimensions: { region: { column: region } }
  stores:
    relation: shop.stores
    rows: { label: stores }
    dimensions: { region: { column: region }, name: { column: name } }
kpis:
  revenue: { view: sales, measure: { sum: amount }, also: [average, median, min, max], unit: EUR }
  orders: { view: sales, measure: { count: true } }
  refunds: { view: sales, measure: { sum: amount, where: { status: [refunded] } }, unit: EUR }
  buyers: { view: sales, measure: { count_distinct: customer } }
  average_order: { view: sales, measure: { ratio: { of: { sum: amount }, over: { count: true } } }, unit: EUR }
  typical_order: { view: sales, measure: { median: amount }, unit: EUR }
  mean_weight: { view: sales, measure: { average: weight } }
  largest_order: { view: sales, measure: { max: amount }, unit: EUR }
  stocked: { view: stock, measure: { last: units } }
  visits: { view: web, measure: { sum: visits } }
  conversion: { view: web, measure: { ratio: { of: { sum: buyers }, over: { sum: visits } } }, unit: percent }
  area: { view: stores, measure: { sum: area } }
`

/** The shop's catalog; `change` edits its text first. */
export function shopCatalog(change: (yaml: string) => string = (yaml) => yaml): Catalog {
  const live = new Map(
    Object.entries(TABLES).map(([table, columns]) => [
      `shop.${table}`,
      new Map(columns.map(([name, pgType, type]): [string, Column] => [name, { name, pgType, type }])),
    ]),
  )
  return boundCatalog(change(YAML), live)
}

/** A query of the shop; throws with the reason when it is not admitted. */
export function shopQuery(input: KpiQueryInput, catalog: Catalog): KpiQuery {
  const parsed = parseKpiQuery(input, catalog)
  if (!parsed.ok) throw new Error(parsed.because)
  return parsed.query
}

/** Creates schema `shop` with its rows; always the same ones. */
export async function loadShop(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('create schema shop')
    for (const [table, columns] of Object.entries(TABLES)) {
      await client.query(`create table shop.${table} (${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`)
      const rows = JSON.stringify(rowsOf(table))
      await client.query(`insert into shop.${table} select * from json_populate_recordset(null::shop.${table}, $1)`, [
        rows,
      ])
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

type Row = Record<string, string | number | boolean | null>

function rowsOf(table: string): Row[] {
  if (table === 'orders') return orders()
  if (table === 'stock') return stock()
  if (table === 'visits') return visits()
  return [
    { region: 'North', name: 'Kiel', area: 120.5 },
    { region: 'North', name: 'Husum', area: 80.25 },
    { region: 'South', name: 'Ulm', area: 200 },
    { region: null, name: 'Depot', area: 1000 },
  ]
}

const REGIONS = ['North', 'South', 'East', null]
const HOUR = 3_600_000

function orders(): Row[] {
  const chance = chances(7)
  const one = (at: number): Row => {
    const day = new Date(at + Math.floor(chance() * 5) * 24 * HOUR).toISOString().slice(0, 10)
    return {
      sold_at: new Date(at).toISOString(),
      shipped_on: chance() < 0.1 ? null : day,
      region: REGIONS[Math.floor(chance() * 4)] ?? null,
      category: ['Tea', 'Coffee', '50% off_bag', ''][Math.floor(chance() * 4)] ?? null,
      status: chance() < 0.15 ? 'refunded' : 'paid',
      is_gift: chance() < 0.3 ? null : chance() < 0.5,
      customer: Math.floor(chance() * 60),
      quantity: 1 + Math.floor(chance() * 9),
      amount: Math.round(chance() * 30_000) / 100,
      weight: Math.round(chance() * 1000) / 1000,
    }
  }
  const from = Date.parse('2024-01-01T00:00:00Z')
  const to = Date.parse('2026-11-21T13:00:00Z')
  const scattered = Array.from({ length: 1500 }, () =>
    one(from + Math.floor(chance() * ((to - from) / 60_000)) * 60_000),
  )
  // The last weeks and the days on which the clocks change have rows every half hour.
  const dense = [
    ['2026-10-25T00:00:00Z', 26],
    ['2026-10-24T22:00:00Z', 25],
    ['2026-03-28T23:00:00Z', 23],
    ['2024-02-28T23:00:00Z', 24],
    ['2026-11-01T00:00:00Z', 480],
  ] as const
  const halfHours = dense.flatMap(([start, hours]) =>
    Array.from({ length: hours * 2 }, (_, index) => one(Date.parse(start) + index * (HOUR / 2))),
  )
  return [...scattered, ...halfHours]
}

/** Every third day or so, not for every region on every day. */
function stock(): Row[] {
  const chance = chances(11)
  const first = Date.parse('2026-08-01')
  return Array.from({ length: 112 }, (_, index) => new Date(first + index * 24 * HOUR).toISOString().slice(0, 10))
    .filter(() => chance() < 0.6)
    .flatMap((day) =>
      REGIONS.filter(() => chance() < 0.9).map((region) => ({ day, region, units: Math.floor(chance() * 500) })),
    )
}

function visits(): Row[] {
  const chance = chances(13)
  const first = Date.parse('2026-10-20T00:00:00Z')
  return Array.from({ length: 24 * 32 }, (_, index) =>
    new Date(first + index * HOUR).toISOString().slice(0, 19),
  ).flatMap((hour) =>
    REGIONS.filter(() => chance() < 0.7).map((region) => {
      const count = Math.floor(chance() * 40)
      return { hour, region, visits: count, buyers: Math.floor(count * chance()) }
    }),
  )
}

/** Numbers from 0 to 1 that are the same on every run. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
