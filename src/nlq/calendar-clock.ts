/** Times of day in words: at 3pm, from 9am to 5pm, between 8 and 10 in the morning, before noon. */
import * as calendar from './calendar.ts'
import type { Token } from './text.ts'
import { absolute, isDashed, relative, skip, word, type When, type WhenMatch } from './when.ts'
import * as time from './words/en-calendar.ts'

/** Minutes of a day, [from, until); the end may lie on the next day. */
interface Stretch {
  readonly from: number
  readonly until: number
}

interface StretchMatch extends Stretch {
  /** Index of the token after it. */
  readonly to: number
  /** One point of the clock, whose hour is meant. */
  readonly isPoint?: boolean
  /** "Since 9am", "until noon": of one day, never of each. */
  readonly isOpen?: boolean
}

interface Point {
  /** Minutes as said; without am or pm possibly of the other half of the day. */
  readonly minutes: number
  readonly half: 'am' | 'pm' | null
  /** Written so that it can only be a time of day. */
  readonly isMarked: boolean
  readonly to: number
}

const day = 24 * 60

/** Whole hours that come round each day: "between 9am and 5pm" of every day there is. */
export function matchHours(
  tokens: readonly Token[],
  at: number,
): readonly { readonly to: number; readonly values: readonly number[] }[] {
  return [...stretches(tokens, at, false), ...dayParts(tokens, at)]
    .filter(({ from, until, isOpen }) => !isOpen && from % 60 === 0 && until % 60 === 0 && until - from < day)
    .map(({ to, from, until }) => ({
      to,
      values: Array.from({ length: (until - from) / 60 }, (_, step) => (from / 60 + step) % 24),
    }))
}

/** Times of a day that was named before them: (yesterday) at 3pm. */
export function clockAfter(tokens: readonly Token[], at: number, of: When): readonly WhenMatch[] {
  const found = stretches(tokens, at, true).map((stretch) => ({ to: stretch.to, when: onDay(of, stretch) }))
  const part = time.dayParts.has(word(tokens, at)) ? dayPartAt(tokens, at) : []
  return [...found, ...part.map((stretch) => ({ to: stretch.to, when: onDay(of, stretch) }))]
}

/** Times of a day that is named after them: at 3pm yesterday, the morning of 3 March. */
export function clockBefore(
  tokens: readonly Token[],
  at: number,
  atoms: (at: number) => readonly WhenMatch[],
): readonly WhenMatch[] {
  return [...stretches(tokens, at, true), ...dayParts(tokens, at)].flatMap((stretch) =>
    atoms(skip(tokens, stretch.to, 'on', 'of', 'in'))
      .filter(({ when }) => when.unit === 'day')
      .map(({ to, when }) => ({ to, when: onDay(when, stretch) })),
  )
}

/** this morning · last night · tonight · since 9am */
export function clockOfToday(tokens: readonly Token[], at: number): readonly WhenMatch[] {
  const dayAt = (steps: number) => relative('day', (clock) => calendar.unitAt('day', steps, clock))
  const matches = (found: readonly StretchMatch[], steps: number) =>
    found.map((stretch) => ({ to: stretch.to, when: onDay(dayAt(steps), stretch) }))
  if (word(tokens, at) === 'tonight')
    return matches(
      time.dayParts.get('night')!.map(([from, until]) => asStretch(from, until, at + 1)),
      0,
    )
  if (word(tokens, at) === 'last' && word(tokens, at + 1) === 'night') return matches(dayPartAt(tokens, at + 1), -1)
  if (word(tokens, at) === 'this') return matches(dayPartAt(tokens, at + 1), 0)
  return matches(
    stretches(tokens, at, false).filter(({ isOpen, until }) => isOpen && until === day),
    0,
  )
}

function onDay(of: When, { from, until, isPoint }: StretchMatch): When {
  const when = absolute(isPoint ? (from % 60 === 0 ? 'hour' : 'minute') : null, (clock) => {
    const whole = of.period(clock)
    return whole && calendar.minutesOf(whole.from, from, until, clock)
  })
  return isPoint ? { ...when, isMoment: true } : when
}

/** Nobody has settled when the morning begins, so there are several. */
function dayParts(tokens: readonly Token[], at: number): readonly StretchMatch[] {
  const start = skip(tokens, at, 'in', 'during', 'at', 'the')
  return start > at || word(tokens, at).endsWith('s') ? dayPartAt(tokens, start) : []
}

function dayPartAt(tokens: readonly Token[], at: number): readonly StretchMatch[] {
  return (time.dayParts.get(word(tokens, at).replace(/s$/, '')) ?? []).map(([from, until]) =>
    asStretch(from, until, at + 1),
  )
}

