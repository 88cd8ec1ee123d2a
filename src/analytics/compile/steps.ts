/** The named steps (common table expressions) of a query that one SELECT cannot say. */
import { sql } from 'kysely'
import { all, as, columnNamed, list, type Fragment } from './dialect.ts'
import { figureFrom, figuresOf } from './figures.ts'
import {
  isKnownThroughout,
  isZeroWhenEmpty,
  timeIn,
  type Era,
  type Field,
  type Layout,
  type MeasureLayout,
} from './layout.ts'
import { aggregateOf, combined, ratioOf, sourceSelect } from './source.ts'
import { counterpartIs, shiftOf } from './shift.ts'
import { isInOnePart, isSubDay, momentOf, partIn } from './time.ts'

/** Adds a step and gives the name it got. */
export type Step = (wanted: string, body: Fragment) => string

export function keyColumns(layout: Layout): Fragment[] {
  return [...(layout.time ? [columnNamed(layout.time.alias)] : []), ...axisColumns(layout)]
}

export function axisColumns(layout: Layout): Fragment[] {
  return layout.axes.map(({ alias }) => columnNamed(alias))
}

/** Groups by the first columns of the SELECT. */
export function groupedBy(columns: readonly Fragment[]): Fragment {
  return columns.length > 0 ? sql`\ngroup by ${list(columns.map((_, index) => sql.lit(index + 1)))}` : sql``
}

/** Whether more than one SELECT reads data: several views, or several periods. */
export function isUnion(layout: Layout): boolean {
  return layout.eras.length > 1 || sourcesOf(layout).length > 1
}

/** One row a group with the value of each measure (or both parts of a ratio that go on), for every era. */
export function figuresStep(layout: Layout, step: Step): string {
  if (layout.measures.length === 0)
    return step('members', sourceSelect(layout, layout.views[0]!, 'value', [], { last: false }))
  if (isUnion(layout)) return step('figures', gatheredStep(layout, step('measured', measuredStep(layout))))
  const [source] = sourcesOf(layout)
  const figures = layout.measures.flatMap((measure) => {
    const sides = measure.fields.map((field) => aggregateOf(field.part))
    return valueOrSides(layout, measure, 'value', sides)
  })
  return step('figures', sourceSelect(layout, source!.part.view, 'value', figures, { last: isLast(source!) }))
}

/** Every view read once for each era, one below the other: never joined, so that no row is counted twice. */
function measuredStep(layout: Layout): Fragment {
  const fields = layout.measures.flatMap((measure) => measure.fields)
  const selects = layout.eras.flatMap((era) =>
    sourcesOf(layout).map((source) => {
      const figures = layout.eras.flatMap((other) =>
        fields.map((field) => {
          const isMine = other === era && field.source === source.source
          return as(isMine ? aggregateOf(field.part) : sql`cast(null as ${sql.raw(field.type)})`, field.alias[other])
        }),
      )
      return sourceSelect(layout, source.part.view, era, figures, { last: isLast(source) })
    }),
  )
  return sql.join(selects, sql`\nunion all\n`)
}

/** What the sources say of each group, side by side. */
function gatheredStep(layout: Layout, from: string): Fragment {
  const keys = keyColumns(layout)
  const figures = layout.measures.flatMap((measure) =>
    layout.eras.flatMap((era) => {
      const sides = measure.fields.map((field) => gathered(layout, field, era))
      return valueOrSides(layout, measure, era, sides)
    }),
  )
  return sql`select ${list([...keys, ...figures])}\nfrom ${sql.id(from)}${inPeriod(layout)}${groupedBy(keys)}`
}

function valueOrSides(layout: Layout, measure: MeasureLayout, era: Era, sides: readonly Fragment[]): Fragment[] {
  if (keepsSides(layout, measure)) return measure.fields.map((field, index) => as(sides[index]!, field.alias[era]))
  return [as(combined(measure, sides), eraName(measure, era))]
}

