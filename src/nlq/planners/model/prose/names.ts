/** The words by which a sentence may name members and buckets of an answer. */
import type { Cell } from '../../../../analytics/answer.ts'
import type { Grain } from '../../../../analytics/catalog.ts'
import { isKey, type Facts, type Name } from './facts.ts'
import { claimWords } from './vocabulary.ts'

const longestName = 40

/** The longest first. Words that could mean members of two columns, or two buckets, name neither. */
export function namesOf(facts: Facts): readonly Name[] {
  const found = new Map<string, Name | null>()
  facts.columns.forEach((column, at) => {
    if (!isKey(column)) return
    const cells = new Set(facts.rows.map((row) => row[at] ?? null))
    for (const cell of cells) {
      if (cell === null || typeof cell !== 'string') continue
      const rows = facts.rows.flatMap((row, index) => (row[at] === cell ? [index] : []))
      const printed = facts.table[rows[0]!]?.[at]
      const texts = column.role === 'time' ? bucketNames(cell, facts.grain, printed) : isPlainName(cell) ? [cell] : []
      for (const text of new Set(texts)) found.set(text, found.has(text) ? null : { text, column: at, rows })
    }
  })
  return [...found.values()]
    .filter((name) => name !== null)
    .toSorted((one, other) => other.text.length - one.text.length)
}

/** A value of the data that reads as a name and as nothing else. */
function isPlainName(text: string): boolean {
  if (text.length > longestName || !/^[\p{L}\p{N}][\p{L}\p{N} &'’./+()-]*$/u.test(text) || !/\p{L}/u.test(text))
    return false
  return !text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => claimWords.has(word))
}

function bucketNames(bucket: Cell, grain: Grain | null, printed: string | undefined): readonly string[] {
  const day = new Date(`${String(bucket).slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return []
  const own = [String(bucket), ...(printed === undefined ? [] : [printed])]
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' }).format(day)
  const year = String(bucket).slice(0, 4)
  const months = [part({ month: 'long' }), part({ month: 'short' })]
  const days = months.flatMap((month) => [`${day.getUTCDate()} ${month}`, `${month} ${day.getUTCDate()}`])
  switch (grain) {
    case 'year':
      return [...own, year]
    case 'quarter': {
      const quarter = `Q${Math.floor(day.getUTCMonth() / 3) + 1}`
      return [...own, `${quarter} ${year}`, quarter]
    }
    case 'month':
      return [...own, ...months.flatMap((month) => [`${month} ${year}`, month])]
    case 'week':
      return [...own, ...days.flatMap((date) => [`week of ${date}`, `week of ${date} ${year}`])]
    case 'day':
      return [...own, ...days.flatMap((date) => [date, `${date} ${year}`, `${date}, ${year}`])]
    case 'hour':
    case 'minute':
    case null:
      return own
  }
}
