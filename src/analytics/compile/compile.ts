/** KpiQuery → one SELECT over KPI views. Pure: the same query and catalog give the same text and parameters. */
import { sql } from 'kysely'
import type { Cell, ResultColumn } from '../answer.ts'
import { relationName, type Catalog } from '../catalog.ts'
import { bucketsIn, finisher, type History } from '../fill.ts'
import type { Bounds, Figure, KpiQuery } from '../kpi-query.ts'
import { all, as, list, write, type Fragment } from './dialect.ts'
import { inBounds } from './filters.ts'
import { compileHistogram } from './histogram.ts'
import { isOfWhole, layOut, timeIn, type Era, type Field, type Layout, type MeasureLayout } from './layout.ts'
import { refusal } from './refusal.ts'
import { aggregateOf, figureOut, ratioOf, sourceSelect } from './source.ts'
import { bucketOut, isSubDay, momentOf } from './time.ts'

/** A statement ready for the guard, and what its rows mean. */
export interface Compiled {
  readonly kind: 'compiled'
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly columns: readonly ResultColumn[]
  /** Read by it, as `schema.name`. */
  readonly relations: readonly string[]
  /** Read by it, by their names in the catalog. */
  readonly views: readonly string[]
  /** Raw rows → rows as answers have them: buckets written out, missing ones filled in. */
  readonly finish: (rows: readonly (readonly Cell[])[]) => readonly (readonly Cell[])[]
}

export type Compilation = Compiled | { readonly kind: 'cannot'; readonly because: string }

/** Compiles a parsed query. `history`: the first and last moment each view has data for; outside of it nothing is filled in. */
export function compile(query: KpiQuery, catalog: Catalog, history: History = new Map()): Compilation {
  if (query.shape.kind === 'histogram') return compileHistogram(query, query.shape, catalog)
  const because = refusal(query, catalog)
  if (because !== null) return { kind: 'cannot', because }
  const layout = layOut(query, catalog)
  const statement = isPlain(layout) ? plain(layout) : layered(layout, history)
  return {
    kind: 'compiled',
    ...write(sql`${statement}${orderBy(layout)}`),
    columns: layout.columns,
    relations: [...new Set(layout.views.map((view) => relationName(view.relation)))],
    views: layout.views.map((view) => view.name),
    finish: finisher(layout, history),
  }
}

/** Whether one SELECT over one view says it all. */
function isPlain({ query, eras, measures }: Layout): boolean {
  const sources = new Set(measures.flatMap(({ fields }) => fields.map((field) => field.source)))
  const simple = !(query.share || query.window || query.limit) && query.conditions.length === 0
  return sources.size === 1 && eras.length === 1 && simple && query.shape.kind === 'groups'
}

function plain(layout: Layout): Fragment {
  const [view] = layout.views
  const figures = layout.measures.map(({ fields, names }) => {
    const [first, second] = fields
    const of = aggregateOf(first.part)
    return as(second ? ratioOf(of, aggregateOf(second.part), fields) : figureOut(of, first), names.value)
  })
  return sourceSelect(layout, view!, 'value', figures, {
    last: layout.measures[0]!.fields[0].part.measure.aggregation === 'last',
    bucketOut: (bucket) => bucketOut(bucket, timeIn(layout, view!), layout.time!.grain),
  })
}

