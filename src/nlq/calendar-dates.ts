/** Periods by their names in the calendar: 3 march 2025, q3, fy26, week 12, 2025-03-03, monday. */
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import { clockTimes } from './calendar-units.ts'
import type { Clock } from './calendar.ts'
import type { Token } from './text.ts'
import { absolute, one, relative, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as words from './words/en.ts'

const yearNumber = (text: string): number | null => {
  const found = /^(19[7-9]\d|20\d\d)$/.exec(text)
  return found ? Number(text) : null
}

export const years: Matcher = (tokens, at) => {
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
export const months: Matcher = (tokens, at) => {
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

export function dated(tokens: readonly Token[], at: number, month: number, day: number): readonly WhenMatch[] {
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

export const dayNumber = (text: string): number | null => {
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
export const quarters: Matcher = (tokens, at) => {
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
export const weeks: Matcher = (tokens, at) => {
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

export const isoDates: Matcher = (tokens, at) => {
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
export const weekdays: Matcher = (tokens, at) => {
  const weekday = words.weekdayNames.get(word(tokens, at))
  if (!weekday) return []
  const lead = at === 0 ? '' : word(tokens, at - 1)
  if (shortNames.has(word(tokens, at)) && !calendarLead.test(lead)) return []
  return one(
    at + 1,
    relative('day', (clock) => calendar.weekdayBefore(weekday, clock)),
  )
}
