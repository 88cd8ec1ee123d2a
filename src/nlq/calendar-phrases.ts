/** Phrases for periods: which stretch of time a run of words names. Words only; the analytic calendar resolves them. */
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'
import { clockAfter, clockBefore, clockOfToday } from './calendar-clock.ts'
import { daysOfMonth, decades, months, numericDates, weekdays, years } from './calendar-dates.ts'
import { feasts } from './calendar-feasts.ts'
import { partMatchers } from './calendar-parts.ts'
import { quarters, seasons, weeks } from './calendar-quarters.ts'
import {
  ago,
  allTime,
  beforeLast,
  days,
  forTheUnit,
  relativeUnits,
  soFarAt,
  theWeekend,
  toDate,
  unitFrom,
  untilToday,
} from './calendar-units.ts'
import type { Token } from './text.ts'
import {
  absolute,
  isDashed,
  isOneStyle,
  phraseFinder,
  relative,
  skip,
  word,
  type Matcher,
  type When,
  type WhenMatch,
} from './when.ts'
import * as time from './words/en-calendar.ts'
import * as words from './words/en.ts'

/** All periods that start at this token, the longest only; several where the words may mean several. */
export function matchWhen(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const found = [...ranges(tokens, at), ...atoms(tokens, at)]
  const longest = Math.max(...found.map(({ to }) => to))
  // Shorter readings of the same words are left to other parts of the question only when nothing longer was found.
  return found.filter((match) => match.to === longest)
}

/** What starts at a token is asked for again and again while a question is read. */
const remembered = new WeakMap<readonly Token[], Map<number, readonly WhenMatch[]>>()

/** A period without its neighbours: a simple one, or one placed in another, or hours of a day. */
const atoms: Matcher = (tokens, at) => {
  if (at >= tokens.length) return []
  let known = remembered.get(tokens)
  if (!known) remembered.set(tokens, (known = new Map()))
  const before = known.get(at)
  if (before) return before
  known.set(at, [])
  const simple = matchers.flatMap((matcher) => matcher(tokens, at))
  const found = [
    ...simple,
    ...simple.flatMap((one) => [...inOuter(tokens, one), ...withInner(tokens, one)]),
    ...clockBefore(tokens, at, (next) => atoms(tokens, next)),
    ...clockOfToday(tokens, at),
  ]
  const all = [
    ...found,
    ...found.flatMap(({ to, when }) => (when.unit === 'day' ? clockAfter(tokens, to, when) : [])),
    ...found.flatMap((one) => soFar(tokens, one)),
  ]
  known.set(at, all)
  return all
}

/** "march of last year", "q3 last year", "Tuesday of last week" */
function inOuter(tokens: readonly Token[], { to, when }: WhenMatch): readonly WhenMatch[] {
  if (!when.inside) return []
  return atoms(tokens, skip(tokens, to, 'of', 'in', 'the')).flatMap((outer) => {
    const placed = outer.when.within ? null : when.inside!(outer.when)
    return placed ? [{ to: outer.to, when: keepStyle(placed, when, outer.when) }] : []
  })
}

/** "last year's Q3", "2025 Q3", "last week on Tuesday", "in 2025 from March to May" */
function withInner(tokens: readonly Token[], { to, when }: WhenMatch): readonly WhenMatch[] {
  if (when.unit === null || when.unit === 'day') return []
  const next = skip(tokens, to, 's', 'in', 'on', 'the')
  if (tokens[to]?.gap === ',') return []
  const inner = matchers.flatMap((matcher) => matcher(tokens, next)).flatMap((one) => place(one, when))
  const stretches = ranges(tokens, skip(tokens, to, 'the')).flatMap((one) =>
    one.when.ends?.every((end) => end.inside?.(when)) ? place(one, when) : [],
  )
  return [...inner, ...stretches]
}

function place({ to, when }: WhenMatch, outer: When): readonly WhenMatch[] {
  if (when.ends) {
    const [first, last] = when.ends
    const [start, end] = [first.inside?.(outer), last.inside?.(outer)]
    return start && end ? [{ to, when: span(start, end) }] : []
  }
  const placed = when.inside?.(outer)
  return placed ? [{ to, when: keepStyle(placed, when, outer) }] : []
}

