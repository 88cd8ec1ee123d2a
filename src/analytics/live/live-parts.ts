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
import type { WatchedGrain } from './rule.ts'

/** A number of a window: the events themselves, what a stream's measure makes of them, or a finished point of a KPI. */
export type LivePart =
  | { readonly kind: 'events' }
  | { readonly kind: 'measure'; readonly measure: string; readonly aggregation: StreamAggregation }
  | { readonly kind: 'point'; readonly kpi: string }

/** A KPI's number in a window: `of`, or `of` divided by `over`. */
export interface LiveParts {
  readonly view: string
  readonly of: LivePart
  readonly over: LivePart | null
}

/**
 * Null: the KPI, or a part of it, is not fed by events, or not in a way that can be merged, and no stream carries finished
 * points, which may be of any KPI.
 */
export function liveParts(kpi: Kpi, catalog: Catalog): LiveParts | null {
  const fed = fedParts(kpi, catalog)
  if (fed || !hasPoints(catalog) || !catalog.views.has(kpi.view)) return fed
  return { view: kpi.view, of: { kind: 'point', kpi: kpi.name }, over: null }
}

function hasPoints({ streams }: Catalog): boolean {
  return [...streams.values()].some(({ kind }) => kind === 'points')
}

/** The grain of finished points of a view, which is the view's own as far as it is watched. */
export function pointGrain({ time }: View): WatchedGrain {
  return time?.grain === 'minute' || time?.grain === 'hour' ? time.grain : 'day'
}

/** The KPIs of a view of which finished points may come. */
export function pointedKpis(view: string, catalog: Catalog): readonly string[] {
  const kpis = [...catalog.kpis.values()].filter((kpi) => kpi.view === view)
  return kpis.filter((kpi) => liveParts(kpi, catalog)?.of.kind === 'point').map(({ name }) => name)
}

/** Whether a KPI is watched at a grain: finished points are not added up. */
export function isWatchable(kpi: Kpi, grain: WatchedGrain, catalog: Catalog): boolean {
  const view = catalog.views.get(kpi.view)
  const parts = liveParts(kpi, catalog)
  return view !== undefined && parts !== null && (parts.of.kind !== 'point' || pointGrain(view) === grain)
}

function fedParts(kpi: Kpi, catalog: Catalog): LiveParts | null {
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
