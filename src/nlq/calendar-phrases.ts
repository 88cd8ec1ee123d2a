/** Phrases for periods: which stretch of time a run of words names. Words only; the analytic calendar resolves them. */
import type { Grain } from '../analytics/catalog.ts'
import type { Period } from '../analytics/kpi-query.ts'
import * as words from './words/en.ts'
import type { Token } from './text.ts'
import { wordsToNumber } from './numbers.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'

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

/** All periods that start at this token, longest first. */
export function matchWhen(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const found: WhenMatch[] = []
  found.push(...ranges(tokens, at), ...atoms(tokens, at))
  found.sort((one, other) => other.to - one.to)
  const longest = found[0]?.to
  // Shorter readings of the same words are left to other parts of the question only when nothing longer was found.
  return found.filter((match) => match.to === longest)
}

type Matcher = (tokens: readonly Token[], at: number) => readonly WhenMatch[]

const word = (tokens: readonly Token[], at: number) => tokens[at]?.word ?? ''
const skip = (tokens: readonly Token[], at: number, ...fillers: string[]) => {
  let next = at
  while (fillers.includes(word(tokens, next))) next++
  return next
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
  if (first === 'before' || first === 'until' || first === 'till')
    for (const { to, when } of atoms(tokens, skip(tokens, at + 1, 'the', 'start', 'beginning', 'of', 'end')))
      found.push({
        to,
        when: open(
          () => null,
          (clock) => (first === 'before' ? when.period(clock)?.from : when.period(clock)?.to) ?? null,
        ),
      })
  const opener = first === 'from' || first === 'between' ? at + 1 : at
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

const one = (to: number, when: When): readonly WhenMatch[] => [{ to, when }]
const relative = (unit: Grain | null, period: (clock: Clock) => Period | null): When => ({
  period,
  unit,
  relative: true,
})
const absolute = (unit: Grain | null, period: (clock: Clock) => Period | null): When => ({
  period,
  unit,
  relative: false,
})

const allTime: Matcher = (tokens, at) => {
  for (const phrase of [
    'all time',
    'of all time',
    'ever',
    'since the beginning',
    'all history',
    'the whole history',
    'entire history',
    'all years',
    'all dates',
    'lifetime',
    'to date overall',
    'for all time',
    'across all time',
    'all of history',
    'of all times',
    'historically',
  ])
    if (
      phrase.split(' ').every((part, offset) => word(tokens, at + offset) === part) &&
      word(tokens, at + phrase.split(' ').length) !== 'of'
    )
      return one(at + phrase.split(' ').length, { period: () => null, unit: null, relative: false, isAllTime: true })
  return []
}

const days: Matcher = (tokens, at) => {
  const back = { today: 0, yesterday: 1, tonight: 0 }[word(tokens, at)]
  const start = word(tokens, at) === 'the' ? at + 1 : at
  const before =
    word(tokens, start) === 'day' && word(tokens, start + 1) === 'before' && word(tokens, start + 2) === 'yesterday'
  if (before)
    return one(
      start + 3,
      relative('day', (clock) => calendar.unitAt('day', -2, clock)),
    )
  if (back === undefined)
    return word(tokens, at) === 'tomorrow'
      ? one(
          at + 1,
          relative('day', (clock) => calendar.unitAt('day', 1, clock)),
        )
      : []
  const day = relative('day', (clock) => calendar.unitAt('day', -back, clock))
  return [{ to: at + 1, when: day }, ...clockTimes(tokens, at + 1, day)]
}

function clockTimes(tokens: readonly Token[], at: number, day: When): readonly WhenMatch[] {
  const start = skip(tokens, at, 'at', 'around')
  const hour = hourFrom(tokens, start)
  if (!hour || (start === at && !/[ap]m|:/.test(tokens[at]?.word ?? ''))) return []
  return one(hour.to, {
    ...absolute('hour', (clock) => {
      const of = day.period(clock)
      return of && calendar.hourOf(of.from, hour.hour, clock)
    }),
    hour: true,
  })
}

function hourFrom(tokens: readonly Token[], at: number): { hour: number; to: number } | null {
  const found = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/.exec(word(tokens, at))
  if (!found) {
    const named = { noon: 12, midnight: 0 }[word(tokens, at)]
    return named === undefined ? null : { hour: named, to: at + 1 }
  }
  const half = found[3] ?? (/^(am|pm)$/.test(word(tokens, at + 1)) ? word(tokens, at + 1) : undefined)
  const said = Number(found[1])
  if (half ? said < 1 || said > 12 : said > 23) return null
  const hour = half === 'pm' ? (said % 12) + 12 : half === 'am' ? said % 12 : said
  return { hour, to: at + (found[3] || !half ? 1 : 2) }
}

const unitOf = (text: string): Grain | null => {
  const unit = words.grains.get(text)
  return unit && !/ly$|^dates?$|^annual/.test(text) ? unit : null
}

/** last week · this month · the past 90 days · previous quarter · last fiscal year */
const relativeUnits: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const which = word(tokens, start)
  const back = /^(last|previous|past|prior|preceding|recent|trailing|latest)$/.test(which)
  const now = /^(this|current)$/.test(which) || which === 'ongoing'
  const next = /^(next|upcoming|coming|following)$/.test(which)
  if (!back && !now && !next) return []
  let after = start + 1
  if (which === 'last' && /^(full|complete|completed)$/.test(word(tokens, after))) after++
  if (/^(full|complete|completed|calendar)$/.test(word(tokens, after))) after++
  const fiscal = /^(fiscal|financial)$/.test(word(tokens, after))
  if (fiscal) after++
  const count = countFrom(tokens, after)
  const unit = unitOf(word(tokens, count?.to ?? after))
  const to = (count?.to ?? after) + 1
  if (unit) {
    if (fiscal && (unit === 'year' || unit === 'quarter') && !count)
      return one(
        to,
        relative(unit, (clock) =>
          calendar.unitAt(unit === 'year' ? 'fiscal_year' : 'fiscal_quarter', back ? -1 : next ? 1 : 0, clock),
        ),
      )
    if (count)
      return back
        ? one(
            to,
            relative(count.value === 1 ? unit : null, (clock) => calendar.lastUnits(unit, count.value, clock)),
          )
        : []
    // "the past week" is the seven days until now, "last week" the calendar's.
    if (which === 'past' || which === 'trailing') {
      const [count, of] = ({ week: [7, 'day'], month: [30, 'day'], year: [12, 'month'], day: [24, 'hour'] } as const)[
        unit as 'week'
      ] ?? [1, unit]
      return one(
        to,
        relative(null, (clock) => calendar.lastUnits(of, count, clock)),
      )
    }
    const when = relative(unit, (clock) => calendar.unitAt(unit, back ? -1 : next ? 1 : 0, clock))
    const soFar = word(tokens, to) === 'so' && word(tokens, to + 1) === 'far'
    const toDate = word(tokens, to) === 'to' && word(tokens, to + 1) === 'date'
    if (soFar || toDate)
      return now
        ? one(
            to + 2,
            relative(unit, (clock) => calendar.toDate(unit, clock)),
          )
        : []
    return one(to, when)
  }
  if (word(tokens, after) === 'weekend')
    return one(
      after + 1,
      relative(null, (clock) => calendar.weekendAt(back ? -1 : 0, clock)),
    )
  const weekday = words.weekdayNames.get(word(tokens, after))
  if (weekday)
    return one(
      after + 1,
      relative('day', (clock) =>
        back ? calendar.weekdayBefore(weekday, clock) : calendar.weekdayThisWeek(weekday, clock),
      ),
    )
  const month = words.monthNames.get(word(tokens, after))
  if (month)
    return one(
      after + 1,
      relative('month', (clock) =>
        back ? calendar.monthBefore(month, clock) : calendar.named({ year: calendar.year(clock), month }, clock),
      ),
    )
  const quarter = /^q([1-4])$/.exec(word(tokens, after))
  if (quarter)
    return one(
      after + 1,
      relative('quarter', (clock) => calendar.quarterBefore(Number(quarter[1]), clock)),
    )
  return []
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

function countFrom(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  if (word(tokens, at) === 'couple') return { value: 2, to: skip(tokens, at + 1, 'of') }
  const found = wordsToNumber(tokens, at)
  return found && Number.isInteger(found.value) && found.value > 0 && found.value <= 1000 ? found : null
}

const toDate: Matcher = (tokens, at) => {
  const short = ({ ytd: 'year', mtd: 'month', qtd: 'quarter', wtd: 'week' } as const)[word(tokens, at)]
  if (short)
    return one(
      at + 1,
      relative(short, (clock) => calendar.toDate(short, clock)),
    )
  const unit = unitOf(word(tokens, at))
  if (unit && word(tokens, at + 1) === 'to' && word(tokens, at + 2) === 'date')
    return one(
      at + 3,
      relative(unit, (clock) => calendar.toDate(unit, clock)),
    )
  const soFar = word(tokens, at) === 'so' && word(tokens, at + 1) === 'far'
  if ((soFar || (word(tokens, at) === 'to' && word(tokens, at + 1) === 'date')) && word(tokens, at + 2) === 'this') {
    const of = unitOf(word(tokens, at + 3))
    if (of)
      return one(
        at + 4,
        relative(of, (clock) => calendar.toDate(of, clock)),
      )
  }
  return []
}

/** three months ago · a year ago */
const ago: Matcher = (tokens, at) => {
  const single = /^(a|an|one)$/.test(word(tokens, at)) ? { value: 1, to: at + 1 } : countFrom(tokens, at)
  if (!single) return []
  const unit = unitOf(word(tokens, single.to))
  if (!unit || !/^(ago|back)$/.test(word(tokens, single.to + 1))) return []
  return one(
    single.to + 2,
    relative(unit, (clock) => calendar.unitAt(unit, -single.value, clock)),
  )
}

const yearNumber = (text: string): number | null => {
  const found = /^(19[7-9]\d|20\d\d)$/.exec(text)
  return found ? Number(text) : null
}

const years: Matcher = (tokens, at) => {
  const fiscal = /^fy(\d{4}|\d{2})$/.exec(word(tokens, at))
  if (fiscal) {
    const year = fiscal[1]!.length === 2 ? 2000 + Number(fiscal[1]) : Number(fiscal[1])
    return one(
      at + 1,
      absolute('year', (clock) => calendar.fiscal({ year }, clock)),
    )
  }
  if (/^(fiscal|financial|fy)$/.test(word(tokens, at))) {
    const next = skip(tokens, at + 1, 'year')
    const year = yearNumber(word(tokens, next))
    if (year)
      return one(
        next + 1,
        absolute('year', (clock) => calendar.fiscal({ year }, clock)),
      )
    return []
  }
  const start = word(tokens, at) === 'year' || word(tokens, at) === 'calendar' ? at + 1 : at
  const year = yearNumber(word(tokens, start))
  return year
    ? one(
        start + 1,
        absolute('year', (clock) => calendar.named({ year }, clock)),
      )
    : []
}

const shortNames = new Set(['mar', 'sun', 'sat', 'mon', 'wed'])
const calendarLead =
  /^(in|for|during|since|until|till|from|to|of|last|this|next|and|or|vs|versus|through|between|than|with|against|before|after|on|by|to|early|late|mid)$/

/** march · march 2025 · 3 march 2025 · march 3rd, 2025 · march 3 to 10 */
const months: Matcher = (tokens, at) => {
  const found: WhenMatch[] = []
  const month = words.monthNames.get(word(tokens, at))
  const day = dayNumber(word(tokens, at))
  if (month) {
    const next = skip(tokens, at + 1, 'of')
    const year = yearNumber(word(tokens, next)) ?? shortYear(tokens[next])
    if (year)
      found.push(
        ...one(
          next + 1,
          absolute('month', (clock) => calendar.named({ year, month }, clock)),
        ),
      )
    const lead = at === 0 ? '' : word(tokens, at - 1)
    const capital = /^\p{Lu}/u.test(tokens[at]!.raw) && at > 0
    if (!year && (!shortNames.has(word(tokens, at)) || calendarLead.test(lead) || capital))
      found.push(...one(at + 1, monthOf(month)))
    const dayAfter = dayNumber(word(tokens, skip(tokens, at + 1, 'the')))
    if (dayAfter && !yearNumber(word(tokens, at + 1)))
      found.push(...dated(tokens, skip(tokens, at + 1, 'the') + 1, month, dayAfter))
  }
  if (day) {
    const next = skip(tokens, at + 1, 'of')
    const named = words.monthNames.get(word(tokens, next))
    if (named) found.push(...dated(tokens, next + 1, named, day))
  }
  return found
}

function dated(tokens: readonly Token[], at: number, month: number, day: number): readonly WhenMatch[] {
  const year = yearNumber(word(tokens, at))
  const exact = (of: number): When => absolute('day', (clock) => calendar.named({ year: of, month, day }, clock))
  if (year)
    return calendar.isDate(year, month, day)
      ? [{ to: at + 1, when: exact(year) }, ...clockTimes(tokens, at + 1, exact(year))]
      : []
  if (!calendar.isDate(2024, month, day)) return []
  const when: When = { ...absolute('day', (clock) => calendar.dayRecent(month, day, clock)), withYear: exact }
  return [{ to: at, when }, ...clockTimes(tokens, at, when)]
}

function monthOf(month: number): When {
  const exact = (year: number): When => absolute('month', (clock) => calendar.named({ year, month }, clock))
  return {
    ...absolute('month', (clock) => calendar.monthRecent(month, clock)),
    withYear: exact,
    inside: insideYear(exact),
  }
}

function insideYear(exact: (year: number) => When): (outer: When) => When {
  return (outer) => ({
    period: (clock) => {
      const whole = outer.period(clock)
      return whole && outer.unit === 'year' ? exact(Number(whole.from.slice(0, 4))).period(clock) : null
    },
    unit: exact(2000).unit,
    relative: outer.relative,
  })
}

const dayNumber = (text: string): number | null => {
  const found = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(text)
  const day = found ? Number(found[1]) : ordinals.indexOf(text) + 1 || null
  return day && day >= 1 && day <= 31 ? day : null
}
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

/** '24 after a month. */
const shortYear = (token: Token | undefined): number | null => {
  const found = token && /['’]$/.test(token.gap) ? /^(\d{2})$/.exec(token.word) : null
  return found ? 2000 + Number(found[1]) : null
}

/** q3 · q3 2025 · third quarter of 2025 · h1 2025 · second half of last year */
const quarters: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const short = /^(q|h)([1-4])(?:fy)?$/.exec(word(tokens, start))
  const ordinal =
    ordinals.indexOf(
      word(tokens, start)
        .replace('1st', 'first')
        .replace('2nd', 'second')
        .replace('3rd', 'third')
        .replace('4th', 'fourth'),
    ) + 1
  const named =
    ordinal && /^(quarter|half)$/.test(word(tokens, start + 1))
      ? { kind: word(tokens, start + 1)[0]!, number: ordinal, to: start + 2 }
      : null
  const spelled =
    word(tokens, start) === 'quarter' && /^[1-4]$/.test(word(tokens, start + 1))
      ? { kind: 'q', number: Number(word(tokens, start + 1)), to: start + 2 }
      : null
  const part = short ? { kind: short[1]!, number: Number(short[2]), to: start + 1 } : (named ?? spelled)
  const yearFirst = yearNumber(word(tokens, at))
  if (yearFirst) {
    const after = /^(q|h)([1-4])$/.exec(word(tokens, at + 1))
    return after ? quarterOrHalf(after[1]!, Number(after[2]), at + 2, yearFirst) : []
  }
  if (!part) return []
  const next = skip(tokens, part.to, 'of', 'in')
  const fiscal = /^fy(\d{4}|\d{2})$/.exec(word(tokens, next))
  if (fiscal && part.kind === 'q') {
    const year = fiscal[1]!.length === 2 ? 2000 + Number(fiscal[1]) : Number(fiscal[1])
    return one(
      next + 1,
      absolute('quarter', (clock) => calendar.fiscal({ year, quarter: part.number }, clock)),
    )
  }
  const year = yearNumber(word(tokens, next)) ?? shortYear(tokens[next])
  return year
    ? quarterOrHalf(part.kind, part.number, next + 1, year)
    : quarterOrHalf(part.kind, part.number, part.to, null)
}

function quarterOrHalf(kind: string, number: number, to: number, year: number | null): readonly WhenMatch[] {
  if (kind === 'h' && number > 2) return []
  const exact = (of: number): When =>
    kind === 'q'
      ? absolute('quarter', (clock) => calendar.named({ year: of, quarter: number }, clock))
      : absolute(null, (clock) => calendar.named({ year: of, half: number }, clock))
  if (year) return one(to, exact(year))
  const recent = (clock: Clock): Period | null => {
    const here = exact(calendar.year(clock)).period(clock)
    return here && here.from <= calendar.today(clock) ? here : exact(calendar.year(clock) - 1).period(clock)
  }
  return one(to, {
    ...absolute(kind === 'q' ? 'quarter' : null, recent),
    withYear: exact,
    inside: kind === 'h' ? halfInside(number, exact) : insideYear(exact),
  })
}

/** Of a year its six months, of a month its first fifteen days or the rest. */
function halfInside(number: number, exact: (year: number) => When): (outer: When) => When {
  return (outer) => {
    if (outer.unit !== 'month') return insideYear(exact)(outer)
    return absolute(null, (clock) => {
      const whole = outer.period(clock)
      if (!whole) return null
      const first = calendar.firstDaysOf(whole, 15, clock)
      return number === 1 ? first : calendar.between(first.to, whole.to, clock)
    })
  }
}

/** week 12 · calendar week 12 of 2025 · the week of 3 march */
const weeks: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the', 'calendar')
  const glued = /^(?:w|cw|kw)(\d{1,2})$/.exec(word(tokens, start))
  const number = glued
    ? Number(glued[1])
    : word(tokens, start) === 'week' || word(tokens, start) === 'cw'
      ? Number(/^\d{1,2}$/.exec(word(tokens, start + 1))?.[0] ?? 0)
      : 0
  if (number >= 1 && number <= 53) {
    const to = start + (glued ? 1 : 2)
    const exact = (year: number): When => absolute('week', (clock) => calendar.week(year, number, clock))
    const next = skip(tokens, to, 'of', 'in')
    const year = yearNumber(word(tokens, next))
    if (year) return one(next + 1, exact(year))
    const recent = (clock: Clock): Period | null => {
      const here = exact(calendar.year(clock)).period(clock)
      return here && here.from <= calendar.today(clock) ? here : exact(calendar.year(clock) - 1).period(clock)
    }
    return one(to, { ...absolute('week', recent), withYear: exact, inside: insideYear(exact) })
  }
  if (
    word(tokens, start) !== 'week' ||
    !/^(of|from|starting|beginning|containing|ending)$/.test(word(tokens, start + 1))
  )
    return []
  return [
    ...months(tokens, skip(tokens, start + 2, 'the', 'on', 'of')),
    ...isoDates(tokens, skip(tokens, start + 2, 'the', 'on', 'of')),
  ]
    .filter(({ when }) => when.unit === 'day')
    .map(({ to, when }) => ({
      to,
      when: absolute('week', (clock) => {
        const day = when.period(clock)
        return day && calendar.weekOf(day.from, clock)
      }),
    }))
}

