/** Which chart suits an answer: the one drawn when nothing was wished for, and those that may be wished for. */
import { MOST_PIECES } from './kinds/pie.ts'
import type { Figure, Sheet } from './sheet.ts'
import type { ChartKind } from '../analytics/chart-kinds.ts'

export interface Choice {
  readonly kind: ChartKind
  /** Why the wish was not honoured, as a sentence; null when it was, or when there was none. */
  readonly note: string | null
}

/** Honours the wish if the data allow it, else says why and takes what suits. */
export function choose(sheet: Sheet, wish: ChartKind | undefined): Choice {
  const suits = suitable(sheet)
  const [natural] = suits
  if (wish === undefined) return { kind: natural, note: null }
  // "As a line", "as bars": the same wish for one series and for several.
  const kind = [wish, ...(COUSINS[wish] ?? [])].find((each) => suits.includes(each))
  if (kind) return { kind, note: null }
  return { kind: natural, note: `Drawn as ${NAMES[natural]} instead of ${NAMES[wish]}: ${reason(sheet, wish)}.` }
}

const COUSINS: Partial<Record<ChartKind, readonly ChartKind[]>> = {
  line: ['multi_line'],
  multi_line: ['line'],
  area: ['stacked_bar'],
  bar: ['grouped_bar', 'stacked_bar', 'histogram'],
  grouped_bar: ['bar', 'stacked_bar'],
  stacked_bar: ['grouped_bar', 'bar'],
  histogram: ['bar'],
}

const NAMES: Record<ChartKind, string> = {
  line: 'a line',
  multi_line: 'lines',
  area: 'an area',
  bar: 'bars',
  grouped_bar: 'grouped bars',
  stacked_bar: 'stacked bars',
  pie: 'a pie',
  histogram: 'a histogram',
  heatmap: 'a heat map',
  scatter: 'a scatter plot',
  number: 'a number',
  table: 'a table',
}

type Kinds = readonly [ChartKind, ...ChartKind[]]

/** Kinds that suit, the best first. A table suits always. */
export function suitable(sheet: Sheet): Kinds {
  const { figures, members, time, rowCount } = sheet
  const [figure] = figures
  if (!figure) return ['table']
  if (sheet.answer.query.shape.kind === 'records') return ofRecords(sheet)
  if (sheet.answer.query.shape.kind === 'drivers') return rowCount > 1 ? ['bar', 'table'] : ['number', 'table']
  if (sheet.answer.query.shape.kind === 'correlation' && figures.length === 2)
    return rowCount >= 3 ? ['scatter', 'table'] : ['table']
  if (sheet.ranges.length > 0) return ['histogram', 'table']
  if (rowCount === 1 && members.length === 0) return ['number', 'table']
  if (time) return members.length === 0 ? overTime(sheet, figure) : membersOverTime(sheet, figure)
  if (members.length === 0) return ['table']
  if (members.length === 1) return figures.length === 1 ? byMember(sheet, figure) : figuresByMember(sheet, figure)
  return byMembers(sheet, figure)
}

/** Two numbers of each record lie in a field of dots; anything else is read row by row. */
function ofRecords({ figures, members, rowCount }: Sheet): Kinds {
  if (figures.length < 2 || rowCount < 3) return ['table']
  return members.length === 0 || rowCount >= 15 ? ['scatter', 'table'] : ['table', 'scatter']
}

function overTime(sheet: Sheet, figure: Figure): Kinds {
  const { figures, rowCount } = sheet
  if (figures.length > 1) return ['multi_line', 'table']
  const area: ChartKind[] = figure.adds.members && isNowhereNegative(figure) ? ['area'] : []
  const bars: ChartKind[] = rowCount <= 120 ? ['bar'] : []
  // Two buckets make no trend; two bars are easier to compare.
  return rowCount === 2 ? ['bar', 'line', ...area, 'number', 'table'] : ['line', ...area, ...bars, 'number', 'table']
}

function membersOverTime(sheet: Sheet, figure: Figure): Kinds {
  // A strip for each figure.
  if (sheet.figures.length > 1) return ['multi_line', 'table']
  const buckets = new Set(sheet.time?.map((bucket) => bucket.at)).size
  const stacked: ChartKind[] = canStack(figure) && buckets <= 60 ? ['stacked_bar'] : []
  return ['multi_line', ...stacked, 'table']
}

