import { expect, test } from 'vitest'
import { definedIn, fingerprintOf, hasChanged } from '../../src/analytics/definitions.ts'
import { parseKpiQuery, type KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { boundCatalog, columnsOf } from '../support/bound-catalog.ts'

const written = `
timezone: Europe/Berlin
calendar: { holidays: [DE] }
views:
  sales:
    relation: kpi.sales
    label: Sales
    rows: { label: sales }
    time: { column: hour, grain: hour, label: Order time }
    other_times:
      shipped: { column: shipped_on, grain: day, label: Ship date }
    dimensions:
      region: { column: region, synonyms: [area] }
      channel: { column: channel }
  support:
    relation: kpi.support
    rows: { label: tickets }
    time: { column: hour, grain: hour }
    dimensions:
      agent: { column: agent }
kpis:
  revenue: { view: sales, measure: { sum: revenue, where: { status: paid } }, unit: USD, label: Revenue, description: Paid, also: [max] }
  orders: { view: sales, measure: { sum: orders } }
  value: { view: sales, measure: { ratio: { of: { sum: revenue }, over: { sum: orders } } }, unit: USD }
`
const texts = ['region', 'area', 'agent', 'channel', 'status'].map((name) => [name, 'text'] as const)
const numbers = ['revenue', 'net', 'orders', 'purchases'].map((name) => [name, 'number'] as const)
const columns = columnsOf({
  hour: 'timestamptz',
  shipped_on: 'date',
  opened_at: 'timestamptz',
  ...Object.fromEntries([...texts, ...numbers]),
})
const live = new Map(['kpi.sales', 'kpi.sales_2', 'kpi.support'].map((name) => [name, columns]))

function fingerprint(input: KpiQueryInput, yaml = written, sql = 'one') {
  const catalog = boundCatalog(yaml, live)
  const parsed = parseKpiQuery(input, catalog)
  if (!parsed.ok) throw new Error(parsed.because)
  const sqlOf = new Map([
    ['sales', sql],
    ['support', 'two'],
  ])
  return fingerprintOf(parsed.query, catalog, sqlOf)
}

function changed(from: string, to: string): string {
  expect(written).toContain(from)
  return written.replaceAll(from, to)
}

const revenue: KpiQueryInput = {
  measures: [{ kind: 'kpi', kpi: 'revenue' }],
  by: [{ kind: 'dimension', dimension: 'region' }],
  period: { from: '2026-11-09', to: '2026-11-16', zone: 'Europe/Berlin' },
}
const value: KpiQueryInput = { measures: [{ kind: 'kpi', kpi: 'value' }] }
const shipped: KpiQueryInput = { ...revenue, time: 'shipped' }
const sold: KpiQueryInput = {
  measures: [{ kind: 'kpi', kpi: 'orders' }],
  filters: [
    { kind: 'members', dimension: 'channel', include: true, values: ['web'] },
    { kind: 'range', field: { kind: 'kpi', kpi: 'revenue' }, bounds: { op: 'over', value: 100 } },
  ],
}
const holidays: KpiQueryInput = { ...revenue, filters: [{ kind: 'holidays', include: true }] }
const tickets: KpiQueryInput = { measures: [{ kind: 'records', view: 'support' }] }
const agents: KpiQueryInput = {
  measures: [],
  by: [{ kind: 'dimension', dimension: 'agent' }],
  shape: { kind: 'members' },
}
const perRegion: KpiQueryInput = {
  measures: [{ kind: 'kpi', kpi: 'orders' }],
  shape: { kind: 'over', aggregate: 'average', each: { kind: 'member', dimension: 'region' } },
}

test.for([
  ['the column of a KPI', revenue, 'sum: revenue, where', 'sum: net, where'],
  ['its aggregation', revenue, 'sum: revenue, where', 'average: revenue, where'],
  ['its filter', revenue, 'status: paid', 'status: [paid, shipped]'],
  ['its unit', revenue, 'unit: USD, label', 'unit: EUR, label'],
  ['the numerator of a ratio', value, 'of: { sum: revenue }', 'of: { sum: net }'],
  ['the denominator of a ratio', value, 'over: { sum: orders }', 'over: { sum: purchases }'],
  ['a KPI of a filter', sold, 'sum: revenue, where', 'sum: net, where'],
  ['the column of a filtered dimension', sold, 'column: channel', 'column: area'],
  ['the relation of a view', revenue, 'relation: kpi.sales', 'relation: kpi.sales_2'],
  ['the relation of records', tickets, 'relation: kpi.support', 'relation: kpi.sales_2'],
  ['the column of a dimension', revenue, 'column: region', 'column: area'],
  ['the column of listed members', agents, 'column: agent', 'column: area'],
  ['the column of what each is', perRegion, 'column: region', 'column: area'],
  ['the time column', revenue, 'column: hour', 'column: opened_at'],
  ['another time column that is asked for', shipped, 'column: shipped_on', 'column: opened_at'],
  ['whose midnight it is', value, 'Europe/Berlin', 'America/Chicago'],
  ['how weeks start', revenue, 'timezone:', 'week_starts: sunday\ntimezone:'],
  ['the holidays asked for', holidays, 'holidays: [DE]', 'holidays: [FR]'],
] as const)('%s is part of what a query means', ([, query, from, to], { expect }) => {
  const before = fingerprint(query)
  expect(hasChanged(before, fingerprint(query, changed(from, to)))).toBe(true)
})

test('so is the SQL of its view, and of no other', () => {
  expect(hasChanged(fingerprint(revenue), fingerprint(revenue, written, 'other'))).toBe(true)
  expect(hasChanged(fingerprint(tickets), fingerprint(tickets, written, 'other'))).toBe(false)
})

test.for([
  ['a label', 'label: Revenue', 'label: Takings'],
  ['a description', 'description: Paid', 'description: What was paid'],
  ['a synonym', 'synonyms: [area]', 'synonyms: [area, market]'],
  ['the label of a view', 'label: Sales', 'label: Shop'],
  ['other aggregations', 'also: [max]', 'also: [max, min], good_when: down'],
  ['an owner', 'label: Revenue', 'label: Revenue, owner: finance'],
  ['another KPI', 'sum: orders }', 'sum: purchases }'],
  ['a dimension that is not asked for', 'column: channel', 'column: status'],
  ['a time column that is not asked for', 'column: shipped_on', 'column: opened_at'],
  [
    'the order of keys',
    'view: sales, measure: { sum: revenue, where: { status: paid } }, unit: USD',
    'unit: USD, measure: { where: { status: [paid] }, sum: revenue }, view: sales',
  ],
] as const)('%s is none', ([, from, to], { expect }) => {
  const before = fingerprint(revenue)
  expect(fingerprint(revenue, changed(from, to))).toBe(before)
})

test('where nothing was kept, or in another form, nothing is known to have changed', () => {
  const now = fingerprint(revenue)
  expect([null, now, '0:abc'].map((kept) => hasChanged(kept, now))).toEqual([false, false, false])
})

test('what is named of it are its KPIs, or its views', () => {
  const catalog = boundCatalog(written, live)
  const named = (input: KpiQueryInput) => {
    const parsed = parseKpiQuery(input, catalog)
    return parsed.ok ? definedIn(parsed.query, catalog) : parsed.because
  }
  expect(named(sold)).toEqual(['orders', 'revenue'])
  expect(named(agents)).toEqual(['support'])
})