function keepStyle(placed: When, inner: When, outer: When): When {
  return { ...placed, ...styleOf(inner, outer) }
}

/** "this year so far", "November to date" */
function soFar(tokens: readonly Token[], { to, when }: WhenMatch): readonly WhenMatch[] {
  const next = soFarAt(tokens, to)
  if (next === null || when.isAllTime) return []
  // "last year to date" is not settled.
  if (when.relative && when.unit !== null) {
    const isCurrent = time.nowWords.has(word(tokens, to - 2)) || word(tokens, to - 1) === 'today'
    return isCurrent ? [{ to: next, when: untilToday(when.unit) }] : []
  }
  return [
    {
      to: next,
      when: absolute(when.unit, (clock) => {
        const whole = when.period(clock)
        return whole?.through ? { ...whole, to: calendar.tomorrow(clock) } : null
      }),
    },
  ]
}

/** A side of a range, and whether its start or its end was named. */
interface Side extends WhenMatch {
  readonly edge: 'start' | 'end' | null
}

/** P · the start of P · the end of the year */
function sides(tokens: readonly Token[], at: number): readonly Side[] {
  const start = skip(tokens, at, 'the', 'very')
  const edge = ({ start: 'start', beginning: 'start', end: 'end', close: 'end' } as const)[word(tokens, start)]
  const isEdge = edge !== undefined && /^(of|in)$/.test(word(tokens, start + 1))
  const plain = (at: number, of: 'start' | 'end' | null): readonly Side[] =>
    atoms(tokens, at)
      .filter(({ when }) => !when.isAllTime && when.suits === undefined)
      .map((match) => ({ ...match, edge: of }))
  if (!isEdge) return [...plain(at, null), ...plain(start, null)].filter(firstOfKind)
  const next = start + 2
  const found = plain(skip(tokens, next, 'the'), edge)
  const unit = found.length === 0 ? unitFrom(tokens, skip(tokens, next, 'the', 'this', 'current')) : null
  if (!unit || unit.times > 1) return found
  return [...found, { to: unit.to, edge, when: relative(unit.unit, (clock) => calendar.unitAt(unit.unit, 0, clock)) }]
}

const firstOfKind = (match: Side, at: number, all: readonly Side[]) =>
  all.findIndex((other) => other.when === match.when) === at

function ranges(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  return [...openRanges(tokens, at), ...closedRanges(tokens, at), ...daysInMonth(tokens, at)]
}

/** since march · after june · before 2024 · until yesterday · from may onwards */
function openRanges(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const found: WhenMatch[] = []
  const opener = openerFrom(tokens, at)
  for (const { to, when, edge } of opener ? sides(tokens, opener.to) : []) {
    const from = (clock: Clock) => when.period(clock)?.from ?? null
    const end = (clock: Clock) => {
      const whole = when.period(clock)
      return (when.isMoment || edge === 'start' ? whole?.from : whole?.to) ?? null
    }
    const isLinked = /^(to|until|till|through|thru|and)$/.test(word(tokens, to)) || isDashed(tokens, to)
    if (opener!.kind === 'since' && !isLinked)
      found.push({ to, when: { ...opened(edge === 'end' ? end : from, null, when), since: when } })
    if (opener!.kind === 'after') found.push({ to, when: opened(end, null, when) })
    if (opener!.kind === 'before') found.push({ to, when: opened(null, edge === 'end' ? end : from, when) })
    if (opener!.kind === 'until') {
      found.push({ to, when: opened(null, end, when) })
      // "until yesterday this month"
      for (const outer of atoms(tokens, to).filter((other) => other.when.unit !== null && other.when.unit !== 'day'))
        found.push({ to: outer.to, when: until(outer.when, end) })
    }
  }
  found.push(...asOf(tokens, at))
  const start = word(tokens, at) === 'from' ? at + 1 : at
  for (const { to, when, edge } of sides(tokens, start)) {
    const next = skip(tokens, to, 'and', 'or')
    if (/^(onward|onwards|forward)$/.test(word(tokens, next)) || (word(tokens, next) === 'on' && start > at))
      found.push({ to: next + 1, when: opened((clock) => sideOf(when, edge, clock), null, when) })
    if (next > to && /^(later|after|since|newer)$/.test(word(tokens, next)))
      found.push({ to: next + 1, when: opened((clock) => sideOf(when, edge, clock), null, when) })
    if (next > to && /^(earlier|before|older)$/.test(word(tokens, next)))
      found.push({ to: next + 1, when: opened(null, (clock) => when.period(clock)?.to ?? null, when) })
  }
  return found
}

