/**
 * What a rule would have told: it is played over the KPI's history before it is saved, through the parts that watch
 * (play.ts). History comes from the KPI's view as answers do, or, where the view does not keep the rule's grain, from
 * what is kept of windows. Whole buckets only: what the live watch tells while an hour is filling, it may tell earlier.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { GRAINS, type Catalog, type View } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import type { Members } from '../incident.ts'
import { liveParts } from '../live-parts.ts'
import { sliceKey, type Rule, type WatchedGrain } from '../rule.ts'
import { readWindows } from '../store/windows.ts'
import { agosOf, bucketAgo } from '../watch/ago.ts'
import { bucketAt, createBuckets, type Bucket } from '../watch/clock.ts'
import { openDetector } from '../watch/learn.ts'
import type { HistoryOf, ReadHistory, WatchParts } from '../watch/parts.ts'
import { newSeries, valueOf, volumeOf } from '../watch/series.ts'
import { asksForNormal, createPlay, type Fired, type PastPoint, type PlayedBucket } from './play.ts'

/** What each rule would have told in a stretch of time; moments are epoch milliseconds, half-open. */
export interface BackTested {
  readonly from: number
  readonly to: number
  /** As the rules were given. */
  readonly fired: readonly (readonly Fired[])[]
  /** From when on the normal range was known; null: no rule asks for it, Infinity: not within that time. */
  readonly normalFrom: number | null
  readonly series: number
  /** Smaller series that were not played, so that it takes no longer. */
  readonly leftOut: number
}

/** Plays rules of one KPI, slice and grain up to now. Null: nothing feeds the KPI, so that no rule on it is ever looked at. */
export type BackTest = (rules: readonly Rule[], now: Date, signal?: AbortSignal) => Promise<BackTested | null>

interface Parts {
  readonly catalog: Catalog
  readonly store: Store
  readonly history: ReadHistory
  readonly isPlanned: WatchParts['isPlanned']
  /** Buckets of all series together: where detectors judge, and where not. */
  readonly most?: { readonly judged: number; readonly plain: number }
}

const DAY = 86_400_000
const lengths: Record<WatchedGrain, number> = { minute: 60_000, hour: 3_600_000, day: DAY }
/** How much is played; of minutes no more is kept. */
const playedMs: Record<WatchedGrain, number> = { minute: 3 * DAY, hour: 30 * DAY, day: 30 * DAY }
/** What detectors learn from before that; of minutes, the first day of the three. */
const learntMs: Record<WatchedGrain, number> = { minute: DAY, hour: 60 * DAY, day: 730 * DAY }
/** A detector, a look and the garbage take some 50 µs a bucket. */
const usuallyMost = { judged: 60_000, plain: 300_000 }
/** Buckets between which others get their turn. */
const stretch = 100

export function createBackTest({
  catalog,
  store,
  history,
  isPlanned,
  most: mostBuckets = usuallyMost,
}: Parts): BackTest {
  return async function backTest(rules, now, signal) {
    const [rule] = rules
    const kpi = rule && catalog.kpis.get(rule.kpi)
    const parts = kpi && liveParts(kpi, catalog)
    const view = parts && catalog.views.get(parts.view)
    if (!rule || !kpi || !parts || !view) return null
    const { grain } = rule
    const zone = view.time?.zone ?? catalog.timezone
    const buckets = createBuckets(zone)
    const isJudged = rules.some(asksForNormal)
    const isWithEarlier = rules.some(({ when }) => agosOf(when).length > 0)
    const span = spanOf(rules, grain, now, zone, isJudged)
    const most = Math.floor(mostBuckets[isJudged ? 'judged' : 'plain'] / ((span.to - span.begin) / lengths[grain]))
    const past = isKept(view, grain)
      ? await fromView(rule, history, span, most)
      : await fromWindows(rule, { catalog, store }, span, most)
    const { slices, points, leftOut } = past
    const play = createPlay({
      rules,
      kpi,
      parts,
      slices,
      detectorOf: (series) => (isJudged ? openDetector(series, zone, null) : null),
    })
    let normalFrom: number | null = isJudged ? Infinity : null
    let seen = 0
    for (let bucket = buckets(span.begin, grain); bucket.from < span.to; bucket = buckets(bucket.to, grain)) {
      if (++seen % stretch === 0) await breathe(undefined, signal ? { signal } : {})
      // What came before the first of all is not known to be nothing.
      if (bucket.to <= past.first) continue
      const earlier = isWithEarlier ? earlierOf(bucket, grain, zone) : null
      const played = {
        ...bucket,
        points: pointsIn(bucket, points),
        isPlanned: (members: Members) => isPlanned(bucket.from, bucket.to, members),
        earlier,
      }
      if (bucket.from < span.from) play.learn(played)
      else {
        const readings = play.step(played)
        if (normalFrom === Infinity && [...readings.values()].some((reading) => reading?.expected != null))
          normalFrom = bucket.from
      }
    }
    const fired = rules.map((_, index) => play.fired(index))
    return { from: span.from, to: span.to, fired, normalFrom, series: slices.length, leftOut }
  }
}

interface Span {
  /** Where what is learnt begins. */
  readonly begin: number
  readonly from: number
  readonly to: number
}

