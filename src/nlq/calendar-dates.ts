/** Years, months and days by their names and numbers: 2025, Mar '25, 3 March 2025, 2025-03-03, the 3rd, Monday. */
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'
import { placed } from './calendar-units.ts'
import type { Token } from './text.ts'
import { absolute, one, relative, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as time from './words/en-calendar.ts'
import * as words from './words/en.ts'

/** 2025. */
export const yearNumber = (text: string): number | null => (/^(?:19|20)\d\d$/.test(text) ? Number(text) : null)

/** '25 and, where nothing else is meant, 25. */
export const shortYear = (token: Token | undefined, needsMark = true): number | null => {
  const found = token && (!needsMark || /['’]$/.test(token.gap)) ? /^(\d{2})$/.exec(token.word) : null
  return found ? 2000 + Number(found[1]) : null
}

/** The year of FY25 and FY2025; of FY24/25 the one it ends in. */
export function fiscalYearFrom(
  tokens: readonly Token[],
  at: number,
): { readonly year: number; readonly to: number } | null {
  const glued = /^fy(\d{4}|\d{2})$/.exec(word(tokens, at))
  const next = skip(tokens, at + 1, 'year')
  const isSpaced = time.fiscalWords.has(word(tokens, at)) && /^(\d{4}|\d{2})$/.test(word(tokens, next))
  const text = glued?.[1] ?? (isSpaced ? word(tokens, next) : null)
  if (text === null) return null
  const to = glued ? at + 1 : next + 1
  const year = text.length === 2 ? 2000 + Number(text) : Number(text)
  const isPair = tokens[to]?.gap === '/' && Number(word(tokens, to).slice(-2)) === (year + 1) % 100
  return isPair ? { year: year + 1, to: to + 1 } : { year, to }
}

export const years: Matcher = (tokens, at) => {
  const fiscal = fiscalYearFrom(tokens, at)
  if (fiscal)
    return one(
      fiscal.to,
      absolute('fiscal_year', (clock) => calendar.fiscal({ year: fiscal.year }, clock)),
    )
  const short = /^cy(\d{4}|\d{2})$/.exec(word(tokens, at))?.[1]
  const named = short === undefined ? null : Number(short) + (short.length === 2 ? 2000 : 0)
  if (named !== null)
    return one(
      at + 1,
      absolute('year', (clock) => calendar.named({ year: named }, clock)),
    )
  const start = skip(tokens, at, 'calendar', 'year')
  const year = yearNumber(word(tokens, start)) ?? shortYear(tokens[start])
  return year && !(start === at && yearNumber(word(tokens, at)) === null && !shortYear(tokens[at]))
    ? one(
        start + 1,
        absolute('year', (clock) => calendar.named({ year }, clock)),
      )
    : []
}

/** the 1990s · the 90s · the nineties */
export const decades: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const text = word(tokens, start)
  const digits = /^((?:19|20)\d0|[2-9]0)s$/.exec(text)?.[1]
  const spelled = time.decades.get(text)
  if (!digits && (!spelled || start === at)) return []
  const first = digits === undefined ? spelled! : digits.length === 4 ? Number(digits) : 1900 + Number(digits)
  return one(
    start + 1,
    absolute(null, (clock) => calendar.between(`${first}-01-01`, `${first + 10}-01-01`, clock)),
  )
}

const shortNames = new Set(['mar', 'sun', 'sat', 'mon', 'wed'])

const calendarLead =
  /^(in|for|during|since|until|till|from|to|of|last|this|next|and|or|vs|versus|through|between|than|with|against|before|after|on|by|early|late|mid|through|starting|every|each|excluding|except|without|only)$/

/** march · march 2025 · Mar-25 · 3 march 2025 · march 3rd, 2025 */
export const months: Matcher = (tokens, at) => {
  const found: WhenMatch[] = []
  const month = isMayBe(tokens, at) ? undefined : words.monthNames.get(word(tokens, at))
  if (month) {
    const next = skip(tokens, at + 1, 'of')
    const isGlued = tokens[next]?.gap === '-'
    const year = yearNumber(word(tokens, next)) ?? shortYear(tokens[next], !isGlued)
    const day = year && (isGlued || shortYear(tokens[next])) ? null : dayAfter(tokens, at + 1)
    if (year)
      found.push(
        ...one(
          next + 1,
          absolute('month', (clock) => calendar.named({ year, month }, clock)),
        ),
      )
    // "Mar 25" is a day of this year or a month of that one; "Feb 30" is no day, and nobody means 2030 by it.
    const other = !year && day && calendar.isDate(2024, month, day.value) ? shortYear(tokens[at + 1], false) : null
    if (other && other > 2009 && other < 2040 && !yearNumber(word(tokens, at + 2)))
      found.push(
        ...one(
          at + 2,
          absolute('month', (clock) => calendar.named({ year: other, month }, clock)),
        ),
      )
    const isCapital = /^\p{Lu}/u.test(tokens[at]!.raw) && at > 0
    const lead = at === 0 ? '' : word(tokens, at - 1)
    if (!year && (!shortNames.has(word(tokens, at)) || calendarLead.test(lead) || isCapital || isListed(tokens, at)))
      found.push(...one(at + 1, monthOf(month)))
    if (day && !yearNumber(word(tokens, at + 1))) found.push(...dated(tokens, day.to, month, day.value))
  }
  const day = dayNumber(word(tokens, at))
  if (day) {
    const next = skip(tokens, at + 1, 'of')
    const name = words.monthNames.get(word(tokens, next))
    if (name) found.push(...dated(tokens, next + 1, name, day))
  }
  return found
}

/** The verb: "what may be", "how may we". */
const isMayBe = (tokens: readonly Token[], at: number) =>
  tokens[at]?.raw === 'may' &&
  (/^(what|how|who|which|where|when|that|there|i|we|you|it|they|he|she)$/.test(word(tokens, at - 1)) ||
    /^(be|have|not|i|we|you|it|they|also|need|want)$/.test(word(tokens, at + 1)))

/** Among other months: Jan, Feb, Mar. */
const isListed = (tokens: readonly Token[], at: number) =>
  words.monthNames.has(word(tokens, at - 1)) || words.monthNames.has(word(tokens, at + 1))

function dayAfter(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  const start = skip(tokens, at, 'the')
  const value = dayNumber(word(tokens, start))
  return value ? { value, to: start + 1 } : null
}

/** A day of a month, with the year where it follows. */
function dated(tokens: readonly Token[], at: number, month: number, day: number): readonly WhenMatch[] {
  const isGlued = tokens[at]?.gap === '-'
  const year = yearNumber(word(tokens, at)) ?? shortYear(tokens[at], !isGlued && !isPlainYear(tokens, at))
  const exact = (of: number): When => absolute('day', (clock) => calendar.named({ year: of, month, day }, clock))
  if (year) return calendar.isDate(year, month, day) ? one(at + 1, exact(year)) : []
  if (!calendar.isDate(2024, month, day)) return []
  return one(at, {
    ...absolute('day', (clock) => calendar.recent((of) => exact(of).period(clock), clock)),
    withYear: exact,
    inside: (outer) => (outer.unit === 'year' ? placed(outer, exact) : null),
  })
}

/** The 25 that ends "3 Mar 25". */
const isPlainYear = (tokens: readonly Token[], at: number) =>
  /^[23]\d$/.test(word(tokens, at)) &&
  words.monthNames.has(word(tokens, at - 1)) &&
  !words.grains.has(word(tokens, at + 1)) &&
  !words.monthNames.has(word(tokens, at + 1))

function monthOf(month: number): When {
  const exact = (year: number): When => absolute('month', (clock) => calendar.named({ year, month }, clock))
  return {
    ...absolute('month', (clock) => calendar.recent((year) => exact(year).period(clock), clock)),
    withYear: exact,
    recurs: { part: 'month_of_year', values: [month] },
    inside: (outer) => (outer.unit === 'year' ? placed(outer, exact) : null),
  }
}

export const dayNumber = (text: string): number | null => {
  const found = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(text)
  const day = found ? Number(found[1]) : (time.ordinals.get(text) ?? null)
  return day && day >= 1 && day <= 31 ? day : null
}

/** the 3rd · the 15th of last month */
export const daysOfMonth: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the')
  const day = /^\d{1,2}(?:st|nd|rd|th)$/.test(word(tokens, start)) ? dayNumber(word(tokens, start)) : null
  const next = word(tokens, start + 1)
  const isLed = start > at || /^(from|to|until|till|through|since|on|between|and)$/.test(word(tokens, at - 1))
  // "the 3rd carrier" counts carriers.
  const isAlone =
    next === '' ||
    tokens[start + 1]?.gap !== '' ||
    /^(vs|versus|compared|against|than)$/.test(next) ||
    words.structureWords.has(next) ||
    words.calendarWords.has(next)
  if (!day || !isLed || !isAlone || time.units.has(next)) return []
  const exact = (month: Period, clock: Clock) => calendar.dayOfMonth(month, day, clock)
  return one(start + 1, {
    ...absolute('day', (clock) => calendar.dayOfMonthRecent(day, clock)),
    recurs: { part: 'day_of_month', values: [day] },
    inside: (outer) =>
      outer.unit === 'month' || outer.unit === 'day'
        ? {
            ...absolute('day', (clock) => {
              const whole = outer.period(clock)
              return whole && exact(calendar.unitOn('month', whole.from.slice(0, 10), clock), clock)
            }),
            within: outer,
          }
        : null,
  })
}

/** 2025-03-03 · 2025/03/03 · 20250303 · 3.3.2025 · 03/2025; 3/4/2025 may be either, so both are readings. */
export const numericDates: Matcher = (tokens, at) => {
  const text = word(tokens, at)
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text) ?? /^(20\d\d)([01]\d)([0-3]\d)$/.exec(text)
  if (iso) return exactly(at + 1, Number(iso[1]), Number(iso[2]), iso[3] === undefined ? null : Number(iso[3]))
  const timed = /^(\d{4})-(\d{1,2})-(\d{1,2})[t ](\d{1,2}):(\d{2})/.exec(text)
  if (timed) return moment(at + 1, timed.slice(1, 6).map(Number))
  const year = yearNumber(text)
  const isJoined = (next: number) => /^[/.-]$/.test(tokens[next]?.gap ?? '')
  const number = (next: number) => (/^\d{1,2}$/.test(word(tokens, next)) ? Number(word(tokens, next)) : null)
  if (year && isJoined(at + 1) && isJoined(at + 2) && number(at + 1) && number(at + 2))
    return exactly(at + 3, year, number(at + 1) ?? 0, number(at + 2))
  const joint = tokens[at + 1]?.gap ?? ''
  const yearAfter = yearNumber(word(tokens, at + 1))
  if (number(at) && yearAfter && isJoined(at + 1)) return exactly(at + 2, yearAfter, number(at)!, null)
  const dotted = /^(\d{1,2})\.(\d{4})$/.exec(text)
  if (dotted && yearNumber(dotted[2]!)) return exactly(at + 1, Number(dotted[2]), Number(dotted[1]), null)
  const whole = /^(\d{1,2})([./])(\d{1,2})[./](\d{2,4})$/.exec(text)
  if (whole) return dayAndMonth(tokens, at + 1, Number(whole[1]), Number(whole[3]), whole[4]!, whole[2] === '.')
  const last = word(tokens, at + 2)
  return number(at) && number(at + 1) && isJoined(at + 1) && tokens[at + 2]?.gap === joint && yearNumber(last)
    ? dayAndMonth(tokens, at + 3, number(at)!, number(at + 1)!, last, joint === '.')
    : []
}

