/** Answer → chart: which picture suits the answer's shape, and that picture as a Vega-Lite specification. Pure. */
import type { Answer } from '../analytics/answer.ts'
import type { Catalog } from '../analytics/catalog.ts'
import { barChart } from './kinds/bar.ts'
import { lineChart } from './kinds/line.ts'
import { numberChart } from './kinds/number.ts'
import { readSheet } from './sheet.ts'
import type { Chart, ChartKind } from './spec.ts'
import { clean } from './text.ts'

export type { Chart, ChartKind, Spec } from './spec.ts'

export interface ChartOptions {
  /** What was asked for in words; honoured when it suits the data, else the chart's note says why not. */
  readonly wish?: ChartKind
  readonly catalog: Catalog
  /** BCP 47; English without it. */
  readonly locale?: string
  /** The sentence of how the question was understood; it stands under the title. */
  readonly understood: string
}

/** The chart of an answer; null when there is nothing to draw. */
export function chartFor(answer: Answer, options: ChartOptions): Chart | null {
  const { catalog, locale = 'en', understood } = options
  const sheet = readSheet(answer, catalog, locale)
  const subtitle = clean(understood, 300)
  const [figure] = sheet.figures
  if (!figure || sheet.rowCount === 0) return null
  if (sheet.time && sheet.members.length === 0) return { kind: 'line', ...lineChart(sheet, figure, subtitle, 'line') }
  if (!sheet.time && sheet.members.length > 0) return { kind: 'bar', ...barChart(sheet, figure, subtitle) }
  if (!sheet.time && sheet.rowCount === 1) return { kind: 'number', ...numberChart(sheet, subtitle) }
  return null
}
