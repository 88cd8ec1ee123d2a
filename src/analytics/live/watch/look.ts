/** One look at a series under a rule: what is seen of the bucket, and what follows. Thousands are taken a second. Pure. */
import { isOfNormal } from '../rule.ts'
import type { KeptRule } from '../store/rules.ts'
import { partIn, type Window } from '../store/windows.ts'
import { agosOf } from './ago.ts'
import { isWorthIt, reasonsFor, type Abnormal, type Seen } from './conditions.ts'
import { grainMs, type Bucket } from './clock.ts'
import { directionOf, type Finding } from './finding.ts'
import { paceOf, partsOf, ratePaceOf, type Pace } from './last-minutes.ts'
import { endingOf, type Ending, type Outlook } from './pace.ts'
import { endingOfRatio } from './ratio.ts'
import { addsUp, lastRemembered, rememberedBefore, rememberedIn, valueOf, volumeOf, type Series } from './series.ts'

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

const anywhere: Ending = { least: -Infinity, most: Infinity }
const silence: Abnormal = { kind: 'anomaly', found: 'silence', direction: 'down' }

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
  const pace = minutes && (series.parts.over ? ratePaceOf : paceOf)(series, minutes, heard, toldTo)
  const silentMs = silenceOf(series, heard)
  const isSilent = silentMs !== null && series.silenceAfterMs !== null && silentMs > series.silenceAfterMs
  const abnormal = pace?.abnormal ?? beyond(series, outlook) ?? (isSilent ? silence : null)
  const value = valueOf(series, current)
  const ending = current || series.filling === 'adds' ? endingWithin(series, bucket, value ?? 0, heard) : anywhere
  const seen = seenOf(series, bucket, outlook, { value, ending, abnormal, volume: volumeOf(series, current), silentMs })
  const reasons = reasonsIn(kept, series, seen)
  const begun = Math.max(bucket.from, heard.since)
  const part = Math.max(0, Math.min(1, (at - begun) / (bucket.to - bucket.from)))
  return judged(series, bucket, seen, {
    reasons,
    at,
    isFilling: true,
    isLate: false,
    expectedSoFar: series.filling === 'adds' && outlook ? outlook.expected * part : null,
    // A bound on the whole bucket is still passed, however calm the rest of it is.
    isCalm: pace?.calmFrom !== undefined && isOfNormal(kept.rule.when),
    calmFrom: pace?.calmFrom,
    oddFrom: oddFromOf(pace, abnormal),
  })
}

function oddFromOf(pace: Pace | null, abnormal: Abnormal | null): number | undefined {
  return abnormal?.kind === 'anomaly' && pace?.odd?.direction === abnormal.direction ? pace.odd.from : undefined
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
  const seen = seenOf(series, bucket, outlook, {
    value,
    ending: endingAt(value),
    abnormal: value === null || !outlook ? null : outsideOf(outlook, value),
    volume: volumeOf(series, window),
    silentMs: null,
  })
  return closed(kept, series, bucket, seen, true)
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
  const outlook = outlookOf(series, bucket)
  const seen = seenOf(series, bucket, outlook, {
    value,
    ending: endingAt(value),
    // What it was is of the bucket closed last; of another nothing is known, and no figure is odd without a normal one.
    abnormal: outlook !== null || isSilence(series.abnormal) ? series.abnormal : null,
    volume: volumeOf(series, window),
    silentMs: silenceOf(series, heard),
  })
  return closed(kept, series, bucket, seen, false)
}

function isSilence(abnormal: Abnormal | null): boolean {
  return abnormal?.kind === 'anomaly' && abnormal.found === 'silence'
}

function endingAt(value: number | null): Ending {
  return value === null ? anywhere : { least: value, most: value }
}

function closed(kept: KeptRule, series: Series, bucket: Bucket, seen: Seen, isLate: boolean): Judged {
  const reasons = reasonsIn(kept, series, seen)
  return judged(series, bucket, seen, {
    reasons,
    at: bucket.to,
    isFilling: false,
    isLate,
    expectedSoFar: null,
    isCalm: seen.value !== null && reasons === null && holdsBy(kept, series, seen, overBy) === null,
    calmFrom: undefined,
    oddFrom: undefined,
  })
}

// Written out: copying what is spread costs more than all the rest of a look.
function judged(
  series: Series,
  bucket: Bucket,
  { value, expected, low, high }: Seen,
  found: Pick<Judged, 'reasons' | 'at' | 'isFilling' | 'isLate' | 'expectedSoFar' | 'isCalm' | 'calmFrom' | 'oddFrom'>,
): Judged {
  const { reasons } = found
  const { goodWhen } = series.kpi
  const direction = directionOf({ reasons, value, expected })
  return {
    members: series.members,
    bucket: bucket.from,
    bucketTo: bucket.to,
    at: found.at,
    isFilling: found.isFilling,
    isLate: found.isLate,
    value,
    expected,
    low,
    high,
    expectedSoFar: found.expectedSoFar,
    reasons,
    isCalm: found.isCalm,
    calmFrom: found.calmFrom,
    oddFrom: found.oddFrom,
    isBad: goodWhen === 'steady' ? null : (direction === 'up') !== (goodWhen === 'up'),
    adds: addsUp(series),
    recent: series.recent,
  }
}

function reasonsIn(kept: KeptRule, series: Series, seen: Seen): Judged['reasons'] {
  return isWorthIt(kept.rule, seen, kept.bar) ? holdsBy(kept, series, seen, kept.bar) : null
}

function holdsBy({ rule }: KeptRule, { kpi }: Series, seen: Seen, factor: number): Judged['reasons'] {
  return reasonsFor(rule.when, seen, { factor, goodWhen: kpi.goodWhen })
}

function seenOf(
  { recent, filling, before, lastAt, parts }: Series,
  bucket: Bucket,
  outlook: Outlook | null,
  { value, ending, abnormal, volume, silentMs }: Pick<Seen, 'value' | 'ending' | 'abnormal' | 'volume' | 'silentMs'>,
): Seen {
  const same = before.length === 0 ? undefined : before.find(({ at }) => at === bucket.from)
  const expected = outlook?.expected ?? null
  // Where events stopped coming, what was expected of them is what counts.
  const isEvents = !parts.over && filling === 'adds' && parts.of.kind === 'events'
  return {
    value,
    ending,
    expected,
    low: outlook?.low ?? null,
    high: outlook?.high ?? null,
    abnormal,
    volume: isEvents && volume !== null ? Math.max(volume, expected ?? 0) : volume,
    previous: rememberedBefore(recent, bucket.from, bucket.to - bucket.from),
    dayAgo: same?.day ?? null,
    weekAgo: same?.week ?? null,
    lastAt,
    silentMs,
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
      const { parts, current } = series
      const found = current && since <= bucket.from ? partsOf(parts, [current], bucket.from) : null
      const part = (Math.min(until, bucket.to) - bucket.from) / (bucket.to - bucket.from)
      return found ? endingOfRatio(found, part, outlookOf(series, bucket)) : anywhere
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
