/** Answer → chart: which picture suits the answer's shape, and that picture as a Vega-Lite specification. Pure. */
import type { Answer } from '../analytics/answer.ts'
import type { Catalog } from '../analytics/catalog.ts'
import { choose, isOneUnit, suitable } from './choice.ts'
import { groupFinding } from './findings/by-member.ts'
import type { Finding } from './findings/finding.ts'
import { multiLineFinding } from './findings/over-time.ts'
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
import { canSplit, smallMultiples } from './kinds/small-multiples.ts'
import { tableChart } from './kinds/table.ts'
import { localeOf } from './intl.ts'
import { matrixOf, matrixOfFigures } from './matrix.ts'
import { seriesByMember } from './series.ts'
import { readSheet, type Figure, type Sheet } from './sheet.ts'
import type { ChartKind, ChartWish } from '../analytics/chart-kinds.ts'
import type { Chart, Picture } from './spec.ts'
import { clean } from './text.ts'

export type { Chart } from './spec.ts'

export interface ChartOptions {
  /** What was asked for in words; honoured when it suits the data, else the chart's note says why not. */
  readonly wish?: ChartWish
  readonly catalog: Catalog
  /** BCP 47; English without it. */
  readonly locale?: string
  /** The sentence of how the question was understood; it stands under the title. */
  readonly understood: string
}

/** The chart of an answer; null when there is nothing to draw. */
export function chartFor(answer: Answer, options: ChartOptions): Chart | null {
  if (answer.rows.length === 0 || answer.columns.length === 0) return null
  const wish = options.wish ?? {}
  const sheet = coloured(readSheet(answer, options.catalog, localeOf(options.locale)), wish.colour)
  const { kind, note } = choose(sheet, wish.kind)
  const subtitle = clean(options.understood, 300)
  const split = splitBy(sheet, kind, wish)
  const picture = split
    ? smallMultiples(sheet, split.figure, split.dimension, findingOf(sheet, split.figure), subtitle)
    : draw(kind, sheet, subtitle)
  const unsplit =
    wish.panels !== undefined && !split
      ? 'One picture instead of panels: each panel would hold too little, or too much.'
      : null
  const said = [note, unsplit].filter((each) => each !== null).join(' ')
  return { kind, ...picture, ...(said !== '' && { note: said }) }
}

/**
 * The kinds of picture that an answer can be drawn as, the one that `chartFor` draws first; none where there is no other. A
 * table and a lone number count only where they are what is drawn: they say what the words say.
 */
export function kindsFor(answer: Answer, { wish = {}, catalog, locale }: ChartOptions): readonly ChartKind[] {
  if (answer.rows.length === 0 || answer.columns.length === 0) return []
  const sheet = coloured(readSheet(answer, catalog, localeOf(locale)), wish.colour)
  const { kind } = choose(sheet, wish.kind)
  const others = suitable(sheet).filter((each) => each !== kind && each !== 'table' && each !== 'number')
  return others.length > 0 ? [kind, ...others] : []
}

/** The member column that was wished in colours comes last: it is the inner one, which charts tell apart by colour. */
function coloured(sheet: Sheet, dimension: string | undefined): Sheet {
  const column = sheet.members.find((each) => each.dimension === dimension)
  if (dimension === undefined || !column) return sheet
  return { ...sheet, members: [...sheet.members.filter((each) => each !== column), column] }
}

const SPLITS: readonly ChartKind[] = ['line', 'multi_line', 'area', 'bar', 'grouped_bar', 'stacked_bar']

function splitBy(sheet: Sheet, kind: ChartKind, { panels }: ChartWish) {
  const [figure] = sheet.figures
  if (panels === undefined || !figure || !SPLITS.includes(kind) || !canSplit(sheet, panels)) return null
  return { figure, dimension: panels }
}

function findingOf(sheet: Sheet, figure: Figure): Finding {
  if (!sheet.time) return groupFinding(sheet, figure)
  return multiLineFinding(
    sheet,
    seriesByMember(sheet, figure).map((series) => ({ series, figure })),
  )
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
