/** Queries of the tea shop by chance, of every kind that the type can say; the parser admits a good part of them. */
import * as fc from 'fast-check'
import { AGGREGATIONS, GRAINS } from '../../../src/analytics/catalog.ts'
import { TIME_PARTS, type KpiQueryInput } from '../../../src/analytics/kpi-query.ts'

const zone = 'Europe/Berlin'
const KPIS = [
  'revenue',
  'orders',
  'refunds',
  'buyers',
  'average_order',
  'typical_order',
  'mean_weight',
  'largest_order',
  'stocked',
  'visits',
  'conversion',
  'area',
]
const DIMENSIONS = ['region', 'category', 'status', 'is_gift', 'quantity', 'shipped_on']

const kpi = fc.constantFrom(...KPIS)
const dimension = fc.constantFrom('region', 'region', 'region', ...DIMENSIONS)

const measure: fc.Arbitrary<KpiQueryInput['measures'][number]> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('kpi' as const), kpi }) },
  fc.record({
    kind: fc.constant('kpi' as const),
    kpi: fc.constant('revenue'),
    aggregation: fc.constantFrom('average', 'median', 'min', 'max'),
  }),
  fc.constant({ kind: 'records' as const, view: 'sales' }),
  fc.record({
    kind: fc.constant('dimension' as const),
    view: fc.constant('sales'),
    dimension,
    aggregation: fc.constantFrom(...AGGREGATIONS),
  }),
  fc.record({ kind: fc.constant('difference' as const), of: fc.record({ kpi }), minus: fc.record({ kpi }) }),
  fc.record({
    kind: fc.constant('difference' as const),
    of: fc.constant({ kpi: 'revenue' }),
    minus: fc.constantFrom({ kpi: 'refunds' }, { kpi: 'largest_order' }),
  }),
  fc.record({ kind: fc.constant('ratio' as const), of: fc.record({ kpi }), over: fc.record({ kpi }) }),
)

const axis = fc.oneof(
  fc.constant({
    kind: 'periods' as const,
    periods: [
      { from: '2026-09-01', to: '2026-09-12' },
      { from: '2026-11-10', to: '2026-12-01' },
    ],
  }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('dimension' as const), dimension }) },
  fc.record({ kind: fc.constant('part' as const), part: fc.constantFrom(...TIME_PARTS, 'weekend' as const) }),
)

/** Days from 2026-09-01 on, some periods ending at an hour, some still going on. */
export const anyPeriod = fc
  .record({
    start: fc.integer({ min: 0, max: 75 }),
    days: fc.integer({ min: 1, max: 40 }),
    hour: fc.constantFrom('', '', 'T07:00'),
    goesOn: fc.boolean(),
  })
  .map(({ start, days, hour, goesOn }) => {
    const day = (offset: number) => new Date(Date.UTC(2026, 8, 1 + offset)).toISOString().slice(0, 10)
    const period = { from: day(start), to: `${day(start + days)}${hour}`, zone }
    return goesOn ? { ...period, through: `${day(start)}T12:30` } : period
  })

const number = fc.integer({ min: -5, max: 400 }).map((value) => value / 2)
const bounds = fc.oneof(
  fc.record({ op: fc.constantFrom('over', 'at_least', 'under', 'at_most', 'equals', 'not_equals'), value: number }),
  number.map((value) => ({ op: 'between' as const, value, to: value + 50 })),
)
const figure = fc.constantFrom('value', 'value', 'previous', 'change', 'change_percent', 'share')

