/** A proposed query → a KpiQuery: names and values as the catalog has them, periods as the calendar has them, never the model's. */
import { GRAINS, type Catalog, type Kpi, type Scalar, type TimeColumn, type View } from '../../../analytics/catalog.ts'
import {
  parseKpiQuery,
  TIME_PARTS,
  type Axis,
  type Filter,
  type KpiQuery,
  type KpiQueryInput,
  type Period,
  type QueryMeasure,
  type TimePart,
} from '../../../analytics/kpi-query.ts'
import { previousOf, yearBefore } from '../../../analytics/period.ts'
import { withoutEmpties } from '../../empties.ts'
import { outsideOf } from '../../outside.ts'
import type { When } from '../../when.ts'
import { clockFor, periodSaid, type Asked } from './asked.ts'
import { limitOf, orderOf } from './build-order.ts'
import type { ProposedQuery } from './proposal.ts'

export type Built = { readonly ok: true; readonly query: KpiQuery } | Refused
type Refused = { readonly ok: false; readonly because: string }

const no = (because: string): Refused => ({ ok: false, because })

/** The query as it would be asked, or why it can't, in words for the model. */
export function buildQuery(proposed: ProposedQuery, asked: Asked): Built {
  const { catalog, history } = asked.lexicon.knowledge
  const view = viewOf(proposed, asked)
  if (typeof view === 'string') return no(view)
  const measures: QueryMeasure[] = []
  for (const measure of proposed.measures) {
    const made = measureOf(measure, view, catalog)
    if (typeof made === 'string') return no(made)
    measures.push(made)
  }
  const filters: Filter[] = []
  for (const filter of proposed.filters) {
    const made = filterOf(filter, view, asked)
    if (typeof made === 'string') return no(made)
    filters.push(made)
  }
  const by = proposed.by.map((name): Axis =>
    isPart(name) || name === 'weekend' ? { kind: 'part', part: name } : { kind: 'dimension', dimension: name },
  )
  const timing = timingOf(proposed, view, asked)
  if ('ok' in timing) return timing
  const limit = limitOf(proposed, by)
  const conditions = proposed.conditions.map(({ measure, figure, op, value, to }) => ({
    measure,
    figure,
    bounds: { op, value, ...(to === null ? {} : { to }) },
  }))
  const share = proposed.share ? { within: [] } : undefined
  filters.push(...withoutEmpties({ by, limit, conditions, share }, view, filters, asked.lexicon))
  const shape = shapeOf(proposed, view)
  if (typeof shape === 'string') return no(shape)
  const input: KpiQueryInput = {
    measures,
    by,
    filters,
    conditions,
    order: orderOf(proposed),
    shape,
    ...timing,
    ...(limit && { limit }),
    ...(share && { share }),
    ...(proposed.grain && { grain: proposed.grain }),
    ...(proposed.time && proposed.time !== 'time' && { time: proposed.time }),
    ...(proposed.window && {
      window:
        proposed.window.kind === 'running_total'
          ? { kind: 'running_total' as const }
          : { kind: 'moving_average' as const, buckets: proposed.window.buckets ?? 7 },
    }),
  }
  const parsed = parseKpiQuery(input, catalog)
  if (!parsed.ok) return no(parsed.because)
  const isOwn = (proposed.time ?? 'time') === 'time'
  const outside = outsideOf(parsed.query, view, isOwn ? history.get(view.name) : undefined)
  return outside === null ? parsed : no(outside)
}

/** The view that it is about; where measures are of several, the first one's. */
function viewOf(proposed: ProposedQuery, { lexicon }: Asked): View | string {
  const { catalog } = lexicon.knowledge
  const wanted = [...proposed.by, ...proposed.filters.map(({ dimension }) => dimension)].filter((name) => !isPart(name))
  const [first] = proposed.measures
  const name = first?.name ?? proposed.by[0] ?? ''
  const view = catalog.views.get(first?.kind === 'records' ? name : (catalog.kpis.get(name)?.view ?? ''))
  if (view) return view
  const having = lexicon.viewsOf(name)
  return (
    having.find(({ dimensions }) => wanted.every((each) => dimensions.has(each))) ??
    having[0] ??
    `there is no KPI, view or dimension "${name}"`
  )
}

function measureOf(
  { kind, name, other, aggregation }: ProposedQuery['measures'][number],
  view: View,
  catalog: Catalog,
): QueryMeasure | string {
  const kpi = catalog.kpis.get(name)
  switch (kind) {
    case 'records':
      return { kind, view: name }
    case 'dimension':
      return aggregation === null
        ? `a measure of dimension "${name}" needs an aggregation`
        : { kind, view: view.name, dimension: name, aggregation }
    case 'kpi':
      if (!kpi) return `there is no KPI "${name}"`
      return aggregation === null || isOwn(kpi, aggregation) ? { kind, kpi: name } : { kind, kpi: name, aggregation }
    case 'ratio':
    case 'difference':
      if (other === null) return `a ${kind} needs another KPI in "other"`
      return kind === 'ratio'
        ? { kind, of: { kpi: name }, over: { kpi: other } }
        : { kind, of: { kpi: name }, minus: { kpi: other } }
  }
}

