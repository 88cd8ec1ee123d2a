/**
 * KpiQuery: the border between language and data. A person's words, a model's output, a digest, a button and an alert's
 * explanation are all authors of it; `parseKpiQuery` is the one door.
 */
import { z } from 'zod'
import { AGGREGATIONS, GRAINS, type Catalog } from './catalog.ts'
import { meaningFault } from './kpi-query-faults.ts'
import { shapeSentence } from './kpi-query-shape-faults.ts'

const name = z.string().min(1).max(63)
/** What PostgreSQL can keep: no NUL, no half of a surrogate pair. */
const text = z
  .string()
  .max(1000)
  .regex(/^[^\0\p{Surrogate}]*$/u, 'holds characters that no database keeps')
const scalar = z.union([text, z.number(), z.boolean()])

/** Wall-clock time in the period's zone: `2026-11-09` or `2026-11-09T14:00` (seconds allowed). */
const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/)

const stretch = z.strictObject({ from: localTime, to: localTime }).readonly()

const period = z
  .strictObject({
    from: localTime,
    to: localTime,
    zone: z.string().min(1).max(64),
    /** Set when the period was still going on when it was made: the moment (same zone) up to which data can exist. */
    through: localTime.optional(),
  })
  .readonly()

const measure = z.discriminatedUnion('kind', [
  /** A KPI, by its own aggregation unless another is named. */
  z.strictObject({ kind: z.literal('kpi'), kpi: name, aggregation: z.enum(AGGREGATIONS).optional() }).readonly(),
  /** The number of rows of a view in which one row is one countable thing. */
  z.strictObject({ kind: z.literal('records'), view: name }).readonly(),
  /** An aggregate of a dimension's column: how many different products, the average distance. */
  z
    .strictObject({ kind: z.literal('dimension'), view: name, dimension: name, aggregation: z.enum(AGGREGATIONS) })
    .readonly(),
  /** Two measures of one query as a ratio made on the spot: revenue per order. Of sums, never of averages. */
  z
    .strictObject({
      kind: z.literal('ratio'),
      of: z.strictObject({ kpi: name }).readonly(),
      over: z.strictObject({ kpi: name }).readonly(),
    })
    .readonly(),
  /** One KPI less another of the same unit: revenue minus refunds. */
  z
    .strictObject({
      kind: z.literal('difference'),
      of: z.strictObject({ kpi: name }).readonly(),
      minus: z.strictObject({ kpi: name }).readonly(),
    })
    .readonly(),
])

export const TIME_PARTS = ['hour_of_day', 'day_of_week', 'day_of_month', 'month_of_year', 'quarter_of_year'] as const

/** Parts to break down by: also weekdays (Monday to Friday) against weekends. */
const axisParts = [...TIME_PARTS, 'weekend'] as const

const axis = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dimension'), dimension: name }).readonly(),
  /** A recurring part of time: hour 0–23, day of week 1 (Monday)–7, day 1–31, month 1–12, quarter 1–4; `weekday` or `weekend`. */
  z.strictObject({ kind: z.literal('part'), part: z.enum(axisParts) }).readonly(),
  /** Stretches of time side by side that are no buckets of one grain: two summers. Disjoint, within `period`. */
  z.strictObject({ kind: z.literal('periods'), periods: z.array(stretch).min(2).max(12).readonly() }).readonly(),
])

const bounds = z
  .strictObject({
    op: z.enum(['over', 'at_least', 'under', 'at_most', 'between', 'equals', 'not_equals']),
    value: z.number(),
    /** Upper end, included, of `between`. */
    to: z.number().optional(),
  })
  .readonly()

/** A number that each row carries: a numeric dimension, or the column that a KPI measures. */
const rowField = z.discriminatedUnion('kind', [
  /** `view` only where no measure says which view is meant: a histogram of a dimension that several views have. */
  z.strictObject({ kind: z.literal('dimension'), dimension: name, view: name.optional() }).readonly(),
  z.strictObject({ kind: z.literal('kpi'), kpi: name }).readonly(),
])

