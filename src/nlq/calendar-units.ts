/** Periods said from now or by their unit: last week, the past 90 days, yesterday at 3pm, year to date. */
import type { Grain } from '../analytics/catalog.ts'
import * as calendar from './calendar.ts'
import { wordsToNumber } from './numbers.ts'
import type { Token } from './text.ts'
import { absolute, one, relative, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as words from './words/en.ts'

export const allTime: Matcher = (tokens, at) => {
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

export const days: Matcher = (tokens, at) => {
  const back = { today: 0, yesterday: 1 }[word(tokens, at)]
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

export function clockTimes(tokens: readonly Token[], at: number, day: When): readonly WhenMatch[] {
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

export const unitOf = (text: string): Grain | null => {
  const unit = words.grains.get(text)
  return unit && !/ly$|^dates?$|^annual/.test(text) ? unit : null
}

/** last week · this month · the past 90 days · previous quarter · last fiscal year */
export const relativeUnits: Matcher = (tokens, at) => {
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

export function countFrom(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  if (word(tokens, at) === 'couple') return { value: 2, to: skip(tokens, at + 1, 'of') }
  const found = wordsToNumber(tokens, at)
  return found && Number.isInteger(found.value) && found.value > 0 && found.value <= 1000 ? found : null
}

export const toDate: Matcher = (tokens, at) => {
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
export const ago: Matcher = (tokens, at) => {
  const single = /^(a|an|one)$/.test(word(tokens, at)) ? { value: 1, to: at + 1 } : countFrom(tokens, at)
  if (!single) return []
  const unit = unitOf(word(tokens, single.to))
  if (!unit || !/^(ago|back)$/.test(word(tokens, single.to + 1))) return []
  return one(
    single.to + 2,
    relative(unit, (clock) => calendar.unitAt(unit, -single.value, clock)),
  )
}
