/** The rows of an answer, in the quietest form that holds them: nothing, a line of figures, a short list, or a table. */
import type { DataTableBlock, KnownBlock, RawNumberElement, RawTextElement } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { words } from '../words.ts'
import { context, rich, richSection, run } from './elements.ts'
import { cut, line } from './escape.ts'
import { figureLines } from './figures.ts'
import { comfort, limits } from './limits.ts'
import { wantsPicture } from './picture.ts'

const rowsInList = 3
const figuresInLines = 10
const namesInLine = 50

/** The rows, and a line of what is left out. */
export function rowsBlocks(reply: Reply): KnownBlock[] {
  const { table, result } = reply
  const { columns } = result
  if (table.length === 0 || columns.length === 0) return []
  if (table.length === 1 && columns.length <= figuresInLines) return figureLines(reply)
  if (columns.length === 1 && columns[0]?.role !== 'measure') return names(table)
  if (table.length <= rowsInList && columns.length === 2 && isKey(reply, 0) && !isKey(reply, 1)) return list(table)
  const { block, rows } = dataTable(reply)
  const missing: string[] = []
  if (rows < table.length) missing.push((isCourse(reply) ? words.newestRows : words.firstRows)(rows, table.length))
  if (columns.length > limits.tableColumns) missing.push(words.firstColumns(limits.tableColumns, columns.length))
  return [block, ...context(missing)]
}

/** Whether the message cannot show all rows, so that they should come as a file. */
export function needsFile(reply: Reply): boolean {
  const { table, result } = reply
  if (table.length === 0 || result.columns.length === 0) return false
  if (result.columns.length === 1 && result.columns[0]?.role !== 'measure') return table.length > namesInLine
  return result.columns.length > limits.tableColumns || dataTable(reply).rows < table.length
}

function list(table: Reply['table']): KnownBlock[] {
  const items = table.map(([key = '', figure = '']) =>
    richSection(run(words.figure(line(key, comfort.cell))), run(line(figure, comfort.cell), { bold: true })),
  )
  return [rich({ type: 'rich_text_list', style: 'bullet', elements: items })]
}

function names(table: Reply['table']): KnownBlock[] {
  const shown = table.slice(0, namesInLine).map(([name = '']) => line(name, comfort.cell))
  const text = cut(shown.join(', '), comfort.words / 2)
  const rest = table.length > namesInLine ? context([words.more(table.length - namesInLine)]) : []
  return [rich(richSection(run(text))), ...rest]
}

type TableCell = RawTextElement | RawNumberElement

/** As many of the rows as the message has room for: all, or the first few. */
function dataTable(reply: Reply): { readonly block: DataTableBlock; readonly rows: number } {
  const { table, result } = reply
  const columns = result.columns.slice(0, limits.tableColumns)
  const header: TableCell[] = columns.map((_, index) => ({ type: 'raw_text', text: labelOf(reply, index) }))
  const all = orderOf(reply, pageOf(reply))
    .slice(0, limits.tableRows)
    .map((at) => columns.map((_, index) => cellOf(reply, at, index)))
  const rows = roomFor(header, all, table.length)
  return {
    rows,
    block: {
      type: 'data_table',
      caption: captionOf(reply),
      rows: [header, ...all.slice(0, rows)],
      page_size: Math.min(rows, pageOf(reply)),
    },
  }
}

function pageOf(reply: Reply): number {
  return wantsPicture(reply) ? comfort.pageBesidePicture : comfort.tablePage
}

/** The rows as they came; of a course that takes more than a page, the newest first, since the picture shows the whole. */
function orderOf(reply: Reply, page: number): readonly number[] {
  const order = reply.table.map((_, at) => at)
  if (order.length <= page || !isCourse(reply)) return order
  const moment = (at: number) => String(reply.result.rows[at]?.[0])
  return order.toSorted((one, other) => moment(other).localeCompare(moment(one)))
}

/** Whether the rows run from the oldest to the newest. */
function isCourse({ result }: Reply): boolean {
  const moments = result.rows.map(([moment]) => moment)
  return (
    result.columns[0]?.role === 'time' &&
    moments.every((moment) => typeof moment === 'string' && /^\d{4}-\d\d/.test(moment)) &&
    moments.every((moment, at) => at === 0 || String(moments[at - 1]) <= String(moment))
  )
}

/** Of one measure that is compared, the other columns need not say its name again: a phone is narrow. */
function labelOf({ result }: Reply, index: number): string {
  const { columns } = result
  const column = columns[index]
  const isLone = columns.filter(({ role }) => role === 'measure').length === 1
  if (isLone && column?.role === 'previous') return words.columnBefore
  if (isLone && column?.role === 'change')
    return columns[index - 1]?.role === 'change' ? words.columnChangePercent : words.columnChange
  return line(column?.label ?? '', comfort.cell)
}

function roomFor(header: readonly TableCell[], rows: readonly (readonly TableCell[])[], all: number): number {
  let room = comfort.table - lengthOf(header)
  const fitting = rows.findIndex((row) => (room -= lengthOf(row)) < 0)
  if (fitting === -1 && rows.length === all) return all
  return Math.max(1, Math.min(comfort.firstRows, fitting === -1 ? rows.length : fitting))
}

function lengthOf(row: readonly TableCell[]): number {
  return row.reduce((sum, cell) => sum + cell.text.length, 0)
}

/** Numbers as numbers, so that Slack sorts by them and sets them right. */
function cellOf({ table, result }: Reply, at: number, index: number): TableCell {
  const text = line(table[at]?.[index] ?? '', comfort.cell)
  const value = result.rows[at]?.[index]
  if (isKey({ result }, index) || value === null || value === undefined || typeof value === 'boolean' || value === '')
    return { type: 'raw_text', text }
  const number = Number(value)
  return Number.isFinite(number) ? { type: 'raw_number', value: number, text } : { type: 'raw_text', text }
}

/** Whether a column says what a row is about, and is no figure. */
function isKey({ result }: Pick<Reply, 'result'>, index: number): boolean {
  const role = result.columns[index]?.role
  return role === 'time' || role === 'dimension' || role === 'bucket'
}

/** `Revenue, Orders by Region`: for those who hear the table. */
function captionOf({ result }: Reply): string {
  const labels = (keys: boolean) =>
    result.columns.flatMap(({ label }, index) => (isKey({ result }, index) === keys ? [label] : [])).join(', ')
  const [figures, keys] = [labels(false), labels(true)]
  return line(figures !== '' && keys !== '' ? words.caption(figures, keys) : figures || keys, 150)
}
