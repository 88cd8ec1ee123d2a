/** Whether an answer holds the rows that somebody else's SQL gave: the same figures, however they are laid out. */
import { Temporal } from 'temporal-polyfill'
import type { Cell, ColumnRole } from '../../analytics/answer.ts'

type Row = readonly Cell[]

interface Given {
  readonly columns: readonly { readonly role: ColumnRole }[]
  readonly rows: readonly Row[]
}

interface Wanted {
  readonly rows: readonly Row[]
  readonly inOrder: boolean
  /** Whose midnight a day begins at. */
  readonly zone: string
}

/** A row that was expected and did not come, and one that came instead; null where there is none. */
export interface RowsDiffer {
  readonly expected: Row | null
  readonly came: Row | null
}

/** A row as it is compared, and as it was given. */
interface Compared {
  readonly cells: Row
  readonly given: Row
}

/** Null when the rows are the same. Columns that nobody asked for may only be a previous value, a change or a share. */
export function differenceOf(given: Given, wanted: Wanted): RowsDiffer | null {
  const expected = wanted.rows.map((row) => comparedOf(row, wanted.zone))
  const rows = given.rows.map((row) => comparedOf(row, wanted.zone))
  let first: RowsDiffer | null = null
  for (const layout of layouts(given.columns, wanted.rows[0]?.length ?? null)) {
    const laidOut = rows.map((row) => ({ given: row.given, cells: layout.map((at) => row.cells[at] ?? null) }))
    const roles = layout.map((at) => given.columns[at]!.role)
    const differ = compare(laidOut, expected, roles, wanted.inOrder)
    if (differ === null) return null
    first ??= differ
  }
  return first ?? { expected: wanted.rows[0] ?? null, came: given.rows[0] ?? null }
}

function comparedOf(row: Row, zone: string): Compared {
  return { given: row, cells: row.map((cell) => plain(cell, zone)) }
}

const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?$/

/** A day is its midnight in the zone, so that `date` and `timestamptz` of one bucket are the same. */
function plain(cell: Cell, zone: string): Cell {
  if (typeof cell !== 'string' || !moment.test(cell)) return cell
  try {
    const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(cell.slice(10))
    const instant = hasOffset
      ? Temporal.Instant.from(cell)
      : Temporal.PlainDateTime.from(cell).toZonedDateTime(zone).toInstant()
    return instant.toString()
  } catch {
    return cell
  }
}

const mayBeExtra: ReadonlySet<ColumnRole> = new Set(['previous', 'change', 'share'])

/**
 * The ways to pick `width` of the answer's columns, in their order, leaving out only what may be extra. A value whose share
 * or change was asked for is extra too, as long as something of the measure is kept.
 */
function layouts(columns: Given['columns'], width: number | null): readonly (readonly number[])[] {
  if (width === null) return [columns.map((_, at) => at)]
  const found: number[][] = []
  const pick = (at: number, picked: readonly number[]): void => {
    if (found.length >= 200) return
    if (at === columns.length) {
      if (picked.length === width) found.push([...picked])
      return
    }
    pick(at + 1, [...picked, at])
    if (mayBeExtra.has(columns[at]!.role) || isEndOfRange(columns, at) || isLeftToItsFigures(columns, at))
      pick(at + 1, picked)
  }
  pick(0, [])
  return found.filter((layout) => keepsEachMeasure(columns, layout))
}

/** The end of a histogram's range goes without saying: it is where the next one begins. */
function isEndOfRange(columns: Given['columns'], at: number): boolean {
  return columns[at]!.role === 'bucket' && columns[at - 1]?.role === 'bucket'
}

/** A measure followed by its own share or change. */
function isLeftToItsFigures(columns: Given['columns'], at: number): boolean {
  if (columns[at]!.role !== 'measure') return false
  const next = columns.slice(at + 1).findIndex(({ role }) => role === 'measure')
  const own = columns.slice(at + 1, next < 0 ? undefined : at + 1 + next)
  return own.some(({ role }) => role === 'share' || role === 'change')
}

function keepsEachMeasure(columns: Given['columns'], layout: readonly number[]): boolean {
  const starts = columns.flatMap(({ role }, at) => (role === 'measure' ? [at] : []))
  return starts.every((start, index) => {
    const end = starts[index + 1] ?? columns.length
    return layout.some((at) => at >= start && at < end && columns[at]!.role !== 'previous')
  })
}

type Compare = (given: readonly Compared[], expected: readonly Compared[], isFiller: IsFiller) => RowsDiffer | null
type IsFiller = (row: Compared) => boolean

function compare(
  given: readonly Compared[],
  expected: readonly Compared[],
  roles: readonly ColumnRole[],
  inOrder: boolean,
): RowsDiffer | null {
  const names: ReadonlySet<ColumnRole | undefined> = new Set(['time', 'dimension'])
  // Buckets without data are filled in answers; SQL seldom does.
  const isFiller = ({ cells }: Compared) =>
    roles.includes('time') && cells.every((cell, at) => names.has(roles[at]) || cell === null || cell === 0)
  return (inOrder ? inTheirOrder : inAnyOrder)(given, expected, isFiller)
}

const inTheirOrder: Compare = (given, expected, isFiller) => {
  let next = 0
  for (const row of given) {
    const wanted = expected[next]
    if (wanted && sameRow(row, wanted)) next++
    else if (!isFiller(row)) return { expected: wanted?.given ?? null, came: row.given }
  }
  return next < expected.length ? { expected: expected[next]!.given, came: null } : null
}

const inAnyOrder: Compare = (given, expected, isFiller) => {
  const waiting = new Map<string, Compared[]>()
  for (const row of expected) waiting.set(nameOf(row), [...(waiting.get(nameOf(row)) ?? []), row])
  const surplus: Compared[] = []
  for (const row of given) {
    const named = waiting.get(nameOf(row)) ?? []
    const at = named.findIndex((each) => sameRow(row, each))
    if (at >= 0) named.splice(at, 1)
    else if (!isFiller(row)) surplus.push(row)
  }
  const missing = [...waiting.values()].flat()
  if (surplus.length === 0 && missing.length === 0) return null
  const came = surplus.find((row) => missing.some((each) => nameOf(each) === nameOf(row))) ?? surplus[0]
  const counterpart = came && missing.find((each) => nameOf(each) === nameOf(came))
  return { expected: (counterpart ?? missing[0])?.given ?? null, came: came?.given ?? null }
}

/** What a row is about: its cells that are no numbers. */
function nameOf({ cells }: Compared): string {
  return JSON.stringify(cells.map((cell) => (typeof cell === 'number' ? 0 : cell)))
}

function sameRow(one: Compared, other: Compared): boolean {
  return (
    one.cells.length === other.cells.length && one.cells.every((cell, at) => sameCell(cell, other.cells[at] ?? null))
  )
}

function sameCell(one: Cell, other: Cell): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other))
}