const isoDates: Matcher = (tokens, at) => {
  const text = word(tokens, at)
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ](\d{1,2}):(\d{2}).*)?$/.exec(text)
  if (iso) {
    const [year, month, day] = [Number(iso[1]), Number(iso[2]), Number(iso[3] ?? 1)]
    if (!calendar.isDate(year, month, day)) return []
    if (iso[4])
      return one(
        at + 1,
        absolute('hour', (clock) => calendar.hourOf(`${iso[1]}-${iso[2]}-${iso[3]}`, Number(iso[4]), clock)),
      )
    if (iso[3]) {
      const when = absolute('day', (clock) => calendar.named({ year, month, day }, clock))
      return [{ to: at + 1, when }, ...clockTimes(tokens, at + 1, when)]
    }
    return one(
      at + 1,
      absolute('month', (clock) => calendar.named({ year, month }, clock)),
    )
  }
  const numeric = /^(\d{1,2})([./])(\d{1,2})[./](\d{2,4})$/.exec(text)
  if (!numeric) return []
  const year = numeric[4]!.length === 2 ? 2000 + Number(numeric[4]) : Number(numeric[4])
  const [first, second] = [Number(numeric[1]), Number(numeric[3])]
  // 3.4.2025 is the third of April; 3/4/2025 may be either, so both are readings.
  const readings =
    numeric[2] === '.'
      ? [[second, first]]
      : first === second
        ? [[first, second]]
        : [
            [first, second],
            [second, first],
          ]
  return readings.flatMap(([month, day]) =>
    calendar.isDate(year, month!, day!)
      ? one(
          at + 1,
          absolute('day', (clock) => calendar.named({ year, month: month!, day: day! }, clock)),
        )
      : [],
  )
}

/** "on monday": the latest one before today. */
const weekdays: Matcher = (tokens, at) => {
  const weekday = words.weekdayNames.get(word(tokens, at))
  if (!weekday) return []
  const lead = at === 0 ? '' : word(tokens, at - 1)
  if (shortNames.has(word(tokens, at)) && !calendarLead.test(lead)) return []
  return one(
    at + 1,
    relative('day', (clock) => calendar.weekdayBefore(weekday, clock)),
  )
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
