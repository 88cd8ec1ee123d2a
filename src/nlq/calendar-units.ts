/** Periods said from now or by their unit: last week, the past 90 days, the week before last, year to date. */
import type { Grain } from '../analytics/catalog.ts'
import type { Unit } from '../analytics/period.ts'
import * as calendar from './calendar.ts'
import { wordsToNumber } from './numbers.ts'
import type { Token } from './text.ts'
import { absolute, one, phraseFinder, relative, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as time from './words/en-calendar.ts'
import * as words from './words/en.ts'

/** A unit in words and how many of the calendar's it stands for. */
interface UnitSaid {
  readonly unit: Unit
  readonly times: number
  readonly to: number
}

/** month · half year · fiscal quarter · fortnight */
export function unitFrom(tokens: readonly Token[], at: number): UnitSaid | null {
  const isFiscal = time.fiscalWords.has(word(tokens, at))
  const start = isFiscal ? at + 1 : at
  const found = time.units.get(word(tokens, start))
  if (!found) return null
  const to = start + 1
  if (found.unit === 'half' && /^years?$/.test(word(tokens, to))) return { ...found, to: to + 1 }
  if (!isFiscal) return { ...found, to }
  const fiscal = ({ quarter: 'fiscal_quarter', half: 'fiscal_half', year: 'fiscal_year' } as const)[
    found.unit as 'year'
  ]
  return fiscal && found.times === 1 ? { unit: fiscal, times: 1, to } : null
}

export const allTime: Matcher = (tokens, at) => {
  const found = allTimeAt(tokens, at).find(({ to }) => word(tokens, to) !== 'of')
  return found ? one(found.to, { period: () => null, unit: null, relative: false, isAllTime: true }) : []
}

const allTimeAt = phraseFinder([...time.allTimePhrases].map((phrase) => [phrase, null]))

export const days: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const isBeside = word(tokens, start) === 'day' && /^(before|after)$/.test(word(tokens, start + 1))
  const other = isBeside ? { yesterday: -2, tomorrow: 2 }[word(tokens, start + 2)] : undefined
  const back = other ?? { today: 0, yesterday: -1, tomorrow: 1 }[word(tokens, at)]
  if (back === undefined || back > 1) return []
  return one(
    other === undefined ? at + 1 : start + 3,
    relative('day', (clock) => calendar.unitAt('day', back, clock)),
  )
}

/** last week · this month · the past 90 days · previous quarter · last fiscal year · last Monday · last 7d */
export const relativeUnits: Matcher = (tokens, at) => {
  let start = skip(tokens, at, 'the')
  // "this past week"
  if (word(tokens, start) === 'this' && /^(past|last|coming)$/.test(word(tokens, start + 1))) start++
  const which = word(tokens, start)
  const steps = time.backWords.has(which) ? -1 : time.nowWords.has(which) ? 0 : time.nextWords.has(which) ? 1 : null
  if (steps === null) return abbreviated(tokens, at)
  const after = skip(tokens, start + 1, ...time.wholeWords)
  const glued = steps < 0 ? gluedCount(tokens, after) : null
  if (glued) return one(after + 1, lastUnits(glued.unit, glued.count))
  const count = countFrom(tokens, after)
  if (count) return steps === 0 ? [] : counted(tokens, which, count, steps)
  return [...whole(tokens, which, steps, after), ...named(tokens, steps, after)]
}

/** last 3 full months; the last few weeks may be three or more. */
function counted(
  tokens: readonly Token[],
  which: string,
  { value, to, isVague }: NonNullable<ReturnType<typeof countFrom>>,
  steps: number,
): readonly WhenMatch[] {
  const unit = unitFrom(tokens, skip(tokens, to, ...time.wholeWords))
  if (!unit) return []
  // "the trailing 3 month average" is an average over months.
  const isSingular = value > 1 && !word(tokens, unit.to - 1).endsWith('s')
  const isWindow = /^(moving|rolling|average|avg|mean|sum|total)$/.test(word(tokens, unit.to))
  if (isWindow && (isSingular || which === 'rolling' || which === 'trailing')) return []
  if (isSingular && time.slidingWords.has(which) && which !== 'past') return []
  return [value, ...(isVague ? [value * 2] : [])].map((count) => ({
    to: unit.to,
    when: steps < 0 ? lastUnits(unit.unit, count * unit.times) : nextUnits(unit.unit, count * unit.times),
  }))
}

