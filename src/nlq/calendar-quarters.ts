/** Quarters, halves, weeks and seasons: Q3, 3Q25, first half of last year, week 12, summer 2025. */
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'
import { fiscalYearFrom, shortYear, yearNumber } from './calendar-dates.ts'
import { placed } from './calendar-units.ts'
import type { Token } from './text.ts'
import { absolute, isDashed, one, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as time from './words/en-calendar.ts'

interface PartOfYear {
  readonly kind: 'quarter' | 'half'
  readonly number: number
  readonly to: number
  /** 3Q25 */
  readonly year?: number
}

/** q3 · 3Q25 · third quarter of 2025 · fiscal Q2 · Q2 FY25 · h1 2025 · second half of last year */
export const quarters: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const isFiscal = time.fiscalWords.has(word(tokens, start)) || time.fiscalWords.has(word(tokens, start + 1))
  const part = partFrom(tokens, time.fiscalWords.has(word(tokens, start)) ? start + 1 : start)
  if (!part || (part.kind === 'half' && part.number > 2)) return []
  const next = skip(tokens, part.to, 'of', 'in')
  const fiscal = fiscalYearFrom(tokens, next)
  if (fiscal) return one(fiscal.to, inYears(part, true)(fiscal.year))
  const year = part.year ?? yearNumber(word(tokens, next)) ?? yearAfter(tokens, part, next)
  const to = part.year ? part.to : year ? next + 1 : part.to
  return one(to, year ? inYears(part, isFiscal)(year) : recentOf(inYears(part, isFiscal), part))
}

function partFrom(tokens: readonly Token[], at: number): PartOfYear | null {
  const text = word(tokens, at)
  const short = /^([qh])([1-4])$/.exec(text)
  const turned = /^([1-4])([qh])(\d{2}|\d{4})?$/.exec(text)
  const kindOf = (letter: string) => (letter === 'q' ? 'quarter' : 'half')
  if (short) return { kind: kindOf(short[1]!), number: Number(short[2]), to: at + 1 }
  if (turned) {
    const year = turned[3] === undefined ? null : turned[3].length === 2 ? 2000 + Number(turned[3]) : Number(turned[3])
    return { kind: kindOf(turned[2]!), number: Number(turned[1]), to: at + 1, ...(year ? { year } : {}) }
  }
  const counted = time.ordinals.get(text) ?? Number(/^([1-4])(?:st|nd|rd|th)$/.exec(text)?.[1] ?? 0)
  const next = skip(tokens, at + 1, 'fiscal', 'financial')
  const unit = time.units.get(word(tokens, next))?.unit
  if (counted >= 1 && counted <= 4 && (unit === 'quarter' || unit === 'half') && !word(tokens, next).endsWith('s'))
    return { kind: unit, number: counted, to: next + 1 }
  const isSpelled = text === 'quarter' && /^[1-4]$/.test(word(tokens, at + 1))
  return isSpelled ? { kind: 'quarter', number: Number(word(tokens, at + 1)), to: at + 2 } : null
}

/** Q3 '25, Q3-25, and Q3 25 where nothing else is counted. */
function yearAfter(tokens: readonly Token[], part: PartOfYear, at: number): number | null {
  const token = tokens[at]
  if (at !== part.to || !token) return null
  const isPlain = token.gap === '' && /^[12]\d$/.test(token.word) && at === tokens.length - 1
  return shortYear(token, !isPlain && !/^[-/]$/.test(token.gap))
}

function inYears({ kind, number }: PartOfYear, isFiscal: boolean): (year: number) => When {
  return (year) =>
    isFiscal
      ? absolute(`fiscal_${kind}`, (clock) => calendar.fiscal({ year, [kind]: number }, clock))
      : absolute(kind, (clock) => calendar.named({ year, [kind]: number }, clock))
}

function recentOf(exact: (year: number) => When, { kind, number }: PartOfYear): When {
  const unit = exact(2000).unit
  const isFiscal = unit?.startsWith('fiscal') ?? false
  return {
    // A fiscal year may be named for the year after the one going on.
    ...absolute(unit, (clock) => {
      const ahead = isFiscal ? exact(calendar.year(clock) + 1).period(clock) : null
      if (ahead && ahead.from <= calendar.today(clock)) return ahead
      return calendar.recent((year) => exact(year).period(clock), clock)
    }),
    withYear: exact,
    ...(kind === 'quarter' && !isFiscal ? { recurs: { part: 'quarter_of_year' as const, values: [number] } } : {}),
    inside: (outer) => {
      if (outer.unit === 'fiscal_year') return placedFiscal(outer, kind, number)
      if (outer.unit === 'year' && !isFiscal) return placed(outer, exact)
      return kind === 'half' && outer.unit === 'month' ? halfOfMonth(number, outer) : null
    },
  }
}

