/** One look at a series under a rule: what is seen of the bucket, and what follows. Pure. */
import { isOfNormal } from '../rule.ts'
import type { KeptRule } from '../store/rules.ts'
import { partIn, type Window } from '../store/windows.ts'
import type { LivePart, LiveParts } from '../live-parts.ts'
import { agosOf } from './ago.ts'
import { isWorthIt, reasonsFor, type Abnormal, type Seen } from './conditions.ts'
import { grainMs, type Bucket } from './clock.ts'
import { directionOf, type Finding } from './finding.ts'
import {
  endingOf,
  surpriseIn,
  surprisingFrom,
  unitOf,
  type Ending,
  type Outlook,
  type Stretch,
  type Surprise,
} from './pace.ts'
import { endingOfRatio, isUsualRate, rateSurprise, type Parts, type RateSurprise } from './ratio.ts'
import {
  addsUp,
  lastRemembered,
  pointsOf,
  rememberedBefore,
  rememberedIn,
  tailOf,
  valueOf,
  volumeOf,
  type Series,
} from './series.ts'

/** How far events are known, when a look is taken. */
export interface Heard {
  /** The clock's moment. */
  readonly now: number
  /** From when on, and up to when, everything has been heard. */
  readonly since: number
  readonly until: number
  /** Nothing waits to be counted: what has not come yet was not sent. */
  readonly isUpToDate: boolean
}

export type Judged = Omit<Finding, 'isDue' | 'rule' | 'view'>

/** To be surely over, a value must be inside by so much of its bound. */
const overBy = 0.95
const MINUTE = 60_000
/** Whole minutes before the last one that are looked at with it. */
const stretches = [0, 1, 2, 4, 9, 14, 29] as const
/** A stretch says that all is normal again where so many events are expected of it, or were to come if the burst went on. */
const enough = 30

const anywhere: Ending = { least: -Infinity, most: Infinity }

/** By what a bucket that is filling is judged. */
export interface Within {
  /** The last minutes, the oldest first; null: they are not weighed. */
  readonly minutes: readonly Window[] | null
  readonly heard: Heard
  /** Up to when it was told of. */
  readonly toldTo: number | undefined
}

/**
 * A look at the bucket that is filling. Remembers the largest surprise in the series. Bursts and outages that began before
 * `toldTo` are told of already.
 */
export function lookWithin(
  kept: KeptRule,
  series: Series,
  bucket: Bucket,
  { minutes, heard, toldTo = -Infinity }: Within,
): Judged {
  const outlook = outlookOf(series, bucket)
  const { current } = series
  const at = Math.min(bucket.to, Math.max(heard.until, current?.lastAt.getTime() ?? 0))
  const found = minutes && (series.parts.over ? ratePaceOf : paceOf)(series, minutes, heard, toldTo)
  const silentMs = silenceOf(series, heard)
  const isSilent = silentMs !== null && series.silenceAfterMs !== null && silentMs > series.silenceAfterMs
  const abnormal = found?.abnormal ?? beyond(series, outlook) ?? (isSilent ? silence : null)
  const value = valueOf(series, current)
  const begun = Math.max(bucket.from, heard.since)
  const part = Math.max(0, Math.min(1, (at - begun) / (bucket.to - bucket.from)))
  const seen = seenOf(series, {
    bucket,
    value,
    ending: current || series.filling === 'adds' ? endingWithin(series, bucket, value ?? 0, heard) : anywhere,
    outlook,
    abnormal,
    volume: volumeOf(series, current),
    silentMs,
  })
  const judged = judge(kept, series, seen)
  return {
    ...judged,
    bucket: bucket.from,
    bucketTo: bucket.to,
    at,
    isFilling: true,
    isLate: false,
    expectedSoFar: series.filling === 'adds' && outlook ? outlook.expected * part : null,
    // A bound on the whole bucket is still passed, however calm the rest of it is.
    isCalm: found?.calmFrom !== undefined && isOfNormal(kept.rule.when),
    calmFrom: found?.calmFrom,
    oddFrom: abnormal?.kind === 'anomaly' && found?.odd?.direction === abnormal.direction ? found.odd.from : undefined,
    series: () => [...pointsOf(series.recent), pointOf(bucket, value, outlook)],
  }
}

