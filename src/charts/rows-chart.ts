/**
 * Rows of SQL text as a chart, where their shape leaves no doubt: names or moments first, figures after them. Of the figures
 * nothing is known, so nothing is added up, and the rows count as picked by something from among others. Pure.
 */
import type { Answer, Cell, ResultColumn } from '../analytics/answer.ts'
import type { Catalog } from '../analytics/catalog.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { chartFor, type Chart } from './chart.ts'
import { numberOf } from './sheet.ts'
import { capital } from './words.ts'

interface SqlRows extends Pick<Answer, 'columns' | 'rows' | 'truncated' | 'asOf' | 'sources' | 'sql' | 'policy'> {}

interface Options {
  readonly catalog: Catalog
  readonly locale: string
  /** Stands under the title, in the picture itself wherever that is shown, and before the words for who cannot see it. */
  readonly label: string
}

const mostRows = 400
const mostFigures = 4
/** Figures further apart do not share a scale: the smaller would lie on the ground. */
const farApart = 20

/** Null: they are better read than drawn. */
export function chartForRows(answer: SqlRows, { catalog, locale, label }: Options): Chart | null {
  const rows = inOrder(answer.columns, answer.rows)
  if (rows === null || answer.truncated) return null
  const query = nothingKnown(rows, answer, catalog.timezone)
  const columns = answer.columns.map((column) => ({ ...column, label: capital(column.label.replaceAll('_', ' ')) }))
  const chart = chartFor(
    { ...answer, columns, rows, query, parameters: [], notes: [] },
    { catalog, locale, understood: label },
  )
  if (!chart || chart.kind === 'table' || chart.kind === 'number') return null
  // Without a heading to leave out, no place shows the picture without its label.
  const { usermeta: _usermeta, ...spec } = chart.spec
  const altText = `${label}. ${chart.altText}`
  return { ...chart, altText, spec: { ...spec, description: altText } }
}

/** The rows with time running forwards; null where they have no shape. */
function inOrder(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
): readonly (readonly Cell[])[] | null {
  const first = columns.findIndex(({ role }) => role === 'measure')
  const [keys, figures] = [columns.slice(0, first), columns.slice(first)]
  const isShaped =
    first > 0 &&
    keys.length <= 2 &&
    keys.slice(1).every(({ role }) => role === 'dimension') &&
    figures.length <= (keys.length === 1 ? mostFigures : 1) &&
    figures.every(({ role, type }) => role === 'measure' && type === 'number')
  if (!isShaped || rows.length < 2 || rows.length > mostRows) return null
  const named = rows.map((row) => JSON.stringify(row.slice(0, first)))
  if (new Set(named).size < rows.length || !shareScale(figures.length, first, rows)) return null
  if (keys[0]!.role !== 'time') return rows
  const moments = rows.map(([cell]) => (typeof cell === 'string' ? Date.parse(cell) : Number.NaN))
  const runs = (sign: 1 | -1) => moments.every((each, at) => at === 0 || sign * (each - moments[at - 1]!) >= 0)
  if (moments.some(Number.isNaN)) return null
  if (runs(1)) return rows
  return runs(-1) ? rows.toReversed() : null
}

/** Whether each figure is there at all, and none is far larger than another. */
function shareScale(figures: number, first: number, rows: readonly (readonly Cell[])[]): boolean {
  const sizes = Array.from({ length: figures }, (_, at) =>
    Math.max(0, ...rows.map((row) => Math.abs(numberOf(row[first + at] ?? null) ?? 0))),
  )
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  return least > 0 && most / least <= farApart
}

/** What is known of how the rows came about: where time ends, and else nothing. */
function nothingKnown(rows: readonly (readonly Cell[])[], { asOf }: SqlRows, zone: string): KpiQuery {
  const [from] = rows[0] ?? []
  const nothing = {
    measures: [],
    by: [],
    filters: [],
    conditions: [],
    order: [],
    limit: { count: rows.length },
    shape: { kind: 'groups' },
  } as const
  if (asOf === null || typeof from !== 'string' || !/^\d{4}-\d\d-\d\d/.test(from)) return nothing
  const through = asOf.slice(0, 16)
  return { ...nothing, period: { from: from.slice(0, 10), to: through, through, zone } }
}
