/** Whether what a sentence claims of rows is what their cells show. Null: it is. */
import type { Facts, Group, Name } from './facts.ts'

export const noRow = 'name the members and the period of exactly one row before it'

/** A cell that a figure was found to be. */
export interface Shown {
  readonly row: number
  readonly column: number
  readonly value: number
}

type Way = 'up' | 'down'

/** What a statement says of the course of a figure. */
export type Course =
  | { readonly kind: 'way'; readonly way: Way }
  | { readonly kind: 'times'; readonly times: number }
  | { readonly kind: 'change' }

export function cell({ rows }: Facts, row: number, column: number | undefined): number | null {
  const value = column === undefined ? null : rows[row]?.[column]
  return typeof value === 'number' ? value : null
}

/** That a figure rose, fell, doubled: between two figures that are given, or as the row itself has it. */
export function courseFault(
  course: Course,
  word: string,
  { row, from, to }: { readonly row: number | null; readonly from: Shown | null; readonly to: Shown | null },
  { measure, previous, changes }: Group,
  facts: Facts,
): string | null {
  const not = `"${word}" is not what the cells show`
  if ([row, from?.row, to?.row].some((each) => isCut(each, facts))) return notOver(word)
  if (from && to) {
    if (from.row !== to.row && !isLater(from.row, to.row, facts)) return `${not}: one is not the time after the other`
    return isCourse(course, from.value, to.value) ? null : not
  }
  if (row === null) return `"${word}" is said of no one row: ${noRow}`
  const [before, now] = [cell(facts, row, previous[0]), cell(facts, row, measure)]
  if (before !== null && now !== null) return isCourse(course, before, now) ? null : not
  const change = cell(facts, row, changes[0])
  return course.kind === 'way' && change !== null && isCourse(course, 0, change) ? null : not
}

function isCut(row: number | null | undefined, { cut }: Facts): boolean {
  return row !== null && row !== undefined && (cut?.includes(row) ?? false)
}

function notOver(word: string): string {
  return `"${word}" cannot be told of a time that is not whole`
}

const nearlyTimes = 0.05

function isCourse(course: Course, from: number, to: number): boolean {
  switch (course.kind) {
    case 'way':
      return course.way === 'up' ? to > from : to < from
    case 'times':
      return from > 0 && Math.abs(to / from - course.times) <= nearlyTimes * course.times
    case 'change':
      return to !== from
  }
}

/** Buckets of one course: everything but the time is the same. */
function isLater(one: number, other: number, { columns, rows }: Facts): boolean {
  const [first, second] = [rows[one]!, rows[other]!]
  let isLater = false
  for (const [at, { role }] of columns.entries()) {
    if (role === 'dimension' && first[at] !== second[at]) return false
    if (role === 'time') isLater = String(second[at]) > String(first[at])
  }
  return isLater
}

export type End = 'highest' | 'lowest'

/** That a row is the first or the last of all, alone. */
export function endFault(end: End, word: string, row: number, { measure }: Group, facts: Facts): string | null {
  if (facts.isPart) return `"${word}" cannot be told: these are not all rows`
  if (facts.rows.length < 2) return `"${word}" says nothing of a single row`
  if (isCut(row, facts)) return notOver(word)
  const own = cell(facts, row, measure)
  const others = facts.rows.flatMap((_row, at) => (at === row ? [] : (cell(facts, at, measure) ?? [])))
  const isEnd = own !== null && others.every((other) => (end === 'highest' ? own > other : own < other))
  return isEnd ? null : `"${word}" is not what the cells show`
}

/** That a row is the next after another, from the highest down or from the lowest up. */
export function nextFault(
  ranked: { readonly row: number; readonly end: End } | null,
  row: number,
  { measure }: Group,
  facts: Facts,
): string | null {
  const [first, second] = [ranked && cell(facts, ranked.row, measure), cell(facts, row, measure)]
  if (!ranked || first === null || second === null) return 'nothing was said before that could be followed'
  if (isCut(row, facts) || isCut(ranked.row, facts)) return notOver('followed')
  const isBetween = (value: number) => (ranked.end === 'highest' ? value < first : value > first)
  const isCloser = (value: number) => (ranked.end === 'highest' ? value > second : value < second)
  const closer = facts.rows.some((_row, at) => {
    const value = cell(facts, at, measure)
    return at !== row && value !== null && isBetween(value) && (isCloser(value) || value === second)
  })
  return isBetween(second) && !closer ? null : '"followed" is not what the cells show'
}

/** That one row is above or below another. */
export function comparisonFault(
  way: Way,
  word: string,
  [one, other]: readonly [number | null, number | null],
  { measure }: Group,
  facts: Facts,
): string | null {
  if (one === null || other === null) return `"${word}" is said of no two rows: ${noRow}`
  if (isCut(one, facts) || isCut(other, facts)) return notOver(word)
  const [first, second] = [cell(facts, one, measure), cell(facts, other, measure)]
  const holds = first !== null && second !== null && (way === 'up' ? first > second : first < second)
  return holds ? null : `"${word}" is not what the cells show`
}

/** The one row that these members and buckets name; null: none, or several. */
export function rowOf(names: Iterable<Name>, { rows }: Facts): number | null {
  const all = [...names]
  const found = rows.flatMap((_row, at) => (all.every((name) => name.rows.includes(at)) ? [at] : []))
  const [row, ...others] = found
  return row === undefined || others.length > 0 ? null : row
}
