/** An answer in words: its table, where it comes from, and the whole as plain text. Every figure is a cell. */
import type { Answer, ResultColumn } from '../../analytics/answer.ts'
import { twoNamed, viewsOfQuery } from '../../analytics/kpi-query-meaning.ts'
import type { Policy } from '../../analytics/policy.ts'
import { hidesRows } from '../rights.ts'
import { cellPrinter, pointsPrinter, printMoment } from './cells.ts'
import { words } from './en.ts'

/** More rows than this are for the table, not for a text. */
const rowsInText = 10
/** More names than this are no list that anybody reads. */
const namesInText = 50

/** Each cell as a person reads it; same rows and columns as the answer. */
export function tableOf(answer: Answer, locale: string): readonly (readonly string[])[] {
  const printers = answer.columns.map((column) =>
    isPoints(column, answer) ? pointsPrinter(locale) : cellPrinter(column, locale, answer.query.grain),
  )
  return answer.rows.map((row) => row.map((cell, index) => printers[index]?.(cell) ?? ''))
}

/** Of a percentage the change itself, which stands before the change in percent. */
function isPoints(column: ResultColumn, { columns }: Answer): boolean {
  const isFirst = columns.find(({ role, measure }) => role === 'change' && measure === column.measure) === column
  return isFirst && column.unit === 'percent'
}

/** One line: sources, zone, how current, how many rows, whether cut off, and whose rights when they limit. */
export function provenanceOf(answer: Answer, policy: Policy, locale: string): string {
  const zone = answer.query.period?.zone ?? policy.catalog.timezone
  const parts = [words.source(answer.sources)]
  if (answer.asOf !== null) parts.push(`${words.asOf(printMoment(answer.asOf, locale))} ${zone}`)
  const { behindMs = 0, lateFrom = null } = answer.events ?? {}
  if (behindMs > 0) parts.push(words.behind(Math.max(1, Math.round(behindMs / 60_000))))
  if (lateFrom !== null) parts.push(words.corrected(printMoment(lateFrom, locale)))
  parts.push(answer.truncated ? words.cutOff(answer.rows.length) : words.rows(answer.rows.length))
  if (isSaid(policy, answer)) parts.push(words.underRole(policy.name))
  const line = parts.join(' · ')
  return line.charAt(0).toUpperCase() + line.slice(1)
}

/** Whose rights these are goes without saying where everybody has them and they hide no rows. */
function isSaid(policy: Policy, { query }: Answer): boolean {
  if (policy.name === 'owner') return false
  const views = viewsOfQuery(query, policy.catalog).map(({ name }) => name)
  return policy.name !== policy.catalog.access.defaultRole || hidesRows(policy, views)
}

interface Parts {
  readonly headline: string
  readonly answer: Answer
  readonly table: readonly (readonly string[])[]
  readonly understood: string
  readonly provenance: string
  /** What else is to be said of it, a line each. */
  readonly notes: readonly string[]
  readonly locale: string
}

/** Complete without the picture: finding, first rows, understanding, provenance. */
export function textOf({ headline, answer, table, understood, provenance, notes, locale }: Parts): string {
  const lines = [headline]
  if (answer.query.shape.kind === 'members' && answer.columns.length === 1) lines.push(...namesInLine(table))
  else if (table.length > 1 || (table.length === 1 && answer.columns.length > 1)) {
    for (const row of table.slice(0, rowsInText)) lines.push(`• ${oneLine(rowInWords(row, answer))}`)
    if (table.length > rowsInText) lines.push(words.more(table.length - rowsInText))
    lines.push(...differenceLine(answer, locale))
  } else if (table.length === 1) lines.push(`• ${answer.columns[0]?.label ?? ''}: ${table[0]?.[0] ?? ''}`)
  lines.push(...notes, understood, provenance)
  return lines.join('\n')
}

/** How far the first of two members that were named is from the second, to the last digit. */
function differenceLine({ query, columns, rows }: Answer, locale: string): string[] {
  const named = twoNamed(query)
  const [member, figure, more] = columns
  if (!named || !member || figure?.role !== 'measure' || figure.type !== 'number' || more) return []
  const [one, other] = named.map((value) => rows.find((row) => row[0] === value)?.[1])
  if (typeof one !== 'number' || typeof other !== 'number') return []
  const change = { ...figure, role: 'change' } as const
  const printed = [(figure.unit === 'percent' ? pointsPrinter(locale) : cellPrinter(change, locale))(one - other)]
  if (other > 0 && figure.unit !== 'percent' && figure.unit !== 'percentage_points')
    printed.push(`(${cellPrinter({ ...change, unit: 'percent' }, locale)((one - other) / other)})`)
  const [first = '', second = ''] = named.map((value) => cellPrinter(member, locale)(value))
  return [words.difference(first, second, printed.join(' '))]
}

/** Names read best one after the other. */
function namesInLine(table: Parts['table']): string[] {
  const names = table.slice(0, namesInText).map(([name = '']) => oneLine(name))
  return [`• ${names.join(', ')}`, ...(table.length > namesInText ? [words.more(table.length - namesInText)] : [])]
}

/** `EMEA, Web: $1,200.00, before $1,100.00, +$100.00 (+9.1%)`; of several measures each figure with its label. */
function rowInWords(row: readonly string[], answer: Answer): string {
  const keys: string[] = []
  const figures: string[] = []
  const [measure, second] = answer.columns.filter((column) => column.role === 'measure')
  answer.columns.forEach((column, index) => {
    const cell = row[index] ?? ''
    if (column.role === 'time' || column.role === 'dimension' || column.role === 'bucket') keys.push(cell)
    else if (!measure || second) figures.push(`${column.label} ${cell}`)
    else if (column.role === 'measure') figures.push(keys.length > 0 ? cell : `${column.label} ${cell}`)
    else if (column.role === 'previous' && column.label.startsWith(`${measure.label}, `))
      figures.push(`${column.label.slice(measure.label.length + 2)} ${cell}`)
    else if (column.role === 'change' && column.label.includes(measure.label)) {
      const isRelative = answer.columns[index - 1]?.role === 'change'
      if (isRelative) figures.push(`${figures.pop()} (${cell})`)
      else figures.push(cell)
    } else figures.push(`${column.label} ${cell}`)
  })
  if (figures.length === 0) return keys.join(', ')
  return keys.length > 0 ? `${keys.join(', ')}: ${figures.join(', ')}` : figures.join(', ')
}

/** A value of the data may hold lines of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
