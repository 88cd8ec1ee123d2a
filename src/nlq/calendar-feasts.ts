/** Days with names: Christmas, Easter Monday, Black Friday; Labour Day by the countries that the catalog lists. */
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'
import { shortYear, yearNumber } from './calendar-dates.ts'
import { placed } from './calendar-units.ts'
import { absolute, one, phraseFinder, skip, word, type Matcher, type When } from './when.ts'
import * as time from './words/en-calendar.ts'

type Feast = (typeof time.feasts)[number]

/** black friday · christmas 2025 · easter monday last year · over christmas */
export const feasts: Matcher = (tokens, at) => {
  const start = skip(tokens, at, 'the', 'last', 'previous', 'past')
  // "Last Christmas" is over.
  const isLast = /^(last|previous|past)$/.test(word(tokens, start - 1))
  const all = feastsAt(tokens, start)
  const found = all.find(({ to }) => !all.some((other) => other.to > to))
  if (!found) return []
  const { feast, name } = found.of
  const next = skip(tokens, found.to, 'of', 'in')
  const year = yearNumber(word(tokens, next)) ?? shortYear(tokens[next])
  const isLed = /^(over|around|during|at)$/.test(word(tokens, start - 1)) || name.endsWith('weekend')
  const isStretch = isLed && feast.around !== undefined
  const lengths = isStretch ? feast.around : [[0, 1] as const]
  return lengths.flatMap(([before, after]) => {
    const exact = (of: number): When =>
      absolute(isStretch ? null : 'day', (clock) => stretchOf(feast, of, before, after, clock))
    if (year) return one(next + 1, { ...exact(year), ...(feast.national === undefined ? {} : { isHoliday: true }) })
    return one(found.to, {
      ...absolute(exact(2000).unit, (clock) =>
        calendar.recent((of) => over(exact(of).period(clock), isLast, clock), clock),
      ),
      withYear: exact,
      ...(feast.national === undefined ? {} : { isHoliday: true }),
      inside: (outer) => (outer.unit === 'year' ? placed(outer, exact) : null),
    })
  })
}

const over = (day: Period | null, isLast: boolean, clock: Clock) =>
  isLast && day && day.to > calendar.today(clock) ? null : day

const feastsAt = phraseFinder(
  time.feasts.flatMap((feast) => feast.words.map((name) => [name, { feast, name }] as const)),
)

function stretchOf(feast: Feast, year: number, before: number, after: number, clock: Clock): Period | null {
  const day = dayOf(feast, year, clock)
  return (
    day &&
    calendar.between(
      calendar.dayBeside(day.from, before, clock).from,
      calendar.dayBeside(day.from, after, clock).from,
      clock,
    )
  )
}

function dayOf(feast: Feast, year: number, clock: Clock): Period | null {
  const { month = 1, day, weekday = 1, number = 1, easter, plus = 0, national } = feast
  if (national !== undefined && (clock.countries.length > 0 || feast.month === undefined))
    return calendar.holidayNamed(national, year, clock)
  const found =
    easter !== undefined
      ? easterSunday(year, clock)
      : day === undefined
        ? calendar.weekdayOf(calendar.named({ year, month }, clock)!, weekday, number, 1, clock)
        : calendar.named({ year, month, day }, clock)
  return found && calendar.dayBeside(found.from, easter ?? plus, clock)
}

/** By the Gregorian computus in the form that Meeus gives it. */
function easterSunday(year: number, clock: Clock): Period | null {
  const golden = year % 19
  const [century, rest] = [Math.floor(year / 100), year % 100]
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451)
  const days = moon + weekday - 7 * late + 114
  return calendar.named({ year, month: Math.floor(days / 31), day: (days % 31) + 1 }, clock)
}
