/** Parts of other periods: the first ten days of May, the last Friday of October, the end of the quarter, mid-March. */
import type { Unit } from '../analytics/period.ts'
import type { Period } from '../analytics/kpi-query.ts'
import * as calendar from './calendar.ts'
import type { Clock } from './calendar.ts'
import { countFrom, unitFrom } from './calendar-units.ts'
import type { Token } from './text.ts'
import { absolute, one, relative, skip, word, type Matcher, type When, type WhenMatch } from './when.ts'
import * as time from './words/en-calendar.ts'
import * as words from './words/en.ts'

/** Matchers of parts; `atoms` finds what they are parts of. */
export function partMatchers(atoms: Matcher): readonly Matcher[] {
  return [
    (tokens, at) => unitsOf(tokens, at, atoms),
    (tokens, at) => weekdaysOf(tokens, at, atoms),
    (tokens, at) => besides(tokens, at, atoms),
    (tokens, at) => edgesOf(tokens, at, atoms),
    (tokens, at) => namedUnit(tokens, at, atoms),
  ]
}

const sizes: readonly Unit[] = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'half', 'year']
const size = (unit: Unit) => sizes.indexOf(unit.replace('fiscal_', '') as Unit)

/** first day of march · first 10 days of the quarter · second week of November · last two quarters of 2025 */
function unitsOf(tokens: readonly Token[], at: number, atoms: Matcher): readonly WhenMatch[] {
  const place = placeFrom(tokens, at)
  if (!place) return []
  const count = place.number === null || place.number === 1 ? countFrom(tokens, place.to) : null
  const unit = unitFrom(tokens, skip(tokens, count?.to ?? place.to, ...time.wholeWords))
  if (!unit || count?.isVague) return []
  const link = word(tokens, unit.to)
  const isThe = word(tokens, at) === 'the'
  if (link !== 'of' && !(link === 'in' && (isThe || place.number !== null))) return []
  const length = (count?.value ?? 1) * unit.times
  return wholes(tokens, unit.to + 1, atoms, place.number === null)
    .filter(({ when }) => when.unit === null || size(when.unit) > size(unit.unit))
    .map(({ to, when }) => ({
      to,
      when: part(when, length === 1 && unit.unit !== 'week' ? unit.unit : null, (whole, clock) =>
        place.number === null
          ? calendar.lastOf(whole, unit.unit, length, clock)
          : calendar.firstOf(whole, unit.unit, length, clock, (place.number - 1) * unit.times),
      ),
    }))
}

/** the first Monday of October · the last weekend of last month */
function weekdaysOf(tokens: readonly Token[], at: number, atoms: Matcher): readonly WhenMatch[] {
  const place = placeFrom(tokens, at)
  const text = place ? word(tokens, place.to) : ''
  const weekday = text === 'weekend' ? 6 : words.weekdayNames.get(text)
  if (!place || !weekday || !/^(of|in)$/.test(word(tokens, place.to + 1))) return []
  return wholes(tokens, place.to + 2, atoms, place.number === null)
    .filter(({ when }) => when.unit !== null && size(when.unit) > size('week'))
    .map(({ to, when }) => ({
      to,
      when: part(when, text === 'weekend' ? null : 'day', (whole, clock) =>
        calendar.weekdayOf(whole, weekday, place.number ?? -1, text === 'weekend' ? 2 : 1, clock),
      ),
    }))
}

/** Which of several; `number` is null for the last ones. */
function placeFrom(
  tokens: readonly Token[],
  at: number,
): { readonly number: number | null; readonly to: number } | null {
  const start = skip(tokens, at, 'the', 'very')
  const text = word(tokens, start)
  if (time.lastWords.has(text)) return { number: null, to: start + 1 }
  const number = time.firstWords.has(text)
    ? 1
    : (time.ordinals.get(text) ?? Number(/^(\d{1,2})(?:st|nd|rd|th)$/.exec(text)?.[1] ?? 0))
  return number > 0 ? { number, to: start + 1 } : null
}

/** What follows "of": any period, or "the month", which is this one, or the last one that is over. */
function wholes(tokens: readonly Token[], at: number, atoms: Matcher, isOver: boolean): readonly WhenMatch[] {
  const found = atoms(tokens, at)
  const unit = found.length > 0 ? null : unitFrom(tokens, skip(tokens, at, 'the'))
  if (!unit || unit.times > 1 || word(tokens, unit.to - 1).endsWith('s'))
    return found.filter(({ when }) => !when.isAllTime)
  return one(
    unit.to,
    relative(unit.unit, (clock) => calendar.unitAt(unit.unit, isOver ? -1 : 0, clock)),
  )
}

function part(outer: When, unit: Unit | null, of: (whole: Period, clock: Clock) => Period | null): When {
  return {
    ...absolute(unit, (clock) => {
      const whole = outer.period(clock)
      return whole && of(whole, clock)
    }),
    within: outer,
    ...(outer.style ? { style: outer.style } : {}),
  }
}

