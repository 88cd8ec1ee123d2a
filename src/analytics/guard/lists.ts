/** What the guard admits by name. Everything that is not here is refused. */

export const AGGREGATES: ReadonlySet<string> = new Set(
  `count sum avg min max stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_pop covar_samp regr_slope
  regr_intercept regr_r2 percentile_cont percentile_disc mode bool_and bool_or every`.split(/\s+/),
)

export const FUNCTIONS: ReadonlySet<string> = new Set([
  ...AGGREGATES,
  ...'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value'.split(' '),
  ...`abs round floor ceil ceiling trunc sign sqrt exp ln log power mod width_bucket date_trunc date_part extract
  date_bin age make_date make_interval to_char to_date now timezone lower upper initcap btrim ltrim rtrim length
  char_length substring left right split_part position strpos concat concat_ws replace overlaps`.split(/\s+/),
])

/** Functions that the parser itself writes as `pg_catalog.…` for SQL's own syntax. */
export const SYNTAX_FUNCTIONS: ReadonlySet<string> = new Set(
  'extract timezone btrim ltrim rtrim substring position overlaps like_escape'.split(' '),
)

/** Functions whose result can be longer than what goes in. */
export const GROWING: ReadonlySet<string> = new Set(['concat', 'concat_ws', 'replace'])

/** The only functions that may be called with named arguments, and those names. */
export const NAMED_ARGUMENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['make_interval', new Set(['years', 'months', 'weeks', 'days', 'hours', 'mins', 'secs'])],
  ['make_date', new Set(['year', 'month', 'day'])],
])

export const TYPES: ReadonlySet<string> = new Set(
  `int2 int4 int8 smallint integer bigint numeric decimal float4 float8 text varchar bpchar bool date time timestamp
  timestamptz interval`.split(/\s+/),
)

export const OPERATORS: ReadonlySet<string> = new Set([
  '=',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
])

/** Operators that compare; they can tie two relations together and stand before ANY and ALL. */
export const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])

/** `CURRENT_DATE`, `CURRENT_TIMESTAMP`, `LOCALTIMESTAMP`: clocks, never users, roles or schemas. */
export const CLOCKS: ReadonlySet<string> = new Set([
  'SVFOP_CURRENT_DATE',
  'SVFOP_CURRENT_TIMESTAMP',
  'SVFOP_CURRENT_TIMESTAMP_N',
  'SVFOP_LOCALTIMESTAMP',
  'SVFOP_LOCALTIMESTAMP_N',
])

/** Text comes from people and models; compiled queries and exports come from our own compiler. */
export type SqlKind = 'text' | 'compiled' | 'export'

export interface Limits {
  readonly bytes: number
  readonly rows: number
  readonly resultBytes: number
  readonly timeoutMs: number
}

export const LIMITS: Readonly<Record<SqlKind, Limits>> = {
  text: { bytes: 8_000, rows: 1_000, resultBytes: 2 ** 20, timeoutMs: 3_000 },
  compiled: { bytes: 65_536, rows: 10_000, resultBytes: 8 * 2 ** 20, timeoutMs: 15_000 },
  export: { bytes: 65_536, rows: 100_000, resultBytes: 64 * 2 ** 20, timeoutMs: 60_000 },
}

export const MAX_DEPTH = 60
export const MAX_FROM_ITEMS = 8
/** Of the whole statement; a FROM clause of its own is bound by MAX_FROM_ITEMS. Our own compiler may use more. */
export const MAX_FROM_ITEMS_IN_ALL: Readonly<Record<SqlKind, number>> = { text: 24, compiled: 200, export: 200 }
export const MAX_GROUPING_SETS = 64
/** How often growing functions may stand inside one another, also through derived columns. */
export const MAX_GROWTH = 2
/** Operands of one `||` chain or one concat. */
export const MAX_OPERANDS = 32
export const MAX_TYPMOD = 1_000