/**
 * A look at a bucket that was closed, and that late events changed since. Its normal range is the one that was forecast for it;
 * null: what the rule compares it with is not known any more.
 */
export function lookLate(kept: KeptRule, series: Series, bucket: Bucket, window: Window): Judged | null {
  const was = rememberedIn(series.recent, bucket.from)
  if (!was || (agosOf(kept.rule.when).length > 0 && !series.before.some(({ at }) => at === bucket.from))) return null
  const { value, expected, low, high } = was
  const outlook = expected === null || low === null || high === null ? null : { ...bucket, expected, low, high }
  const seen = seenOf(series, {
    bucket,
    value,
    ending: value === null ? anywhere : { least: value, most: value },
    outlook,
    abnormal: value === null || !outlook ? null : outsideOf(outlook, value),
    volume: volumeOf(series, window),
    silentMs: null,
  })
  const judged = judge(kept, series, seen)
  return {
    ...judged,
    bucket: bucket.from,
    bucketTo: bucket.to,
    at: bucket.to,
    isFilling: false,
    isLate: true,
    expectedSoFar: null,
    isCalm: value !== null && judged.reasons === null && holdsBy(kept, series, seen, overBy) === null,
    series: () => pointsOf(series.recent),
  }
}

/** A value alone is posted where it leaves the normal range. */
function outsideOf({ low, high }: Outlook, value: number): Abnormal | null {
  if (value > high) return { kind: 'anomaly', found: 'spike', direction: 'up' }
  return value < low ? { kind: 'anomaly', found: 'drop', direction: 'down' } : null
}

/** A look at the bucket that was closed last. */
export function lookBack(kept: KeptRule, series: Series, bucket: Bucket, window: Window | null, heard: Heard): Judged {
  const last = lastRemembered(series.recent)
  const value = last?.at === bucket.from ? last.value : valueOf(series, window)
  const outlook = series.outlooks.find(({ from }) => from === bucket.from) ?? null
  const silentMs = silenceOf(series, heard)
  const seen = seenOf(series, {
    bucket,
    value,
    ending: value === null ? anywhere : { least: value, most: value },
    outlook,
    // What it was is of the bucket closed last; of another nothing is known, and no figure is odd without a normal one.
    abnormal: outlook !== null || isSilence(series.abnormal) ? series.abnormal : null,
    volume: volumeOf(series, window),
    silentMs,
  })
  const judged = judge(kept, series, seen)
  const isCalm = value !== null && judged.reasons === null && holdsBy(kept, series, seen, overBy) === null
  return {
    ...judged,
    bucket: bucket.from,
    bucketTo: bucket.to,
    at: bucket.to,
    isFilling: false,
    isLate: false,
    expectedSoFar: null,
    isCalm,
    series: () => pointsOf(series.recent),
  }
}

function isSilence(abnormal: Abnormal | null): boolean {
  return abnormal?.kind === 'anomaly' && abnormal.found === 'silence'
}

const silence: Abnormal = { kind: 'anomaly', found: 'silence', direction: 'down' }

function judge(
  kept: KeptRule,
  series: Series,
  seen: Seen,
): Pick<Judged, 'members' | 'value' | 'expected' | 'low' | 'high' | 'reasons' | 'isBad' | 'adds'> {
  const reasons = isWorthIt(kept.rule, seen, kept.bar) ? holdsBy(kept, series, seen, kept.bar) : null
  const { value, expected } = seen
  const direction = directionOf({ reasons, value, expected })
  const { goodWhen } = series.kpi
  return {
    members: series.members,
    value: seen.value,
    expected: seen.expected,
    low: seen.low,
    high: seen.high,
    reasons,
    isBad: goodWhen === 'steady' ? null : (direction === 'up') !== (goodWhen === 'up'),
    adds: addsUp(series),
  }
}

function holdsBy({ rule }: KeptRule, { kpi }: Series, seen: Seen, factor: number) {
  return reasonsFor(rule.when, seen, { factor, goodWhen: kpi.goodWhen })
}

