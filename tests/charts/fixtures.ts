/** Answers as the house gives them, made up without a database: for tests, the gallery and the bench. */
import type { Answer, Cell, ResultColumn } from '../../src/analytics/answer.ts'
import type { Catalog, GoodWhen, Kpi, Measure, SimpleMeasure, View } from '../../src/analytics/catalog.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'

const simple = (aggregation: SimpleMeasure['aggregation'], column = 'amount'): SimpleMeasure => ({
  kind: 'simple',
  aggregation,
  column,
  where: new Map(),
})

function kpi(
  name: string,
  label: string,
  unit: string,
  measure: Measure,
  goodWhen: GoodWhen = 'up',
  target: Kpi['target'] = null,
): [string, Kpi] {
  return [
    name,
    {
      name,
      view: 'sales',
      measure,
      also: [],
      unit,
      label,
      synonyms: [],
      description: '',
      goodWhen,
      owner: null,
      target,
      settlesMs: 0,
    },
  ]
}

const sales: View = {
  name: 'sales',
  relation: { schema: 'kpi', name: 'sales' },
  label: 'Sales',
  description: '',
  synonyms: [],
  time: {
    name: 'time',
    column: 'hour',
    type: 'timestamptz',
    grain: 'hour',
    zone: 'Europe/Berlin',
    label: 'Time',
    synonyms: [],
  },
  times: new Map(),
  dimensions: new Map(),
  rows: null,
  asOf: null,
  live: null,
  columns: new Map(),
}

export const catalog: Catalog = {
  hash: 'fixture',
  timezone: 'Europe/Berlin',
  weekStarts: 'monday',
  fiscalYearStarts: 1,
  calendar: { holidays: [], events: null },
  views: new Map([['sales', sales]]),
  kpis: new Map([
    kpi('revenue', 'Revenue', 'USD', simple('sum')),
    kpi('cost', 'Cost', 'EUR', simple('sum'), 'down'),
    kpi('orders', 'Orders', 'count', simple('sum')),
    kpi('churn', 'Churn rate', 'percent', { kind: 'ratio', of: simple('sum'), over: simple('count') }, 'down'),
    kpi('aov', 'Average order value', 'USD', { kind: 'ratio', of: simple('sum'), over: simple('count') }),
    kpi('wait', 'Waiting time', 'seconds', simple('median'), 'down'),
    kpi('traffic', 'Traffic', 'bytes', simple('sum'), 'steady'),
    kpi('active', 'Active subscriptions', 'count', simple('last')),
    kpi('bookings', 'Bookings', 'EUR', simple('sum'), 'up', { value: 50_000, per: 'month' }),
    kpi('visitors', 'Visitors', 'count', simple('count_distinct')),
  ]),
  access: { defaultRole: 'all', roles: new Map(), people: new Map(), channels: new Map() },
  streams: new Map(),
}

export const column = {
  time: { name: 'time', role: 'time', type: 'time', unit: null, label: 'Time' },
  member: (name: string, label: string, type: ResultColumn['type'] = 'text'): ResultColumn => ({
    name,
    role: 'dimension',
    type,
    unit: null,
    label,
  }),
  figure: (role: ResultColumn['role'], kpi: string, measure = 0): ResultColumn => {
    const { label, unit } = catalog.kpis.get(kpi) ?? { label: kpi, unit: null }
    return {
      name: role === 'measure' ? kpi : `${kpi}_${role}`,
      role,
      type: 'number',
      unit: role === 'share' ? 'percent' : unit,
      label,
      measure,
    }
  },
  bucket: (name: string, label: string, unit: string | null = null): ResultColumn => ({
    name,
    role: 'bucket',
    type: 'number',
    unit,
    label,
  }),
} satisfies Record<string, ResultColumn | ((...given: never[]) => ResultColumn)>

export function answer(
  query: Pick<KpiQuery, 'measures'> & Partial<KpiQuery>,
  columns: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  more: Partial<Answer> = {},
): Answer {
  return {
    query: { by: [], filters: [], conditions: [], order: [], shape: { kind: 'groups' }, ...query },
    columns,
    rows,
    truncated: false,
    asOf: '2026-11-12T14:00:00+01:00',
    sources: ['kpi.sales'],
    sql: 'select 1',
    parameters: [],
    notes: [],
    policy: 'fixture',
    ...more,
  }
}

/** One KPI by one dimension. */
export function breakdown(
  kpi: string,
  rows: readonly (readonly [Cell, Cell])[],
  query: Partial<KpiQuery> = {},
  more: Partial<Answer> = {},
): Answer {
  const measures = [{ kind: 'kpi', kpi }] as const
  return answer(
    { measures, by: [{ kind: 'dimension', dimension: 'region' }], ...query },
    [column.member('region', 'Region'), column.figure('measure', kpi)],
    rows,
    more,
  )
}

/** One KPI over time. */
export function trend(
  kpi: string,
  rows: readonly (readonly [Cell, Cell])[],
  query: Partial<KpiQuery> = {},
  more: Partial<Answer> = {},
): Answer {
  return answer(
    { measures: [{ kind: 'kpi', kpi }], grain: 'day', ...query },
    [column.time, column.figure('measure', kpi)],
    rows,
    more,
  )
}

/** One KPI, one figure, with what it was before when that is given. */
export function figure(kpi: string, value: Cell, before?: Cell): Answer {
  const compare = { kind: 'previous', period: { from: '2026-11-02', to: '2026-11-09', zone: 'Europe/Berlin' } } as const
  const period = { from: '2026-11-09', to: '2026-11-16', zone: 'Europe/Berlin' }
  const measures = [{ kind: 'kpi', kpi }] as const
  if (before === undefined) return answer({ measures, period }, [column.figure('measure', kpi)], [[value]])
  return answer(
    { measures, period, compare },
    [column.figure('measure', kpi), column.figure('previous', kpi)],
    [[value, before]],
  )
}

/** Days from a date on, `YYYY-MM-DD`. */
export function days(from: string, count: number, stepDays = 1): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(`${from}T00:00Z`) + index * stepDays * 86_400_000).toISOString().slice(0, 10),
  )
}

export function months(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => new Date(Date.UTC(from, index, 1)).toISOString().slice(0, 10))
}

/** Numbers that look like chance and are the same every time, from 0 to 1. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** Hours from a local midnight on, with Berlin's winter offset. */
export function hours(from: string, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${new Date(Date.parse(`${from}T00:00Z`) + index * 3_600_000).toISOString().slice(0, 19)}+01:00`,
  )
}
