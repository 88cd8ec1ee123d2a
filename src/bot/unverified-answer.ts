/** The rows of unverified SQL as a reply: said to be that, with the SQL. */
import type { ColumnRole, ResultColumn } from '../analytics/answer.ts'
import type { SafeQuery } from '../analytics/guard/guard.ts'
import type { RunResult } from '../analytics/run/reader.ts'
import { failedReply } from './failed.ts'
import { plainReply } from './plain-reply.ts'
import { printMoment } from './replies/cells.ts'
import { words } from './replies/en.ts'
import { cutAt, sqlCellPrinter } from './replies/sql-cells.ts'
import type { Reply } from './reply.ts'
import { sqlPlanner, type Ran } from './unverified-run.ts'

const rowsInText = 10
/** Of one cell, in a text. */
const mostInText = 120
const mostInHeadline = 300

interface How {
  readonly locale: string
  /** Newest data of the views read, ISO 8601 with offset; null: not known. */
  readonly asOf: string | null
  readonly elapsedMs: number
}

export function unverifiedAnswer(
  sql: string,
  query: SafeQuery,
  { fields, rows, truncated }: RunResult,
  { locale, asOf, elapsedMs }: How,
): Reply {
  const { policy, reads } = query
  const columns = columnsOf(fields, query)
  const printers = columns.map((column, at) =>
    sqlCellPrinter(
      column,
      fields[at]!.pgType,
      rows.map((row) => row[at] ?? null),
      locale,
    ),
  )
  const table = rows.map((row) => row.map((cell, at) => printers[at]!(cell)))
  const sources = reads.map(({ relation }) => `${relation.schema}.${relation.name}`)
  const zone = policy.catalog.timezone
  const provenance = [
    words.source(sources),
    asOf === null ? words.sql.zone(zone) : `${words.asOf(printMoment(asOf, locale))} ${zone}`,
    truncated ? words.cutOff(rows.length) : words.rows(rows.length),
    ...(policy.name === 'owner' ? [] : [words.underRole(policy.name)]),
  ].join(' · ')
  const shown = table.slice(0, rowsInText).map((row) => `• ${rowInWords(row, columns)}`)
  const more = table.length > rowsInText ? [words.more(table.length - rowsInText)] : []
  const headline = headlineOf(table, columns)
  const none = table.length > 0 ? [] : [truncated ? words.sql.tooWide : words.nothing]
  const text = [headline, ...none, ...shown, ...more, words.sql.unverified, sql, provenance].join('\n')
  const result = {
    kind: 'answer',
    planner: sqlPlanner,
    sql,
    columns,
    rows,
    truncated,
    asOf,
    sources,
    text,
    elapsedMs,
  } as const
  return { ...plainReply(result, [], headline), table, provenance }
}

/** Why a statement that was admitted gave nothing. */
export function unverifiedFailure({ code, state }: Ran & { kind: 'failed' }, elapsedMs = 0) {
  const reply = failedReply(code, elapsedMs)
  if (state === null) return reply
  const text = words.sql.broke(state)
  return { ...reply, headline: text, result: { ...reply.result, text, error: { code, message: text } } }
}

/** One row is its finding; of several it is said what they are of what. */
function headlineOf(table: Reply['table'], columns: readonly ResultColumn[]): string {
  const [only, ...others] = table
  if (!only) return words.sql.headline
  const labels = (figures: boolean) =>
    columns.flatMap(({ role, label }) => ((role === 'measure') === figures ? [label] : [])).join(', ')
  const [figures, keys] = [labels(true), labels(false)]
  const of = figures !== '' && keys !== '' ? words.sql.by(figures, keys) : figures || keys
  const found = only.map((cell, at) => `${columns[at]!.label} ${brief(cell)}`).join(', ')
  return oneLine(`${words.sql.headline}: ${cutAt(mostInHeadline, others.length === 0 ? found : of)}`)
}

/** What the columns of SQL text are; two of one name are told apart. */
export function columnsOf(fields: RunResult['fields'], { policy, reads }: SafeQuery): readonly ResultColumn[] {
  // Numbers that the catalog has as members, such as ids, are no figures.
  const members = new Set(
    reads.flatMap(({ name }) =>
      [...(policy.catalog.views.get(name)?.dimensions.values() ?? [])].map(({ column }) => column),
    ),
  )
  const taken = new Set<string>()
  return fields.map(({ name, pgType }, at) => {
    const type = typeOf(pgType)
    const role: ColumnRole =
      type === 'number' && !members.has(name) ? 'measure' : type === 'time' || type === 'date' ? 'time' : 'dimension'
    const plain = oneLine(name === '?column?' ? words.sql.column(at + 1) : name) || words.sql.column(at + 1)
    let label = plain
    for (let count = 2; taken.has(label); count++) label = `${plain} (${count})`
    taken.add(label)
    return { name, role, type, unit: null, label }
  })
}

/** `EMEA, Web: revenue 1,200, orders 7` */
function rowInWords(row: readonly string[], columns: readonly ResultColumn[]): string {
  const [keys, figures]: [string[], string[]] = [[], []]
  columns.forEach(({ role, label }, at) => {
    const cell = brief(row[at] ?? '')
    if (role === 'measure') figures.push(`${label} ${cell}`)
    else keys.push(cell)
  })
  return oneLine([keys.join(', '), figures.join(', ')].filter((part) => part !== '').join(': '))
}

/** A value of the data may hold lines of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function brief(cell: string): string {
  return cutAt(mostInText, cell)
}

function typeOf(pgType: string): ResultColumn['type'] {
  if (/^(?:bigint|smallint|integer|real|double precision|numeric)$/.test(pgType)) return 'number'
  if (pgType.startsWith('timestamp')) return 'time'
  if (pgType === 'date') return 'date'
  return pgType === 'boolean' ? 'boolean' : 'text'
}