function exactly(to: number, year: number, month: number, day: number | null): readonly WhenMatch[] {
  if (!calendar.isDate(year, month, day ?? 1)) return []
  return one(
    to,
    absolute(day === null ? 'month' : 'day', (clock) =>
      calendar.named({ year, month, ...(day === null ? {} : { day }) }, clock),
    ),
  )
}

/** 2025-03-03T15:00 */
function moment(to: number, parts: readonly number[]): readonly WhenMatch[] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts
  if (!calendar.isDate(year, month, day) || hour > 23 || minute > 59) return []
  const start = hour * 60 + minute
  return one(to, {
    ...absolute(minute === 0 ? 'hour' : 'minute', (clock) => {
      const of = calendar.named({ year, month, day }, clock)
      return of && calendar.minutesOf(of.from, start, start + (minute === 0 ? 60 : 1), clock)
    }),
    isMoment: true,
  })
}

function dayAndMonth(
  tokens: readonly Token[],
  to: number,
  first: number,
  second: number,
  yearText: string,
  isDotted: boolean,
): readonly WhenMatch[] {
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText)
  const style = isDotted ? 'day_first' : styleOfDates(tokens)
  return (['day_first', 'month_first'] as const)
    .filter((order) => (style === null || style === order) && (order === 'day_first' || first !== second))
    .flatMap((order) => {
      const [day, month] = order === 'day_first' ? [first, second] : [second, first]
      return exactly(to, year, month, day).map((match) => ({ ...match, when: { ...match.when, style: order } }))
    })
}

