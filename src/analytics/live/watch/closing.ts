/** Closing the buckets of a view: detectors see them, learn, forecast; and learning from history, for a beginning. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { LRUCache } from 'lru-cache'
import { readWindows, valueIn, type Window } from '../store/windows.ts'
import type { Detector } from '../detect/reading.ts'
import type { WatchedGrain } from '../rule.ts'
import { keepStates, readStates, type KeptState } from '../store/detectors.ts'
import type { Store } from '../../store/store.ts'
import { bucketAt, grainMs, type Bucket } from './clock.ts'
import type { Incident } from './incident-state.ts'
import { close, learntOf, openDetector, type Ahead, type ClosedBucket } from './learn.ts'
import { lookBack, type Heard } from './look.ts'
import type { WatchParts } from './parts.ts'
import { isOf, newSeries, resume, valueOf, volumeOf, type Series } from './series.ts'
import type { ViewWatch } from './view-watch.ts'

/** Detectors are large and wanted once a bucket: few are kept at hand. */
export type Detectors = LRUCache<string, Detector>

/** Series that are closed in one transaction. */
const atOnce = 25
/** A bucket that nothing closes is closed by the clock so long after its end. */
const timerMs = 30_000
const day = 86_400_000
/** How much history a detector begins with. */
const beginMs: Record<WatchedGrain, number> = { minute: 3 * day, hour: 60 * day, day: 730 * day }
/** Buckets of history that are read at once, so that they fit an answer. */
const readAtOnce = 400
const longestCatchUp = 5_000
/** The first event of a stream may come so long after the beginning of the first bucket that is counted whole. */
const startMs = 60_000

/** Runs work in a transaction that commits only under the lease. */
export type UnderLease = <Result>(work: (transaction: Store) => Promise<Result>) => Promise<Result>

interface Closing {
  readonly parts: WatchParts
  readonly watch: ViewWatch
  readonly detectors: Detectors
  readonly underLease: UnderLease
  readonly signal: AbortSignal
}

/** Closes what is over. Gives the incidents to explain. */
export async function closeBuckets(
  closing: Closing,
  watermark: number | null,
  heard: Heard,
): Promise<readonly Incident[]> {
  const { parts, watch, signal } = closing
  const zone = zoneOf(parts, watch)
  const toExplain: Incident[] = []
  for (const grain of watch.grains) {
    const edge = edgeOf(closing, grain, watermark, heard)
    if (edge === null) continue
    for (const [own, due] of byEdge(watch.series(grain), (series) => edgeFor(series, edge, heard, zone)))
      for (let first = 0; first < due.length && !signal.aborted; first += atOnce) {
        toExplain.push(...(await closeSome(closing, due.slice(first, first + atOnce), grain, own, heard)))
        await breathe()
      }
  }
  return toExplain
}

/** Series that have buckets to close, by the moment up to which they are over. */
function byEdge(all: readonly Series[], edgeOf: (series: Series) => number): ReadonlyMap<number, readonly Series[]> {
  const found = new Map<number, Series[]>()
  for (const series of all) {
    const edge = edgeOf(series)
    if (series.upto === null || series.upto >= edge) continue
    const same = found.get(edge)
    if (same) same.push(series)
    else found.set(edge, [series])
  }
  return found
}

/** Of finished points a bucket is over when its point has come; where none comes it is missing after another bucket's time. */
function edgeFor(
  { parts, grain, lastAt, upto }: Series,
  edge: number,
  { now, isUpToDate }: Heard,
  zone: string,
): number {
  if (parts.of.kind !== 'point') return edge
  const come = lastAt === null ? 0 : Math.min(lastAt, bucketAt(now, grain, zone).from)
  const missed = isUpToDate ? bucketAt(now - grainMs[grain] - timerMs, grain, zone).from : 0
  return Math.max(come, missed, upto ?? 0)
}

/** Up to when buckets are over. */
function edgeOf({ parts, watch }: Closing, grain: WatchedGrain, watermark: number | null, heard: Heard): number | null {
  const zone = zoneOf(parts, watch)
  const byWatermark = watermark === null ? null : bucketAt(watermark, grain, zone).from
  const byTimer = heard.isUpToDate ? bucketAt(heard.now - timerMs, grain, zone).from : null
  return byWatermark === null && byTimer === null ? null : Math.max(byWatermark ?? 0, byTimer ?? 0)
}

