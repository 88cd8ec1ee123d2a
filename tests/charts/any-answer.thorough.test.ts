import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell, ResultColumn } from '../../src/analytics/answer.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'
import { chartFor } from '../../src/charts/chart.ts'
import { CHART_KINDS } from '../../src/analytics/chart-kinds.ts'
import { answer, catalog, column } from './fixtures.ts'
import { runs } from '../support/runs.ts'

const KPIS = [...catalog.kpis.keys()]

const number = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer(),
  fc.constantFrom<Cell>(0, -0, null, 5e-324, 1e-300, 1e300, '9007199254740993'),
)
const member = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom<Cell>(null, '', true, false, 0, 7, 'constructor'),
)
const time = fc.oneof(
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc
    .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}+01:00`),
  fc.constantFrom<Cell>(null, 'no time'),
)

const anyAnswer = fc
  .record({
    hasTime: fc.boolean(),
    members: fc.integer({ min: 0, max: 3 }),
    kpis: fc.array(fc.constantFrom(...KPIS), { minLength: 0, maxLength: 4 }),
    isCompared: fc.boolean(),
    parts: fc.boolean(),
    limit: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
    truncated: fc.boolean(),
    grain: fc.constantFrom('hour', 'day', 'week', 'month', 'year', undefined),
    rows: fc.integer({ min: 0, max: 40 }),
    seed: fc.array(fc.tuple(time, member, member, member, number, number), { minLength: 1, maxLength: 40 }),
  })
  .map((given) => {
    const columns: ResultColumn[] = [
      ...(given.hasTime ? [column.time] : []),
      ...Array.from({ length: given.members }, (_, index) => column.member(`m${index}`, `Member ${index}`)),
      ...given.kpis.flatMap((kpi, index) => [
        column.figure('measure', kpi, index),
        ...(given.isCompared ? [column.figure('previous', kpi, index)] : []),
      ]),
    ]
    const row = (index: number): Cell[] => {
      const [at, a, b, c, value, before] = given.seed[index % given.seed.length] ?? [null, null, null, null, null, null]
      const cells = { time: [at], dimension: [a, b, c], measure: [value], previous: [before] } as Record<string, Cell[]>
      const used: Record<string, number> = {}
      return columns.map(({ role }) => {
        const count = (used[role] = (used[role] ?? -1) + 1)
        return cells[role]?.[count % (cells[role]?.length ?? 1)] ?? null
      })
    }
    const by = Array.from({ length: given.members }, (_, index) =>
      given.parts
        ? ({ kind: 'part', part: 'hour_of_day' } as const)
        : ({ kind: 'dimension', dimension: `m${index}` } as const),
    )
    const query: Pick<KpiQuery, 'measures'> & Partial<KpiQuery> = {
      measures: given.kpis.map((kpi) => ({ kind: 'kpi', kpi })),
      by,
      ...(given.grain && { grain: given.grain }),
      ...(given.limit !== undefined && {
        limit: { count: given.limit },
        order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'ascending' }],
      }),
    }
    return answer(
      query,
      columns,
      Array.from({ length: given.rows }, (_, index) => row(index)),
      { truncated: given.truncated },
    )
  })

test('whatever comes out of a query, under any wish, becomes a chart of finite numbers with a title', () => {
  fc.assert(
    fc.property(anyAnswer, fc.option(fc.constantFrom(...CHART_KINDS), { nil: undefined }), (given, wish) => {
      const chart = chartFor(given, {
        catalog,
        understood: 'anything',
        ...(wish && { wish: { kind: wish, panels: 'region', colour: 'product' } }),
      })
      if (given.rows.length === 0 || given.columns.length === 0) {
        expect(chart).toBeNull()
        return
      }
      expect(chart?.title.trim()).not.toBe('')
      expect(chart?.altText.trim()).not.toBe('')
      expect(`${chart?.title} ${chart?.altText}`).not.toMatch(/NaN|undefined|Infinity|∞/)
      expect(numbersOf(chart?.spec).filter((value) => !Number.isFinite(value))).toEqual([])
    }),
    runs(300),
  )
}, 60_000)

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : []
}