function spanOf(rules: readonly Rule[], grain: WatchedGrain, now: Date, zone: string, isJudged: boolean): Span {
  const to = bucketAt(now.getTime(), grain, zone).from
  const earliest = to - playedMs[grain]
  const from = bucketAt(grain === 'minute' && isJudged ? earliest + learntMs.minute : earliest, grain, zone).from
  const before = isJudged
    ? learntMs[grain]
    : rules.some(({ when }) => agosOf(when).length > 0)
      ? 8 * DAY
      : lengths[grain]
  return { begin: bucketAt(Math.max(from - before, grain === 'minute' ? earliest : 0), grain, zone).from, from, to }
}

/** Whether a view's history has buckets of a grain. */
function isKept({ time }: View, grain: WatchedGrain): boolean {
  return grain !== 'minute' && time !== null && GRAINS.indexOf(time.grain) <= GRAINS.indexOf(grain)
}

interface Past {
  readonly slices: readonly string[]
  readonly points: ReadonlyMap<string, ReadonlyMap<number, PastPoint>>
  readonly leftOut: number
  /** Start of the first bucket that is known of any series. */
  readonly first: number
}

async function fromView(rule: Rule, history: ReadHistory, { begin, from, to }: Span, most: number): Promise<Past> {
  const { kpi, grain, slice } = rule
  const dimensions =
    slice.kind === 'whole' ? [] : slice.kind === 'each' ? [slice.dimension] : Object.keys(slice.members)
  const read = async (members?: Readonly<Record<string, readonly string[]>>) =>
    history({ kpi, dimensions, grain, from: begin, to, ...(members && { members }) })
  if (slice.kind === 'whole') return pastOf(['{}'], 0, await read())
  if (slice.kind === 'members') {
    const named = Object.entries(slice.members).map(([name, member]) => [name, [member]] as const)
    return pastOf([sliceKey(slice.members)], 0, await read(Object.fromEntries(named)))
  }
  // Which there are is a question of its own, so that no more is read than is played.
  const days = await history({ kpi, dimensions, grain: 'day', from, to })
  const { largest, leftOut } = largestOf(days, most)
  const values = largest.map((key) => (JSON.parse(key) as Readonly<Record<string, string>>)[slice.dimension] ?? '')
  if (values.length === 0) return pastOf([], 0, new Map())
  return pastOf(largest, leftOut, await read({ [slice.dimension]: values }))
}

async function fromWindows(
  rule: Rule,
  { catalog, store }: Pick<Parts, 'catalog' | 'store'>,
  { begin, from, to }: Span,
  most: number,
): Promise<Past> {
  const kpi = catalog.kpis.get(rule.kpi)!
  const parts = liveParts(kpi, catalog)!
  const read = async (slices: readonly string[] | null, grain: WatchedGrain, since: number): Promise<HistoryOf> => {
    const windows = await readWindows(store, catalog, {
      view: parts.view,
      grain,
      slices,
      from: new Date(since),
      to: new Date(to),
    })
    const found = new Map<string, { at: number; value: number | null; volume: number | null }[]>()
    for (const window of windows) {
      const series = newSeries(kpi, parts, { slice: window.slice, grain })
      const own = found.get(window.slice) ?? []
      found.set(window.slice, own)
      own.push({ at: window.bucket.getTime(), value: valueOf(series, window), volume: volumeOf(series, window) })
    }
    return found
  }
  const { slice } = rule
  if (slice.kind !== 'each') {
    const key = slice.kind === 'whole' ? '{}' : sliceKey(slice.members)
    return pastOf([key], 0, await read([key], rule.grain, begin))
  }
  const days = await read(null, 'day', from - DAY)
  const named = new Map([...days].filter(([key]) => Object.keys(JSON.parse(key) as object).join() === slice.dimension))
  const { largest, leftOut } = largestOf(named, most)
  return pastOf(largest, leftOut, await read(largest, rule.grain, begin))
}

/** The slices with the largest values, in the order of their names. */
function largestOf(days: HistoryOf, most: number): { readonly largest: readonly string[]; readonly leftOut: number } {
  const sizeOf = (key: string) => (days.get(key) ?? []).reduce((sum, { value }) => sum + Math.abs(value ?? 0), 0)
  const all = [...days.keys()].map((key) => ({ key, size: sizeOf(key) })).toSorted((a, b) => b.size - a.size)
  const largest = all.slice(0, Math.max(1, most)).map(({ key }) => key)
  return { largest: largest.toSorted(), leftOut: Math.max(0, all.length - largest.length) }
}

function pastOf(slices: readonly string[], leftOut: number, read: HistoryOf): Past {
  const points = new Map(
    slices.map((slice) => [
      slice,
      new Map((read.get(slice) ?? []).map(({ at, value, volume }) => [at, { value, volume }] as const)),
    ]),
  )
  const first = Math.min(...[...points.values()].flatMap((own) => own.keys().next().value ?? Infinity))
  return { slices, points, leftOut, first }
}

function pointsIn({ from }: Bucket, points: Past['points']): PlayedBucket['points'] {
  const found = new Map<string, PastPoint>()
  for (const [slice, own] of points) {
    const point = own.get(from)
    if (point) found.set(slice, point)
  }
  return found
}

function earlierOf(bucket: Bucket, grain: WatchedGrain, zone: string): PlayedBucket['earlier'] {
  return { day: bucketAgo(bucket, 'day', grain, zone).from, week: bucketAgo(bucket, 'week', grain, zone).from }
}
