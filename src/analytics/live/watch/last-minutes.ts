/** What the last minutes of a series say of the bucket that is filling: a burst, an outage, or surely neither. Pure. */
import { partIn, type Window } from '../store/windows.ts'
import type { LivePart, LiveParts } from '../live-parts.ts'
import type { Abnormal } from './conditions.ts'
import { surpriseIn, surprisingFrom, unitOf, type Outlook, type Stretch, type Surprise } from './pace.ts'
import { isUsualRate, rateSurprise, type Parts, type RateSurprise } from './ratio.ts'
import { tailOf, type Series } from './series.ts'

const MINUTE = 60_000
/** Whole minutes before the last one that are looked at with it. */
const stretches = [0, 1, 2, 4, 9, 14, 29] as const
/** A stretch says that all is normal again where so many events are expected of it, or were to come if the burst went on. */
const enough = 30

/** From when on, and up to when, everything has been heard; epoch milliseconds. */
interface HeardFrom {
  readonly since: number
  readonly until: number
}

/** What the last minutes are; moments are epoch milliseconds. */
export interface Pace {
  readonly abnormal: Abnormal | null
  /** Since when all is surely normal; absent: it is not. */
  readonly calmFrom: number | undefined
  /** Where it left most, and which way. */
  readonly odd: { readonly from: number; readonly direction: 'up' | 'down' } | null
}

/** Whether the last minutes are a burst or an outage, or surely neither. */
export function paceOf(
  series: Series,
  minutes: readonly Window[],
  { since, until }: HeardFrom,
  toldTo: number,
): Pace | null {
  const { filling, grain, outlooks, parts } = series
  if (filling !== 'adds' || grain !== 'hour' || outlooks.length === 0) return null
  const newest = minutes.at(-1)
  const unit = unitOf([tailOf(parts.of, minutes)(0)]) || series.unit
  const thisMinute = Math.floor(until / MINUTE) * MINUTE
  const lastAt = newest?.lastAt.getTime() ?? null
  const odd: Odd[] = []
  const calms: number[] = []
  const weigh = (direction: 'up' | 'down', stretch: Stretch) => {
    const surprise = surpriseIn(stretch, outlooks, unit)
    if (surprise?.direction === direction && surprise.size > 0) odd.push({ surprise, stretch })
  }
  // Nothing came since the newest event.
  if (lastAt !== null && lastAt + 1 < until) weigh('down', { from: lastAt + 1, to: until, sum: 0, squares: 0 })
  const [upTo, downTo] = [tailOf(parts.of, minutes), tailOf(parts.of, minutes)]
  const inThisMinute = downTo(thisMinute)
  const busiest = Math.max(0, ...minutes.map((window) => partIn(window, parts.of) ?? 0))
  for (const back of stretches) {
    // Counted by the events' own times: what was held up on its way and came at once is no burst.
    if (newest) {
      const from = newest.bucket.getTime() - back * MINUTE
      if (from >= toldTo) weigh('up', { from, to: newest.lastAt.getTime() + 1, ...upTo(from) })
    }
    const from = thisMinute - back * MINUTE
    if (from < since || from < toldTo) continue
    const { sum, squares } = downTo(from)
    weigh('down', { from, to: until, sum, squares })
    const before = { from, to: thisMinute, sum: sum - inThisMinute.sum, squares: squares - inThisMinute.squares }
    if (isNormal(before, outlooks, unit, busiest)) calms.push(from)
  }
  const worst = odd.reduce<Odd | null>(
    (most, one) => (one.surprise.size > (most?.surprise.size ?? 0) ? one : most),
    null,
  )
  const size = worst?.surprise.size ?? 0
  if (size > series.surprise) series.surprise = size
  const isSurprising = size >= surprisingFrom(series.habit)
  return {
    abnormal: worst && isSurprising ? asAbnormal(worst) : null,
    // What went before the calm is over.
    calmFrom: calms.findLast((from) =>
      odd.every(({ surprise, stretch }) => stretch.from < from || surprise.size < 0.5),
    ),
    odd: worst && { from: worst.stretch.from, direction: worst.surprise.direction },
  }
}