/** Named steps, each reading the one before: measured → figures → (dense) → (windowed) → shown → (ranked). */
function layered(layout: Layout, history: History): Fragment {
  const { query, measures } = layout
  const steps: { readonly name: string; readonly body: Fragment }[] = []
  const step = (wanted: string, body: Fragment): string => {
    const name = layout.name(wanted)
    steps.push({ name, body })
    return name
  }
  let from = step('measured', measuredStep(layout))
  from = step('figures', figuresStep(layout, from))
  const buckets = needsDense(layout) ? bucketsIn(layout, history) : null
  if (buckets && buckets.length > 0) from = denseStep(layout, from, buckets, step)
  if (query.window) from = step('windowed', windowStep(layout, from))
  if (query.shape.kind === 'count_buckets') {
    const counted = layout.columns.at(-1)!.name
    const keys = axisColumns(layout)
    const shown = step('shown', shownStep(layout, from))
    const grouped = keys.length > 0 ? sql`\ngroup by ${list(keys.map((_, index) => sql.lit(index + 1)))}` : sql``
    const count = as(sql`count(*) filter (where ${conditionsOf(layout)})`, counted)
    const body = sql`select ${list([...keys, count])}\nfrom ${sql.id(shown)}${grouped}`
    return sql`${withSteps(steps)}${query.limit ? limited(layout, body) : body}`
  }
  if (query.conditions.length === 0 && !query.limit)
    return sql`${withSteps(steps)}${finalSelect(layout, from, (measure, figure) => figureFrom(layout, measure, figure))}`
  from = step('shown', shownStep(layout, from))
  const conditions = query.conditions.length > 0 ? sql`\nwhere ${conditionsOf(layout)}` : sql``
  const named = (measure: MeasureLayout, figure: Figure) => sql.id(measure.names[figure])
  if (!query.limit) return sql`${withSteps(steps)}${finalSelect(layout, from, named)}${conditions}`
  const rank = layout.name('rank')
  const columns = [
    ...keyColumns(layout),
    ...measures.flatMap((measure) => figuresOf(query).map((figure) => named(measure, figure))),
  ]
  from = step('ranked', sql`select ${list([...columns, as(rankOf(layout), rank)])}\nfrom ${sql.id(from)}${conditions}`)
  return sql`${withSteps(steps)}${finalSelect(layout, from, named)}\nwhere ${sql.id(rank)} <= ${query.limit.count}`
}

function withSteps(steps: readonly { readonly name: string; readonly body: Fragment }[]): Fragment {
  const written = steps.map(({ name, body }) => sql`${sql.id(name)} as (\n${body}\n)`)
  return sql`with ${sql.join(written, sql`, `)}\n`
}

function keyColumns(layout: Layout): Fragment[] {
  return [...(layout.time ? [sql.id(layout.time.alias)] : []), ...axisColumns(layout)]
}

function axisColumns(layout: Layout): Fragment[] {
  return layout.axes.map(({ alias }) => sql.id(alias))
}

/** Every view read once for each era, one below the other: never joined, so that no row is counted twice. */
function measuredStep(layout: Layout): Fragment {
  const fields = layout.measures.flatMap((measure) => measure.fields)
  const sources = new Map(fields.map((field) => [field.source, field]))
  const selects = layout.eras.flatMap((era) =>
    [...sources.values()].map((source) => {
      const figures = layout.eras.flatMap((other) =>
        fields.map((field) => {
          const mine = other === era && field.source === source.source
          return as(mine ? aggregateOf(field.part) : sql`cast(null as ${sql.raw(field.type)})`, field.alias[other])
        }),
      )
      return sourceSelect(layout, source.part.view, era, figures, { last: source.part.measure.aggregation === 'last' })
    }),
  )
  return sql.join(selects, sql`\nunion all\n`)
}

/** One row a group: what the sources say of it, side by side. */
function figuresStep(layout: Layout, from: string): Fragment {
  const keys = keyColumns(layout)
  const figures = layout.measures.flatMap((measure) =>
    layout.eras.flatMap((era) => {
      const sides = measure.fields.map((field) => gathered(layout, field, era))
      if (keepsSides(layout, measure)) return measure.fields.map((field, index) => as(sides[index]!, field.alias[era]))
      return [as(sides.length === 1 ? sides[0]! : ratioOf(sides[0]!, sides[1]!, measure.fields), eraName(measure, era))]
    }),
  )
  const grouped = keys.length > 0 ? sql`\ngroup by ${list(keys.map((_, index) => sql.lit(index + 1)))}` : sql``
  return sql`select ${list([...keys, ...figures])}\nfrom ${sql.id(from)}${inPeriod(layout)}${grouped}`
}

