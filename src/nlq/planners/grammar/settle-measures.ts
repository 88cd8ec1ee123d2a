/** Measures of a draft as the catalog has them: own and other aggregations, ratios, counts. */
import type { Catalog, Kpi } from '../../../analytics/catalog.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft, DraftMeasure } from './draft.ts'

/** A measure as the query has it, or why there is none. */
export function settleMeasure(
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
      if (!aggregation || isOwn(kpi, aggregation)) return { kind: 'kpi', kpi: kpi.name }
      if (kpi.also.includes(aggregation)) return { kind: 'kpi', kpi: kpi.name, aggregation }
      const rest = kpi.also.length > 0 ? `; it can be asked for as ${kpi.also.join(', ')}` : ''
      const steps = draft.grain ? ` Ask for ${kpi.label} by ${draft.grain} to see each ${draft.grain}.` : ''
      return { because: `The ${aggregationWords[aggregation]} of ${kpi.label} is not in the catalog${rest}.${steps}` }
    }
    case 'ratio':
      return ratioOf(measure.of, measure.over, catalog)
    case 'difference':
      return { kind: 'difference', of: { kpi: measure.of }, minus: { kpi: measure.minus } }
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
      const said = draft.spans.flatMap(({ as, means }) =>
        as === 'view' ? [catalog.kpis.get(means)?.view ?? means] : [],
      )
      const view =
        having.find(({ name }) => others.includes(name) || said.includes(name)) ??
        having.find((each) => each.time) ??
        having[0]
      return view
        ? { kind: 'dimension', view: view.name, dimension: measure.dimension, aggregation: measure.aggregation }
        : { because: 'No view has all of that.' }
    }
  }
}

/** Asked for in words that only say what the KPI does anyway. */
export function isOwn(kpi: Kpi, aggregation: NonNullable<(DraftMeasure & { kind: 'kpi' })['aggregation']>): boolean {
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
export function shareOf(
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