/** There may be data for what is to come: arrivals that are booked. */
function nextUnits(unit: Unit, count: number): When {
  return relative(null, (clock) => calendar.unitsBeside(calendar.unitAt(unit, 0, clock).to, unit, count, clock))
}

function lastUnits(unit: Unit, count: number): When {
  return relative(count === 1 ? unit : null, (clock) => calendar.lastUnits(unit, count, clock))
}

function whole(tokens: readonly Token[], which: string, steps: number, at: number): readonly WhenMatch[] {
  const unit = unitFrom(tokens, at)
  if (!unit) return []
  // "recent months", "the past years": nobody knows how many.
  if (word(tokens, unit.to - 1).endsWith('s'))
    return steps < 0 ? [3, 6].map((count) => ({ to: unit.to, when: lastUnits(unit.unit, count * unit.times) })) : []
  // "the past week" is the seven days until now, "last week" the calendar's.
  if (time.slidingWords.has(which)) {
    const [count, of] = sliding[unit.unit] ?? [1, unit.unit]
    return one(
      unit.to,
      relative(null, (clock) => calendar.lastUnits(of, count * unit.times, clock)),
    )
  }
  if (unit.times > 1) return steps < 0 ? one(unit.to, lastUnits(unit.unit, unit.times)) : []
  const when = relative(unit.unit, (clock) => calendar.unitAt(unit.unit, steps, clock))
  const found = one(unit.to, steps === 0 ? { ...when, inside: (outer) => inOtherYear(when, outer) } : when)
  // "over the last year" is last year, or the twelve months until now.
  const isOver = steps < 0 && word(tokens, at - 2) === 'the' && /^(over|within|throughout)$/.test(word(tokens, at - 3))
  const [count, of] = sliding[unit.unit] ?? [0, unit.unit]
  if (isOver && which === 'last' && count > 0 && unit.unit !== 'day')
    return [...found, { to: unit.to, when: relative(null, (clock) => calendar.lastUnits(of, count, clock)) }]
  // "last half year": that of the calendar, or the last six months.
  return unit.unit === 'half' && steps < 0 && unit.to > at + 1
    ? [...found, { to: unit.to, when: lastUnits('month', 6) }]
    : found
}

const sliding: Partial<Record<Unit, readonly [number, Grain]>> = {
  day: [24, 'hour'],
  week: [7, 'day'],
  month: [30, 'day'],
  quarter: [3, 'month'],
  half: [6, 'month'],
  year: [12, 'month'],
}

/** "this month last year" */
function inOtherYear(when: When, outer: When): When | null {
  if (outer.unit !== 'year' || !outer.relative || when.unit === null || when.unit === 'year') return null
  return {
    ...relative(when.unit, (clock) => {
      const [here, year] = [when.period(clock), outer.period(clock)]
      const years = year && here ? Number(here.from.slice(0, 4)) - Number(year.from.slice(0, 4)) : 0
      return here && years > 0 ? calendar.yearsBefore(here, when.unit!, years, clock) : null
    }),
    within: outer,
  }
}

/** last weekend · last Monday · this March · last Q3 */
function named(tokens: readonly Token[], steps: number, at: number): readonly WhenMatch[] {
  if (steps > 0) return []
  const text = word(tokens, at)
  if (text === 'weekend')
    return one(
      at + 1,
      relative(null, (clock) => calendar.weekendAt(steps, clock)),
    )
  const weekday = words.weekdayNames.get(text)
  if (weekday)
    return one(
      at + 1,
      relative('day', (clock) =>
        steps < 0 ? calendar.weekdayBefore(weekday, clock) : calendar.weekdayThisWeek(weekday, clock),
      ),
    )
  const month = words.monthNames.get(text)
  if (month && !/^\d/.test(word(tokens, at + 1)))
    return one(
      at + 1,
      relative('month', (clock) =>
        steps < 0 ? calendar.monthBefore(month, clock) : calendar.named({ year: calendar.year(clock), month }, clock),
      ),
    )
  const quarter = /^q([1-4])$/.exec(text)
  if (!quarter) return []
  const number = Number(quarter[1])
  return one(
    at + 1,
    relative('quarter', (clock) =>
      steps < 0
        ? calendar.quarterBefore(number, clock)
        : calendar.named({ year: calendar.year(clock), quarter: number }, clock),
    ),
  )
}