async function closeSome(
  closing: Closing,
  some: readonly Series[],
  grain: WatchedGrain,
  edge: number,
  heard: Heard,
): Promise<readonly Incident[]> {
  const { parts, watch, detectors, underLease } = closing
  const { store, catalog } = parts
  const zone = zoneOf(parts, watch)
  await bring(closing, some, grain)
  const ready = some.filter((series) => detectors.has(nameOf(series)))
  if (ready.length === 0) return []
  const from = Math.max(Math.min(...ready.map(({ upto }) => upto!)), edge - longestCatchUp * grainMs[grain])
  const windows = bySlice(
    await readWindows(store, catalog, {
      view: watch.view.name,
      grain,
      slices: [...new Set(ready.map(({ slice }) => slice))],
      from: new Date(from),
      to: new Date(edge),
    }),
  )
  const looks: { series: Series; bucket: Bucket; window: Window | null }[] = []
  const states: KeptState[] = []
  for (const series of ready) {
    const detector = detectors.get(nameOf(series))!
    const own = windows.get(series.slice)
    let [bucket, window] = [bucketAt(Math.max(series.upto!, from), grain, zone), null as Window | null]
    for (; bucket.from < edge; bucket = bucketAt(bucket.to, grain, zone)) {
      window = own?.get(bucket.from) ?? null
      close(detector, series, closedBucket(parts, watch, series, bucket, window), ahead(parts, series, bucket, zone))
    }
    const last = bucketAt(edge - 1, grain, zone)
    looks.push({ series, bucket: last, window })
    states.push({ kpi: series.kpi.name, slice: series.slice, upto: new Date(edge), state: learntOf(detector, series) })
  }
  return underLease(async (transaction) => {
    await keepStates(transaction, grain, states)
    const told = looks.filter(({ bucket }) => bucket.from >= watch.since - startMs)
    return watch.closed(
      transaction,
      told.map(({ series, bucket, window }) => ({
        series,
        look: (kept) => lookBack(kept, series, bucket, window, heard),
      })),
      heard,
    )
  })
}

function closedBucket(
  parts: WatchParts,
  watch: ViewWatch,
  series: Series,
  bucket: Bucket,
  window: Window | null,
): ClosedBucket {
  const { lastAt, silenceAfterMs, filling } = series
  const isSilent = lastAt !== null && silenceAfterMs !== null && bucket.to - lastAt > silenceAfterMs
  // What began to be counted in its middle says nothing; nor does what adds nothing up, where nothing came.
  const isNone = !window || !isOf(window, series.parts)
  const isMissing = bucket.from < watch.since - startMs || (isNone && (filling !== 'adds' || isSilent))
  return {
    ...bucket,
    value: valueOf(series, window),
    volume: series.parts.over ? volumeOf(series, window) : null,
    isPlanned: parts.isPlanned(bucket.from, bucket.to, series.members),
    isMissing,
  }
}

function ahead({ isPlanned }: WatchParts, { grain, members }: Series, bucket: Bucket, zone: string): readonly Ahead[] {
  const next = bucketAt(bucket.to, grain, zone)
  return [next, bucketAt(next.to, grain, zone)].map((one) => ({
    ...one,
    isPlanned: isPlanned(one.from, one.to, members),
  }))
}

/** Brings detectors to hand. One whose state cannot be used is learnt anew. */
async function bring(
  { parts, watch, detectors }: Closing,
  some: readonly Series[],
  grain: WatchedGrain,
): Promise<void> {
  const missing = some.filter((series) => !detectors.has(nameOf(series)))
  if (missing.length === 0) return
  const names = missing.map(({ kpi, slice }) => ({ kpi: kpi.name, slice }))
  const kept = new Map((await readStates(parts.store, grain, names)).map((one) => [`${one.kpi} ${one.slice}`, one]))
  for (const series of missing) {
    const found = kept.get(`${series.kpi.name} ${series.slice}`)
    const detector = found ? openDetector(series, zoneOf(parts, watch), found.state) : null
    if (detector) detectors.set(nameOf(series), detector)
    else series.upto = null
  }
}

/** Gives series that know nothing yet what history there is. Ends when all know it. */
export async function learn(closing: Closing, heard: Heard): Promise<void> {
  const { parts, watch, signal } = closing
  for (const grain of watch.grains) {
    const edge = bucketAt(heard.now, grain, zoneOf(parts, watch)).from
    const groups = new Map<string, Series[]>()
    for (const series of watch.series(grain)) {
      if (series.upto !== null) continue
      const group = `${series.kpi.name} ${Object.keys(series.members).join()}`
      groups.set(group, [...(groups.get(group) ?? []), series])
    }
    for (const group of groups.values()) {
      if (signal.aborted) return
      await learnGroup(closing, group, grain, edge)
    }
  }
}

