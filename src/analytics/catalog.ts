/**
 * The catalog as the house uses it: what `sql/catalog.yml` says, bound to the live columns of the database.
 * Plain frozen data. A policy (access.ts) holds a catalog of the same type, reduced to what it may see.
 */

/** Grains of time, finest first. */
export const GRAINS = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof GRAINS)[number]

export const AGGREGATIONS = ['sum', 'count', 'count_distinct', 'average', 'min', 'max', 'median', 'last'] as const
/** How the rows of a group become one number. `last` is semi-additive: summed over members, the last value over time. */
export type Aggregation = (typeof AGGREGATIONS)[number]

/** What of events can be merged, whatever the order they come in. */
export const STREAM_AGGREGATIONS = ['sum', 'count', 'count_distinct', 'min', 'max', 'last'] as const
export type StreamAggregation = (typeof STREAM_AGGREGATIONS)[number]

/** What kind of values a column holds, as far as questions, filters and charts care. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'other'

export type Scalar = string | number | boolean

/** A schema-qualified relation; both names exactly as the database has them, always quoted when compiled. */
export interface Relation {
  readonly schema: string
  readonly name: string
}

/** A column of the live relation: its PostgreSQL type name as `format_type` prints it, and the kind we treat it as. */
export interface Column {
  readonly name: string
  readonly pgType: string
  readonly type: ColumnType
}

/** A column that places rows in time. */
export interface TimeColumn {
  /** Name in questions and queries: `time` for the view's own, else the key in `other_times`. */
  readonly name: string
  readonly column: string
  readonly type: 'date' | 'timestamp' | 'timestamptz'
  /** Finest grain kept. A `date` column takes no finer grain than day. */
  readonly grain: Grain
  /** Whose midnight: the catalog's zone unless the view sets its own. IANA name. */
  readonly zone: string
  readonly label: string
  readonly synonyms: readonly string[]
}

export interface Dimension {
  readonly name: string
  readonly column: string
  readonly type: ColumnType
  readonly label: string
  readonly description: string
  readonly synonyms: readonly string[]
  /** Other words for values: value → words. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** The dimension this one refines (product within category). */
  readonly within: string | null
  /** Never leaves the database for who may not see it unmasked; a policy's catalog has no masked dimension at all. */
  readonly masked: boolean
  /** Whether its values may be kept in an index; never those of a dimension that is masked for anybody. */
  readonly indexed: boolean
}

export interface View {
  readonly name: string
  readonly relation: Relation
  readonly label: string
  readonly description: string
  readonly synonyms: readonly string[]
  readonly time: TimeColumn | null
  /** All time columns by name, the view's own (`time`) first. Empty when the view has none. */
  readonly times: ReadonlyMap<string, TimeColumn>
  readonly dimensions: ReadonlyMap<string, Dimension>
  /** Set when one row is one countable thing. */
  readonly rows: { readonly label: string; readonly synonyms: readonly string[] } | null
  /** A timestamptz column whose maximum says how current the data is; without it the newest time value does. */
  readonly asOf: string | null
  /** The table that streams feed, which the view shows after its history; a policy's catalog has none. */
  readonly live: Relation | null
  /** Columns of the live relation that this catalog (or the policy that reduced it) may name, by column name. */
  readonly columns: ReadonlyMap<string, Column>
}

/** Rows a measure is restricted to: column → values it must be one of. */
export type MeasureWhere = ReadonlyMap<string, readonly Scalar[]>

/** An aggregate over one column. `column: null` only for `count`: rows. */
export interface SimpleMeasure {
  readonly kind: 'simple'
  readonly aggregation: Aggregation
  readonly column: string | null
  readonly where: MeasureWhere
}

/** Always a ratio of two aggregates, never an average of ratios. */
export interface RatioMeasure {
  readonly kind: 'ratio'
  readonly of: SimpleMeasure
  readonly over: SimpleMeasure
}

export type Measure = SimpleMeasure | RatioMeasure

export type GoodWhen = 'up' | 'down' | 'steady'

export interface Kpi {
  readonly name: string
  readonly view: string
  readonly measure: Measure
  /** Other aggregations of the measure's column that make sense when asked for. */
  readonly also: readonly Aggregation[]
  /**
   * ISO currency | `percent` | `percentage_points` | `count` | `seconds` | `bytes` | any plain word.
   * `percent` is a fraction everywhere (0.042 is 4.2 %); `percentage_points` is a column that holds 4.2 for 4.2 %.
   */
  readonly unit: string
  readonly label: string
  readonly synonyms: readonly string[]
  readonly description: string
  readonly goodWhen: GoodWhen
  readonly owner: string | null
  readonly target: { readonly value: number; readonly per: Grain } | null
  /** For how long after its time a figure may still change, milliseconds; 0: it is final at once. */
  readonly settlesMs: number
}