/** A moving average of a ratio needs both parts of it to the end. */
function keepsSides({ query }: Layout, measure: MeasureLayout): boolean {
  return measure.found.value.kind === 'ratio' && query.window !== undefined
}

function eraName(measure: MeasureLayout, era: Era): string {
  return era === 'whole' ? measure.whole : measure.names[era]
}

function sourcesOf(layout: Layout): Field[] {
  const fields = layout.measures.flatMap((measure) => measure.fields)
  return [...new Map(fields.map((field) => [field.source, field])).values()]
}

function isLast(source: Field): boolean {
  return source.part.measure.aggregation === 'last'
}

/** What counts or adds up is 0 in a group without rows. */
function gathered(layout: Layout, field: Field, era: Era): Fragment {
  const figure = sql`max(${sql.id(field.alias[era])})`
  const isGrouped = layout.time !== null || layout.axes.length > 0
  if (!isGrouped || !field.isZeroWhenEmpty || (era === 'value' && !field.isKnown)) return figure
  return orZero(layout, figure, era, layout.time && sql.id(layout.time.alias))
}

/**
 * 0 where there is no row, provided that there are rows at all; before the history begins and beside nothing it stays
 * unknown.
 */
function orZero(layout: Layout, figure: Fragment, era: Era, bucket: Fragment | null): Fragment {
  if (era === 'previous' && !layout.isPreviousKnown) return figure
  const conditions = [sql`max(${figure}) over () is not null`]
  if (era === 'previous' && bucket) {
    const shift = shiftOf(layout.query, layout.catalog, layout.time!.grain)
    conditions.push(...counterpartIs(wallOf(layout, bucket), layout.query, layout.time!.grain, shift))
  }
  return sql`coalesce(${figure}, case when ${sql.join(conditions, sql` and `)} then 0 end)`
}

/** The buckets read only for the moving averages of the first ones asked for. */
export function cutStep(layout: Layout, from: string): Fragment {
  const names = layout.measures.flatMap((measure) => layout.eras.map((era) => eraName(measure, era)))
  const start = edgeOf(layout, layout.query.period!.from)
  return sql`select ${list([...keyColumns(layout), ...names.map(columnNamed)])}\nfrom ${sql.id(from)}\nwhere ${sql.id(layout.time!.alias)} >= ${start}`
}

/** A longer period before has buckets that the period asked for has no counterpart to. */
function inPeriod(layout: Layout): Fragment {
  const { query, time } = layout
  if (!time || !query.compare || !query.period) return sql``
  return sql`\nwhere ${sql.id(time.alias)} < ${edgeOf(layout, query.period.to)}`
}

/** A wall-clock time to hold against buckets. */
function edgeOf(layout: Layout, at: string): Fragment {
  const column = timeIn(layout, layout.views[0]!)
  const isMoment = bucketType(layout) === 'timestamptz'
  const edge = momentOf(at, isMoment ? column : { ...column, type: 'timestamp' })
  return sql`cast(${edge} as ${sql.raw(bucketType(layout))})`
}

/** A bucket as wall-clock time. */
function wallOf(layout: Layout, bucket: Fragment): Fragment {
  return bucketType(layout) === 'timestamptz' ? sql`timezone(${sql.lit(layout.zone)}, ${bucket})` : bucket
}

function bucketType(layout: Layout): 'timestamp' | 'timestamptz' {
  const isMoment = timeIn(layout, layout.views[0]!).type === 'timestamptz' && isSubDay(layout.time!.grain)
  return isMoment ? 'timestamptz' : 'timestamp'
}

/**
 * Every bucket for every group that the calendar has it in, with 0 for what adds up; `unless_nothing`: only if there is
 * anything at all.
 */