/** A moving average of a ratio needs both parts of it to the end. */
function keepsSides({ query }: Layout, measure: MeasureLayout): boolean {
  return measure.fields.length === 2 && query.window !== undefined
}

function eraName(measure: MeasureLayout, era: Era): string {
  return era === 'whole' ? measure.whole : measure.names[era]
}

/** What adds up is 0 in a group without rows, provided that there are rows at all. */
function gathered(layout: Layout, field: Field, era: Era): Fragment {
  const figure = sql`max(${sql.id(field.alias[era])})`
  const isGrouped = layout.time !== null || layout.axes.length > 0
  if (!isGrouped || !field.isAdditive || !isUnion(layout)) return figure
  return sql`coalesce(${figure}, case when max(${figure}) over () is not null then 0 end)`
}

function isUnion(layout: Layout): boolean {
  return (
    layout.eras.length > 1 ||
    new Set(layout.measures.flatMap(({ fields }) => fields.map(({ source }) => source))).size > 1
  )
}

/** A longer period before has buckets that the period asked for has no counterpart to. */
function inPeriod(layout: Layout): Fragment {
  const { query, time } = layout
  if (!time || !query.compare || !query.period) return sql``
  return sql`\nwhere ${sql.id(time.alias)} < ${bucketMoment(layout, query.period.to)}`
}

function bucketMoment(layout: Layout, at: string): Fragment {
  const time = timeIn(layout, layout.views[0]!)
  const isMoment = time.type === 'timestamptz' && isSubDay(layout.time!.grain)
  if (isMoment) return sql`cast(${momentOf(at, time)} as timestamptz)`
  return sql`cast(${momentOf(at, { ...time, type: 'timestamp' })} as timestamp)`
}

/** Whether buckets without rows matter to the result inside the database. */
function needsDense(layout: Layout): boolean {
  const { query } = layout
  if (query.window) return true
  if (query.shape.kind !== 'count_buckets') return false
  return query.conditions.every(({ measure, figure, bounds }) => {
    if (figure !== 'value') return true
    const { fields } = layout.measures[measure]!
    return fields.length === 1 && fields[0].isAdditive && holds(0, bounds)
  })
}

function holds(value: number, bounds: Bounds): boolean {
  const { op, value: bound, to } = bounds
  return {
    over: value > bound,
    at_least: value >= bound,
    under: value < bound,
    at_most: value <= bound,
    between: value >= bound && value <= (to ?? bound),
    equals: value === bound,
    not_equals: value !== bound,
  }[op]
}

/** Every bucket for every group, with 0 for what adds up. */
function denseStep(
  layout: Layout,
  from: string,
  buckets: readonly string[],
  step: (wanted: string, body: Fragment) => string,
): string {
  const time = layout.time!.alias
  const type = sql.raw(
    timeIn(layout, layout.views[0]!).type === 'timestamptz' && isSubDay(layout.time!.grain)
      ? 'timestamptz'
      : 'timestamp',
  )
  const [first, ...rest] = buckets
  const rows = list([sql`(cast(${first} as ${type}))`, ...rest.map((bucket) => sql`(${bucket})`)])
  const calendar = step('calendar', sql`select column1 as ${sql.id(time)}\nfrom (values ${rows}) as listed`)
  const axes = layout.axes.map(({ alias }) => alias)
  const groups =
    axes.length > 0
      ? step(
          'groups',
          sql`select ${list(axisColumns(layout))}\nfrom ${sql.id(from)}\ngroup by ${list(axisColumns(layout))}`,
        )
      : null
  const of = (table: string, column: string) => sql.id(table, column)
  const figures = layout.measures.flatMap((measure) =>
    layout.eras.flatMap((era) => {
      const kept = keepsSides(layout, measure) ? measure.fields : [measure.fields[0]]
      return kept.map((field) => {
        const alias = keepsSides(layout, measure) ? field.alias[era] : eraName(measure, era)
        const isZero = field.isAdditive && (keepsSides(layout, measure) || measure.fields.length === 1)
        const column = of(from, alias)
        const filled = isZero
          ? sql`coalesce(${column}, case when max(${column}) over () is not null then 0 end)`
          : column
        return as(filled, alias)
      })
    }),
  )
  const same = [
    sql`${of(from, time)} = ${of(calendar, time)}`,
    ...axes.map((axis) => sql`${of(from, axis)} is not distinct from ${of(groups!, axis)}`),
  ]
  const crossed = groups ? sql`${sql.id(calendar)} join ${sql.id(groups)} on true` : sql.id(calendar)
  const keys = [of(calendar, time), ...axes.map((axis) => of(groups!, axis))]
  return step(
    'dense',
    sql`select ${list([...keys, ...figures])}\nfrom ${crossed}\nleft join ${sql.id(from)} on ${sql.join(same, sql` and `)}`,
  )
}

