/** Answer → chart: which picture suits the answer's shape, and that picture as a Vega-Lite specification. Pure. */
import type { Answer } from '../analytics/answer.ts'
import type { Catalog } from '../analytics/catalog.ts'
import { choose, isOneUnit } from './choice.ts'
import { groupFinding } from './findings/by-member.ts'
import { barChart } from './kinds/bar.ts'
import { memberColumns, stackedColumns, timeColumns } from './kinds/columns.ts'
import { groupChart, MOST_PARTS } from './kinds/groups.ts'
import { heatmapChart } from './kinds/heatmap.ts'
import { histogramChart } from './kinds/histogram.ts'
import { lineChart } from './kinds/line.ts'
import { multiLineChart } from './kinds/multi-line.ts'
import { numberChart } from './kinds/number.ts'
import { panelChart } from './kinds/panels.ts'
import { pieChart } from './kinds/pie.ts'
import { scatterChart } from './kinds/scatter.ts'
import { tableChart } from './kinds/table.ts'
import { localeOf } from './intl.ts'
import { matrixOf, matrixOfFigures } from './matrix.ts'
import { readSheet, type Figure, type Sheet } from './sheet.ts'
import type { ChartKind } from '../analytics/chart-kinds.ts'
import type { Chart, Picture } from './spec.ts'
import { clean } from './text.ts'

export type { Chart } from './spec.ts'

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
  if (answer.rows.length === 0 || answer.columns.length === 0) return null
  const sheet = readSheet(answer, options.catalog, localeOf(options.locale))
  const { kind, note } = choose(sheet, options.wish)
  const picture = draw(kind, sheet, clean(options.understood, 300))
  return { kind, ...picture, ...(note !== null && { note }) }
}

function draw(kind: ChartKind, sheet: Sheet, subtitle: string): Picture {
  const [figure, second] = sheet.figures
  if (!figure) return tableChart(sheet, subtitle)
  switch (kind) {
    case 'line':
    case 'area':
      return lineChart(sheet, figure, subtitle, kind)
    case 'multi_line':
      return hasPanels(sheet)
        ? panelChart(sheet, [figure, ...sheet.figures.slice(1)], subtitle)
        : multiLineChart(sheet, [figure, ...sheet.figures.slice(1)], subtitle)
    case 'bar':
      if (sheet.time) return timeColumns(sheet, figure, subtitle)
      return sheet.members.length === 1 && sheet.members[0]?.part
        ? memberColumns(sheet, figure, subtitle)
        : barChart(sheet, figure, subtitle)
    case 'grouped_bar':
    case 'stacked_bar':
      return bars(kind, sheet, figure, subtitle)
    case 'pie':
      return pieChart(sheet, figure, subtitle)
    case 'histogram':
      return histogramChart(sheet, figure, subtitle)
    case 'heatmap':
      return heatmapChart(sheet, figure, subtitle)
    case 'scatter':
      return second ? scatterChart(sheet, figure, second, subtitle) : tableChart(sheet, subtitle)
    case 'number':
      return numberChart(sheet, subtitle)
    case 'table':
      return tableChart(sheet, subtitle)
  }
}

function bars(kind: 'grouped_bar' | 'stacked_bar', sheet: Sheet, figure: Figure, subtitle: string): Picture {
  if (sheet.time) return stackedColumns(sheet, figure, subtitle)
  const matrix = sheet.figures.length > 1 ? matrixOfFigures(sheet, sheet.figures) : matrixOf(sheet, figure, MOST_PARTS)
  return groupChart(
    sheet,
    figure,
    matrix,
    groupFinding(sheet, figure),
    subtitle,
    kind === 'stacked_bar' ? 'stacked' : 'grouped',
  )
}

/** Figures that cannot share a scale, have members of their own or are compared with themselves before, get a strip each. */
function hasPanels(sheet: Sheet): boolean {
  const { figures, members } = sheet
  return figures.length > 1 && (members.length > 0 || !isOneUnit(figures) || figures.some((figure) => figure.previous))
}
