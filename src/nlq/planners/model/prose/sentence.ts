/** One sentence of a commentary, read from left to right and held to the cells as it goes. */
import { adverbs, isEndAlone, isSmall, mayFollow } from './around.ts'
import { comparisonFault, courseFault, endFault, nextFault, noRow, rowOf } from './claims.ts'
import type { Course, End, Shown } from './claims.ts'
import { cellFor, type Slot } from './cell-for.ts'
import { groupsOf, type Facts, type Group, type Name } from './facts.ts'
import type { Item } from './items.ts'

/** What was read so far. */
interface Reading {
  readonly facts: Facts
  readonly groups: readonly Group[]
  /** The last name of each key column: whom the next figure is of. */
  readonly about: Map<number, Name>
  /** Names that nothing was said of yet. */
  readonly unused: Set<Name>
  group: Group | null
  statement: Statement
  /** The last row that was said to be an end of the ranking, or to follow on it. */
  ranked: { readonly row: number; readonly end: End } | null
  hasSaid: boolean
}

interface Statement {
  slot: Slot
  course: (Course & { readonly word: string }) | null
  end: { readonly end: End; readonly word: string } | null
  /** A change that was given: what rose or fell is shown by it. */
  isShown: boolean
  from: Shown | null
  to: Shown | null
  names: Name[]
  isCompared: boolean
  /** What the last figure was said to be. */
  last: Slot | null
  /** The time before was spoken of, and no figure of it was given yet. */
  waitsForBefore: boolean
}

const begun = (): Statement => ({
  slot: 'value',
  course: null,
  end: null,
  isShown: false,
  from: null,
  to: null,
  names: [],
  isCompared: false,
  last: null,
  waitsForBefore: false,
})

/** The first thing in it that does not hold. */
export function sentenceFault(items: readonly Item[], facts: Facts): string | null {
  const groups = groupsOf(facts)
  const [only, ...more] = groups
  const reading: Reading = {
    facts,
    groups,
    about: new Map(),
    unused: new Set(),
    group: only && more.length === 0 ? only : null,
    statement: begun(),
    ranked: null,
    hasSaid: false,
  }
  for (let at = 0; at < items.length;) {
    const taken = take(items, at, reading)
    if (typeof taken === 'string') return taken
    at += taken
  }
  const fault = close(reading)
  if (fault !== null) return fault
  const [left] = reading.unused
  if (left) return `nothing is said of "${left.text}"`
  return reading.hasSaid ? null : 'it says nothing of the cells'
}

/** How many items were taken, or what does not hold. */
function take(items: readonly Item[], at: number, reading: Reading): number | string {
  const item = items[at]!
  const { statement } = reading
  switch (item.kind) {
    case 'name':
      reading.about.set(item.name.column, item.name)
      reading.unused.add(item.name)
      statement.names.push(item.name)
      return 1
    case 'label':
      reading.group = item.group
      return 1
    case 'figure':
    case 'literal':
      return takeFigure(item, items, at, reading)
    case 'unit':
      return `"${item.word}" stands with no figure`
    case 'small':
      statement.slot = slotAfter(item.word, statement)
      return 1
    case 'joint':
      return close(reading) ?? 1
    case 'claim':
      return takeClaim(item, items, at, reading)
    case 'end':
      return 1
  }
}

/** A value, unless a word before it says that it is something else. */
function slotAfter(word: string, { slot, course }: Statement): Slot {
  if (course && (word === 'to' || word === 'from')) return word
  return slot === 'change' || leavePrevious.has(word) ? slot : 'value'
}

const leavePrevious = new Set(
  'by of a an the about around roughly approximately with to period value figure was'.split(' '),
)

function takeFigure(
  item: Item & { kind: 'figure' | 'literal' },
  items: readonly Item[],
  at: number,
  reading: Reading,
): number | string {
  const { statement, facts } = reading
  const what = `"${item.text}"`
  let taken = 1
  let group = reading.group
  const next = items[at + 1]
  const unit = next?.kind === 'unit' ? next.word : null
  if (unit !== null) taken++
  const label = items[at + taken]
  if (label?.kind === 'label') {
    group = label.group
    taken++
  }
  if (!group) return `it is not clear of which measure ${what} is`
  const about = new Map(reading.about)
  const [link, after] = [items[at + taken], items[at + taken + 1]]
  const isOfNext = link?.kind === 'small' && of.has(link.word) && after?.kind === 'name'
  if (isOfNext) about.set(after.name.column, after.name)
  else if (statement.isCompared) return `it is not clear whose ${what} is`
  const row = rowOf(about.values(), facts)
  if (row === null) return `${what} is of no one row: ${noRow}`
  const behind = items[at + taken]
  const isBefore = behind?.kind === 'claim' && adverbs.has(behind.word) && !statement.course
  const slot = isBefore ? 'previous' : statement.slot
  const found = cellFor(item, { slot, row, group, course: statement.course, facts })
  if (!found) return `${what} is no such cell of the row that it is said of`
  if (unit !== null && facts.columns[found.column]!.unit !== unit) return `${what} is not in ${unit}`
  if (isSmall(items[at - 1], 'to') && slot === 'value') return `it is not clear what goes to ${what}`
  // An increase of 12 is no increase at 12.
  if (slot === 'value' && statement.course && !statement.isShown)
    return `say by how much or from what to what "${statement.course.word}" is meant`
  if (slot === 'previous') statement.waitsForBefore = false
  statement.last = slot
  if (slot === 'from') statement.from = found
  if (slot === 'to') statement.to = found
  if (slot === 'change') statement.isShown = true
  statement.slot = 'value'
  about.forEach((name) => reading.unused.delete(name))
  reading.hasSaid = true
  if (isOfNext) {
    reading.about.set(after.name.column, after.name)
    statement.names.push(after.name)
    return taken + 2
  }
  return isBefore ? taken + 1 : taken
}