/** Running totals and moving averages, bucket by bucket within each group. */
function windowStep(layout: Layout, from: string): Fragment {
  const { query } = layout
  const groups = layout.axes.length > 0 ? sql`partition by ${list(axisColumns(layout))} ` : sql``
  const before =
    query.window?.kind === 'moving_average'
      ? sql.raw(`${query.window.buckets - 1} preceding`)
      : sql`unbounded preceding`
  const frame = sql`over (${groups}order by ${sql.id(layout.time!.alias)} rows between ${before} and current row)`
  const figures = layout.measures.flatMap((measure) =>
    layout.eras.map((era) => {
      const sums = measure.fields.map((field) => sql`sum(${sql.id(field.alias[era])}) ${frame}`)
      if (measure.fields.length === 2) return as(ratioOf(sums[0]!, sums[1]!, measure.fields), eraName(measure, era))
      if (query.window?.kind === 'running_total') return as(sums[0]!, eraName(measure, era))
      return as(sql`avg(${sql.id(eraName(measure, era))}) ${frame}`, eraName(measure, era))
    }),
  )
  return sql`select ${list([...keyColumns(layout), ...figures])}\nfrom ${sql.id(from)}`
}

/** The figures that a query shows for each measure. */
function figuresOf(query: KpiQuery): Figure[] {
  const compared: Figure[] = query.compare ? ['previous', 'change', 'change_percent'] : []
  return ['value', ...compared, ...(query.share ? ['share' as const] : [])]
}

/** A figure of a measure, from the columns of the figures step. */
function figureFrom(layout: Layout, measure: MeasureLayout, figure: Figure): Fragment {
  const value = sql.id(measure.names.value)
  const previous = sql.id(measure.names.previous)
  switch (figure) {
    case 'value':
      return value
    case 'previous':
      return previous
    case 'change':
      return sql`${value} - ${previous}`
    case 'change_percent':
      return ratioOf(sql`(${value} - ${previous})`, sql`abs(${previous})`, measure.fields)
    case 'share': {
      const whole = isOfWhole(layout.query) ? sql.id(measure.whole) : sql`sum(${value}) over (${partition(layout)})`
      return ratioOf(value, whole, measure.fields)
    }
  }
}

/** The groups whose figures add up to what a share is of. */
function partition(layout: Layout): Fragment {
  const { query, time, axes } = layout
  const names = query.share?.within ?? []
  const columns = [
    ...(time && axes.length > 0 ? [sql.id(time.alias)] : []),
    ...axes.flatMap(({ alias, axis }) =>
      axis.kind === 'dimension' && names.includes(axis.dimension) ? [sql.id(alias)] : [],
    ),
  ]
  return columns.length > 0 ? sql`partition by ${list(columns)}` : sql``
}

function shownStep(layout: Layout, from: string): Fragment {
  const figures = layout.measures.flatMap((measure) =>
    figuresOf(layout.query).map((figure) => as(figureFrom(layout, measure, figure), measure.names[figure])),
  )
  return sql`select ${list([...keyColumns(layout), ...figures])}\nfrom ${sql.id(from)}`
}