/** Whole minutes in which rates are looked at. */
const rateStretches = [3, 5, 10, 20, 30] as const

/** Whether the rate of the last minutes is out of what is normal, by a test, or surely within. */
export function ratePaceOf(
  series: Series,
  minutes: readonly Window[],
  { since, until }: HeardFrom,
  toldTo: number,
): Pace | null {
  const { outlooks, parts } = series
  // Numerators may come after their denominators: only minutes of which all has been heard count.
  const to = Math.floor(until / MINUTE) * MINUTE
  const whole = minutes.filter(({ bucket }) => bucket.getTime() < to)
  let worst: { readonly from: number; readonly found: Parts; readonly surprise: RateSurprise } | null = null
  let calmFrom: number | undefined
  for (const back of rateStretches) {
    const from = to - back * MINUTE
    const outlook = outlooks.find((one) => one.from <= from && from < one.to)
    const found = from < since || from < toldTo || !outlook ? null : partsOf(parts, whole, from)
    const surprise = found && outlook && rateSurprise(found, outlook)
    if (!found || !outlook || !surprise) continue
    if (surprise.size > (worst?.surprise.size ?? 0)) worst = { from, found, surprise }
    if (isUsualRate(found, outlook) && (worst?.surprise.size ?? 0) < 0.5) calmFrom = from
  }
  const size = worst?.surprise.size ?? 0
  if (size > series.surprise) series.surprise = size
  const expected = worst && outlooks.find(({ from, to }) => from <= worst.from && worst.from < to)?.expected
  const odd = worst && { from: worst.from, direction: worst.surprise.direction }
  if (!worst || expected == null || size < surprisingFrom(series.habit)) return { abnormal: null, calmFrom, odd }
  const [began, ended] = [new Date(worst.from).toISOString(), new Date(to).toISOString()]
  const value = worst.found.of / worst.found.over
  const { direction } = worst.surprise
  return { abnormal: { kind: 'pace', direction, from: began, to: ended, value, expected }, calmFrom, odd }
}

/** Numerator and denominator of windows from a moment on; null where they do not add up. */
export function partsOf({ of, over }: LiveParts, windows: readonly Window[], from: number): Parts | null {
  if (!over || !isAdded(of) || !isAdded(over)) return null
  const [top, bottom] = [tailOf(of, windows)(from), tailOf(over, windows)(from)]
  const isShare = isCounted(of) && isCounted(over) && top.sum <= bottom.sum
  return { of: top.sum, over: bottom.sum, unit: unitOf([top]) || 1, isShare }
}

function isAdded(part: LivePart): boolean {
  return part.kind === 'events' || (part.kind === 'measure' && (part.aggregation === 'sum' || isCounted(part)))
}

function isCounted(part: LivePart): boolean {
  return part.kind === 'events' || (part.kind === 'measure' && part.aggregation === 'count')
}

/** A stretch that is unlike what is usual. */
interface Odd {
  readonly surprise: Surprise
  readonly stretch: Stretch
}

function asAbnormal({ surprise, stretch }: Odd): Abnormal {
  const [from, to] = [new Date(stretch.from).toISOString(), new Date(stretch.to).toISOString()]
  return { kind: 'pace', direction: surprise.direction, from, to, value: stretch.sum, expected: surprise.expected }
}

/** Whether a stretch is in the inner half of what is normal, and long enough to say so. `busiest`: of all minutes. */
function isNormal({ from, to, sum }: Stretch, outlooks: readonly Outlook[], unit: number, busiest: number): boolean {
  const outlook = outlooks.find((one) => one.from <= from && from < one.to)
  if (!outlook || unit <= 0 || to - from < 3 * MINUTE) return false
  const share = (to - from) / (outlook.to - outlook.from)
  const expected = outlook.expected * share
  const asBusy = (busiest * (to - from)) / MINUTE
  if (Math.max(expected, asBusy) / unit < enough) return false
  const [low, high] = [(outlook.low + outlook.expected) / 2, (outlook.high + outlook.expected) / 2]
  // Chance within the stretch comes on top.
  const chance = Math.sqrt(expected * unit)
  return sum >= low * share - chance && sum <= high * share + chance
}
