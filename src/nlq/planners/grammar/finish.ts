/** A draft → a KpiQuery: view, period and defaults settled, admitted by the one parser. */
import { GRAINS, type Catalog, type Grain, type Kpi, type TimeColumn, type View } from '../../../analytics/catalog.ts'
import { parseKpiQuery, type Filter, type KpiQuery, type KpiQueryInput } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import { unitAt, type Clock } from '../../calendar.ts'
import type { Draft, DraftMeasure, Fault } from './draft.ts'
import { boundsOf } from './bounds.ts'
import { rankingOf } from './ranking.ts'
import { timingOf } from './timing.ts'

export type Finished =
  | { readonly kind: 'query'; readonly query: KpiQuery }
  | { readonly kind: 'fault'; readonly fault: Fault }

const no = (because: string): Finished => ({ kind: 'fault', fault: { kind: 'unsupported', because } })

/** Everything the draft says, as one query; or the reason why that cannot be. */
export function finish(draft: Draft, now: Date, lexicon: Lexicon): Finished {
  if (draft.fault) return { kind: 'fault', fault: draft.fault }
  const { catalog } = lexicon.knowledge
  const histogram = draft.distribution ? histogramOf(draft, lexicon) : null
  if (histogram && 'because' in histogram) return no(histogram.because)
  if (draft.measures.length === 0 && !histogram) return { kind: 'fault', fault: { kind: 'no_measure' } }
  const measures: KpiQuery['measures'][number][] = []
  for (const measure of draft.measures) {
    const settled = settleMeasure(measure, draft, lexicon)
    if ('because' in settled) return no(settled.because)
    measures.push(settled)
  }
  const views = viewsOf(measures, catalog)
  const view = histogram?.view ?? views[0]
  if (!view) return { kind: 'fault', fault: { kind: 'no_measure' } }
  const other = draft.spans.find(
    (span) => span.as === 'view' && catalog.views.has(span.means) && span.means !== view.name,
  )
  if (other && !draft.kept)
    return no(
      `${view.label} and ${catalog.views.get(other.means)!.label} are kept apart in this catalog; ask for one at a time.`,
    )
  if (draft.by.length > 3) return no('I can break down by three things at most.')
  const missing = missingDimension(draft, histogram ? [histogram.view] : views)
  if (missing) return no(missing)

  const time = view.times.get(draft.time ?? 'time')
  const wantsTime =
    draft.whens.length > 0 ||
    draft.asksWhen ||
    draft.grain ||
    draft.wantsTrend ||
    draft.compare ||
    draft.wantsChange ||
    draft.window ||
    draft.countBuckets ||
    draft.parts.length > 0
  if (draft.time && !time) return no(`${view.label} has no time called that.`)
  if (wantsTime && !time)
    return no(
      `${view.label} ${view.label.endsWith('s') ? 'have' : 'has'} no dates in this catalog, so there are no periods or trends of it.`,
    )
  // "Month over month" is a row for each month, unless it is one month's growth that is asked for.
  const isOneStep = draft.wantsChange !== null && (draft.whens.length === 0 || draft.whens[0]!.unit === draft.step)
  if (time && draft.step && !draft.grain && !isOneStep && !draft.kept)
    return finish({ ...draft, grain: draft.step }, now, lexicon)
  if (time && draft.step && draft.wantsChange && !draft.grain) {
    const { step, whens } = draft
    const last = { period: (clock: Clock) => unitAt(step, -1, clock), unit: step, relative: true }
    return finish({ ...draft, step: null, whens: whens.length > 0 ? whens : [last] }, now, lexicon)
  }
  if (time && draft.asksWhen && !draft.grain && draft.by.length === 0)
    return finish(
      { ...draft, grain: finest('day', time), ranked: draft.ranking ? { kind: 'grain' } : null },
      now,
      lexicon,
    )
  const timing = time ? timingOf(draft, view, time, now, lexicon) : {}
  if ('because' in timing) return no(timing.because)

  const ranking = rankingOf(draft, measures, catalog)
  const bounds = boundsOf(draft, measures, view, catalog)
  for (const part of [ranking, bounds]) {
    if ('because' in part) return no(part.because)
    if ('missing' in part)
      return {
        kind: 'fault',
        fault: {
          kind: 'no_group',
          because: `${view.rows ? 'I cannot tell which number of a record that would be. For groups, add' : `${view.label} holds no single records to tell apart by that; it needs groups, such as`} "by ${[...view.dimensions.values()].find(({ masked }) => !masked)?.label.toLowerCase() ?? 'month'}".`,
        },
      }
  }
  if (!('order' in ranking) || !('filters' in bounds)) return { kind: 'fault', fault: { kind: 'no_measure' } }
  const filters: Filter[] = [
    ...draft.members.map(({ dimension, include, values }): Filter => ({
      kind: 'members',
      dimension,
      include,
      values: [...values],
    })),
    ...draft.filters,
    ...draft.parts.map(({ part, values, include }): Filter => ({ kind: 'part', part, include, values: [...values] })),
    ...bounds.filters,
  ]
  if (draft.share && draft.by.length === 0 && filters.length === 0 && measures.length < 2)
    return no('A share needs something to be a share of: a breakdown ("by …") or a part ("from …").')
  const grain = draft.countBuckets ?? draft.grain ?? timing.grain
  if (
    draft.share &&
    draft.by.length === 0 &&
    draft.members.length > 1 &&
    draft.shareWithin === null &&
    measures.length === 1
  )
    return { kind: 'fault', fault: { kind: 'which_part' } }
  const isOneOfOther = draft.share && measures.length === 2 && !draft.listsMeasures
  const asRatio = isOneOfOther ? shareOf(measures, draft.isShareOfNext, catalog) : null
  if (draft.share && measures.length > 1 && !asRatio && (isOneOfOther || draft.by.length === 0))
    return no('It is not clear what is a share of what.')
  const input: KpiQueryInput = histogram
    ? {
        measures: [],
        filters,
        ...(draft.time && draft.time !== 'time' ? { time: draft.time } : {}),
        ...(timing.period ? { period: timing.period } : {}),
        shape: { kind: 'histogram', field: histogram.field, bins: 20 },
      }
    : {
        measures: asRatio ? [asRatio] : measures,
        by: draft.by,
        ...(grain ? { grain } : {}),
        ...(draft.time && draft.time !== 'time' ? { time: draft.time } : {}),
        ...(timing.period ? { period: timing.period } : {}),
        filters,
        conditions: bounds.conditions,
        ...(timing.compare ? { compare: timing.compare } : {}),
        ...(draft.share && !asRatio ? { share: { within: [...(draft.shareWithin ?? [])] } } : {}),
        ...(draft.window
          ? {
              window:
                draft.window.kind === 'running_total'
                  ? { kind: 'running_total' }
                  : { kind: 'moving_average', buckets: draft.window.buckets ?? defaultBuckets(grain) },
            }
          : {}),
        order: ranking.order,
        ...(ranking.limit ? { limit: ranking.limit } : {}),
        shape: draft.countBuckets ? { kind: 'count_buckets' } : { kind: 'groups' },
      }
  const parsed = parseKpiQuery(input, catalog)
  return parsed.ok ? { kind: 'query', query: parsed.query } : no(parsed.because)
}