/** Between a figure and whose it is: 12 in October, 5 for EMEA. */
const of = new Set(['in', 'for', 'on', 'at'])

function takeClaim(
  { claim, word }: Item & { kind: 'claim' },
  items: readonly Item[],
  at: number,
  reading: Reading,
): number | string {
  const { statement } = reading
  const unclear = `it is not clear what "${word}" is said of`
  switch (claim.kind) {
    case 'way':
    case 'times':
    case 'change':
      if (statement.course || statement.end) return unclear
      statement.course = { ...claim, word }
      statement.slot = claim.kind === 'times' ? 'value' : 'change'
      return 1
    case 'end':
      if (statement.course || statement.end || !isEndAlone(word, items[at + 1])) return unclear
      statement.end = { end: claim.end, word }
      return 1
    case 'before':
      if (!reading.groups.some(({ previous, changes }) => previous.length + changes.length > 0)) return unclear
      if (!mayFollow(word, items, at, statement)) return unclear
      if (!statement.isShown && statement.last !== 'previous' && statement.last !== 'from') {
        statement.slot = 'previous'
        statement.waitsForBefore = true
      }
      return 1
    case 'next':
      return takeNext(items, at, reading)
    case 'than':
      return takeComparison(claim.way, word, items, at + 1, reading) ?? unclear
    case 'degree': {
      const than = items[at + 1]
      const isOfFigure = items[at - 1]?.kind === 'figure' || items[at - 1]?.kind === 'literal'
      if (isOfFigure || than?.kind !== 'small' || than.word !== 'than') return unclear
      return takeComparison(claim.way, word, items, at + 2, reading) ?? unclear
    }
  }
}

/** "ahead of APAC": the other name is only compared with; what follows is still said of the first. Gives null where it is unclear. */
function takeComparison(
  way: 'up' | 'down',
  word: string,
  items: readonly Item[],
  start: number,
  reading: Reading,
): number | string | null {
  const { about, statement, facts, group } = reading
  const one = statement.names.at(-1)
  let at = start
  while (isSmall(items[at], 'of', 'the', 'than')) at++
  const other = items[at]
  const isOfFigure = items[start - 2]?.kind === 'figure'
  if (!group || isOfFigure || !one || other?.kind !== 'name' || other.name.column !== one.column) return null
  const against = new Map(about).set(other.name.column, other.name)
  const rows = [rowOf(about.values(), facts), rowOf(against.values(), facts)] as const
  const fault = comparisonFault(way, word, rows, group, facts)
  if (fault !== null) return fault
  about.forEach((name) => reading.unused.delete(name))
  statement.isCompared = true
  reading.hasSaid = true
  // From the claim on, which may be of two words.
  return at + 1 - start + (isSmall(items[start - 1], 'than') ? 2 : 1)
}

/** "followed by APAC" */
function takeNext(items: readonly Item[], at: number, reading: Reading): number | string {
  const { facts, group } = reading
  const before = reading.statement.end ? close(reading) : null
  if (before !== null) return before
  const other = items[at + 2]
  if (!group || !isSmall(items[at + 1], 'by') || other?.kind !== 'name') return 'it is not clear what follows'
  const about = new Map(reading.about).set(other.name.column, other.name)
  const row = rowOf(about.values(), facts)
  const fault =
    row === null ? `"${other.name.text}" is no one row: ${noRow}` : nextFault(reading.ranked, row, group, facts)
  if (fault !== null) return fault
  reading.ranked = { row: row!, end: reading.ranked!.end }
  reading.about.set(other.name.column, other.name)
  reading.statement.names.push(other.name)
  reading.hasSaid = true
  return 3
}

/** A statement is over: what it claims must be shown by now. */
function close(reading: Reading): string | null {
  const { statement, about, facts, group } = reading
  reading.statement = begun()
  const { course, end, from, to, isShown, names, waitsForBefore } = statement
  if (waitsForBefore && (!course || isShown)) return 'nothing is said of the time before that the cells show'
  if (!course && !end) return null
  const word = (course ?? end)!.word
  if (!group) return `it is not clear of which measure "${word}" is said`
  const row = rowOf(about.values(), facts)
  if (end) {
    // Whom it is said of stands with it, and no other beside.
    const isOfOne = names.length > 0 && new Set(names.map(({ column }) => column)).size === names.length
    if (!isOfOne || row === null) return `it is not clear what "${word}" is said of`
    const fault = endFault(end.end, word, row, group, facts)
    if (fault !== null) return fault
    reading.ranked = { row, end: end.end }
  } else if (course && from && !to && from.column === group.measure) {
    return `say to what "${word}" leads`
  } else if (course && !(isShown && course.kind !== 'times')) {
    const fault = courseFault(course, word, { row, from, to }, group, facts)
    if (fault !== null) return fault
  }
  about.forEach((name) => reading.unused.delete(name))
  reading.hasSaid = true
  return null
}