/** A role as written: what it sees. See policy.ts for what follows from it. */
export interface Role {
  readonly name: string
  readonly kpis: 'all' | readonly string[]
  readonly except: readonly string[]
  /** Row filters: view → dimension → values; all of them must hold. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, readonly Scalar[]>>
  /** Hidden dimensions and unmasked columns, each as `view.dimension`. */
  readonly hide: readonly string[]
  readonly unmasked: readonly string[]
  readonly mayActAs: boolean
  /** Whether whoever has it may vouch for any answer that they see. */
  readonly mayVerify: boolean
  /** Whether SQL that a model wrote may run for it. */
  readonly mayHaveSql: boolean
}

export interface Access {
  readonly defaultRole: string
  readonly roles: ReadonlyMap<string, Role>
  /** Person (platform id or e-mail) → names of roles, in the order written. */
  readonly people: ReadonlyMap<string, readonly string[]>
  /** Place → name of the role that limits what may be posted there. */
  readonly channels: ReadonlyMap<string, string>
}

/** A part of an event: names from the outside in. */
export type FieldPath = readonly string[]

/** What a stream makes of an event for one column of the live table, or, a distinct count, for windows alone. */
export interface StreamMeasure {
  readonly name: string
  readonly aggregation: StreamAggregation
  /** Null: the event itself is counted. */
  readonly field: FieldPath | null
  /** Only events in which each of the fields holds one of the values. */
  readonly where: readonly { readonly field: FieldPath; readonly values: readonly Scalar[] }[]
  /** Null: in no column of the live table. */
  readonly column: StreamColumn | null
}

/** A column of the live table. */
export interface StreamColumn extends Column {
  readonly isNullable: boolean
}

export interface StreamDimension {
  readonly name: string
  readonly field: FieldPath
  readonly column: StreamColumn
}

/** Events that are folded into a view's live table and its windows. */
export interface EventStream {
  readonly kind: 'events'
  readonly name: string
  readonly topic: string
  readonly time: FieldPath
  /** What tells an event from others, for dropping what a producer sends twice; null: nothing does. */
  readonly id: FieldPath | null
  /** Which types of events are counted and which are passed over; any other is a fault. Null: all are counted. */
  readonly types: {
    readonly field: FieldPath
    readonly counted: readonly string[]
    readonly ignored: readonly string[]
  } | null
  /** Where to begin when nothing was ever counted. */
  readonly from: 'earliest' | 'latest'
  /** Name of the view. */
  readonly into: string
  readonly live: Relation
  /** The column of the live table that the view's time is. */
  readonly timeColumn: StreamColumn
  /** The column of the live table that keeps the newest event time; null: none does. */
  readonly asOf: StreamColumn | null
  readonly measures: readonly StreamMeasure[]
  /** Set when each event is one row of its own: what of it goes where. Empty: events are merged by their dimensions. */
  readonly rows: readonly { readonly column: StreamColumn; readonly field: FieldPath }[]
  readonly dimensions: readonly StreamDimension[]
  /** What is watched besides the whole: names of dimensions, sorted. */
  readonly slices: readonly (readonly string[])[]
  /** How far behind the newest an event may be before it is reported as very late. */
  readonly lateMs: number
  /** How far ahead of the clock an event may be. */
  readonly aheadMs: number
  /** For how long ids are remembered. */
  readonly duplicatesMs: number
}

/** Finished points of KPIs that somebody else aggregates: `{kpi, time, dimensions, value}`. */
export interface PointStream {
  readonly kind: 'points'
  readonly name: string
  readonly topic: string
  readonly from: 'earliest' | 'latest'
  readonly aheadMs: number
}

export type Stream = EventStream | PointStream

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

export interface Catalog {
  /** Hash of everything below: changes when anything a policy, cache or view may depend on changes. */
  readonly hash: string
  readonly timezone: string
  readonly weekStarts: Weekday
  /** Month number, 1 to 12. */
  readonly fiscalYearStarts: number
  readonly calendar: { readonly holidays: readonly string[]; readonly events: Relation | null }
  readonly views: ReadonlyMap<string, View>
  readonly kpis: ReadonlyMap<string, Kpi>
  readonly access: Access
  /** By name; a policy's catalog has none. */
  readonly streams: ReadonlyMap<string, Stream>
}

/** `schema.name`, for people. */
export function relationName(relation: Relation): string {
  return `${relation.schema}.${relation.name}`
}

/** The simple measures a measure is made of: itself, or the two parts of a ratio. */
export function partsOf(measure: Measure): readonly SimpleMeasure[] {
  return measure.kind === 'ratio' ? [measure.of, measure.over] : [measure]
}
