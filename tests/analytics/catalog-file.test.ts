import { expect, test } from 'vitest'
import { z } from 'zod'
import { bindCatalog, readCatalog, type LiveColumns } from '../../src/analytics/catalog-file.ts'
import type { Fault } from '../../src/analytics/yaml-file.ts'
import { boundCatalog, columnsOf } from '../support/bound-catalog.ts'
import { catalogSchema } from '../../src/analytics/catalog-schema.ts'

const live: LiveColumns = new Map([
  [
    'kpi.sales',
    columnsOf({
      day: 'date',
      region: 'text',
      city: 'text',
      revenue: 'number',
      orders: 'number',
      email: 'text',
      status: 'text',
    }),
  ],
])

const right = `
timezone: Europe/Berlin
views:
  sales:
    relation: kpi.sales
    time: { column: day }
    dimensions:
      region: { column: region, values: { EMEA: [europe] } }
      city: { column: city, within: region }
      email: { column: email, masked: true }
kpis:
  revenue: { view: sales, measure: { sum: revenue }, unit: EUR, also: [average] }
  refunds: { view: sales, measure: { sum: revenue, where: { status: refunded } } }
  aov: { view: sales, measure: { ratio: { of: { sum: revenue }, over: { sum: orders } } } }
access:
  default_role: everyone
  roles:
    everyone: { kpis: all }
    emea: { kpis: [revenue], rows: { sales: { region: EMEA } } }
`

function faultsOf(text: string): readonly Fault[] {
  const read = readCatalog(text, 'catalog.yml')
  if (!('written' in read)) return read
  const bound = bindCatalog(read, live)
  return 'hash' in bound ? [] : bound
}

test('a right catalog binds, with defaults filled in', () => {
  const catalog = boundCatalog(right, live)
  expect(catalog.views.get('sales')?.time).toMatchObject({ grain: 'day', zone: 'Europe/Berlin', type: 'date' })
  expect(catalog.views.get('sales')?.dimensions.get('city')).toMatchObject({ label: 'City', within: 'region' })
  expect(catalog.kpis.get('refunds')?.measure).toMatchObject({ where: new Map([['status', ['refunded']]]) })
  expect(catalog.kpis.get('aov')?.measure.kind).toBe('ratio')
  expect(catalog.access.roles.get('emea')?.rows.get('sales')?.get('region')).toEqual(['EMEA'])
})

test.for([
  ['a misspelt view', 'relation: kpi.sales', 'relation: kpi.slaes', 5, 'did you mean kpi.sales'],
  ['a misspelt column', 'column: region,', 'column: regoin,', 8, 'did you mean region'],
  ['a column of the wrong type', 'column: day ', 'column: city ', 6, 'not a date'],
  ['a sum of text', 'sum: revenue }, unit', 'sum: region }, unit', 12, 'needs a number'],
  ['an unknown key', 'unit: EUR', 'unti: EUR', 12, 'no key "unti"'],
  [
    'two aggregates in one measure',
    '{ sum: revenue }, unit',
    '{ sum: revenue, min: revenue }, unit',
    12,
    'exactly one of',
  ],
  ['a KPI on no view', 'aov: { view: sales', 'aov: { view: sails', 14, 'did you mean sales'],
  ['an hour grain on a date', 'column: day }', 'column: day, grain: hour }', 6, 'no grain finer than day'],
  ['a zone that is none', 'Europe/Berlin', 'Europe/Berlim', 2, 'IANA'],
  ['a role for an unknown KPI', 'kpis: [revenue]', 'kpis: [revenu]', 19, 'did you mean revenue'],
  ['a switch that is neither on nor off', 'kpis: all }', 'kpis: all, sql: yess }', 18, 'write true or false'],
  ['an unclear right', 'kpis: all }', 'kpis: all, may_verify: 1 }', 18, 'write true or false'],
  ['a time to settle that is none', 'unit: EUR', 'settles: 14 days', 12, 'write a duration'],
  ['a default role that is none', 'default_role: everyone', 'default_role: everyon', 16, 'did you mean everyone'],
  ['a row filter on no dimension', 'region: EMEA', 'regio: EMEA', 19, 'did you mean region'],
  ['broken YAML', 'sales:\n', 'sales: [\n', undefined, ''],
] as const)('%s is a fault with its line', ([, from, to, line, message]) => {
  const faults = faultsOf(right.replace(from, to))
  expect(faults.length).toBeGreaterThan(0)
  if (line !== undefined) expect(faults[0]?.line).toBe(line)
  expect(faults.map((fault) => fault.message).join('\n')).toContain(message)
})

test('every fault is told, not the first one only', () => {
  expect(
    faultsOf(right.replace('unit: EUR', 'unti: EUR').replace('timezone: Europe/Berlin', 'timezone: X')).length,
  ).toBe(2)
})

test('the JSON Schema for editors is the one this version reads', async () => {
  const schema = z.toJSONSchema(catalogSchema, { io: 'input' })
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../sql/catalog.schema.json')
})