function byMember(sheet: Sheet, figure: Figure): Kinds {
  const isWhole =
    canStack(figure) && sheet.rowCount > 1 && !sheet.answer.query.limit && !sheet.answer.truncated && hasSome(figure)
  const pie: ChartKind[] = isWhole ? ['pie'] : []
  const isShareOfFew = pie.length > 0 && figure.share !== null && sheet.rowCount <= MOST_PIECES
  return isShareOfFew ? ['pie', 'bar', 'table'] : ['bar', ...pie, 'table']
}

function figuresByMember(sheet: Sheet, figure: Figure): Kinds {
  const { figures, rowCount } = sheet
  const hasBefore = figure.previous !== null
  const scatter: ChartKind[] = figures.length === 2 && rowCount >= 3 ? ['scatter'] : []
  const grouped: ChartKind[] = isOneUnit(figures) && figures.length <= 5 && !hasBefore ? ['grouped_bar'] : []
  if (scatter.length > 0 && rowCount >= 15 && grouped.length === 0) return ['scatter', 'table', 'bar']
  if (grouped.length > 0 && rowCount <= 8) return ['grouped_bar', ...scatter, 'table', 'bar']
  return ['table', ...grouped, ...scatter, 'bar']
}

function byMembers(sheet: Sheet, figure: Figure): Kinds {
  const { members, figures, rowCount } = sheet
  const scatter: ChartKind[] = figures.length === 2 && rowCount >= 3 ? ['scatter'] : []
  if (members.length > 2 || figures.length > 1)
    return rowCount <= 12 && figures.length === 1 ? ['bar', 'table'] : ['table', ...scatter, 'bar']
  const [outer = 0, inner = 0] = members.map((column) => new Set(column.names).size)
  const heat: ChartKind[] = outer > 1 && inner > 1 ? ['heatmap'] : []
  const bars: Kinds = canStack(figure) ? ['stacked_bar', 'grouped_bar'] : ['grouped_bar']
  if (heat.length > 0 && (members.every((column) => column.part !== null) || (outer > 8 && inner > 5)))
    return ['heatmap', ...bars, 'table']
  // One of the two has a single member: a plain ranking of the other.
  if (outer === 1 || inner === 1) return ['bar', ...bars, 'table']
  return rowCount <= 4 ? ['bar', ...bars, ...heat, 'table'] : [...bars, ...heat, 'bar', 'table']
}

function reason(sheet: Sheet, wish: ChartKind): string {
  const [figure] = sheet.figures
  switch (wish) {
    case 'pie':
      if (sheet.time) return 'a pie shows the parts of one whole, not a course over time'
      if (sheet.answer.query.limit || sheet.answer.truncated)
        return 'only some of the members were asked for, so the pieces would not make a whole'
      if (figure && !figure.adds.members) return `${figure.label} of single members does not add up to a whole`
      if (figure && !isNowhereNegative(figure)) return 'a pie cannot show negative figures'
      return 'there are no parts of one whole here'
    case 'line':
    case 'multi_line':
    case 'area':
      return sheet.time
        ? 'what does not add up, or is below zero, fills no area'
        : 'there is no course over time in this answer'
    case 'stacked_bar':
    case 'grouped_bar':
      if (sheet.time && sheet.figures.length > 1) return 'each of these figures has a strip of its own over time'
      return 'there is only one figure for each bar'
    case 'bar':
      return 'there is nothing to set bars beside each other for'
    case 'scatter':
      return 'it takes two figures for each member'
    case 'heatmap':
      return 'it takes two things to break down by'
    case 'histogram':
      return 'the answer holds figures that are added up already, not single records'
    case 'number':
      return 'there is more than one figure'
    case 'table':
      return 'there is nothing to list'
  }
}

export function isOneUnit(figures: readonly Figure[]): boolean {
  return new Set(figures.map((figure) => figure.unit)).size <= 1
}

function canStack(figure: Figure): boolean {
  return figure.adds.members && isNowhereNegative(figure)
}

function isNowhereNegative(figure: Figure): boolean {
  return figure.values.every((value) => value === null || value >= 0)
}

function hasSome(figure: Figure): boolean {
  return figure.values.some((value) => value !== null && value > 0)
}