/** Series of one KPI over the same dimensions. */
async function learnGroup(
  closing: Closing,
  group: readonly Series[],
  grain: WatchedGrain,
  edge: number,
): Promise<void> {
  const { parts, watch, detectors, underLease, signal } = closing
  const zone = zoneOf(parts, watch)
  const points = await historyOf(closing, group, grain, edge)
  for (const series of group) {
    if (signal.aborted) return
    const detector = openDetector(series, zone, null)
    if (!detector) continue
    // What is half learnt must not be closed: the series knows of it when all of it is kept.
    const student = newSeries(series.kpi, series.parts, series)
    const own = new Map((points.get(series.slice) ?? []).map((point) => [point.at, point]))
    const first = Math.min(...own.keys())
    // Of finished points the newest hour may still be on its way.
    const come = series.parts.of.kind === 'point' ? bucketAt(Math.max(0, ...own.keys()), grain, zone).to : edge
    const end = Math.min(edge, come)
    let seen = 0
    if (Number.isFinite(first))
      for (let bucket = bucketAt(first, grain, zone); bucket.from < end; bucket = bucketAt(bucket.to, grain, zone)) {
        const point = own.get(bucket.from)
        const value = point ? point.value : series.filling === 'adds' ? 0 : null
        close(
          detector,
          student,
          {
            ...bucket,
            value,
            volume: series.parts.over ? (point?.volume ?? null) : null,
            isPlanned: parts.isPlanned(bucket.from, bucket.to, series.members),
            isMissing: value === null,
          },
          bucket.to >= end ? ahead(parts, series, bucket, zone) : [],
        )
        if (++seen % 100 === 0) await breathe()
      }
    student.abnormal = null
    const upto = new Date(end)
    const state = learntOf(detector, student)
    await underLease((transaction) =>
      keepStates(transaction, grain, [{ kpi: series.kpi.name, slice: series.slice, upto, state }]),
    )
    detectors.set(nameOf(series), detector)
    resume(series, end, state.summary)
  }
}

async function historyOf({ parts, watch }: Closing, group: readonly Series[], grain: WatchedGrain, edge: number) {
  const [{ kpi, members, parts: live }] = group as [Series]
  const points = new Map<string, { at: number; value: number | null; volume: number | null }[]>()
  const begin = edge - beginMs[grain]
  const step = readAtOnce * grainMs[grain]
  try {
    for (let from = begin; from < edge; from += step) {
      const asked = { kpi: kpi.name, dimensions: Object.keys(members), grain, from, to: Math.min(edge, from + step) }
      for (const [slice, some] of await parts.history(asked)) points.set(slice, [...(points.get(slice) ?? []), ...some])
    }
  } catch (error) {
    parts.log.warn({ err: error, kpi: kpi.name, grain }, 'history could not be read; it is learnt from what comes')
  }
  if (live.of.kind !== 'point') return points
  // Finished points are their own history; the view may know none of them.
  const asked = { view: watch.view.name, grain, from: new Date(begin), to: new Date(edge) }
  const slices = group.map(({ slice }) => slice)
  for (const [slice, windows] of bySlice(await readWindows(parts.store, parts.catalog, { ...asked, slices }))) {
    const own = new Map((points.get(slice) ?? []).map((point) => [point.at, point]))
    for (const [at, window] of windows) {
      const value = valueIn(window, live)
      if (value !== null) own.set(at, { at, value, volume: null })
    }
    points.set(
      slice,
      [...own.values()].toSorted((one, other) => one.at - other.at),
    )
  }
  return points
}

function bySlice(windows: readonly Window[]): ReadonlyMap<string, ReadonlyMap<number, Window>> {
  const found = new Map<string, Map<number, Window>>()
  for (const window of windows) {
    const same = found.get(window.slice) ?? new Map<number, Window>()
    same.set(window.bucket.getTime(), window)
    found.set(window.slice, same)
  }
  return found
}

function nameOf({ grain, kpi, slice }: Series): string {
  return `${grain} ${kpi.name} ${slice}`
}

function zoneOf({ catalog }: WatchParts, { view }: ViewWatch): string {
  return view.time?.zone ?? catalog.timezone
}
