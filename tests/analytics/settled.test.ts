/** Figures that come later than the time they are counted at. */
import { expect, test } from 'vitest'
import type { Answer } from '../../src/analytics/answer.ts'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { compile } from '../../src/analytics/compile/compile.ts'
import { isSettled } from '../../src/analytics/settled.ts'
import { beside, besideQuery } from '../../src/analytics/why/beside.ts'
import { periodInWords } from '../../src/analytics/words/dates.ts'
import { shopCatalog, shopQuery } from '../support/tea-shop.ts'

const DAY_MS = 86_400_000
const plain = shopCatalog()
const late: Catalog = {
  ...plain,
  kpis: new Map(
    [...plain.kpis].map(([name, kpi]) => [name, name === 'orders' ? { ...kpi, settlesMs: 14 * DAY_MS } : kpi]),
  ),
}
const zone = 'Europe/Berlin'

test.for([
  [0, '2026-11-22', '2026-11-21', true],
  [14 * DAY_MS, '2026-11-08', '2026-11-22T00:00', true],
  [14 * DAY_MS, '2026-11-08', '2026-11-21T23:59', false],
  [14 * DAY_MS, '2026-11-08', null, false],
] as const)('what settles in %d ms and ends on %s with data up to %s is final: %s', ([settlesMs, to, newest, is]) => {
  expect(isSettled({ settlesMs }, to, newest)).toBe(is)
})

test('an answer says of what is not final that it is not', () => {
  const view = plain.kpis.get('orders')!.view
  const history = new Map([[view, { from: '2025-01-01', to: '2026-11-22T10:00' }]])
  const notes = (from: string, to: string) => {
    const query = shopQuery({ measures: [{ kind: 'kpi', kpi: 'orders' }], period: { from, to, zone } }, late)
    const found = compile(query, late, history)
    return found.kind === 'compiled' ? found.notes : found
  }
  expect(notes('2026-11-21', '2026-11-22')).toEqual([
    expect.stringMatching(/^not final yet: .* may change for 14 days$/),
  ])
  expect(notes('2026-10-01', '2026-11-01')).toEqual([])
})

test('what has not come yet is not named beside a move', () => {
  const day = (from: string, to: string) => ({ from, to })
  const asked = {
    kpi: 'revenue',
    period: { from: '2026-11-21', to: '2026-11-22', zone },
    against: [
      day('2026-11-14', '2026-11-15'),
      day('2026-11-07', '2026-11-08'),
      day('2026-10-31', '2026-11-01'),
      day('2026-10-24', '2026-10-25'),
    ],
    filters: [],
    elapsed: null,
  }
  const named = (catalog: Catalog, asOf: string | null) => {
    const query = shopQuery({ measures: [], ...besideQuery(asked, catalog) }, catalog)
    const at = query.measures.findIndex((measure) => measure.kind === 'kpi' && measure.kpi === 'orders')
    const row = (stretch: { from: string; to: string }, orders: number) => [
      periodInWords(stretch),
      ...query.measures.map((_, index) => (index === at ? orders : 100)),
    ]
    const answer: Answer = {
      query,
      columns: [
        { name: 'period', role: 'dimension', type: 'text', unit: null, label: 'Period' },
        ...query.measures.map((_, measure) => ({
          ...({ name: `m${measure}`, role: 'measure', type: 'number', unit: null, label: 'M' } as const),
          measure,
        })),
      ],
      rows: [row(asked.period, 3), ...asked.against.map((stretch, week) => row(stretch, 1000 + week))],
      truncated: false,
      asOf,
      sources: [],
      sql: '',
      parameters: [],
      notes: [],
      policy: '',
    }
    return beside(answer, asked, catalog).filter(({ kind }) => kind === 'kpi')
  }
  expect(named(plain, '2026-11-22T10:00:00+01:00')).toMatchObject([{ kpi: 'orders', value: 3 }])
  expect(named(late, '2026-11-22T10:00:00+01:00')).toEqual([])
  expect(named(late, null)).toEqual([])
  expect(named(late, '2026-12-06T10:00:00+01:00')).toMatchObject([{ kpi: 'orders', value: 3 }])
})