const filter = z.discriminatedUnion('kind', [
  /** is / is not / one of / none of */
  z
    .strictObject({
      kind: z.literal('members'),
      dimension: name,
      include: z.boolean(),
      values: z.array(scalar).min(1).max(500).readonly(),
    })
    .readonly(),
  /** Case does not count. */
  z
    .strictObject({
      kind: z.literal('text'),
      dimension: name,
      test: z.enum(['contains', 'starts_with', 'ends_with']),
      include: z.boolean(),
      text: text.min(1).max(200),
    })
    .readonly(),
  /** Null or the empty string; `include: false` keeps what is there. */
  z.strictObject({ kind: z.literal('empty'), dimension: name, include: z.boolean() }).readonly(),
  /** A condition on records, before anything is added up: orders over 100. */
  z.strictObject({ kind: z.literal('range'), field: rowField, bounds }).readonly(),
  /** Weekends, mornings, Decembers. */
  z
    .strictObject({
      kind: z.literal('part'),
      part: z.enum(TIME_PARTS),
      include: z.boolean(),
      values: z.array(z.number().int()).min(1).max(31).readonly(),
    })
    .readonly(),
  /** Public holidays of the countries that the catalog's calendar lists, or all other days. */
  z.strictObject({ kind: z.literal('holidays'), include: z.boolean() }).readonly(),
  /**
   * Several stretches of `period`, or all of it but these: January, March and May; without December. In the zone of the
   * view, half-open. With a grain each of its buckets stands by itself; a total counts no row twice.
   */
  z
    .strictObject({
      kind: z.literal('periods'),
      include: z.boolean(),
      periods: z.array(stretch).min(1).max(12).readonly(),
    })
    .readonly(),
])

/** Which figure of a measure: itself, before, difference, relative difference, share. */
const figure = z.enum(['value', 'previous', 'change', 'change_percent', 'share'])

const orderBy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('measure'), index: z.number().int().min(0), figure }).readonly(),
  z.strictObject({ kind: z.literal('axis'), index: z.number().int().min(0) }).readonly(),
  z.strictObject({ kind: z.literal('time') }).readonly(),
])

/** What each figure is worked out for, before one is made of them all. */
const each = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bucket'), grain: z.enum(GRAINS) }).readonly(),
  z.strictObject({ kind: z.literal('member'), dimension: name }).readonly(),
])

const shape = z.discriminatedUnion('kind', [
  /** One row a group: value, trend, breakdown, ranking. A peak is a trend ordered by value with limit 1. */
  z.strictObject({ kind: z.literal('groups') }).readonly(),
  /** How many rows fall into each range of a number, of `width` where that is given; `measures` is empty. */
  z
    .strictObject({
      kind: z.literal('histogram'),
      field: rowField,
      bins: z.number().int().min(2).max(100),
      width: z.number().positive().max(1e15).optional(),
    })
    .readonly(),
  /** How many buckets of `grain` (for each group of `by`) satisfy `conditions`: on how many days was revenue under 50k. */
  z.strictObject({ kind: z.literal('count_buckets') }).readonly(),
  /**
   * One figure made of the figures of many buckets or members: the average daily revenue, the median revenue per store.
   * `by` and `grain` are, as ever, what the answer is broken down by; what it is made of stands in `each`.
   */
  z.strictObject({ kind: z.literal('over'), aggregate: z.enum(['average', 'median', 'min', 'max']), each }).readonly(),
  /** How many members of a dimension (for each group of `by` and `grain`) satisfy `conditions`: how many shops sold over 1000. */
  z.strictObject({ kind: z.literal('count_members'), of: name }).readonly(),
  /**
   * The members of the dimensions in `by`, those that are there under the filters and in the period; `measures` is empty.
   * `view` where several views have these dimensions.
   */
  z.strictObject({ kind: z.literal('members'), view: name.optional() }).readonly(),
  /**
   * The records themselves, a row each: the titles and ratings of a director's films. `measures` and `by` are empty;
   * `order` names fields by their place as `axis`; a grain adds when each was.
   */
  z
    .strictObject({
      kind: z.literal('records'),
      view: name.optional(),
      fields: z.array(rowField).min(1).max(8).readonly(),
      /** Only records that have each of these figures. */
      whole: z.literal(true).optional(),
    })
    .readonly(),
  /**
   * Which segments of these dimensions explain how far the one measure is from what is usual: from its average over the
   * stretches in `against`, each as long as the period.
   */
  z
    .strictObject({
      kind: z.literal('drivers'),
      dimensions: z.array(name).min(1).max(8).readonly(),
      against: z.array(stretch).min(1).max(8).readonly(),
      /** What part of the period there is yet, where it has only begun: as much of the usual is held against it. */
      elapsed: z.number().positive().max(1).optional(),
      /** Which way it moved, as whoever asks takes it: where it did not, the answer says so first. */
      moved: z.enum(['up', 'down']).optional(),
    })
    .readonly(),
  /** How two measures go together over the groups: a row for each group, and the correlation in words. */
  z.strictObject({ kind: z.literal('correlation') }).readonly(),
])

