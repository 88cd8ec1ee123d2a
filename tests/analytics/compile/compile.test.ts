import { expect, test } from 'vitest'
import { compile } from '../../../src/analytics/compile/compile.ts'
import type { KpiQueryInput } from '../../../src/analytics/kpi-query.ts'
import { shopCatalog, shopQuery } from '../../support/tea-shop.ts'
import { golden } from './golden.ts'

const catalog = shopCatalog()
const zone = 'Europe/Berlin'
const week = { from: '2026-11-09', to: '2026-11-16', zone }
const region = { kind: 'dimension', dimension: 'region' } as const
const kpi = (name: string) => ({ kind: 'kpi', kpi: name }) as const
const compiled = (input: KpiQueryInput) => compile(shopQuery(input, catalog), catalog)

test.for<[string, KpiQueryInput, RegExp]>([
  [
    'the share of a ratio',
    { measures: [kpi('average_order')], by: [region], share: { within: [] } },
    /does not add up/,
  ],
  [
    'the share of a median',
    { measures: [kpi('typical_order')], by: [region], share: { within: [] } },
    /does not add up/,
  ],
  [
    'the share of a distinct count',
    { measures: [kpi('buyers')], by: [region], share: { within: [] } },
    /in several groups/,
  ],
  [
    'the share of a day in a level',
    { measures: [kpi('stocked')], grain: 'day', period: week, share: { within: [] } },
    /level, not a flow/,
  ],
  [
    'the running total of a level',
    { measures: [kpi('stocked')], grain: 'day', period: week, window: { kind: 'running_total' } },
    /no running total/,
  ],
  [
    'the running total of a ratio',
    { measures: [kpi('conversion')], grain: 'day', period: week, window: { kind: 'running_total' } },
    /no running total/,
  ],
  [
    'the running total of a distinct count',
    { measures: [kpi('buyers')], grain: 'day', period: week, window: { kind: 'running_total' } },
    /no running total/,
  ],
  [
    'a year by minute',
    { measures: [kpi('revenue')], grain: 'minute', period: { from: '2026-01-01', to: '2027-01-01', zone } },
    /525,600 minutes.*ask by hour/,
  ],
  [
    'a running total of a year by hour',
    {
      measures: [kpi('revenue')],
      grain: 'hour',
      period: { from: '2026-01-01', to: '2027-01-01', zone },
      window: { kind: 'running_total' },
    },
    /ask by day/,
  ],
])('%s cannot be had, and it is said why', ([, input, reason], { expect }) => {
  expect(compiled(input)).toMatchObject({ kind: 'cannot', because: expect.stringMatching(reason) })
})

test.for<[string, KpiQueryInput]>([
  [
    'the share of a region in a level',
    { measures: [kpi('stocked')], by: [region], period: week, share: { within: [] } },
  ],
  [
    'the share of one region’s buyers',
    {
      measures: [kpi('buyers')],
      filters: [{ kind: 'members', dimension: 'region', include: true, values: ['North'] }],
      share: { within: [] },
    },
  ],
  [
    'the moving average of a ratio',
    { measures: [kpi('conversion')], grain: 'day', period: week, window: { kind: 'moving_average', buckets: 7 } },
  ],
])('%s can', ([, input], { expect }) => {
  expect(compiled(input).kind).toBe('compiled')
})

test.for(Object.entries(golden))('%s: every moment is a parameter, no clock is asked', ([, input], { expect }) => {
  const result = compiled(input)
  if (result.kind === 'cannot') throw new Error(result.because)
  expect(result.sql).not.toMatch(/\d{4}-\d\d-\d\d|now\(|current_|localtime/i)
  expect(compiled(input)).toMatchObject({ sql: result.sql, parameters: result.parameters })
})

test('values never become text of the statement', () => {
  const result = compiled({
    measures: [kpi('revenue')],
    filters: [
      { kind: 'members', dimension: 'region', include: true, values: ["x'; drop table shop.orders; --"] },
      { kind: 'text', dimension: 'category', test: 'contains', include: true, text: "'; --" },
    ],
  })
  expect(result.kind === 'compiled' && result.sql).not.toContain('--')
})
