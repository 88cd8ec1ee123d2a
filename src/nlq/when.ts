/** Stretches of time in words, and the small tools that find them. */
import type { Grain } from '../analytics/catalog.ts'
import type { Period } from '../analytics/kpi-query.ts'
import type { Clock } from './calendar.ts'
import type { Token } from './text.ts'

/** A stretch of time in words. */
export interface When {
  /** Null when there is no such time, or when it is all there is (`isAllTime`). */
  period(clock: Clock): Period | null
  /** The unit it is one of ("last month" is a month), when it is one. */
  readonly unit: Grain | null
  /** Said relative to now: what it is compared with is then the current one. */
  readonly relative: boolean
  /** All there is: no period at all. */
  readonly isAllTime?: boolean
  /** Year not said: a neighbour's year applies. */
  readonly withYear?: (year: number) => When
  /** The same thing inside another period: "march" of "last year". */
  readonly inside?: (outer: When) => When
  /** A point within a day was named, such as "at 3pm". */
  readonly hour?: boolean
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

/** A single match. */
export const one = (to: number, when: When): readonly WhenMatch[] => [{ to, when }]

/** A period said by where it lies from now. */
export const relative = (unit: Grain | null, period: (clock: Clock) => Period | null): When => ({
  period,
  unit,
  relative: true,
})

/** A period said by its name in the calendar. */
export const absolute = (unit: Grain | null, period: (clock: Clock) => Period | null): When => ({
  period,
  unit,
  relative: false,
})
