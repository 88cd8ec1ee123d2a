/** Rows as a CSV file that spreadsheets open as it is: numbers stay numbers, and nothing in it is a formula. */
import { setImmediate as breathe } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import type { Answer, Cell, ResultColumn } from '../analytics/answer.ts'
import type { ReplyFile } from './reply.ts'

/** What a chat takes and a store keeps without complaint. */
const mostCharacters = 16_000_000
/** Written at one go; others get their turn in between. */
const rowsAtOnce = 1_000
/** Without it spreadsheets take UTF-8 for something else. */
const byteOrderMark = '\uFEFF'

/** `rows` is how many of the answer's rows are in it: all, unless they are too long together. */
export async function csvFile(
  { columns, rows }: Pick<Answer, 'columns' | 'rows'>,
  title: string,
): Promise<{ readonly file: ReplyFile; readonly rows: number }> {
  const parts = [byteOrderMark, write([columns.map(({ label }) => label)])]
  let characters = 0
  let written = 0
  while (written < rows.length) {
    const next = rows.slice(written, written + rowsAtOnce)
    const text = write(next.map((row) => row.map((cell, index) => cellFor(cell, columns[index]))))
    characters += text.length
    if (characters > mostCharacters) break
    parts.push(text)
    written += next.length
    await breathe()
  }
  return { file: { name: fileName(title), type: 'text/csv', text: parts.join('') }, rows: written }
}

function write(records: readonly (readonly (Cell | bigint)[])[]): string {
  return stringify([...records], {
    escape_formulas: true,
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
    cast: { boolean: String },
  })
}

/** A figure beyond 2^53 arrives as its digits; a negative one would be taken for a formula. */
function cellFor(cell: Cell, column: Pick<ResultColumn, 'type'> | undefined): Cell | bigint {
  if (typeof cell !== 'string' || column?.type !== 'number') return cell
  if (/^-\d+$/.test(cell)) return BigInt(cell)
  return /^-\d+\.\d+$/.test(cell) ? Number(cell) : cell
}

/** `Revenue by region, last week (9–15 Nov)` → `revenue-by-region-last-week.csv`: letters, digits and hyphens. */
function fileName(title: string): string {
  const plain = title
    .replace(/\([^()]*\)/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
  // A letter outside the first plane may be cut in half.
  const short = plain
    .slice(0, 80)
    .replace(/\p{Surrogate}/gu, '')
    .replace(/^-+|-+$/g, '')
  return `${short === '' ? 'tidings' : short}.csv`
}