const schema = z
  .strictObject({
    measures: z.array(measure).max(6).readonly(),
    by: z.array(axis).max(3).readonly().default([]),
    grain: z.enum(GRAINS).optional(),
    /** Which time column: `time` (the default) or a key of the view's other times. */
    time: name.optional(),
    /** Absent: all there is. */
    period: period.optional(),
    filters: z.array(filter).max(20).readonly().default([]),
    /** Conditions on the aggregated figures: regions with revenue over 100. */
    conditions: z
      .array(z.strictObject({ measure: z.number().int().min(0), figure, bounds }).readonly())
      .max(10)
      .readonly()
      .default([]),
    /** The period compared with, resolved; `kind` says how it was chosen. */
    compare: z
      .strictObject({ kind: z.enum(['previous', 'year_ago', 'period']), period })
      .readonly()
      .optional(),
    /**
     * Adds each figure's share of the total, or of the total within the named dimensions of `by`. Without `by`, or `of:
     * 'unfiltered'`, it is the share that the filters leave of the same figure without them, for each group: what part of
     * each region's orders was refunded; filters on dimensions in `within` hold for both.
     */
    share: z
      .strictObject({ within: z.array(name).max(2).readonly(), of: z.literal('unfiltered').optional() })
      .readonly()
      .optional(),
    /** Over the time buckets of each group. */
    window: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('running_total') }).readonly(),
        z.strictObject({ kind: z.literal('moving_average'), buckets: z.number().int().min(2).max(366) }).readonly(),
      ])
      .optional(),
    order: z
      .array(z.strictObject({ by: orderBy, direction: z.enum(['ascending', 'descending']) }).readonly())
      .max(4)
      .readonly()
      .default([]),
    /**
     * The first `count` groups in `order`, those equal to the last one included; `per`: for each member of these
     * dimensions, `time` standing for each time bucket. `of: 'members'`, with a grain: every bucket of the members that
     * come first over the whole period, as in a trend of the top five products.
     */
    limit: z
      .strictObject({
        count: z.number().int().min(1).max(1000),
        per: z.array(name).max(2).readonly().optional(),
        of: z.enum(['rows', 'members']).optional(),
      })
      .readonly()
      .optional(),
    shape: shape.default({ kind: 'groups' }),
  })
  .readonly()

/** Admits a query: its shape, and that it means something in this catalog. The reason is a sentence for people. */
export function parseKpiQuery(
  input: unknown,
  catalog: Catalog,
): { readonly ok: true; readonly query: KpiQuery } | { readonly ok: false; readonly because: string } {
  const parsed = schema.safeParse(input)
  if (!parsed.success) return { ok: false, because: shapeSentence(parsed.error.issues) }
  const query = withOrder(parsed.data)
  const because = meaningFault(query, catalog)
  return because === null ? { ok: true, query: deepFreeze(query) } : { ok: false, because }
}

/** A limit without an order means the largest; of a list of names, the first by name. */
function withOrder(query: KpiQuery): KpiQuery {
  if (!query.limit || query.order.length > 0) return query
  if (query.shape.kind === 'members' || query.shape.kind === 'records')
    return { ...query, order: [{ by: { kind: 'axis', index: 0 }, direction: 'ascending' }] }
  return { ...query, order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }] }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const inner of Object.values(value)) deepFreeze(inner)
    Object.freeze(value)
  }
  return value
}

export type KpiQuery = z.infer<typeof schema>
/** What an author writes: the parser fills `by`, `filters`, `conditions`, `order` and `shape`. */
export type KpiQueryInput = z.input<typeof schema>
/** Half-open, [from, to), in wall-clock time of its zone. */
export type Period = z.infer<typeof period>
/** A period in a zone that is known. */
export type Stretch = z.infer<typeof stretch>
export type QueryMeasure = z.infer<typeof measure>
export type Axis = z.infer<typeof axis>
export type Filter = z.infer<typeof filter>
export type Bounds = z.infer<typeof bounds>
export type RowField = z.infer<typeof rowField>
export type Figure = z.infer<typeof figure>
export type Over = Extract<KpiQuery['shape'], { kind: 'over' }>
export type TimePart = (typeof TIME_PARTS)[number]
/** What a breakdown by time's parts can be by. */
export type AxisPart = (typeof axisParts)[number]
