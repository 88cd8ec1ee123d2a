/** Which columns a compiled query has, what they are called, and from which aggregates they come. */
import type { ResultColumn } from '../answer.ts'
import { type Catalog, type Grain, type TimeColumn, type View } from '../catalog.ts'
import { isKnownSince, reachOf, type History } from '../buckets.ts'
import type { Axis, Figure, KpiQuery } from '../kpi-query.ts'
import { axisName, isCounting, isShareOfWhole, timeOf, viewsOfQuery } from '../kpi-query-meaning.ts'
import { columnOf, isAdditive, measured, partsOfMeasured, type Measured, type Part } from '../measured.ts'
import { holidaysOfQuery } from '../holidays.ts'
import { countedIn, named } from '../over.ts'
import { partWords } from '../words/en.ts'
import { upperFirst } from '../words/letters.ts'
import { figureTypeOf, type FigureType } from './dialect.ts'
import { beforeOf, type Before } from './before.ts'

/** Which rows an aggregate is over: the period's, the compared period's, or the period's without the filters. */
export type Era = 'value' | 'previous' | 'whole'

/** One aggregate that a view is asked for. */
export interface Field {
  readonly part: Part
  /** Aggregates with the same source are read in one pass; `last` reads other rows than the rest. */
  readonly source: string
  readonly type: FigureType
  readonly isAdditive: boolean
  /** Whether it is 0, and not unknown, where there are no rows. */
  readonly isZeroWhenEmpty: boolean
  /** Whether its view has data from the start of what is asked for; before that, no rows does not mean 0. */
  readonly isKnown: boolean
  readonly alias: Readonly<Record<Era, string>>
}

export interface MeasureLayout {
  readonly found: Measured
  /** One field, or two that make a ratio or a difference. */
  readonly fields: readonly [Field] | readonly [Field, Field]
  /** Output names. */
  readonly names: Readonly<Record<Figure, string>>
  /** Of the unfiltered figure that a share is taken of. */
  readonly whole: string
}

export interface Layout {
  readonly query: KpiQuery
  readonly catalog: Catalog
  readonly views: readonly View[]
  readonly time: { readonly alias: string; readonly grain: Grain } | null
  readonly axes: readonly { readonly alias: string; readonly axis: Axis }[]
  readonly measures: readonly MeasureLayout[]
  readonly eras: readonly Era[]
  /** Whether the compared period lies within what there is data for; before that, no rows does not mean 0. */
  readonly isPreviousKnown: boolean
  /** Public holidays within what is read, where a filter is about them. */
  readonly holidays: readonly string[]
  /** Since when the views have data. */
  readonly history: History
  /** From where a moving average reads, before the period. */
  readonly before: Before | null
  /** Whose wall clock it goes by. */
  readonly zone: string
  readonly columns: readonly ResultColumn[]
  /** A column name that nothing else here has. */
  readonly name: (wanted: string) => string
  /** A name for a step that no other step and no cataloged relation has. */
  readonly stepName: (wanted: string) => string
}

export function layOut(query: KpiQuery, catalog: Catalog, history: History): Layout {
  const views = viewsOfQuery(query, catalog)
  const name = namer([])
  const time = query.grain ? { alias: name(query.grain), grain: query.grain } : null
  const axes = query.by.map((axis) => ({ alias: name(axisName(axis)), axis }))
  const start = query.period?.from ?? reachOf(query, views, history).from
  const isKnown = (view: View) => isKnownSince(start, reachOf(query, [view], history).from)
  const measures = query.measures.map((measure) => {
    const resolved = measured(measure, catalog)
    if ('because' in resolved) throw new Error(resolved.because)
    const found = named(resolved, query, views)
    const own = name(found.name)
    return measureLayout(query.window ? withParts(found) : found, own, name, isKnown)
  })
  const eras: Era[] = [
    'value',
    ...(query.compare ? ['previous' as const] : []),
    ...(isShareOfWhole(query) ? ['whole' as const] : []),
  ]
  return {
    query,
    catalog,
    views,
    time,
    axes,
    measures,
    eras,
    isPreviousKnown: isKnownSince(query.compare?.period.from, reachOf(query, views, history).from),
    holidays: holidaysOfQuery(query, views, catalog, history) ?? [],
    history,
    before: beforeOf(query, catalog, views, history),
    zone: views[0]!.times.get(query.time ?? 'time')?.zone ?? catalog.timezone,
    name,
    stepName: namer([...catalog.views.values()].map(({ relation }) => relation.name)),
    columns: columnsOf(query, views[0]!, time, axes, measures),
  }
}

/** Whether a measure is 0, and not unknown, where there are no rows. */
export function isZeroWhenEmpty({ found, fields }: MeasureLayout): boolean {
  return found.value.kind !== 'ratio' && fields.every((field) => field.isZeroWhenEmpty)
}

/** Whether its views have data from the start of what is asked for; a single view fills only what it has. */
export function isKnownThroughout({ views }: Pick<Layout, 'views'>, { fields }: MeasureLayout): boolean {
  return views.length === 1 || fields.every((field) => field.isKnown)
}

