import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { printPlace } from '../../../../src/analytics/place.ts'
import { alertsFeed } from '../../../../src/bot/alerts-feed.ts'
import { readRules } from '../../../../src/analytics/live/rules/rule-file.ts'
import type { Catalog, Dimension } from '../../../../src/analytics/catalog.ts'
import { catalog as bare } from '../../../charts/fixtures.ts'

const region: Dimension = {
  name: 'region',
  column: 'region',
  type: 'text',
  label: 'Region',
  description: '',
  synonyms: [],
  values: new Map(),
  within: null,
  masked: false,
  indexed: true,
}
const sales = { ...bare.views.get('sales')!, dimensions: new Map([['region', region]]) }
const catalog: Catalog = { ...bare, views: new Map([...bare.views, ['sales', sales]]) }

const read = (text: string) => readRules(text, 'alerts.yml', catalog)

test('a rule says only what is not usual', () => {
  const { rules, faults } = read('alerts:\n  revenue: { kpi: revenue, per: day, tell: [slack:T01/C03] }\n')
  expect(faults).toEqual([])
  expect(rules).toEqual([
    {
      id: 'revenue',
      kpi: 'revenue',
      slice: { kind: 'whole' },
      grain: 'day',
      when: { kind: 'anomaly', direction: 'bad' },
      buckets: { n: 1, of: 1 },
      minimumChange: null,
      minimumVolume: null,
      minimumDurationMs: 0,
      coolDownMs: 3_600_000,
      quiet: null,
      severity: 'warning',
      tell: ['slack:T01/C03'],
      owner: null,
    },
  ])
})

test('everything that can be written arrives', () => {
  const { rules, faults } = read(`
alerts:
  refunds:
    kpi: revenue
    slice: { each: region }
    per: day
    when: { any: [{ falls: 20%, against: week }, { rises: 500 }, { outside: [1, 9] }, { silent: 90m }] }
    buckets: { n: 3, of: 5 }
    minimum: { change: 5%, volume: 20, duration: 10m }
    cool_down: 2d
    quiet: { from: "22:00", to: "07:00" }
    severity: critical
    tell: [slack:T01/C03, web:local/alerts]
    owner: slack:T01/U02
`)
  expect(faults).toEqual([])
  expect(rules[0]).toMatchObject({
    slice: { kind: 'each', dimension: 'region' },
    when: {
      kind: 'any',
      of: [
        { kind: 'change', direction: 'down', against: 'week', by: { fraction: 0.2 } },
        { kind: 'change', direction: 'up', against: 'normal', by: { amount: 500 } },
        { kind: 'outside', low: 1, high: 9 },
        { kind: 'silent', forMs: 5_400_000 },
      ],
    },
    minimumChange: { fraction: 0.05 },
    minimumVolume: 20,
    minimumDurationMs: 600_000,
    coolDownMs: 172_800_000,
    quiet: { from: '22:00', to: '07:00' },
  })
})

test.each([
  ['a KPI that is none', '{ kpi: revenu, per: day, tell: [a:b/c] }', 'did you mean revenue'],
  [
    'a dimension that is none',
    '{ kpi: revenue, per: day, slice: { each: regio }, tell: [a:b/c] }',
    'did you mean region',
  ],
  ['a place that is none', '{ kpi: revenue, per: day, tell: [sales] }', 'sales is no place'],
  ['nobody to tell', '{ kpi: revenue, per: day, tell: [] }', 'name at least one place'],
  [
    'a condition that is none',
    '{ kpi: revenue, per: day, when: lower, tell: [a:b/c] }',
    'write anomaly, { above: 50 }',
  ],
  ['a duration that is none', '{ kpi: revenue, per: day, cool_down: soon, tell: [a:b/c] }', '90s, 30m, 1h or 2d'],
  ['a key that is none', '{ kpi: revenue, per: day, to: [a:b/c], tell: [a:b/c] }', 'there is no key "to" here'],
  [
    'more buckets than there are',
    '{ kpi: revenue, per: day, buckets: { n: 6, of: 5 }, tell: [a:b/c] }',
    'n is the smaller',
  ],
  ['a bound upside down', '{ kpi: revenue, per: day, when: { outside: [9, 1] }, tell: [a:b/c] }', 'write anomaly'],
])('%s is a fault with its line', (_, rule, message) => {
  const { faults } = read(`# first\nalerts:\n  one: ${rule}\n`)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatchObject({ file: 'alerts.yml', line: 3 })
  expect(faults[0]?.message).toContain(message)
})

test('the rules of the demo are told where the web chat and the terminal show alerts', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../sql/alerts.yml'), 'utf8')
  const told = [...text.matchAll(/tell: \[(.*)\]/g)].map(([, places]) => places)
  expect(new Set(told)).toEqual(new Set([printPlace(alertsFeed)]))
})

test('the file of the demo has the shape it should have', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../sql/alerts.yml'), 'utf8')
  const { faults } = read(text)
  expect(
    faults.filter(({ message }) => !message.includes('the catalog has no KPI') && !message.includes('is kept by')),
  ).toEqual([])
})