function placedFiscal(outer: When, kind: PartOfYear['kind'], number: number): When {
  const unit = `fiscal_${kind}` as const
  return {
    ...absolute(unit, (clock) => {
      const whole = outer.period(clock)
      return whole && calendar.firstOf(whole, unit, 1, clock, number - 1)
    }),
    within: outer,
  }
}

/** Of a month the first fifteen days or the rest. */
function halfOfMonth(number: number, outer: When): When {
  return {
    ...absolute(null, (clock) => {
      const whole = outer.period(clock)
      const first = whole && calendar.firstOf(whole, 'day', 15, clock)
      return first && (number === 1 ? first : calendar.between(first.to, whole.to, clock))
    }),
    within: outer,
  }
}

/** week 12 · KW 12 · calendar week 12 of 2025 · 2025-W12 · weeks 10 to 12 */
export const weeks: Matcher = (tokens, at) => {
  const yearFirst = yearNumber(word(tokens, at))
  const start = yearFirst ? at + 1 : skip(tokens, at, 'the', 'calendar', 'iso')
  const glued = /^(?:w|cw|kw|wk)(\d{1,2})$/.exec(word(tokens, start))
  const isNamed = /^(week|weeks|cw|kw|wk)$/.test(word(tokens, start))
  const number = glued ? Number(glued[1]) : isNamed ? weekNumber(tokens, start + 1) : 0
  const to = glued ? start + 1 : start + 2
  if (number < 1 || number > 53 || (yearFirst && !isDashed(tokens, start))) return []
  const exact = (year: number): When => absolute('week', (clock) => calendar.week(year, number, clock))
  if (yearFirst) return one(to, exact(yearFirst))
  const link =
    word(tokens, start) === 'weeks' && (/^(to|until|through|and)$/.test(word(tokens, to)) || isDashed(tokens, to))
  if (link) {
    const end = /^\d/.test(word(tokens, to)) ? to : to + 1
    return weekNumber(tokens, end) > number ? severalWeeks(tokens, number, end) : []
  }
  return weekOfYear(tokens, to, exact)
}

const weekNumber = (tokens: readonly Token[], at: number) => Number(/^\d{1,2}$/.exec(word(tokens, at))?.[0] ?? 0)

function weekOfYear(tokens: readonly Token[], to: number, exact: (year: number) => When): readonly WhenMatch[] {
  const next = skip(tokens, to, 'of', 'in')
  const year = yearNumber(word(tokens, next))
  if (year) return one(next + 1, exact(year))
  const period = (clock: Clock) => calendar.recent((of) => exact(of).period(clock), clock)
  return one(to, {
    ...absolute(exact(2000).unit, period),
    withYear: exact,
    inside: (outer) => (outer.unit === 'year' ? placed(outer, exact) : null),
  })
}

function severalWeeks(tokens: readonly Token[], first: number, at: number): readonly WhenMatch[] {
  const last = weekNumber(tokens, at)
  const exact = (year: number): When =>
    absolute(null, (clock) => {
      const [start, end] = [calendar.week(year, first, clock), calendar.week(year, last, clock)]
      return start && end && calendar.between(start.from, end.to, clock)
    })
  return weekOfYear(tokens, at + 1, exact)
}

/** last summer · summer 2025 · this winter: by months or by the sun, so both are readings. */
export const seasons: Matcher = (tokens, at) => {
  const which = skip(tokens, at, 'the')
  const isLed = /^(last|this|past|previous)$/.test(word(tokens, which))
  const isLast = isLed && word(tokens, which) !== 'this'
  const start = isLed ? which + 1 : which
  const month = time.seasons.get(word(tokens, start))
  if (!month) return []
  const next = skip(tokens, start + 1, 'of')
  const year = yearNumber(word(tokens, next)) ?? shortYear(tokens[next])
  const isCued = /^(in|during|over|since)$/.test(word(tokens, at - 1))
  if (!isLed && !year && !isCued) return []
  return [1, 21].map((day) => {
    const inYear = (of: number) => (clock: Clock) =>
      calendar.between(
        `${of}-${pad(month)}-${pad(day)}`,
        month === 12 ? `${of + 1}-03-${pad(day)}` : `${of}-${pad(month + 3)}-${pad(day)}`,
        clock,
      )
    const when = year
      ? absolute(null, inYear(year))
      : absolute(null, (clock) => calendar.recent((of) => over(inYear(of)(clock), isLast, clock), clock))
    return { to: year ? next + 1 : start + 1, when: { ...when, style: day === 1 ? 'whole_months' : 'solstices' } }
  })
}

/** Last summer is over. */
const over = (whole: Period, isLast: boolean, clock: Clock) =>
  isLast && whole.to > calendar.today(clock) ? null : whole

const pad = (number: number) => String(number).padStart(2, '0')
