/** Phrases for periods: which stretch of time a run of words names. Words only; the analytic calendar resolves them. */
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'
import { dated, dayNumber, isoDates, months, quarters, weekdays, weeks, years } from './calendar-dates.ts'
import { ago, allTime, countFrom, days, relativeUnits, toDate, unitOf } from './calendar-units.ts'
import type { Token } from './text.ts'
import { absolute, one, relative, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as words from './words/en.ts'

/** All periods that start at this token, longest first. */
export function matchWhen(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const found: WhenMatch[] = []
  found.push(...ranges(tokens, at), ...atoms(tokens, at))
  found.sort((one, other) => other.to - one.to)
  const longest = found[0]?.to
  // Shorter readings of the same words are left to other parts of the question only when nothing longer was found.
  return found.filter((match) => match.to === longest)
}

function ranges(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const found: WhenMatch[] = []
  const first = word(tokens, at)
  if (first === 'since' || (first === 'starting' && /^(from|in|on|with)$/.test(word(tokens, at + 1))))
    for (const { to, when } of atoms(
      tokens,
      skip(tokens, at + 1, 'the', 'start', 'beginning', 'of', 'from', 'in', 'on', 'with'),
    ))
      found.push({ to, when: open((clock) => when.period(clock)?.from ?? null, null) })
  if (first === 'since' || first === 'from') {
    // "since the beginning of the year", "since this morning" is today.
    const start = skip(tokens, at + 1, 'the', 'start', 'beginning', 'of', 'this', 'current')
    const unit = unitOf(word(tokens, start))
    if (unit && start > at + 2)
      found.push({ to: start + 1, when: relative(unit, (clock) => calendar.toDate(unit, clock)) })
  }
  if (first === 'after')
    for (const { to, when } of atoms(tokens, skip(tokens, at + 1, 'the', 'end', 'of')))
      found.push({ to, when: open((clock) => when.period(clock)?.to ?? null, null) })
  if (/^(?:before|until|till|through|thru)$/.test(first) || (first === 'up' && word(tokens, at + 1) === 'to'))
    for (const { to, when } of atoms(
      tokens,
      skip(tokens, at + (first === 'up' ? 2 : 1), 'the', 'start', 'beginning', 'of', 'end'),
    ))
      found.push({
        to,
        when: open(
          () => null,
          (clock) => (first === 'before' ? when.period(clock)?.from : when.period(clock)?.to) ?? null,
        ),
      })
  const opener = first === 'from' || first === 'between' || first === 'since' ? at + 1 : at
  found.push(...daysOfMonth(tokens, skip(tokens, opener, 'the')))
  for (const one of atoms(tokens, skip(tokens, opener, 'the'))) {
    const link = word(tokens, one.to)
    const dashed = /^[-–—−]$/.test(tokens[one.to]?.gap ?? '')
    const linked =
      first === 'between'
        ? link === 'and'
        : /^(to|until|till|through|thru)$/.test(link) || (link === 'up' && word(tokens, one.to + 1) === 'to')
    if (!linked && !dashed) {
      if (first === 'from' && /^(on|onward|onwards|forward)$/.test(link))
        found.push({ to: one.to + 1, when: open((clock) => one.when.period(clock)?.from ?? null, null) })
      continue
    }
    const next = linked ? skip(tokens, one.to + (link === 'up' ? 2 : 1), 'the', 'end', 'of') : one.to
    if (linked && (word(tokens, next) === 'now' || word(tokens, next) === 'date')) {
      found.push({ to: next + 1, when: open((clock) => one.when.period(clock)?.from ?? null, null) })
      continue
    }
    for (const other of atoms(tokens, next)) found.push({ to: other.to, when: span(one.when, other.when) })
  }
  return found
}

/** 1 to 15 october · october 1 to 15 · october 1-15, 2025 */
function daysOfMonth(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const isMonthFirst = words.monthNames.has(word(tokens, at))
  const firstDay = isMonthFirst ? at + 1 : at
  const start = dayNumber(word(tokens, firstDay))
  if (!start) return []
  const link = firstDay + 1
  const isLinked = /^(to|until|till|through|thru|and)$/.test(word(tokens, link))
  if (!isLinked && !/^[-–—−]$/.test(tokens[link]?.gap ?? '')) return []
  const second = skip(tokens, isLinked ? link + 1 : link, 'the')
  const end = dayNumber(word(tokens, second))
  if (!end || end <= start) return []
  if (!isMonthFirst) {
    return months(tokens, second).flatMap(({ to, when }) => (when.unit === 'day' ? one(to, fromDay(start, when)) : []))
  }
  const month = words.monthNames.get(word(tokens, at))!
  return dated(tokens, second + 1, month, end).flatMap(({ to, when }) =>
    when.unit === 'day' ? one(to, fromDay(start, when)) : [],
  )
}

/** From a day of the same month to the day given. */
function fromDay(start: number, end: When): When {
  return absolute(null, (clock) => {
    const last = end.period(clock)
    return last && calendar.between(`${last.from.slice(0, 8)}${String(start).padStart(2, '0')}`, last.to, clock)
  })
}

function span(one: When, other: When): When {
  const both = (clock: Clock): Period | null => {
    const end = other.period(clock)
    if (!end) return null
    let start = one.period(clock)
    if (one.withYear && !other.withYear) start = one.withYear(Number(end.from.slice(0, 4))).period(clock)
    // "from November to March": the start is the one before the end.
    if (start && one.withYear && start.from > end.from)
      start = one.withYear(Number(end.from.slice(0, 4)) - 1).period(clock)
    return start && start.from < end.to ? calendar.between(start.from, end.to, clock) : null
  }
  return { period: both, unit: null, relative: false }
}

function open(from: (clock: Clock) => string | null, to: ((clock: Clock) => string | null) | null): When {
  return {
    period: (clock) =>
      calendar.between(
        from(clock) ?? clock.historyFrom,
        to ? (to(clock) ?? calendar.tomorrow(clock)) : calendar.tomorrow(clock),
        clock,
      ),
    unit: null,
    relative: false,
  }
}

function atoms(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const simple = matchers.flatMap((matcher) => matcher(tokens, at))
  const found: WhenMatch[] = []
  for (const one of simple) {
    found.push(one)
    const { inside } = one.when
    if (!inside) continue
    // "march of last year", "q3 last year", "last week of march"
    for (const outer of matchers.flatMap((matcher) => matcher(tokens, skip(tokens, one.to, 'of', 'in', 'the'))))
      if (outer.when !== one.when) found.push({ to: outer.to, when: inside(outer.when) })
  }
  return found
}

/** first day of march · first 10 days of the quarter · first week of 2025 */
const firstOf: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const which = word(tokens, start)
  if (which !== 'first' && which !== 'last' && which !== 'final') return []
  const count = countFrom(tokens, start + 1)
  const unit = unitOf(word(tokens, count?.to ?? start + 1))
  const after = (count?.to ?? start + 1) + 1
  if ((unit !== 'day' && unit !== 'week') || word(tokens, after) !== 'of') return []
  const length = (count?.value ?? 1) * (unit === 'day' ? 1 : 7)
  return matchers
    .flatMap((matcher) => (matcher === firstOf ? [] : matcher(tokens, skip(tokens, after + 1, 'the'))))
    .map(({ to, when }) => ({
      to,
      when: absolute(unit, (clock) => {
        const whole = when.period(clock)
        return (
          whole &&
          (which === 'first' ? calendar.firstDaysOf(whole, length, clock) : calendar.lastDaysOf(whole, length, clock))
        )
      }),
    }))
}

const matchers: readonly Matcher[] = [
  allTime,
  days,
  relativeUnits,
  firstOf,
  toDate,
  ago,
  years,
  months,
  quarters,
  weeks,
  isoDates,
  weekdays,
]