/** "Over the weekend": the last one that is over; on a weekend it may be this one. */
export const theWeekend: Matcher = (tokens, at) => {
  if (word(tokens, at) !== 'the' || word(tokens, at + 1) !== 'weekend') return []
  if (/^(of|in|before|after|ending|starting)$/.test(word(tokens, at + 2))) return []
  const last = relative(null, (clock) => calendar.weekendAt(-1, clock))
  const current = relative(null, (clock) => {
    const here = calendar.weekendAt(0, clock)
    return here.through ? here : calendar.weekendAt(-1, clock)
  })
  return [last, current].map((when) => ({ to: at + 2, when }))
}

/** TTM · LTM · L30D · T12M */
function abbreviated(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const text = word(tokens, at)
  if (text === 'ttm' || text === 'ltm') return one(at + 1, lastUnits('month', 12))
  const short = /^[lt](\d{1,3})([dwmqy])$/.exec(text)
  if (/^(recently|lately)$/.test(text)) return [7, 30].map((count) => ({ to: at + 1, when: lastUnits('day', count) }))
  return short ? one(at + 1, lastUnits(time.gluedUnits.get(short[2]!)!, Number(short[1]))) : []
}

function gluedCount(tokens: readonly Token[], at: number): { count: number; unit: Unit } | null {
  const found = /^(\d{1,3})([a-z]+)$/.exec(word(tokens, at))
  const unit = found && time.gluedUnits.get(found[2]!)
  return unit ? { count: Number(found[1]), unit } : null
}

/** A whole number of units. "A few" is two readings. */
export function countFrom(
  tokens: readonly Token[],
  at: number,
): { readonly value: number; readonly to: number; readonly isVague?: boolean } | null {
  const start = word(tokens, at) === 'a' && /^(couple|few)$/.test(word(tokens, at + 1)) ? at + 1 : at
  if (word(tokens, start) === 'couple') return { value: 2, to: skip(tokens, start + 1, 'of') }
  if (/^(few|several)$/.test(word(tokens, start))) return { value: 3, to: start + 1, isVague: true }
  const found = wordsToNumber(tokens, at)
  return found && Number.isInteger(found.value) && found.value > 0 && found.value <= 1000 ? found : null
}

/** the week before last · the 6 weeks before last · the weekend before last */
export const beforeLast: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const isWeekend = word(tokens, start) === 'weekend'
  const count = isWeekend ? null : countFrom(tokens, start)
  const unit = isWeekend ? null : unitFrom(tokens, count?.to ?? start)
  const to = isWeekend ? start + 1 : unit?.to
  if (to === undefined || word(tokens, to) !== 'before' || word(tokens, to + 1) !== 'last') return []
  // "before last month" names what it is before.
  if (unitFrom(tokens, to + 2) || words.monthNames.has(word(tokens, to + 2))) return []
  if (!unit)
    return one(
      to + 2,
      relative(null, (clock) => calendar.weekendAt(-2, clock)),
    )
  const length = (count?.value ?? 1) * unit.times
  return one(
    to + 2,
    relative(length === 1 ? unit.unit : null, (clock) =>
      calendar.unitsBeside(calendar.unitAt(unit.unit, -1, clock).from, unit.unit, -length, clock),
    ),
  )
}

