/** The rows of unverified SQL as a reply: said to be that, with the SQL. */
import type { ColumnRole, ResultColumn } from '../analytics/answer.ts'
import type { SafeQuery } from '../analytics/guard/guard.ts'
import type { RunResult } from '../analytics/run/reader.ts'
import { plainReply } from './plain-reply.ts'
import { cellPrinter } from './replies/cells.ts'
import { words } from './replies/en.ts'
import type { Reply } from './reply.ts'

const rowsInText = 10

export function unverifiedAnswer(
  sql: string,
  { policy, reads }: SafeQuery,
  { fields, rows, truncated }: RunResult,
  { locale, elapsedMs }: { readonly locale: string; readonly elapsedMs: number },
): Reply {
  const columns = fields.map(columnOf)
  const printers = columns.map((column) => cellPrinter(column, locale))
  const table = rows.map((row) => row.map((cell, at) => printers[at]?.(cell) ?? ''))
  const sources = reads.map(({ relation }) => `${relation.schema}.${relation.name}`)
  const provenance = [
    words.source(sources),
    truncated ? words.cutOff(rows.length) : words.rows(rows.length),
    ...(policy.name === 'owner' ? [] : [words.underRole(policy.name)]),
  ].join(' · ')
  const shown = table.slice(0, rowsInText).map((row) => `• ${oneLine(row.join(', '))}`)
  const more = table.length > rowsInText ? [words.more(table.length - rowsInText)] : []
  // One row is its finding.
  const [only, ...others] = table
  const figures = only && others.length === 0 ? columns.map(({ label }, at) => `${label} ${only[at]}`).join(', ') : null
  const headline = oneLine(figures === null ? words.sql.headline : `${words.sql.headline}: ${figures}`)
  const none = table.length === 0 ? [words.nothing] : []
  const text = [headline, ...none, ...shown, ...more, words.sql.unverified, sql, provenance].join('\n')
  const result = {
    kind: 'answer',
    planner: 'model SQL',
    sql,
    columns,
    rows,
    truncated,
    sources,
    text,
    elapsedMs,
  } as const
  return { ...plainReply(result, [], headline), table, provenance }
}

function columnOf({ name, pgType }: RunResult['fields'][number], at: number): ResultColumn {
  const type = typeOf(pgType)
  const role: ColumnRole = type === 'number' ? 'measure' : type === 'time' || type === 'date' ? 'time' : 'dimension'
  const label = name === '?column?' ? words.sql.column(at + 1) : name
  return { name, role, type, unit: null, label }
}

/** A value of the data may hold lines of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function typeOf(pgType: string): ResultColumn['type'] {
  if (/^(?:bigint|smallint|integer|real|double precision|numeric)$/.test(pgType)) return 'number'
  if (pgType.startsWith('timestamp')) return 'time'
  if (pgType === 'date') return 'date'
  return pgType === 'boolean' ? 'boolean' : 'text'
}