export function denseStep(
  layout: Layout,
  from: string,
  buckets: readonly string[],
  step: Step,
  zero: 'always' | 'unless_nothing' = 'always',
): string {
  const time = layout.time!.alias
  const [first, ...rest] = buckets
  const rows = list([
    sql`(cast(${first} as ${sql.raw(bucketType(layout))}))`,
    ...rest.map((bucket) => sql`(${bucket})`),
  ])
  const calendar = step('calendar', sql`select column1 as ${sql.id(time)}\nfrom (values ${rows}) as listed`)
  const axes = axisColumns(layout)
  const hasGroups = axes.length > 0
  const groups = hasGroups
    ? step('groups', sql`select ${list(axes)}\nfrom ${sql.id(from)}${groupedBy(axes)}`)
    : calendar
  const figures = layout.measures.flatMap((measure) =>
    layout.eras.flatMap((era) => {
      const keeps = keepsSides(layout, measure)
      return (keeps ? measure.fields : [measure.fields[0]]).map((field) => {
        const alias = keeps ? field.alias[era] : eraName(measure, era)
        // Among several views, one may have data only for the later part.
        const isZero = keeps ? field.isZeroWhenEmpty : isZeroWhenEmpty(measure)
        const addsUp = isZero && isKnownThroughout(layout, measure)
        const figure = sql.id(from, alias)
        if (!addsUp) return as(figure, alias)
        // The calendar holds only what there is data for, so a bucket without rows is truly 0.
        if (era !== 'value') return as(orZero(layout, figure, era, sql.id(calendar, time)), alias)
        return as(zero === 'always' ? sql`coalesce(${figure}, 0)` : orZero(layout, figure, era, null), alias)
      })
    }),
  )
  const same = [
    sql`${sql.id(from, time)} = ${sql.id(calendar, time)}`,
    ...layout.axes.map(({ alias }) => sql`${sql.id(from, alias)} is not distinct from ${sql.id(groups, alias)}`),
  ]
  const keys = [sql.id(calendar, time), ...layout.axes.map(({ alias }) => sql.id(groups, alias))]
  const bucket = wallOf(layout, sql.id(calendar, time))
  const parts = layout.axes.flatMap(({ axis, alias }) =>
    axis.kind === 'part' && isInOnePart(layout.time!.grain, axis.part)
      ? [sql`${sql.id(groups, alias)} = ${partIn(bucket, axis.part)}`]
      : [],
  )
  const matching = parts.length > 0 ? all(parts) : sql`true`
  const every = hasGroups ? sql`${sql.id(calendar)} join ${sql.id(groups)} on ${matching}` : sql.id(calendar)
  return step(
    'dense',
    sql`select ${list([...keys, ...figures])}\nfrom ${every}\nleft join ${sql.id(from)} on ${all(same)}`,
  )
}

/** Running totals and moving averages, bucket by bucket within each group. */
export function windowStep(layout: Layout, from: string): Fragment {
  const { window } = layout.query
  const groups = layout.axes.length > 0 ? sql`partition by ${list(axisColumns(layout))} ` : sql``
  const start =
    window?.kind === 'moving_average' ? sql.raw(`${window.buckets - 1} preceding`) : sql`unbounded preceding`
  const frame = sql`over (${groups}order by ${sql.id(layout.time!.alias)} rows between ${start} and current row)`
  const figures = layout.measures.flatMap((measure) =>
    layout.eras.map((era) => {
      const name = eraName(measure, era)
      if (!keepsSides(layout, measure))
        return as(sql`${sql.raw(window?.kind === 'running_total' ? 'sum' : 'avg')}(${sql.id(name)}) ${frame}`, name)
      const [of, over] = measure.fields.map((field) => sql`sum(${sql.id(field.alias[era])}) ${frame}`)
      return as(ratioOf(of!, over!, measure.fields), name)
    }),
  )
  return sql`select ${list([...keyColumns(layout), ...figures])}\nfrom ${sql.id(from)}`
}

/** All figures under their names, so that conditions and ranks can speak of them. */
export function shownStep(layout: Layout, from: string): Fragment {
  const figures = layout.measures.flatMap((measure) =>
    figuresOf(layout.query).map((figure) => as(figureFrom(layout, measure, figure), measure.names[figure])),
  )
  return sql`select ${list([...keyColumns(layout), ...figures])}\nfrom ${sql.id(from)}`
}