function seenOf(
  { recent, filling, before, lastAt, parts }: Series,
  given: {
    readonly bucket: Bucket
    readonly value: number | null
    readonly ending: Ending
    readonly outlook: Outlook | null
    readonly abnormal: Abnormal | null
    readonly volume: number | null
    readonly silentMs: number | null
  },
): Seen {
  const { bucket, outlook, volume, ...plain } = given
  const same = before.find(({ at }) => at === bucket.from)
  const expected = outlook?.expected ?? null
  return {
    ...plain,
    expected,
    low: outlook?.low ?? null,
    high: outlook?.high ?? null,
    // Where events stopped coming, what was expected of them is what counts.
    volume:
      parts.over || filling !== 'adds' || volume === null
        ? volume
        : Math.max(volume, parts.of.kind === 'events' ? (expected ?? 0) : volume),
    previous: rememberedBefore(recent, bucket.from, bucket.to - bucket.from),
    dayAgo: same?.day ?? null,
    weekAgo: same?.week ?? null,
    lastAt: lastAt === null ? null : new Date(lastAt).toISOString(),
  }
}

function outlookOf({ outlooks }: Series, bucket: Bucket): Outlook | null {
  return outlooks.find(({ from }) => from === bucket.from) ?? null
}

function silenceOf({ lastAt, parts, grain }: Series, { now, isUpToDate }: Heard): number | null {
  if (lastAt === null || !isUpToDate) return null
  // The next finished point is due a bucket later.
  return Math.max(0, now - lastAt - (parts.of.kind === 'point' ? grainMs[grain] : 0))
}

/** A sum that only grows and has passed the whole bucket's bound. */
function beyond({ filling, current, parts }: Series, outlook: Outlook | null): Abnormal | null {
  if (!outlook || !current || (filling !== 'adds' && filling !== 'grows')) return null
  const value = partIn(current, parts.of)
  return value !== null && value > outlook.high ? { kind: 'anomaly', found: 'spike', direction: 'up' } : null
}

function endingWithin(series: Series, bucket: Bucket, value: number, { since, until }: Heard): Ending {
  switch (series.filling) {
    case 'grows':
      return { least: value, most: Infinity }
    case 'falls':
      return { least: -Infinity, most: value }
    case 'whole': {
      const { parts, current, outlooks } = series
      const found = current && since <= bucket.from ? partsOf(parts, [current], bucket.from) : null
      const part = (Math.min(until, bucket.to) - bucket.from) / (bucket.to - bucket.from)
      return found ? endingOfRatio(found, part, outlooks.find(({ from }) => from === bucket.from) ?? null) : anywhere
    }
    case 'adds': {
      const { outlooks, unit } = series
      // Amounts that can be negative are never surely over a bound.
      if (value < 0) return anywhere
      if (since > bucket.from) return { least: value, most: Infinity }
      return endingOf(bucket, { sum: value, heardUntil: until, outlooks, unit })
    }
  }
}

/** What the last minutes are; moments are epoch milliseconds. */
interface Pace {
  readonly abnormal: Abnormal | null
  /** Since when all is surely normal; absent: it is not. */
  readonly calmFrom: number | undefined
  /** Where it left most, and which way. */
  readonly odd: { readonly from: number; readonly direction: 'up' | 'down' } | null
}

/** Whether the last minutes are a burst or an outage, or surely neither. */
function paceOf(series: Series, minutes: readonly Window[], { since, until }: Heard, toldTo: number): Pace | null {
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
function ratePaceOf(series: Series, minutes: readonly Window[], { since, until }: Heard, toldTo: number): Pace | null {
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
function partsOf({ of, over }: LiveParts, windows: readonly Window[], from: number): Parts | null {
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

function pointOf({ from }: Bucket, value: number | null, outlook: Outlook | null) {
  return {
    at: new Date(from).toISOString(),
    value,
    expected: outlook?.expected ?? null,
    low: outlook?.low ?? null,
    high: outlook?.high ?? null,
  }
}