function settleMeasure(
  measure: DraftMeasure,
  draft: Draft,
  lexicon: Lexicon,
): KpiQuery['measures'][number] | { because: string } {
  const { catalog } = lexicon.knowledge
  switch (measure.kind) {
    case 'records':
      return measure
    case 'kpi': {
      const kpi = catalog.kpis.get(measure.kpi)!
      const { aggregation } = measure
      if (aggregation === 'average' && draft.averagesOver && !isOwn(kpi, aggregation))
        return {
          because: `I cannot average over ${draft.averagesOver}s yet. Ask for ${kpi.label} by ${draft.averagesOver} instead.`,
        }
      if (!aggregation || isOwn(kpi, aggregation)) return { kind: 'kpi', kpi: kpi.name }
      if (kpi.also.includes(aggregation)) return { kind: 'kpi', kpi: kpi.name, aggregation }
      const rest = kpi.also.length > 0 ? `; it can be asked for as ${kpi.also.join(', ')}` : ''
      const steps = draft.grain ? ` Ask for ${kpi.label} by ${draft.grain} to see each ${draft.grain}.` : ''
      return { because: `The ${aggregationWords[aggregation]} of ${kpi.label} is not in the catalog${rest}.${steps}` }
    }
    case 'ratio':
      return ratioOf(measure.of, measure.over, catalog)
    case 'dimension': {
      const wanted = [
        ...draft.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : [])),
        ...draft.members.map(({ dimension }) => dimension),
      ]
      const having = lexicon
        .viewsOf(measure.dimension)
        .filter((view) => wanted.every((name) => view.dimensions.has(name)))
      const others = draft.measures.flatMap((other) =>
        other.kind === 'kpi' ? [catalog.kpis.get(other.kpi)!.view] : [],
      )
      const view = having.find(({ name }) => others.includes(name)) ?? having.find((each) => each.time) ?? having[0]
      return view
        ? { kind: 'dimension', view: view.name, dimension: measure.dimension, aggregation: measure.aggregation }
        : { because: 'No view has all of that.' }
    }
  }
}

/** Asked for in words that only say what the KPI does anyway. */
function isOwn(kpi: Kpi, aggregation: NonNullable<(DraftMeasure & { kind: 'kpi' })['aggregation']>): boolean {
  const { measure } = kpi
  if (measure.kind === 'ratio') return aggregation === 'average'
  if (measure.aggregation === aggregation) return true
  // "total orders" of a count, "total customers" of a distinct count: the whole of it.
  return (
    aggregation === 'sum' &&
    (measure.aggregation === 'count' || measure.aggregation === 'count_distinct' || measure.aggregation === 'last')
  )
}

function isRatioOf(kpi: Kpi, of: Kpi, over: Kpi): boolean {
  const same = (one: unknown, other: unknown) => JSON.stringify(one, mapsToo) === JSON.stringify(other, mapsToo)
  return (
    kpi.view === of.view &&
    of.view === over.view &&
    kpi.measure.kind === 'ratio' &&
    same(kpi.measure.of, of.measure) &&
    same(kpi.measure.over, over.measure)
  )
}

