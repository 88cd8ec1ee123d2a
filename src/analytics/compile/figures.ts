/** The figures that a query shows, over the columns of the figures step: changes, shares, conditions, ranks, order. */
import { sql } from 'kysely'
import type { Figure, KpiQuery } from '../kpi-query.ts'
import { isCounting, isShareOfWhole } from '../kpi-query-meaning.ts'
import { all, columnNamed, list, type Fragment } from './dialect.ts'
import { inBounds } from './filters.ts'
import { type Layout, type MeasureLayout } from './layout.ts'
import { ratioOf } from './source.ts'

/** The figures of each measure, in the order of the columns. */
export function figuresOf(query: KpiQuery): Figure[] {
  const compared: Figure[] = query.compare ? ['previous', 'change', 'change_percent'] : []
  return ['value', ...compared, ...(query.share ? ['share' as const] : [])]
}

/** A figure computed from values: the difference, its percentage, the share. */
export function figureFrom(layout: Layout, measure: MeasureLayout, figure: Figure): Fragment {
  const value = columnNamed(measure.names.value)
  const previous = columnNamed(measure.names.previous)
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
      const whole = isShareOfWhole(layout.query)
        ? sql.id(measure.whole)
        : sql`sum(${value}) over (${shareGroups(layout)})`
      return ratioOf(value, whole, measure.fields)
    }
  }
}

/** The groups whose figures add up to what a share is of. */
function shareGroups({ query, time, axes }: Layout): Fragment {
  const within = query.share?.within ?? []
  return partitionBy([...(time && axes.length > 0 ? [time.alias] : []), ...axesNamed(axes, within)])
}

/** The conditions of a query, on figures that have their names. */
export function conditionsOf({ query, measures }: Layout): Fragment {
  return all(
    query.conditions.map(({ measure, figure, bounds }) => inBounds(sql.id(measures[measure]!.names[figure]), bounds)),
  )
}

/** What has no figure has no place in the order of it: no rank, rather than the last one, shared with all others without. */
export function rankedFigures({ query, measures }: Layout): Fragment[] {
  const [first] = query.order
  if (first?.by.kind !== 'measure' || isCounting(query)) return []
  const { fields, names } = measures[first.by.index]!
  const isCount = ['count', 'count_distinct'].includes(fields[0].part.measure.aggregation) && fields.length === 1
  return isCount && first.by.figure === 'value' ? [] : [sql`${sql.id(names[first.by.figure])} is not null`]
}

/** The place of a row in the order asked for, equal ones sharing theirs. */
export function rankOf(layout: Layout): Fragment {
  const { query, time, axes } = layout
  const per = query.limit?.per ?? []
  const groups = partitionBy([...(time && per.includes('time') ? [time.alias] : []), ...axesNamed(axes, per)])
  return sql`rank() over (${groups}order by ${list(ordersOf(layout, (column) => sql.id(column)))})`
}

/**
 * `order by …`: what a limit is for each of, then as asked, then time, then the natural order of the axes, so that equal
 * questions give equal rows.
 */
export function orderBy(layout: Layout): Fragment {
  const { columns, axes, query } = layout
  const at = (name: string) => sql.lit(columns.findIndex((column) => column.name === name) + 1)
  const time = columns.filter((column) => column.role === 'time').map((column) => column.name)
  if (axes.length === 0 && time.length === 0) return sql``
  // The order of a limit to members says which members, not which row comes first.
  const ofMembers = query.limit?.of === 'members'
  const order = ofMembers ? query.order.filter(({ by }) => by.kind === 'time') : query.order
  const asked = ordersOf({ ...layout, query: { ...query, order } }, at)
  const named = order.flatMap(({ by }) =>
    by.kind === 'axis' ? [axes[by.index]!.alias] : by.kind === 'time' ? time : [],
  )
  const per = ofMembers ? [] : (query.limit?.per ?? [])
  const groups = [...(per.includes('time') ? time : []), ...axesNamed(axes, per)].filter(
    (name) => !named.includes(name),
  )
  const hasParts = axes.some(({ axis }) => axis.kind !== 'dimension')
  const isRanking = asked.length === 0 && time.length === 0 && !hasParts
  // What part of each group something is was asked for; how much it is comes second.
  const role = isShareOfWhole(query) ? 'share' : 'measure'
  const first = columns.find((column) => column.role === role)
  const largest = isRanking && first ? [sql`${at(first.name)} desc nulls last`] : []
  const rest = [...time, ...axes.map(({ alias }) => alias)].filter((name) => ![...named, ...groups].includes(name))
  return sql`\norder by ${list([...groups.map(at), ...asked, ...largest, ...rest.map(at)])}`
}

function ordersOf({ query, time, axes, measures, columns }: Layout, column: (name: string) => Fragment): Fragment[] {
  const nameOf = (by: KpiQuery['order'][number]['by']): string => {
    switch (by.kind) {
      case 'time':
        return time!.alias
      case 'axis':
        return axes[by.index]!.alias
      case 'measure':
        return isCounting(query) ? columns.at(-1)!.name : measures[by.index]!.names[by.figure]
    }
  }
  return query.order.map(({ by, direction }) =>
    direction === 'descending' ? sql`${column(nameOf(by))} desc nulls last` : sql`${column(nameOf(by))} nulls last`,
  )
}

function axesNamed(axes: Layout['axes'], names: readonly string[]): string[] {
  return axes.flatMap(({ alias, axis }) => (axis.kind === 'dimension' && names.includes(axis.dimension) ? [alias] : []))
}

function partitionBy(names: readonly string[]): Fragment {
  return names.length > 0 ? sql`partition by ${list(names.map((name) => sql.id(name)))} ` : sql``
}