/** The time column of a view that is known to have it. */
export function timeIn(layout: Pick<Layout, 'query'>, view: View): TimeColumn {
  const time = timeOf(layout.query, view)
  if (!time) throw new Error(`${view.name} has no time ${layout.query.time ?? 'time'}`)
  return time
}

/** An average as the ratio that it is, so that a moving one is no average of averages. */
function withParts(found: Measured): Measured {
  if (found.value.kind !== 'simple' || found.value.part.measure.aggregation !== 'average') return found
  const { view, measure } = found.value.part
  const part = (aggregation: 'sum' | 'count'): Part => ({ view, measure: { ...measure, aggregation } })
  return { ...found, value: { kind: 'ratio', of: part('sum'), over: part('count') } }
}

function measureLayout(
  found: Measured,
  own: string,
  name: (wanted: string) => string,
  isKnown: (view: View) => boolean,
): MeasureLayout {
  const names = {
    value: own,
    previous: name(`${own}_previous`),
    change: name(`${own}_change`),
    change_percent: name(`${own}_change_percent`),
    share: name(`${own}_share`),
  }
  const whole = name(`${own}_whole`)
  const aliases = { value: own, previous: names.previous, whole }
  const [of, other] = partsOfMeasured(found)
  if (!other) return { found, fields: [fieldOf(of, aliases, isKnown)], names, whole }
  const side = (suffix: string) => ({
    value: name(`${own}_${suffix}`),
    previous: name(`${own}_${suffix}_previous`),
    whole: name(`${own}_${suffix}_whole`),
  })
  return {
    found,
    fields: [fieldOf(of, side('of'), isKnown), fieldOf(other, side('over'), isKnown)],
    names,
    whole,
  }
}

function fieldOf(part: Part, alias: Field['alias'], isKnown: (view: View) => boolean): Field {
  const { aggregation } = part.measure
  const column = columnOf(part)
  const isCount = !column || aggregation === 'count' || aggregation === 'count_distinct'
  return {
    part,
    source: `${part.view.name}${aggregation === 'last' ? ' (last)' : ''}`,
    type: isCount ? 'numeric' : aggregation === 'median' ? 'float8' : figureTypeOf(column),
    isAdditive: isAdditive(aggregation),
    isZeroWhenEmpty: isAdditive(aggregation) || aggregation === 'count_distinct',
    isKnown: isKnown(part.view),
    alias,
  }
}

function columnsOf(
  query: KpiQuery,
  view: View,
  time: Layout['time'],
  axes: Layout['axes'],
  measures: Layout['measures'],
): ResultColumn[] {
  const columns: ResultColumn[] = []
  if (time && query.shape.kind !== 'count_buckets')
    columns.push({ name: time.alias, role: 'time', type: 'time', unit: null, label: upperFirst(time.grain) })
  for (const { alias, axis } of axes) columns.push(axisColumn(alias, axis, view))
  if (isCounting(query)) {
    const label = upperFirst(countedIn(query, [view]))
    const name = query.shape.kind === 'count_members' ? `count_of_${query.shape.of}`.slice(0, 60) : `${query.grain}s`
    return [...columns, { name, role: 'measure', type: 'number', unit: 'count', label, measure: 0 }]
  }
  measures.forEach(({ found, names }, measure) => {
    const base = { type: 'number', measure } as const
    const [first] = measures[measure]!.fields
    const type =
      first.type === 'date' ? 'date' : first.type === 'timestamp' || first.type === 'timestamptz' ? 'time' : 'number'
    columns.push({ ...base, type, name: names.value, role: 'measure', unit: found.unit, label: found.label })
    if (query.compare) {
      columns.push({
        ...base,
        name: names.previous,
        role: 'previous',
        unit: found.unit,
        label: `${found.label}, before`,
      })
      columns.push({ ...base, name: names.change, role: 'change', unit: found.unit, label: `Change in ${found.label}` })
      columns.push({
        ...base,
        name: names.change_percent,
        role: 'change',
        unit: 'percent',
        label: `Change in ${found.label}, %`,
      })
    }
    if (query.share)
      columns.push({ ...base, name: names.share, role: 'share', unit: 'percent', label: `Share of ${found.label}` })
  })
  return columns
}

export function axisColumn(name: string, axis: Axis, view: View): ResultColumn {
  if (axis.kind === 'periods')
    return { name, role: 'dimension', type: 'text', unit: null, label: upperFirst(axisName(axis)) }
  if (axis.kind === 'part')
    return {
      name,
      role: 'dimension',
      type: axis.part === 'weekend' ? 'text' : 'number',
      unit: null,
      label: upperFirst(partWords[axis.part]),
    }
  const dimension = view.dimensions.get(axis.dimension)!
  const type = {
    text: 'text',
    other: 'text',
    number: 'number',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'time',
    timestamptz: 'time',
  } as const
  return { name, role: 'dimension', type: type[dimension.type], unit: null, label: dimension.label }
}

/** Hands out names of at most 63 bytes, each only once. */
export function namer(taken: readonly string[]): (wanted: string) => string {
  const used = new Set(taken)
  return (wanted) => {
    let name = wanted.slice(0, 60)
    for (let count = 2; used.has(name); count++) name = `${wanted.slice(0, 57)}_${count}`
    used.add(name)
    return name
  }
}