const mapsToo = (_key: string, value: unknown) => (value instanceof Map ? [...value] : value)

/** "what percentage of orders are refunds" and "refunds as a share of orders": refunds over orders. */
function shareOf(
  [first, second]: readonly KpiQuery['measures'][number][],
  wholeFirst: boolean,
  catalog: Catalog,
): KpiQuery['measures'][number] | null {
  if (first?.kind !== 'kpi' || second?.kind !== 'kpi') return null
  const [part, whole] = wholeFirst ? [second.kpi, first.kpi] : [first.kpi, second.kpi]
  // Euros are no share of a number of orders.
  return catalog.kpis.get(part)!.unit === catalog.kpis.get(whole)!.unit ? ratioOf(part, whole, catalog) : null
}

/** The catalog's own ratio of two KPIs where it has one. */
function ratioOf(of: string, over: string, catalog: Catalog): KpiQuery['measures'][number] {
  const known = [...catalog.kpis.values()].find((kpi) => isRatioOf(kpi, catalog.kpis.get(of)!, catalog.kpis.get(over)!))
  return known ? { kind: 'kpi', kpi: known.name } : { kind: 'ratio', of: { kpi: of }, over: { kpi: over } }
}

function viewsOf(measures: readonly KpiQuery['measures'][number][], catalog: Catalog): readonly View[] {
  const names = measures.flatMap((measure) => {
    switch (measure.kind) {
      case 'kpi':
        return [catalog.kpis.get(measure.kpi)!.view]
      case 'ratio':
        return [catalog.kpis.get(measure.of.kpi)!.view, catalog.kpis.get(measure.over.kpi)!.view]
      case 'records':
      case 'dimension':
        return [measure.view]
    }
  })
  return [...new Set(names)].map((name) => catalog.views.get(name)!)
}

function missingDimension(draft: Draft, views: readonly View[]): string | null {
  const wanted = [
    ...draft.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : [])),
    ...draft.members.map(({ dimension }) => dimension),
    ...draft.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : [])),
  ]
  for (const view of views)
    for (const name of wanted)
      if (!view.dimensions.has(name) || view.dimensions.get(name)!.masked) {
        const offered = [...view.dimensions.values()]
          .filter(({ masked }) => !masked)
          .map((dimension) => dimension.label.toLowerCase())
        const members = draft.members.find(({ dimension }) => dimension === name)?.values.map(String) ?? []
        const label = name.replaceAll('_', ' ')
        const known = members.length > 0 ? `I know ${members.join(' and ')} as ${label}, and ` : ''
        return `${known}${view.label} cannot be broken down or filtered by ${label}; it has ${offered.join(', ') || 'no dimensions'}.`
      }
  return null
}

function histogramOf(
  draft: Draft,
  lexicon: Lexicon,
):
  | {
      readonly view: View
      readonly field: { kind: 'kpi'; kpi: string } | { kind: 'dimension'; dimension: string; view?: string }
    }
  | { because: string }
  | null {
  const { catalog } = lexicon.knowledge
  const first = draft.measures[0]
  const axis = draft.by[0]
  if (draft.measures.length === 0 && draft.by.length === 1 && axis?.kind === 'dimension') {
    const views = lexicon
      .viewsOf(axis.dimension)
      .filter((view) => view.dimensions.get(axis.dimension)!.type === 'number')
    return views[0]
      ? {
          view: views[0],
          field: { kind: 'dimension', dimension: axis.dimension, ...(views.length > 1 ? { view: views[0].name } : {}) },
        }
      : null
  }
  if (first?.kind === 'dimension' || (first?.kind === 'records' && axis)) return null
  if (draft.by.length > 0 || draft.grain || draft.measures.length > 1) return null
  if (first?.kind !== 'kpi') return { because: 'A distribution needs a number that each record carries.' }
  const kpi = catalog.kpis.get(first.kpi)!
  if (kpi.measure.kind === 'ratio' || kpi.measure.column === null)
    return { because: `${kpi.label} is no number that each record carries, so it has no distribution.` }
  return { view: catalog.views.get(kpi.view)!, field: { kind: 'kpi', kpi: kpi.name } }
}

/** The grain wanted, or the view's when that is coarser. */
function finest(wanted: Grain, time: TimeColumn): Grain {
  return GRAINS.indexOf(wanted) < GRAINS.indexOf(time.grain) ? time.grain : wanted
}

function defaultBuckets(grain: Grain | undefined): number {
  return grain === 'month'
    ? 3
    : grain === 'week'
      ? 4
      : grain === 'hour'
        ? 24
        : grain === 'quarter' || grain === 'year'
          ? 2
          : 7
}

const aggregationWords: Readonly<Record<NonNullable<(DraftMeasure & { kind: 'kpi' })['aggregation']>, string>> = {
  sum: 'sum',
  count: 'number',
  count_distinct: 'distinct number',
  average: 'average',
  min: 'smallest value',
  max: 'largest value',
  median: 'median',
  last: 'latest value',
}
