import type { AskResult } from '../../../ask-result.ts'

/** RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8. */
export function toCsv({ columns, rows }: Pick<AskResult, 'columns' | 'rows'>): string {
  const lines = [columns.map((column) => column.label), ...rows]
  return `\uFEFF${lines.map((cells) => cells.map(toField).join(',')).join('\r\n')}\r\n`
}

/** What a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. */
function toField(cell: string | number | boolean | null): string {
  if (cell === null) return ''
  const text = String(cell)
  const harmless = /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