/** the 12 months to June 2025 · the week of 3 March · week starting 2 March · two weeks before Christmas */
function besides(tokens: readonly Token[], at: number, atoms: Matcher): readonly WhenMatch[] {
  const written = weekWritten(tokens, at, atoms)
  if (written.length > 0) return written
  const start = skip(tokens, at, 'the')
  const count = countFrom(tokens, start)
  const unit = unitFrom(tokens, skip(tokens, count?.to ?? start, ...time.wholeWords))
  if (!unit || count?.isVague) return []
  const length = (count?.value ?? 1) * unit.times
  const link = word(tokens, unit.to)
  const isOne = count === null && unit.times === 1
  const next = skip(tokens, unit.to + 1, 'on', 'in', 'at', 'with', 'the')
  const isOf = isOne && /^(of|containing|around)$/.test(link)
  const sides = (choose: (whole: Period, clock: Clock) => Period | null) =>
    atoms(tokens, next)
      .filter(({ when }) => !when.isAllTime && when.unit !== 'hour' && when.unit !== 'minute')
      .map(({ to, when }) => ({
        to,
        // Weeks that begin on any day are none of the calendar.
        when: part(when, length === 1 && (isOf || unit.unit === 'day') ? unit.unit : null, choose),
      }))
  const ending = (whole: Period, clock: Clock) => calendar.unitsBeside(whole.to, unit.unit, -length, clock)
  const starting = (whole: Period, clock: Clock) => calendar.unitsBeside(whole.from, unit.unit, length, clock)
  if (isOf)
    return sides((whole, clock) => calendar.unitOn(unit.unit, whole.from.slice(0, 10), clock)).filter(
      ({ when }) => when.within?.unit === 'day',
    )
  if (link === 'ending' || link === 'ended' || (link === 'to' && !isOne)) return sides(ending)
  if (link === 'starting' || link === 'beginning' || link === 'commencing') return sides(starting)
  if (link === 'from' && !isOne) return sides(starting)
  if (link === 'before') return sides((whole, clock) => calendar.unitsBeside(whole.from, unit.unit, -length, clock))
  if (link === 'after' || link === 'following')
    return sides((whole, clock) => calendar.unitsBeside(whole.to, unit.unit, length, clock))
  return []
}

/** w/c 3 March · w/e 9 March */
function weekWritten(tokens: readonly Token[], at: number, atoms: Matcher): readonly WhenMatch[] {
  const kind = word(tokens, at) === 'w' && tokens[at + 1]?.gap === '/' ? word(tokens, at + 1) : word(tokens, at)
  const isStart = kind === 'c' || kind === 'wc'
  const isGlued = word(tokens, at) !== 'w'
  if (isGlued ? kind !== 'wc' : kind !== 'c' && kind !== 'e') return []
  return atoms(tokens, isGlued ? at + 1 : at + 2)
    .filter(({ when }) => when.unit === 'day')
    .map(({ to, when }) => ({
      to,
      when: part(when, 'week', (day, clock) =>
        isStart ? calendar.unitsBeside(day.from, 'week', 1, clock) : calendar.unitsBeside(day.to, 'week', -1, clock),
      ),
    }))
}

/** the end of October · early March · mid-March · at year end: not exact, so there are several readings. */
function edgesOf(tokens: readonly Token[], at: number, atoms: Matcher): readonly WhenMatch[] {
  const start = skip(tokens, at, 'the', 'very')
  const unitFirst = unitFrom(tokens, start)
  const isTurned = unitFirst?.times === 1 && /^(end|close|start)$/.test(word(tokens, unitFirst.to))
  const edge = time.edges.get(word(tokens, isTurned ? unitFirst.to : start))
  if (!edge) return []
  const next = (isTurned ? unitFirst.to : start) + 1
  const isBare = !/^(of|in)$/.test(word(tokens, next))
  if (isBare && !isTurned && /^(start|end)$/.test(edge)) return []
  const isOver = edge === 'end' || edge === 'late'
  const found = isTurned
    ? turnedWholes(tokens, next, unitFirst.unit, atoms, isOver)
    : wholes(tokens, skip(tokens, next, 'of', 'in'), atoms, isOver)
  return found
    .filter(({ when }) => when.unit !== null && size(when.unit) >= size('week'))
    .flatMap(({ to, when }) => readings(edge, when).map((reading) => ({ to, when: reading })))
}

/** year end 2025 · at month end */
function turnedWholes(
  tokens: readonly Token[],
  at: number,
  unit: Unit,
  atoms: Matcher,
  isOver: boolean,
): readonly WhenMatch[] {
  const named = atoms(tokens, at).filter(({ when }) => when.unit === unit)
  if (named.length > 0) return named
  return one(
    at,
    relative(unit, (clock) => calendar.unitAt(unit, isOver ? -1 : 0, clock)),
  )
}

/** At its end a level is the last one of the whole; what adds up may be asked for the last day, week, month, … */
function readings(edge: 'start' | 'early' | 'middle' | 'late' | 'end', when: When): readonly When[] {
  const unit = when.unit!
  const isOf = (suits: 'levels' | 'flows', of: Parameters<typeof part>[2]): When => ({ ...part(when, null, of), suits })
  const smaller = sizes.filter(
    (other) => size(other) < size(unit) && other !== 'minute' && other !== 'hour' && other !== 'half',
  )
  switch (edge) {
    case 'end':
      return [
        isOf('levels', (whole) => whole),
        ...smaller.map((other) => isOf('flows', (whole, clock) => calendar.lastOf(whole, other, 1, clock))),
      ].slice(0, 4)
    case 'start':
      return [
        isOf('levels', (whole, clock) => calendar.firstOf(whole, 'day', 1, clock)),
        ...smaller.map((other) => isOf('flows', (whole, clock) => calendar.firstOf(whole, other, 1, clock))),
      ].slice(0, 4)
    case 'early':
    case 'middle':
    case 'late':
      return [2, 3].map((parts) => isOf('flows', (whole, clock) => calendar.fractionOf(whole, edge, parts, clock)))
  }
}

/** the month of March · the years 2023 to 2025 */
function namedUnit(tokens: readonly Token[], at: number, atoms: Matcher): readonly WhenMatch[] {
  const start = skip(tokens, at, 'the')
  const unit = unitFrom(tokens, start)
  if (!unit || unit.times > 1) return []
  return atoms(tokens, skip(tokens, unit.to, 'of')).filter(({ when }) => when.unit === unit.unit && !when.relative)
}