function isOwn({ measure }: Kpi, aggregation: string): boolean {
  return measure.kind === 'ratio' ? aggregation === 'average' : measure.aggregation === aggregation
}

function isPart(name: string): name is TimePart {
  return (TIME_PARTS as readonly string[]).includes(name)
}

function filterOf(
  { dimension, test, values }: ProposedQuery['filters'][number],
  view: View,
  asked: Asked,
): Filter | string {
  const [first, second] = values
  if (first === undefined) return `the filter on ${dimension} has no values`
  if (isPart(dimension)) {
    if (test !== 'is' && test !== 'is_not') return `${dimension} can only be filtered with is and is_not`
    return { kind: 'part', part: dimension, include: test === 'is', values: values.map(Number) }
  }
  switch (test) {
    case 'is':
    case 'is_not':
      return {
        kind: 'members',
        dimension,
        include: test === 'is',
        values: values.map((value) => valueOf(value, dimension, view, asked)),
      }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return { kind: 'text', dimension, test, include: true, text: String(first) }
    case 'over':
    case 'at_least':
    case 'under':
    case 'at_most':
    case 'between':
    case 'equals':
    case 'not_equals': {
      const isKpi = asked.lexicon.knowledge.catalog.kpis.has(dimension)
      const field = isKpi ? { kind: 'kpi' as const, kpi: dimension } : { kind: 'dimension' as const, dimension }
      const bounds = { op: test, value: Number(first), ...(second === undefined ? {} : { to: Number(second) }) }
      return { kind: 'range', field, bounds }
    }
  }
}

/** A value as the database has it; one that is not known stays as it was said. */
function valueOf(said: Scalar, dimension: string, view: View, { lexicon }: Asked): Scalar {
  const known = lexicon.knowledge.values.get(view.name)?.get(dimension) ?? []
  const exact = known.find((value) => String(value) === String(said))
  if (exact !== undefined) return exact
  switch (view.dimensions.get(dimension)?.type) {
    case 'number':
      return Number(said)
    case 'boolean':
      return String(said) === 'true'
    case undefined:
    case 'text':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'other':
      return String(said)
  }
}

interface Timing {
  readonly period?: Period
  readonly compare?: NonNullable<KpiQuery['compare']>
}

function timingOf(proposed: ProposedQuery, view: View, asked: Asked): Timing | Refused {
  const { period: said, compare, grain } = proposed
  if (said === null && compare === null) return {}
  const time = view.times.get(proposed.time ?? 'time')
  if (!time) return no(`${view.name} has no time "${proposed.time ?? 'time'}"`)
  const main = said === null ? null : stretchOf(said, view, time, asked)
  if (main && 'ok' in main) return main
  const period = main?.period ?? null
  if (compare === null) return period ? { period } : {}
  if (period === null) return no('a comparison needs a period: quote the words that name it')
  if (compare.kind === 'period') {
    const other =
      compare.period === null ? no('compare.period is missing') : stretchOf(compare.period, view, time, asked)
    if ('ok' in other) return other
    return other.period ? { period, compare: { kind: 'period', period: other.period } } : no('all time is no period')
  }
  const unit = main?.when?.relative ? (main.when.unit ?? undefined) : undefined
  const how = { viewGrain: time.grain, grain: grain ?? undefined, unit }
  const before = compare.kind === 'previous' ? previousOf(period, how) : yearBefore(period, how)
  return { period, compare: { kind: compare.kind, period: before } }
}

/** The period that words of the question name, or that of the turn before. */
function stretchOf(
  said: string,
  view: View,
  { zone }: TimeColumn,
  asked: Asked,
): { readonly period: Period | null; readonly when: When | null } | Refused {
  if (said === 'before')
    return asked.last?.period
      ? { period: asked.last.period, when: null }
      : no('there is no period in the thread before this question')
  const found = periodSaid(said, clockFor(view.name, zone, asked), asked)
  return found ?? no(`"${said}" is no period that the calendar can read in the question: quote its exact, whole words`)
}

function shapeOf({ shape, measures }: ProposedQuery, view: View): KpiQueryInput['shape'] | string {
  if (shape === null) return measures.length === 0 ? 'there is no measure' : { kind: 'groups' }
  const { kind, of, aggregate } = shape
  switch (kind) {
    case 'members':
      return { kind, view: view.name }
    case 'count_buckets':
      return { kind }
    case 'count_members':
      return of === null ? 'count_members needs a dimension in "of"' : { kind, of }
    case 'over': {
      if (of === null || aggregate === null) return 'over needs "of" and "aggregate"'
      if (view.dimensions.has(of)) return { kind, aggregate, each: { kind: 'member', dimension: of } }
      const grain = GRAINS.find((each) => each === of)
      return grain ? { kind, aggregate, each: { kind: 'bucket', grain } } : `"${of}" is no dimension and no grain`
    }
  }
}