/** How the question writes dates, where one of them (25/3/2025) can only be read one way. */
function styleOfDates(tokens: readonly Token[]): When['style'] | null {
  for (const { word: text } of tokens) {
    const found = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}$/.exec(text)
    if (found && Number(found[1]) > 12) return 'day_first'
    if (found && Number(found[2]) > 12) return 'month_first'
  }
  return null
}

/** "on monday": the latest one before today; "Monday 3 March 2025" must be one. */
export const weekdays: Matcher = (tokens, at) => {
  const weekday = words.weekdayNames.get(word(tokens, at))
  if (!weekday) return []
  const next = skip(tokens, at + 1, 'the')
  const onDate = [...months(tokens, next), ...numericDates(tokens, next), ...daysOfMonth(tokens, at + 1)]
    .filter(({ when }) => when.unit === 'day')
    .map(({ to, when }) => ({
      to,
      when: absolute('day', (clock) => {
        const day = when.period(clock)
        return day && calendar.weekdayOn(day.from) === weekday ? day : null
      }),
    }))
  const lead = at === 0 ? '' : word(tokens, at - 1)
  if (shortNames.has(word(tokens, at)) && !calendarLead.test(lead)) return onDate
  const inWeek = (week: When): When => ({
    ...relative('day', (clock) => {
      const whole = week.period(clock)
      return whole && calendar.weekdayIn(whole, weekday, clock)
    }),
    within: week,
  })
  return [
    ...onDate,
    {
      to: at + 1,
      when: {
        ...relative('day', (clock) => calendar.weekdayBefore(weekday, clock)),
        recurs: { part: 'day_of_week', values: [weekday] },
        inside: (outer) => (outer.unit === 'week' ? inWeek(outer) : null),
      },
    },
  ]
}
