/** Members of one column with one figure each: in order, at most twelve, the rest as "other" where that can be added up. */
import type { Figure, Sheet } from './sheet.ts'

/** Members shown beside "other". */
export const MOST_MEMBERS = 12

export interface Bar {
  readonly name: string
  readonly value: number | null
  readonly previous: number | null
  readonly share: number | null
  readonly isOther: boolean
  /** The one the title speaks of. */
  readonly isLead: boolean
}

export interface Ranking {
  readonly bars: readonly Bar[]
  /** All members, those behind "other" or left out included. */
  readonly count: number
  /** Sum of all members where that means something; null otherwise. */
  readonly total: number | null
  /** Small print: what the picture does not show. */
  readonly leftOut: string
  /** Whether the smallest come first because the question asked for them. */
  readonly isAscending: boolean
}

export function rank(sheet: Sheet, figure: Figure, most = MOST_MEMBERS): Ranking {
  const { query } = sheet.answer
  const first = query.order[0]
  const isAscending = first?.by.kind === 'measure' && first.by.figure === 'value' && first.direction === 'ascending'
  const isBySize = first?.by.kind === 'measure' && first.by.figure === 'value' && first.direction === 'descending'
  // Segments that moved a figure come with the one that moved it most first, everything else last.
  const isOfDrivers = query.shape.kind === 'drivers'
  const keepsOrder = isOfDrivers || (first ? !isBySize : sheet.members.some((column) => column.isOrdered))
  const all = Array.from({ length: sheet.rowCount }, (_, row) => ({
    name: sheet.members.map((column) => column.names[row] ?? '').join(' · '),
    value: figure.values[row] ?? null,
    previous: figure.previous?.[row] ?? null,
    share: figure.share?.[row] ?? null,
  }))
  const ordered = keepsOrder
    ? all
    : all.toSorted((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))
  const shown = ordered.slice(0, ordered.length === most + 1 ? most + 1 : most)
  const rest = ordered.slice(shown.length)
  const other = rest.length > 0 && figure.adds.members && !keepsOrder ? gather(rest) : null
  const lead = isOfDrivers ? (ordered[0] ?? null) : leadOf(ordered, isAscending)
  return {
    bars: [
      ...shown.map((bar) => ({ ...bar, isOther: false, isLead: bar === lead })),
      ...(other ? [{ ...other, isOther: true, isLead: false }] : []),
    ],
    count: all.length,
    total: totalOf(sheet, figure, all),
    leftOut: rest.length > 0 && !other ? `${shown.length} of ${all.length} shown, ${rest.length} left out` : '',
    isAscending,
  }
}

type Member = Pick<Bar, 'name' | 'value' | 'previous' | 'share'>

function gather(rest: readonly Member[]): Member {
  const sum = (pick: (each: Member) => number | null) =>
    rest.every((each) => pick(each) === null) ? null : rest.reduce((all, each) => all + (pick(each) ?? 0), 0)
  return {
    name: `${rest.length} others`,
    value: sum((each) => each.value),
    previous: sum((each) => each.previous),
    share: sum((each) => each.share),
  }
}

/** The one largest (or smallest, when asked for); none when two share the place. */
function leadOf(all: readonly Member[], isAscending: boolean): Member | null {
  const known = all.filter((each) => each.value !== null)
  const best = isAscending
    ? Math.min(...known.map((each) => each.value ?? 0))
    : Math.max(...known.map((each) => each.value ?? 0))
  const [only, second] = known.filter((each) => each.value === best)
  return only && !second ? only : null
}

/** What all members add up to; null when some are missing, cut away by a limit, or do not add up. */
function totalOf(sheet: Sheet, figure: Figure, all: readonly Member[]): number | null {
  const { query, truncated } = sheet.answer
  if (!figure.adds.members || truncated || query.limit || query.conditions.length > 0) return null
  return all.reduce((sum, each) => sum + (each.value ?? 0), 0)
}
