/** Which KPIs can be read from windows, and from which of their numbers. */
import {
  type Catalog,
  type EventStream,
  type Kpi,
  type SimpleMeasure,
  type StreamAggregation,
  type StreamMeasure,
  type View,
} from '../catalog.ts'

/** A number of a window: the events themselves, or what a stream's measure makes of them. */
export type LivePart =
  | { readonly kind: 'events' }
  | { readonly kind: 'measure'; readonly measure: string; readonly aggregation: StreamAggregation }

/** A KPI's number in a window: `of`, or `of` divided by `over`. */
export interface LiveParts {
  readonly view: string
  readonly of: LivePart
  readonly over: LivePart | null
}

/** Null: the KPI, or a part of it, is not fed by events, or not in a way that can be merged. */
export function liveParts(kpi: Kpi, catalog: Catalog): LiveParts | null {
  const view = catalog.views.get(kpi.view)
  if (!view) return null
  const { measure } = kpi
  const of = livePart(measure.kind === 'ratio' ? measure.of : measure, view, catalog)
  const over = measure.kind === 'ratio' ? livePart(measure.over, view, catalog) : null
  if (!of || (measure.kind === 'ratio' && !over)) return null
  return { view: view.name, of, over }
}

function livePart({ aggregation, column, where }: SimpleMeasure, view: View, catalog: Catalog): LivePart | null {
  if (where.size > 0) return null
  const streams = streamsInto(view.name, catalog)
  if (streams.length === 0) return null
  if (aggregation === 'count' && column === null) return view.rows ? { kind: 'events' } : null
  const fed = measuresInto(view.name, catalog).find(({ name }) => name === column)
  if (!fed || !fits(aggregation, fed.aggregation)) return null
  return { kind: 'measure', measure: fed.name, aggregation: fed.aggregation }
}

/** What a KPI sums may be a sum or a count of events; the rest is what it says. */
function fits(asked: SimpleMeasure['aggregation'], fed: StreamAggregation): boolean {
  return asked === 'sum' ? fed === 'sum' || fed === 'count' : asked === fed
}

/** The event streams that feed a view. */
export function streamsInto(view: string, catalog: Catalog): readonly EventStream[] {
  return [...catalog.streams.values()].filter(
    (stream): stream is EventStream => stream.kind === 'events' && stream.into === view,
  )
}

/** The measures of a view's streams, each once, by name. */
export function measuresInto(view: string, catalog: Catalog): readonly StreamMeasure[] {
  const measures = streamsInto(view, catalog).flatMap((stream) => stream.measures)
  return [...new Map(measures.map((measure) => [measure.name, measure])).values()].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )
}