/** "As of 1 October": of a level the last one by then; of what adds up that day, or all up to it. */
function asOf(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  if (word(tokens, at) !== 'as' || !/^(of|at|per|on)$/.test(word(tokens, at + 1))) return []
  return sides(tokens, at + 2)
    .filter(({ when }) => when.unit !== 'hour' && when.unit !== 'minute')
    .flatMap(({ to, when, edge }): readonly WhenMatch[] => {
      const upTo = opened(
        null,
        (clock) => {
          const whole = when.period(clock)
          return (edge === 'start' ? whole?.from : whole?.to) ?? null
        },
        when,
      )
      return [
        { to, when: { ...upTo, suits: 'levels' } },
        ...(edge === null ? [{ to, when: { ...when, suits: 'flows' as const } }] : []),
        { to, when: { ...upTo, suits: 'flows' } },
      ]
    })
}

const sideOf = (when: When, edge: Side['edge'], clock: Clock) => {
  const whole = when.period(clock)
  return (edge === 'end' ? whole?.to : whole?.from) ?? null
}

/** Words that leave one end open; `to` is where its other end begins. */
function openerFrom(
  tokens: readonly Token[],
  at: number,
): { readonly kind: 'since' | 'after' | 'before' | 'until'; readonly to: number } | null {
  const [found] = openersAt(tokens, at)
  return found ? { kind: found.of, to: found.to } : null
}

const openersAt = phraseFinder(time.openEnds)

/** from september to october · between monday and wednesday · jan - mar · q1 through q3 */
function closedRanges(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const found: WhenMatch[] = []
  const first = word(tokens, at)
  const isBetween = first === 'between'
  const opener = /^(from|between|since)$/.test(first)
    ? at + 1
    : first === 'starting'
      ? skip(tokens, at + 1, 'from', 'in', 'on', 'with')
      : at
  for (const start of sides(tokens, opener)) {
    const link = skip(tokens, start.to, 'up')
    const isLinked = isBetween
      ? word(tokens, start.to) === 'and'
      : /^(to|until|till|through|thru)$/.test(word(tokens, link))
    if (!isLinked && (isBetween || !isDashed(tokens, start.to))) continue
    // "2025-Q3" is one quarter.
    const isOne = !isLinked && start.when.unit === 'year'
    const next = isLinked ? skip(tokens, (isBetween ? start.to : link) + 1, 'to', 'and', 'including') : start.to
    const present = /^(now|present|date)$/.exec(word(tokens, skip(tokens, next, 'the')))
    // "this year to date" is read as one.
    if (isLinked && present && start.when.relative && soFarAt(tokens, start.to) !== null) continue
    if (isLinked && present) {
      const open = opened((clock) => sideOf(start.when, start.edge, clock), null, start.when)
      found.push({ to: skip(tokens, next, 'the') + 1, when: open })
      continue
    }
    for (const end of sides(tokens, next))
      if (isOneStyle(start.when, end.when) && !(isOne && end.when.withYear))
        found.push({ to: end.to, when: span(cut(start), cut(end, true)) })
  }
  return found
}

/** Of a side whose start or end was named, a period that begins or ends there. */
function cut({ when, edge }: Side, isEnd = false): When {
  if (edge === null || (edge === 'end') === isEnd) return when
  return {
    ...when,
    isMoment: isEnd,
    period: (clock) => {
      const whole = when.period(clock)
      return whole && isEnd ? whole : whole && { ...whole, from: whole.to }
    },
  }
}

