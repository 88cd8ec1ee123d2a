/** What comes round by the calendar in words: every Monday, Monday to Friday, the 15th of each month, 9am to 5pm. */
import type { Grain } from '../analytics/catalog.ts'
import type { TimePart } from '../analytics/kpi-query.ts'
import { matchHours } from './calendar-clock.ts'
import { dayNumber } from './calendar-dates.ts'
import type { Token } from './text.ts'
import { isDashed, skip, word } from './when.ts'
import * as words from './words/en.ts'

/** Values of a part of time, with the grain where each of them is meant by itself. */
export interface RecurringMatch {
  /** Index of the token after the phrase. */
  readonly to: number
  readonly part: TimePart
  readonly values: readonly number[]
  readonly each?: Grain
}

/** All that comes round and starts at this token. */
export function matchRecurring(tokens: readonly Token[], at: number): readonly RecurringMatch[] {
  return [
    ...matchHours(tokens, at).map((match) => ({ ...match, part: 'hour_of_day' as const })),
    ...eachNamed(tokens, at),
    ...weekdayRange(tokens, at),
    ...dayOfEachMonth(tokens, at),
  ]
}

/** every Monday · each December · every Q4 */
function eachNamed(tokens: readonly Token[], at: number): readonly RecurringMatch[] {
  const name = word(tokens, at + 1)
  const weekday = words.weekdayNames.get(name)
  // "on a Friday"
  if (/^(a|any)$/.test(word(tokens, at)) && weekday) return [{ to: at + 2, part: 'day_of_week', values: [weekday] }]
  if (!/^(each|every)$/.test(word(tokens, at))) return []
  const month = words.monthNames.get(name)
  const quarter = Number(/^q([1-4])$/.exec(name)?.[1] ?? 0)
  const to = at + 2
  if (weekday) return [{ to, part: 'day_of_week', values: [weekday], each: 'day' }]
  if (month) return [{ to, part: 'month_of_year', values: [month], each: 'month' }]
  return quarter > 0 ? [{ to, part: 'quarter_of_year', values: [quarter], each: 'quarter' }] : []
}

/** Monday to Friday · mondays through thursdays · Mon-Fri */
function weekdayRange(tokens: readonly Token[], at: number): readonly RecurringMatch[] {
  const start = skip(tokens, at, 'from')
  const isLinked = /^(to|through|thru)$/.test(word(tokens, start + 1))
  const [first, last] = [weekdayNamed(tokens, start), weekdayNamed(tokens, start + (isLinked ? 2 : 1))]
  if (!first || !last || !(isLinked || isDashed(tokens, start + 1))) return []
  const count = ((last - first + 7) % 7) + 1
  const values = Array.from({ length: count }, (_, step) => ((first - 1 + step) % 7) + 1)
  return [{ to: start + (isLinked ? 3 : 2), part: 'day_of_week', values }]
}

const weekdayNamed = (tokens: readonly Token[], at: number) =>
  words.weekdayNames.get(word(tokens, at).replace(/s$/, ''))

/** the 15th of each month */
function dayOfEachMonth(tokens: readonly Token[], at: number): readonly RecurringMatch[] {
  const start = skip(tokens, at, 'the')
  const day = dayNumber(word(tokens, start))
  const of = /^(of|in)$/.test(word(tokens, start + 1)) && /^(each|every)$/.test(word(tokens, start + 2))
  return day && of && word(tokens, start + 3) === 'month'
    ? [{ to: start + 4, part: 'day_of_month', values: [day], each: 'day' }]
    : []
}