function conditionsOf(layout: Layout): Fragment {
  return all(
    layout.query.conditions.map(({ measure, figure, bounds }) =>
      inBounds(sql.id(layout.measures[measure]!.names[figure]), bounds),
    ),
  )
}

function rankOf(layout: Layout): Fragment {
  const { query, time, axes } = layout
  const per = query.limit?.per ?? []
  const columns = [
    ...(time && per.includes('time') ? [sql.id(time.alias)] : []),
    ...axes.flatMap(({ alias, axis }) =>
      axis.kind === 'dimension' && per.includes(axis.dimension) ? [sql.id(alias)] : [],
    ),
  ]
  const partitioned = columns.length > 0 ? sql`partition by ${list(columns)} ` : sql``
  return sql`rank() over (${partitioned}order by ${list(orders(layout, (column) => sql.id(column)))})`
}

/** The first so many of counted groups. */
function limited(layout: Layout, body: Fragment): Fragment {
  const rank = layout.name('rank')
  const [counted, ranked] = [layout.name('counted'), layout.name('ranked')]
  const columns = layout.columns.map((column) => sql.id(column.name))
  return sql`select ${list(columns)}\nfrom (\nselect ${list([...columns, as(rankOf(layout), rank)])}\nfrom (\n${body}\n) as ${sql.id(counted)}\n) as ${sql.id(ranked)}\nwhere ${sql.id(rank)} <= ${layout.query.limit!.count}`
}

function finalSelect(
  layout: Layout,
  from: string,
  figure: (measure: MeasureLayout, figure: Figure) => Fragment,
): Fragment {
  const { time, measures, query } = layout
  const keys = [
    ...(time ? [as(bucketOut(sql.id(time.alias), timeIn(layout, layout.views[0]!), time.grain), time.alias)] : []),
    ...axisColumns(layout),
  ]
  const figures = measures.flatMap((measure) =>
    figuresOf(query).map((wanted) => {
      const written = figure(measure, wanted)
      return as(wanted === 'value' ? figureOut(written, measure.fields[0]) : written, measure.names[wanted])
    }),
  )
  return sql`select ${list([...keys, ...figures])}\nfrom ${sql.id(from)}`
}

/** The order asked for, then time, then the natural order of the axes, so that equal questions give equal rows. */
function orderBy(layout: Layout): Fragment {
  const { columns, axes, query } = layout
  if (columns.length === query.measures.length && axes.length === 0 && !layout.time) return sql``
  const at = (name: string) => sql.lit(columns.findIndex((column) => column.name === name) + 1)
  const asked = orders(layout, at)
  const shownTime = layout.time && query.shape.kind === 'groups' ? [at(layout.time.alias)] : []
  const largest = asked.length === 0 && shownTime.length === 0 && !axes.some(({ axis }) => axis.kind === 'part')
  const first = columns.find((column) => column.role === 'measure')!
  const rest = [
    ...shownTime,
    ...(largest ? [sql`${at(first.name)} desc nulls last`] : []),
    ...axes.map(({ alias }) => at(alias)),
  ]
  const written = [...asked, ...rest]
  return written.length === 0 || (axes.length === 0 && shownTime.length === 0)
    ? sql``
    : sql`\norder by ${list(written)}`
}

function orders(layout: Layout, column: (name: string) => Fragment): Fragment[] {
  return layout.query.order.map(({ by, direction }) => {
    const name =
      by.kind === 'time'
        ? layout.time!.alias
        : by.kind === 'axis'
          ? layout.axes[by.index]!.alias
          : layout.query.shape.kind === 'count_buckets'
            ? layout.columns.at(-1)!.name
            : layout.measures[by.index]!.names[by.figure]
    return direction === 'descending' ? sql`${column(name)} desc nulls last` : sql`${column(name)} nulls last`
  })
}