/** 1 to 15 october · october 1 to 15 · october 1-15, 2025 */
function daysInMonth(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const opener = skip(tokens, at, 'from', 'between', 'since', 'the')
  const isMonthFirst = words.monthNames.has(word(tokens, opener))
  const firstDay = isMonthFirst ? opener + 1 : opener
  const start = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word(tokens, firstDay))
  if (!start) return []
  const link = firstDay + 1
  const isLinked = /^(to|until|till|through|thru|and)$/.test(word(tokens, link))
  if (!isLinked && !isDashed(tokens, link)) return []
  const second = skip(tokens, isLinked ? link + 1 : link, 'the')
  const end = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word(tokens, second))
  const day = Number(start[1])
  if (!end || day < 1 || Number(end[1]) <= day) return []
  const month = isMonthFirst ? words.monthNames.get(word(tokens, opener)) : undefined
  const last =
    month === undefined
      ? atoms(tokens, second).filter(({ when }) => !when.within)
      : lastDayIn(tokens, second, tokens[opener]!)
  return last.flatMap(({ to, when }) => (when.unit === 'day' ? [{ to, when: fromDay(day, when) }] : []))
}

/** "15, 2025" of "october 1-15, 2025", read as "15 october 2025". */
function lastDayIn(tokens: readonly Token[], day: number, month: Token): readonly WhenMatch[] {
  const turned = [tokens[day]!, month, ...tokens.slice(day + 1, day + 2)]
  return months(turned, 0).map(({ to, when }) => ({ to: to - 1 + day, when }))
}

/** From a day of the same month to the day given. */
function fromDay(start: number, end: When): When {
  return absolute(null, (clock) => {
    const last = end.period(clock)
    return last && calendar.between(`${last.from.slice(0, 8)}${String(start).padStart(2, '0')}`, last.to, clock)
  })
}

/** From the start of one to the end of the other; each lends the other the year, month or week that it lacks. */
function span(one: When, other: When): When {
  const first = (other.within && one.inside?.(other.within)) || one
  const last = (one.unit !== null && !other.within && other.inside?.(one)) || other
  const period = (clock: Clock): Period | null => {
    const whole = last.period(clock)
    const end = whole && (last.isMoment ? whole.from : whole.to)
    if (!whole || end === null) return null
    const year = Number(whole.from.slice(0, 4))
    let start = first.period(clock)
    if (first.withYear && !last.withYear) start = first.withYear(year).period(clock)
    // "from November to March": the start is the one before the end.
    for (const of of [year, year - 1])
      if (start && first.withYear && start.from > whole.from) start = first.withYear(of).period(clock)
    if (start && start.from > whole.from && first.recurs?.part === 'day_of_month')
      start = first.inside?.(last)?.period(clock) ?? null
    return start && start.from < end ? calendar.between(start.from, end, clock) : null
  }
  return { period, unit: null, relative: false, ends: [first, last], ...styleOf(first, last) }
}

function styleOf(...whens: readonly When[]): Pick<When, 'style'> {
  const style = whens.find((when) => when.style)?.style
  return style ? { style } : {}
}

/** From the start of a period to a moment in it. */
function until(outer: When, end: (clock: Clock) => string | null): When {
  return absolute(null, (clock) => {
    const [whole, to] = [outer.period(clock), end(clock)]
    return whole && to && whole.from < to && to <= whole.to ? calendar.between(whole.from, to, clock) : null
  })
}

/** Without a start from the first data on, without an end to the end of today. */
function opened(
  from: ((clock: Clock) => string | null) | null,
  to: ((clock: Clock) => string | null) | null,
  named: When,
): When {
  return {
    period: (clock) => {
      const start = from ? from(clock) : clock.historyFrom
      const end = to ? to(clock) : calendar.tomorrow(clock)
      return start && end ? calendar.between(start, end, clock) : null
    },
    unit: null,
    relative: false,
    ...styleOf(named),
  }
}

const matchers: readonly Matcher[] = [
  allTime,
  days,
  relativeUnits,
  beforeLast,
  forTheUnit,
  theWeekend,
  ...partMatchers((tokens, at) => atoms(tokens, at)),
  toDate,
  ago,
  years,
  decades,
  months,
  daysOfMonth,
  quarters,
  weeks,
  seasons,
  numericDates,
  weekdays,
  feasts,
]
