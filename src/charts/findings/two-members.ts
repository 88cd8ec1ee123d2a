/** Two members set side by side by name: how far the first is from the second. */
import { twoNamed } from '../../analytics/kpi-query-meaning.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { lower } from '../words.ts'
import { isCounted, memberAt, short } from './finding.ts'

/** `Germany has 120 more orders than France (31.5%)`; null unless two members were named and both have the figure. */
export function differenceInWords(sheet: Sheet, figure: Figure): string | null {
  const named = twoNamed(sheet.answer.query)
  const [column] = sheet.members
  if (!named || !column || sheet.figures.length !== 1 || sheet.rowCount !== 2) return null
  const rows = named.map((value) => column.cells.indexOf(value))
  const [one, other] = rows.map((row) => figure.values[row] ?? null)
  if (one === undefined || one === null || other === undefined || other === null) return null
  const [first, second] = rows.map((row) => short(memberAt(sheet, row)))
  const { label, format } = figure
  const what = lower(label)
  if (one === other)
    return `${label} ${isCounted(figure) ? 'are' : 'is'} ${format.words(one)} for both ${first} and ${second}`
  const isPercent = figure.unit === 'percent' || figure.unit === 'percentage_points'
  const relative = format.distance(one, other)
  const far = isPercent ? relative : format.words(Math.abs(one - other))
  const times = isPercent || relative === null ? '' : ` (${relative})`
  return isCounted(figure)
    ? `${first} has ${far} ${one > other ? 'more' : 'fewer'} ${what} than ${second}${times}`
    : `${label} is ${far} ${one > other ? 'higher' : 'lower'} for ${first} than for ${second}${times}`
}
