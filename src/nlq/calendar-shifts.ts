/** A counterpart some time before: the same day last week, the same month a year before, three weeks earlier. */
import type { Unit } from '../analytics/period.ts'
import { countFrom, unitFrom } from './calendar-units.ts'
import { yearNumber } from './calendar-dates.ts'
import type { Token } from './text.ts'
import { skip, word } from './when.ts'
import * as words from './words/en.ts'

/** How far before; `year` where the counterpart is in a year that was named. */
export interface ShiftMatch {
  /** Index of the token after the phrase. */
  readonly to: number
  readonly unit: Unit
  readonly count: number
  readonly year: number | null
  /** "The four weeks before": as long as that, up to where the period begins. */
  readonly isStretch?: boolean
}

/** The counterpart that starts at this token. */
export function matchShift(tokens: readonly Token[], at: number): ShiftMatch | null {
  const start = skip(tokens, at, 'the')
  const isSame =
    word(tokens, start) === 'same' || (word(tokens, start) === 'this' && word(tokens, start + 1) === 'time')
  const isWeekday = words.weekdayNames.has(word(tokens, start + 1)) || word(tokens, start + 1) === 'weekday'
  if (!isSame) {
    const found = distance(tokens, start, /^(ago|earlier|before|previously|prior)$/)
    // "A year ago" has words of its own.
    if (found?.unit === 'year' && found.count === 1 && word(tokens, found.to - 1) === 'ago') return null
    return found && (start > at || word(tokens, at - 1) === 'the') ? { ...found, isStretch: true } : found
  }
  if (!isCounterpart(word(tokens, start + 1))) return null
  const next = skip(tokens, start + 2, 'of', 'in', 'from', 'for', 'the', 'during', 'as')
  const found = before(tokens, next)
  // A year has no whole number of weeks: its Saturday is 52 weeks away.
  return found && isWeekday && found.unit === 'year' && found.year === null
    ? { ...found, unit: 'week', count: 52 * found.count }
    : found
}

/** last year · a year ago · 2024 · yesterday */
function before(tokens: readonly Token[], at: number): ShiftMatch | null {
  const year = yearNumber(word(tokens, at))
  if (year) return { to: at + 1, unit: 'year', count: 1, year }
  if (word(tokens, at) === 'yesterday') return { to: at + 1, unit: 'day', count: 1, year: null }
  if (/^(last|previous|prior|preceding|past)$/.test(word(tokens, at))) {
    const unit = unitFrom(tokens, at + 1)
    return unit && { to: unit.to, unit: unit.unit, count: unit.times, year: null }
  }
  return distance(tokens, at, /^(ago|earlier|before|back|prior|previously)$/)
}

/** What a counterpart can be called: the same period, the same Saturday. */
const isCounterpart = (text: string) =>
  words.weekdayNames.has(text) ||
  /^(periods?|times?|stretch|span|timeframe|dates?|days?|weekdays?|weeks?|weekends?|months?|quarters?|hours?|half|point|season|range|interval)$/.test(
    text,
  )

/** a week earlier · three months before · one year ago */
function distance(tokens: readonly Token[], at: number, end: RegExp): ShiftMatch | null {
  const start = skip(tokens, at, 'exactly')
  const isOne = /^(a|an|one)$/.test(word(tokens, start))
  const count = isOne ? { value: 1, to: start + 1 } : countFrom(tokens, start)
  const unit = count && unitFrom(tokens, count.to)
  if (!unit || !end.test(word(tokens, unit.to))) return null
  return { to: unit.to + 1, unit: unit.unit, count: count.value * unit.times, year: null }
}
