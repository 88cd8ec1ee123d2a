/** What the house calls a chart: one picture of one answer, described completely before anything is drawn. */
import type { ChartKind } from '../analytics/chart-kinds.ts'

export interface Chart {
  readonly kind: ChartKind
  /** Vega-Lite v6, data inline, field names our own; strings from data stand in data only. */
  readonly spec: Spec
  /** One or two sentences with the main figures. */
  readonly altText: string
  /** The finding, as the picture's first line says it. */
  readonly title: string
  /** Why a wish was not honoured, for the reply's words. */
  readonly note?: string
}

/** A Vega-Lite specification, as plain JSON. */
export type Spec = Readonly<Record<string, unknown>>

/** A layer of a specification. */
export type Layer = Readonly<Record<string, unknown>>

/** What each kind of chart gives: everything but its name. */
export type Picture = Pick<Chart, 'spec' | 'title' | 'altText'>