const filter: fc.Arbitrary<NonNullable<KpiQueryInput['filters']>[number]> = fc.oneof(
  fc.record({
    kind: fc.constant('members' as const),
    dimension: fc.constant('region'),
    include: fc.boolean(),
    values: fc.subarray(['North', 'South', 'East', "O'Neil"], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('members' as const),
    dimension: fc.constant('quantity'),
    include: fc.boolean(),
    values: fc.subarray([1, 2.5, 3, 4_000_000_000], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('members' as const),
    dimension: fc.constant('is_gift'),
    include: fc.boolean(),
    values: fc.constantFrom([true], [false, true]),
  }),
  fc.record({
    kind: fc.constant('members' as const),
    dimension: fc.constant('shipped_on'),
    include: fc.boolean(),
    values: fc.constant(['2026-11-10']),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    dimension: fc.constantFrom('region', 'category'),
    test: fc.constantFrom('contains', 'starts_with', 'ends_with'),
    include: fc.boolean(),
    text: fc.constantFrom('o', '%', '_', '\\', "'", 'TEA'),
  }),
  fc.record({ kind: fc.constant('empty' as const), dimension, include: fc.boolean() }),
  fc.record({
    kind: fc.constant('range' as const),
    field: fc.constantFrom(
      { kind: 'kpi' as const, kpi: 'revenue' },
      { kind: 'kpi' as const, kpi: 'refunds' },
      { kind: 'dimension' as const, dimension: 'quantity' },
    ),
    bounds,
  }),
  fc.record({
    kind: fc.constant('part' as const),
    part: fc.constantFrom(...TIME_PARTS),
    include: fc.boolean(),
    values: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('holidays' as const), include: fc.boolean() }),
  fc.record({
    kind: fc.constant('periods' as const),
    include: fc.boolean(),
    periods: fc.constantFrom(
      [{ from: '2026-09-10', to: '2026-09-20' }],
      [
        { from: '2026-09-01', to: '2026-10-01' },
        { from: '2026-11-01', to: '2026-12-01' },
      ],
    ),
  }),
)

const orderBy = fc.oneof(
  fc.record({ kind: fc.constant('measure' as const), index: fc.integer({ min: 0, max: 1 }), figure }),
  fc.record({ kind: fc.constant('axis' as const), index: fc.integer({ min: 0, max: 1 }) }),
  fc.constant({ kind: 'time' as const }),
)

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

const groups = fc.record({
  measures: fc.array(measure, { minLength: 1, maxLength: 2 }),
  by: fc.array(axis, { maxLength: 2 }),
  grain: maybe(fc.constantFrom(...GRAINS.slice(1))),
  time: maybe(fc.constantFrom('time', 'time', 'shipped')),
  period: fc.option(anyPeriod, { nil: undefined, freq: 6 }),
  filters: fc.array(filter, { maxLength: 2 }),
  conditions: fc.array(fc.record({ measure: fc.constant(0), figure, bounds }), { maxLength: 1 }),
  compare: maybe(fc.record({ kind: fc.constantFrom('previous', 'year_ago', 'period'), period: anyPeriod })),
  share: maybe(
    fc.record({ within: fc.constantFrom([], [], ['region']), of: maybe(fc.constant('unfiltered' as const)) }),
  ),
  window: maybe(fc.constantFrom({ kind: 'running_total' as const }, { kind: 'moving_average' as const, buckets: 3 })),
  order: fc.array(fc.record({ by: orderBy, direction: fc.constantFrom('ascending', 'descending') }), { maxLength: 2 }),
  limit: maybe(
    fc.record({
      count: fc.integer({ min: 1, max: 4 }),
      per: fc.constantFrom([], [], ['region'], ['time']),
      of: fc.constantFrom('rows', 'members'),
    }),
  ),
  shape: fc.constantFrom(
    { kind: 'groups' as const },
    { kind: 'groups' as const },
    { kind: 'groups' as const },
    { kind: 'count_buckets' as const },
    { kind: 'correlation' as const },
    { kind: 'count_members' as const, of: 'region' },
    { kind: 'count_members' as const, of: 'category' },
    { kind: 'over' as const, aggregate: 'average' as const, each: { kind: 'bucket' as const, grain: 'day' as const } },
    { kind: 'over' as const, aggregate: 'median' as const, each: { kind: 'bucket' as const, grain: 'hour' as const } },
    { kind: 'over' as const, aggregate: 'max' as const, each: { kind: 'bucket' as const, grain: 'month' as const } },
    { kind: 'over' as const, aggregate: 'min' as const, each: { kind: 'member' as const, dimension: 'region' } },
  ),
})

type Groups = typeof groups extends fc.Arbitrary<infer Query> ? Query : never

/** Without what contradicts the rest, so that the parser admits a good part. */
function consistent(query: Groups): Groups {
  const { shape, measures, by, period } = query
  const isGroups = shape.kind === 'groups'
  const isCounting = shape.kind === 'count_buckets' || shape.kind === 'count_members'
  const hasStretches = query.filters.some(({ kind }) => kind === 'periods') || by.some(({ kind }) => kind === 'periods')
  const isOverBuckets = shape.kind === 'over' && shape.each.kind === 'bucket'
  const wantsGrain = shape.kind === 'count_buckets' || (shape.kind === 'correlation' && by.length === 0)
  const grain = isOverBuckets ? undefined : wantsGrain ? (query.grain ?? 'day') : query.grain
  const compare = period && !hasStretches && shape.kind !== 'correlation' ? query.compare : undefined
  const share = isGroups || shape.kind === 'count_members' ? query.share : undefined
  const window = isGroups && grain && !share && !hasStretches ? query.window : undefined
  const hasFigure = (one: string) => one === 'value' || (one === 'share' ? share !== undefined : compare !== undefined)
  const known = (one: (typeof query.conditions)[number]['figure']) => (hasFigure(one) ? one : 'value')
  const condition = { measure: 0, figure: 'value', bounds: { op: 'over', value: 3 } } as const
  const conditions = query.conditions.map((each) => ({ ...each, figure: known(each.figure) }))
  const order = query.order.flatMap((each) => {
    if (each.by.kind === 'time') return grain && !isCounting ? [each] : []
    if (each.by.kind === 'axis') return each.by.index < by.length ? [each] : []
    const index = isCounting ? 0 : Math.min(each.by.index, measures.length - 1)
    return [{ ...each, by: { ...each.by, index, figure: isCounting ? ('value' as const) : known(each.by.figure) } }]
  })
  const isOfMembers = query.limit?.of === 'members' && isGroups && grain && by.length > 0 && conditions.length === 0
  return {
    ...query,
    // One measure alone or two, as the shape has it.
    measures: shape.kind === 'correlation' && measures.length === 1 ? [...measures, ...measures] : measures,
    grain,
    compare,
    share,
    window,
    order,
    conditions: isCounting && conditions.length === 0 ? [condition] : conditions,
    limit:
      query.limit && shape.kind !== 'correlation'
        ? { count: query.limit.count, per: [], of: isOfMembers ? 'members' : 'rows' }
        : undefined,
  }
}

const histogram = fc.record({
  measures: fc.constant([]),
  period: maybe(anyPeriod),
  filters: fc.array(filter, { maxLength: 2 }),
  shape: fc.record({
    kind: fc.constant('histogram' as const),
    field: fc.constantFrom(
      { kind: 'kpi' as const, kpi: 'revenue' },
      { kind: 'dimension' as const, dimension: 'quantity' },
    ),
    bins: fc.integer({ min: 2, max: 40 }),
  }),
})

const members = fc.record({
  measures: fc.constant([]),
  by: fc.uniqueArray(fc.record({ kind: fc.constant('dimension' as const), dimension }), {
    minLength: 1,
    maxLength: 2,
    selector: (one) => one.dimension,
  }),
  time: maybe(fc.constant('shipped')),
  period: maybe(anyPeriod),
  filters: fc.array(filter, { maxLength: 2 }),
  limit: maybe(fc.record({ count: fc.integer({ min: 1, max: 4 }) })),
  shape: fc.constant({ kind: 'members' as const, view: 'sales' }),
})

const records = fc.record({
  measures: fc.constant([]),
  grain: maybe(fc.constantFrom('hour' as const, 'day' as const)),
  time: maybe(fc.constant('shipped')),
  period: maybe(anyPeriod),
  filters: fc.array(filter, { maxLength: 2 }),
  order: fc.array(fc.record({ by: orderBy, direction: fc.constantFrom('ascending', 'descending') }), { maxLength: 2 }),
  limit: maybe(fc.record({ count: fc.integer({ min: 1, max: 4 }) })),
  shape: fc.record({
    kind: fc.constant('records' as const),
    view: fc.constant('sales'),
    fields: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('dimension' as const), dimension }),
        fc.record({ kind: fc.constant('kpi' as const), kpi: fc.constantFrom('revenue', 'refunds', 'mean_weight') }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
})

export const anyQuery: fc.Arbitrary<Record<string, unknown>> = fc
  .oneof(
    { weight: 80, arbitrary: groups.map(consistent) },
    { weight: 20, arbitrary: groups },
    histogram,
    members,
    records,
  )
  .map(
    // JSON knows no undefined.
    (query) => JSON.parse(JSON.stringify(query)) as Record<string, unknown>,
  )
