/** A proposed query → a KpiQuery: names and values as the catalog has them, periods as the calendar has them, never the model's. */
import type { Catalog, Kpi, View } from '../../../analytics/catalog.ts'
import {
  parseKpiQuery,
  type Axis,
  type Filter,
  type KpiQuery,
  type KpiQueryInput,
  type QueryMeasure,
} from '../../../analytics/kpi-query.ts'
import { withoutEmpties } from '../../empties.ts'
import { outsideOf } from '../../outside.ts'
import { contradictionOf } from '../../contradiction.ts'
import { unevenFault } from '../../view-grain.ts'
import { clockFor, type Asked } from './asked.ts'
import { filterOf, isOfTime, isPart } from './build-filters.ts'
import { limitOf, orderOf } from './build-order.ts'
import { shapeOf } from './build-shape.ts'
import { timingOf, type Timing } from './build-times.ts'
import type { ProposedQuery } from './proposal.ts'

/** `timing`: what the quoted words of time were taken for. */
export type Built = { readonly ok: true; readonly query: KpiQuery; readonly timing: Timing } | Refused
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
    if (filter.dimension === 'period' && isOfTime('period', view)) continue
    const made = filterOf(filter, view, asked)
    if (typeof made === 'string') return no(made)
    filters.push(made)
  }
  const timing = timingOf(proposed, view, asked)
  if ('because' in timing) return no(timing.because)
  filters.push(...timing.filters)
  const contradiction = contradictionOf(measures, filters, catalog)
  if (contradiction !== null) return no(contradiction)
  const shaped = shapeOf(proposed, { measures, filters, timing, view }, asked)
  if (typeof shaped === 'string') return no(shaped)
  const by = [...axesOf(proposed, view), ...(timing.by ? [timing.by] : [])]
  const limit = limitOf(proposed, by)
  const conditions = proposed.conditions.map(({ measure, figure, op, value, to }) => ({
    measure,
    figure,
    bounds: { op, value, ...(to === null ? {} : { to }) },
  }))
  const share = proposed.share
    ? { within: proposed.share.within, ...(proposed.share.of === 'unfiltered' && { of: 'unfiltered' as const }) }
    : undefined
  filters.push(...withoutEmpties({ by, limit, conditions, share }, view, filters, asked.lexicon))
  const { period, compare } = timing
  const grain = proposed.grain ?? timing.grain
  const input: KpiQueryInput = {
    measures,
    by,
    filters,
    conditions,
    order: orderOf(proposed),
    ...(period && { period }),
    ...(compare && { compare }),
    ...(limit && { limit }),
    ...(share && { share }),
    ...(grain && { grain }),
    ...(proposed.time && proposed.time !== 'time' && { time: proposed.time }),
    ...(proposed.window && {
      window:
        proposed.window.kind === 'running_total'
          ? { kind: 'running_total' as const }
          : { kind: 'moving_average' as const, buckets: proposed.window.buckets ?? 7 },
    }),
    ...shaped,
  }
  const parsed = parseKpiQuery(input, catalog)
  if (!parsed.ok) return no(parsed.because)
  const isOwn = (proposed.time ?? 'time') === 'time'
  const time = view.times.get(proposed.time ?? 'time')
  const fault =
    outsideOf(parsed.query, view, isOwn ? history.get(view.name) : undefined) ??
    (time ? unevenFault(timing, view, time, clockFor(view.name, time.zone, asked)) : null)
  return fault === null ? { ...parsed, timing } : no(fault)
}

function axesOf({ by }: ProposedQuery, view: View): readonly Axis[] {
  return by.flatMap((name): readonly Axis[] => {
    if (isPart(name) || name === 'weekend') return [{ kind: 'part', part: name }]
    return name === 'period' && isOfTime(name, view) ? [] : [{ kind: 'dimension', dimension: name }]
  })
}

/** The view that it is about; where measures are of several, the first one's. */
function viewOf(proposed: ProposedQuery, { lexicon }: Asked): View | string {
  const { catalog } = lexicon.knowledge
  const named = [...proposed.by, ...proposed.filters.map(({ dimension }) => dimension)]
  const wanted = named.filter((name) => !isPart(name) && name !== 'weekend' && name !== 'period' && name !== 'holidays')
  const [first] = proposed.measures
  const name = first?.name ?? proposed.shape?.of ?? wanted[0] ?? ''
  const isView = first?.kind === 'records' || (!first && catalog.views.has(name))
  const view = catalog.views.get(isView ? name : (catalog.kpis.get(name)?.view ?? ''))
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
