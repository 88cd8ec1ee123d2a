/** Stretches of time in words, and the small tools that find them. */
import type { Period, TimePart } from '../analytics/kpi-query.ts'
import type { Unit } from '../analytics/period.ts'
import type { Clock } from './calendar.ts'
import type { Token } from './text.ts'

/** A stretch of time in words. */
export interface When {
  /** Null when there is no such time, or when it is all there is (`isAllTime`). */
  period(clock: Clock): Period | null
  /** The unit it is one of ("last month" is a month), when it is one. */
  readonly unit: Unit | null
  /** Said relative to now: what it is compared with is then the current one. */
  readonly relative: boolean
  /** All there is: no period at all. */
  readonly isAllTime?: boolean
  /** Year not said: a neighbour's year applies. */
  readonly withYear?: (year: number) => When
  /** The same thing inside another period: "march" of "last year". Null where that makes no sense. */
  readonly inside?: (outer: When) => When | null
  /** What it was placed in. */
  readonly within?: When
  /** A point of the clock: a stretch up to it ends where it begins. */
  readonly isMoment?: boolean
  /** Both ends of "from September to October". */
  readonly ends?: readonly [When, When]
  /** Of "since June" the June. */
  readonly since?: When
  /** How an ambiguous date was taken; dates that are said together are of one style. */
  readonly style?: 'day_first' | 'month_first' | 'whole_months' | 'solstices'
  /** What comes round again: December, the first quarter, the 15th. */
  readonly recurs?: { readonly part: TimePart; readonly values: readonly number[] }
  /** A holiday that countries set. */
  readonly isHoliday?: boolean
  /** One reading of "the end of October": right for a level, or for what adds up over time. */
  readonly suits?: 'levels' | 'flows'
}

export interface WhenMatch {
  /** Index of the token after the phrase. */
  readonly to: number
  readonly when: When
}

/** Finds the periods that start at a token. */
export type Matcher = (tokens: readonly Token[], at: number) => readonly WhenMatch[]

/** The folded word at a place; empty past the end. */
export const word = (tokens: readonly Token[], at: number) => tokens[at]?.word ?? ''

/** The first place from `at` on that is none of these words. */
export const skip = (tokens: readonly Token[], at: number, ...fillers: string[]) => {
  let next = at
  while (fillers.includes(word(tokens, next))) next++
  return next
}

/** Finds the phrases of a list that stand at a token, in the list's order, and where each ends. */
export function phraseFinder<Of>(list: Iterable<readonly [string, Of]>) {
  const byFirst = new Map<string, { readonly words: readonly string[]; readonly of: Of }[]>()
  for (const [phrase, of] of list) {
    const words = phrase.split(' ')
    byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), { words, of }])
  }
  return (tokens: readonly Token[], at: number): readonly { readonly of: Of; readonly to: number }[] =>
    (byFirst.get(word(tokens, at)) ?? [])
      .filter(({ words }) => words.every((each, offset) => word(tokens, at + offset) === each))
      .map(({ words, of }) => ({ of, to: at + words.length }))
}

/** Whether words are joined by a dash: Jan-Mar, 3 - 10. */
export const isDashed = (tokens: readonly Token[], at: number) => /^(?:[-–—−]|\.\.\.?|…)$/.test(tokens[at]?.gap ?? '')

/** A single match. */
export const one = (to: number, when: When): readonly WhenMatch[] => [{ to, when }]

/** A period said by where it lies from now. */
export const relative = (unit: Unit | null, period: (clock: Clock) => Period | null): When => ({
  period,
  unit,
  relative: true,
})

/** A period said by its name in the calendar. */
export const absolute = (unit: Unit | null, period: (clock: Clock) => Period | null): When => ({
  period,
  unit,
  relative: false,
})

/** Whether two phrases read ambiguous dates the same way. */
export const isOneStyle = (one: When, other: When) =>
  one.style === undefined || other.style === undefined || one.style === other.style