const asStretch = (from: number, until: number, to: number): StretchMatch => ({
  from: from * 60,
  until: until * 60,
  to,
})

function stretches(tokens: readonly Token[], at: number, hasDay: boolean): readonly StretchMatch[] {
  const first = word(tokens, at)
  const opener = /^(after|past|before|since|until|till|from|between)$/.test(first)
    ? at + 1
    : skip(tokens, at, 'at', 'around')
  const start = pointFrom(tokens, opener)
  if (!start) return []
  const isAlone = start.isMarked || (hasDay && word(tokens, at) === 'at')
  if (/^(after|past)$/.test(first) && start.isMarked) return [{ from: minutesOf(start), until: day, to: start.to }]
  if (first === 'before' && start.isMarked) return [{ from: 0, until: minutesOf(start), to: start.to }]
  if (first === 'since' && start.isMarked) return [{ from: minutesOf(start), until: day, to: start.to, isOpen: true }]
  if (/^(until|till)$/.test(first) && start.isMarked)
    return [{ from: 0, until: minutesOf(start), to: start.to, isOpen: true }]
  const range = rangeFrom(tokens, start, first)
  if (range) return [range]
  if (first === 'from' && /^(on|onward|onwards)$/.test(word(tokens, start.to)) && start.isMarked)
    return [{ from: minutesOf(start), until: day, to: start.to + 1 }]
  if (!isAlone || /^(from|between)$/.test(first)) return []
  const suffix = halfAfter(tokens, start.to)
  const point = minutesOf(suffix ? { ...start, half: suffix.half } : start)
  return [{ from: point, until: point % 60 === 0 ? point + 60 : point + 1, to: suffix?.to ?? start.to, isPoint: true }]
}

function rangeFrom(tokens: readonly Token[], start: Point, opener: string): StretchMatch | null {
  const link = word(tokens, start.to)
  const isLinked = opener === 'between' ? link === 'and' : /^(to|until|till|through)$/.test(link)
  if (!isLinked && !(isDashed(tokens, start.to) && opener !== 'between')) return null
  const end = pointFrom(tokens, isLinked ? start.to + 1 : start.to)
  if (!end) return null
  const suffix = end.half ? null : halfAfter(tokens, end.to)
  const half = end.half ?? suffix?.half ?? null
  if (!start.isMarked && !end.isMarked && !suffix) return null
  const until = minutesOf({ ...end, half })
  let from = minutesOf(start)
  // "8 to 10 pm" begins at eight in the evening, "11 to 1 pm" before noon.
  if (start.half === null && start.minutes <= 12 * 60 && half) {
    const same = minutesOf({ ...start, half })
    from = same < until ? same : from
  }
  const isLater = start.half !== null && half === null && end.minutes <= 12 * 60 && until <= from
  const settled = isLater ? until + day / 2 : until
  return { from, until: settled > from ? settled : settled + day, to: suffix?.to ?? end.to }
}

function halfAfter(tokens: readonly Token[], at: number): { half: 'am' | 'pm'; to: number } | null {
  const start = skip(tokens, at, 'in', 'at', 'the')
  const half = ({ morning: 'am', afternoon: 'pm', evening: 'pm', night: 'pm' } as const)[word(tokens, start)]
  return half && start > at ? { half, to: start + 1 } : null
}

/** Minutes since midnight; "24:00" and a closing midnight are the end of the day. */
function minutesOf({ minutes, half }: Pick<Point, 'minutes' | 'half'>): number {
  if (half === null) return minutes
  return (minutes % (day / 2)) + (half === 'pm' ? day / 2 : 0)
}

function pointFrom(tokens: readonly Token[], at: number): Point | null {
  const text = word(tokens, at)
  if (text === 'noon' || text === 'midday') return { minutes: 12 * 60, half: null, isMarked: true, to: at + 1 }
  if (text === 'midnight') {
    const isEnd = /^(to|until|till|and|before)$/.test(word(tokens, at - 1))
    return { minutes: isEnd ? day : 0, half: null, isMarked: true, to: at + 1 }
  }
  const found = /^(\d{1,2})(?::(\d{2})|(?=am|pm|h|$))(am|pm|h)?$/.exec(text)
  if (!found) return null
  const spaced = /^(am|pm|oclock)$/.exec(word(tokens, at + 1))?.[1]
  const mark = found[3] ?? spaced
  const half = mark === 'am' || mark === 'pm' ? mark : null
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)]
  if (minute > 59 || (half ? hour < 1 || hour > 12 : hour * 60 + minute > day)) return null
  return {
    minutes: hour * 60 + minute,
    half,
    isMarked: mark !== undefined || found[2] !== undefined,
    to: at + (spaced && !found[3] ? 2 : 1),
  }
}