/** MTD · year to date · fiscal year to date · so far this year · YTD 2025 */
export const toDate: Matcher = (tokens, at) => {
  const isFiscal = time.fiscalWords.has(word(tokens, at))
  const start = isFiscal ? at + 1 : at
  const short = ({ ytd: 'year', mtd: 'month', qtd: 'quarter', wtd: 'week', htd: 'half', fytd: 'fiscal_year' } as const)[
    word(tokens, start)
  ]
  if (short) return one(start + 1, untilToday(isFiscal && short === 'year' ? 'fiscal_year' : short))
  const unit = unitFrom(tokens, at)
  if (unit?.times === 1 && word(tokens, unit.to) === 'to' && word(tokens, unit.to + 1) === 'date')
    return one(unit.to + 2, untilToday(unit.unit))
  const soFar = soFarAt(tokens, at)
  const next = soFar === null ? 0 : skip(tokens, soFar, 'in', 'for', 'the')
  if (soFar === null) return []
  if (word(tokens, next) === 'today') return one(next + 1, untilToday('day'))
  const of = time.nowWords.has(word(tokens, next)) ? unitFrom(tokens, next + 1) : null
  return of?.times === 1 ? one(of.to, untilToday(of.unit)) : []
}

/** The token after "so far", "to date", "until now"; null when there is none. */
export function soFarAt(tokens: readonly Token[], at: number): number | null {
  const [first, second, third] = [0, 1, 2].map((offset) => word(tokens, at + offset))
  if ((first === 'so' && second === 'far') || (first === 'to' && second === 'date')) return at + 2
  if (/^(until|till)$/.test(first!) && second === 'now') return at + 2
  return first === 'up' && /^(to|until|till)$/.test(second!) && third === 'now' ? at + 3 : null
}

/** From the start of the unit to the end of today. "YTD 2025" is the same stretch of that year. */
export function untilToday(unit: Unit): When {
  const isToday = unit === 'day' || unit === 'hour' || unit === 'minute'
  const when = relative(unit, (clock) => (isToday ? calendar.unitAt(unit, 0, clock) : calendar.toDate(unit, clock)))
  if (unit !== 'year') return when
  const inYear = (year: number): When =>
    absolute(null, (clock) => {
      if (year === calendar.year(clock)) return calendar.toDate('year', clock)
      const end = calendar.tomorrow(clock).slice(4)
      return calendar.between(
        `${year}-01-01`,
        end === '-01-01' ? `${year + 1}${end}` : `${year}${end}`.replace('-02-29', '-03-01'),
        clock,
      )
    })
  return { ...when, inside: (outer) => (outer.unit === 'year' && !outer.relative ? placed(outer, inYear) : null) }
}

/** The same thing in the year that a period begins in. */
export function placed(outer: When, inYear: (year: number) => When): When {
  return {
    ...inYear(2000),
    period: (clock) => {
      const whole = outer.period(clock)
      return whole && inYear(Number(whole.from.slice(0, 4))).period(clock)
    },
    relative: outer.relative,
    within: outer,
  }
}

/** three months ago · a year ago */
export const ago: Matcher = (tokens, at) => {
  const isOne = /^(a|an|one)$/.test(word(tokens, at)) && !/^(couple|few)$/.test(word(tokens, at + 1))
  const count = isOne ? { value: 1, to: at + 1, isVague: false } : countFrom(tokens, at)
  const unit = count && !count.isVague ? unitFrom(tokens, count.to) : null
  if (!unit || !/^(ago|back)$/.test(word(tokens, unit.to))) return []
  const steps = count!.value * unit.times
  return one(
    unit.to + 1,
    relative(unit.unit, (clock) => calendar.unitAt(unit.unit, -steps, clock)),
  )
}

/** "revenue for the month": the one going on. */
export const forTheUnit: Matcher = (tokens, at) => {
  if (at === 0 || word(tokens, at - 1) !== 'for' || word(tokens, at) !== 'the') return []
  const unit = unitFrom(tokens, at + 1)
  if (!unit || unit.times > 1 || word(tokens, unit.to - 1).endsWith('s') || unit.unit === 'hour') return []
  if (
    /^(of|before|after|ending|starting|beginning|from|to|until|end|when|with|which|in|that|\d.*)$/.test(
      word(tokens, unit.to),
    )
  )
    return []
  return one(
    unit.to,
    relative(unit.unit, (clock) => calendar.unitAt(unit.unit, 0, clock)),
  )
}
