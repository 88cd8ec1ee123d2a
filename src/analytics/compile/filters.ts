/** Conditions on rows, before anything is added up. */
import { sql } from 'kysely'
import type { Catalog, Dimension, MeasureWhere, Scalar, TimeColumn, View } from '../catalog.ts'
import type { Bounds, Filter, RowField } from '../kpi-query.ts'
import { all, columnNamed, exact, isInteger, list, type Fragment } from './dialect.ts'
import { inAny, partOf, wallClock } from './time.ts'

/** One filter of a query, for one view. `holidays`: the days that are some, `2026-12-25`. */
export function filterOf(
  filter: Filter,
  view: View,
  time: TimeColumn | undefined,
  catalog: Catalog,
  holidays: readonly string[] = [],
): Fragment {
  switch (filter.kind) {
    case 'members': {
      const dimension = view.dimensions.get(filter.dimension)!
      const column = comparable(dimension, view)
      const among = sql`${column} in (${list(filter.values.map((value) => valueOf(value, dimension.column, view)))})`
      // What is not known to be a member is not that member.
      return filter.include ? among : sql`(${column} is null or not ${among})`
    }
    case 'text': {
      const column = comparable(view.dimensions.get(filter.dimension)!, view)
      const escaped = filter.text.replaceAll(/[\\%_]/g, String.raw`\$&`)
      const pattern = { contains: `%${escaped}%`, starts_with: `${escaped}%`, ends_with: `%${escaped}` }[filter.test]
      return filter.include
        ? sql`${column} ilike ${pattern}`
        : sql`(${column} is null or ${column} not ilike ${pattern})`
    }
    case 'empty': {
      const dimension = view.dimensions.get(filter.dimension)!
      const column = comparable(dimension, view)
      const isText = dimension.type === 'text' || dimension.type === 'other'
      if (!isText) return filter.include ? sql`${column} is null` : sql`${column} is not null`
      return filter.include ? sql`(${column} is null or ${column} = '')` : sql`${column} <> ''`
    }
    case 'range': {
      const { field } = filter
      const condition = inBounds(sql.id(fieldColumn(field, view, catalog)), filter.bounds)
      if (field.kind === 'dimension') return condition
      const { measure } = catalog.kpis.get(field.kpi)!
      return measure.kind === 'simple' && measure.where.size > 0
        ? sql`${condition} and ${whereOf(measure.where, view)}`
        : condition
    }
    case 'part': {
      const part = partOf(time!, filter.part)
      const values = list(filter.values.map((value) => sql`${value}`))
      return filter.include ? sql`${part} in (${values})` : sql`${part} not in (${values})`
    }
    case 'periods': {
      const any = inAny(filter.periods, time!)
      return filter.include ? any : sql`not ${any}`
    }
    case 'holidays': {
      if (holidays.length === 0) return filter.include ? sql`false` : sql`true`
      const day = sql`date_trunc('day', ${wallClock(time!)})`
      const days = list(holidays.map((each) => sql`cast(${each} as timestamp)`))
      return filter.include ? sql`${day} in (${days})` : sql`${day} not in (${days})`
    }
  }
}

/** The column whose number each row carries. */
export function fieldColumn(field: RowField, view: View, catalog: Catalog): string {
  if (field.kind === 'dimension') return view.dimensions.get(field.dimension)!.column
  const measure = catalog.kpis.get(field.kpi)?.measure
  if (measure?.kind !== 'simple' || measure.column === null)
    throw new Error(`${field.kpi} has no number on each record`)
  return measure.column
}

/** The rows a filtered measure is restricted to. */
export function whereOf(conditions: MeasureWhere, view: View): Fragment {
  return all(
    [...conditions].map(([name, values]) => {
      const column = view.columns.get(name)
      const text =
        column && isForeignText(column.type, column.pgType) ? sql`cast(${sql.id(name)} as text)` : sql.id(name)
      return sql`${text} in (${list(values.map((value) => valueOf(value, name, view)))})`
    }),
  )
}

export function inBounds(figure: Fragment, bounds: Bounds): Fragment {
  const value = exact(bounds.value)
  switch (bounds.op) {
    case 'over':
      return sql`${figure} > ${value}`
    case 'at_least':
      return sql`${figure} >= ${value}`
    case 'under':
      return sql`${figure} < ${value}`
    case 'at_most':
      return sql`${figure} <= ${value}`
    case 'between':
      return sql`${figure} between ${value} and ${exact(bounds.to ?? bounds.value)}`
    case 'equals':
      return sql`${figure} = ${value}`
    case 'not_equals':
      return sql`${figure} <> ${value}`
  }
}

/** A dimension as a value that texts, numbers and booleans can be compared with. */
export function comparable(dimension: Dimension, view: View): Fragment {
  const column = columnNamed(dimension.column)
  const pgType = view.columns.get(dimension.column)?.pgType ?? 'text'
  return isForeignText(dimension.type, pgType) ? sql`cast(${column} as text)` : column
}

/** Enums, uuids and the like, and blank-padded text: compared and shown as text. */
function isForeignText(type: Dimension['type'], pgType: string): boolean {
  return type === 'other' || (type === 'text' && pgType !== 'text' && !pgType.startsWith('character varying'))
}

function valueOf(value: Scalar, column: string, view: View): Fragment {
  if (typeof value !== 'number') return sql`${value}`
  const pgType = view.columns.get(column)?.pgType ?? 'numeric'
  return isInteger(pgType) && Number.isSafeInteger(value) ? sql`cast(${value} as bigint)` : exact(value)
}
