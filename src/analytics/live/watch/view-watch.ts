/** The watch over one view: its series, rules and incidents in memory, and what a look at them writes. */
import type { View } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { pointedKpis, pointGrain } from '../live-parts.ts'
import type { WatchedGrain } from '../rule.ts'
import { readSummaries, readTracks } from '../store/detectors.ts'
import type { DirtyMark } from '../store/dirty.ts'
import { openIncidents } from '../store/incidents.ts'
import { isMutedIn, type KeptRule } from '../store/rules.ts'
import { readPointReach, readWindows, type Window } from '../store/windows.ts'
import type { Comparing } from './ago.ts'
import { bucketAt as bucketOf, createBuckets, type Bucket } from './clock.ts'
import { createDecisions, partsOf, type Dirty, type Tracks } from './decisions.ts'
import type { Finding } from './finding.ts'
import type { Incident } from './incident-state.ts'
import { lookLate, lookWithin, type Heard, type Judged } from './look.ts'
import type { WatchParts } from './parts.ts'
import { createRoster, type Watched } from './roster.ts'
import { correct, isOf, resume, valueOf, type Series } from './series.ts'
import { follow, followLate, isForgettable, newTrack } from './track.ts'

const MINUTE = 60_000
/** So many minutes are looked at at once. */
const minutesKept = 31
/** By time alone little changes: series of which nothing came are looked at so often. */
const untouchedMs = 3_500
/** The last minutes are weighed so often, whatever comes; a bound that was passed is seen at once. */
const weighedMs = 700
/** Closed buckets that late events may still correct. */
const mostLate = 35
const day = 24 * 60 * MINUTE

/** A closed bucket of which a series is told anew. */
interface Late {
  readonly series: Series
  readonly window: Window
}

export interface ViewWatch {
  readonly view: View
  /** Of a grain, the whole first. */
  series(grain: WatchedGrain): readonly Series[]
  /** Of a grain, those that rules compare with the same bucket of another day. */
  comparing(grain: WatchedGrain): readonly Comparing[]
  /** Looks at what is filling: at all, or at what was touched. Gives what changed and is to be explained. */
  look(transaction: Store, marks: readonly DirtyMark[], heard: Heard, isFull: boolean): Promise<readonly Incident[]>
  /** Looks at series whose bucket was closed. */
  closed(
    transaction: Store,
    looks: readonly { readonly series: Series; readonly look: (kept: KeptRule) => Judged }[],
    heard: Heard,
  ): Promise<readonly Incident[]>
  /** Since when, and since which minute, events of this view are counted. */
  readonly since: number
  readonly grains: ReadonlySet<WatchedGrain>
}

/** Reads what is known of the view's series; there may be thousands. */
export async function openViewWatch(parts: WatchParts, view: View, rules: readonly KeptRule[]): Promise<ViewWatch> {
  const { store, catalog, now } = parts
  const zone = view.time?.zone ?? catalog.timezone
  const bucketAt = createBuckets(zone)
  const ours = rules.filter(({ rule }) => catalog.kpis.get(rule.kpi)?.view === view.name)
  const roster = createRoster(catalog, ours)
  const { grains } = roster
  const tracks: Tracks = new Map()
  const minutes = new Map<string, Window[]>()
  const decisions = createDecisions(parts, zone, ours, roster, tracks)
  let since = Infinity

  const kpis = [...new Set(ours.map(({ rule }) => rule.kpi))]
  const at = now()
  const known = await readWindows(store, catalog, {
    view: view.name,
    grain: 'day',
    slices: null,
    from: new Date(at - 30 * day),
    to: new Date(at + day),
  })
  const lasts = new Map<string, number>()
  for (const { slice, lastAt, firstAt } of known) {
    roster.admit(slice)
    lasts.set(slice, Math.max(lasts.get(slice) ?? 0, lastAt.getTime()))
    since = Math.min(since, firstAt.getTime())
  }
  const pointed = new Set(pointedKpis(view.name, catalog))
  const newest = new Map<string, number>()
  for (const { kpi, slice, first, last } of await readPointReach(
    store,
    kpis.filter((name) => pointed.has(name)),
  )) {
    roster.admit(slice)
    newest.set(`${kpi} ${slice}`, bucketOf(last.getTime(), pointGrain(view), zone).to)
    since = Math.min(since, first.getTime())
  }
  for (const grain of grains)
    for (const name of kpis)
      for (const { kpi, slice, upto, state } of await readSummaries(store, [name], grain)) {
        // A member of which nothing came for a month is not watched any more.
        const series = roster.find(grain, kpi, slice)
        if (series) resume(series, upto.getTime(), state)
      }
  for (const series of roster.series()) {
    const isPointed = series.parts.of.kind === 'point'
    series.lastAt = (isPointed ? newest.get(`${series.kpi.name} ${series.slice}`) : lasts.get(series.slice)) ?? null
  }
  for (const { rule, slice, track } of await readTracks(
    store,
    ours.map(({ rule }) => rule.id),
  ))
    tracks.set(`${rule} ${slice}`, track)
  await readFilling(store, null, at, 0)

  /** Takes over how far the buckets have come that are filling now, from the minute that was touched first. */
  async function readFilling(
    from: Store,
    touched: readonly string[] | null,
    at: number,
    touchedFrom: number,
  ): Promise<readonly Late[]> {
    const late: Late[] = []
    const oldest = Math.floor(at / MINUTE) * MINUTE - (minutesKept - 1) * MINUTE
    const read = (grain: WatchedGrain, first: number, end: number) =>
      readWindows(from, catalog, {
        view: view.name,
        grain,
        slices: touched,
        from: new Date(first),
        to: new Date(end),
      })
    // Events may be ahead of our clock.
    for (const window of await read('minute', Math.max(oldest, touchedFrom), at + day)) {
      roster.admit(window.slice)
      const ring = minutes.get(window.slice)
      if (ring) replace(ring, window)
      else minutes.set(window.slice, [window])
      since = Math.min(since, window.firstAt.getTime())
      const last = window.lastAt.getTime()
      for (const { series } of roster.of(window.slice))
        if (series.parts.of.kind !== 'point' && last > (series.lastAt ?? 0)) series.lastAt = last
    }
    for (const grain of grains) {
      const bucket = bucketAt(at, grain)
      const first = Math.max(touchedFrom, bucket.from - mostLate * (bucket.to - bucket.from))
      for (const window of await read(grain, Math.min(bucket.from, bucketOf(first, grain, zone).from), bucket.to))
        for (const { series } of roster.of(window.slice)) {
          if (series.grain !== grain) continue
          if (!isOf(window, series.parts)) continue
          const from = window.bucket.getTime()
          // What comes in batches is older than the minutes that are looked at. A finished point is of its whole bucket.
          const last = series.parts.of.kind === 'point' ? bucketOf(from, grain, zone).to : window.lastAt.getTime()
          series.lastAt = Math.max(series.lastAt ?? 0, last)
          if (from === bucket.from) series.current = window
          else if (series.upto !== null && series.upto > from && correct(series.recent, from, valueOf(series, window)))
            late.push({ series, window })
        }
    }
    return late
  }

  /** Looks again at buckets that late events changed. */
  function lookAgain({ series, window }: Late, busy: ReadonlySet<string>, dirty: Dirty): readonly Finding[] {
    const bucket = bucketOf(window.bucket.getTime(), series.grain, zone)
    if (bucket.from < since - MINUTE) return []
    return roster
      .of(series.slice)
      .filter((watched) => watched.series === series)
      .flatMap((watched) => {
        const judged = lookLate(watched.kept, series, bucket, window)
        return (judged && followed(watched, judged, busy, dirty)) ?? []
      })
  }

  /** Follows what was seen; gives what incidents are to hear of. */
  function followed(watched: Watched, judged: Judged, busy: ReadonlySet<string>, dirty: Dirty): Finding | null {
    const { kept, key } = watched
    const holds = judged.reasons !== null
    const before = tracks.get(key) ?? newTrack
    let isDue = false
    if (holds || !judged.isFilling || before !== newTrack) {
      const { bucket, isFilling, at } = judged
      const isPace = judged.reasons?.some(({ kind }) => kind === 'pace') ?? false
      const next = judged.isLate
        ? followLate(before, { bucket, holds }, kept.rule)
        : follow(before, { bucket, holds, isFilling, isPace, at }, kept.rule)
      isDue = next.isDue
      const track = isForgettable(next.track, at) ? null : next.track
      if (JSON.stringify(track) !== JSON.stringify(tracks.get(key) ?? null)) dirty.set(key, watched)
      if (track) tracks.set(key, track)
      else tracks.delete(key)
    }
    if (!isDue && !busy.has(watched.partOf)) return null
    // What begins where the rule is muted is not told there later either.
    const tell = kept.rule.tell.filter((place) => !isMutedIn(kept, place, now()))
    const isMuted = tell.length === 0 && kept.rule.tell.length > 0
    return { ...judged, isDue: isDue && !isMuted, rule: { ...kept.rule, tell }, view: view.name }
  }

  /** Whether nothing can have become of a series since it was looked at, or not so much that it could not wait a moment. */
  function canWait(
    { series, key, isOfOddness, isComparing, lookedAt }: Watched,
    bucket: Bucket,
    now: number,
    isTouched: boolean,
  ) {
    const ago = now - lookedAt
    // What a bucket is held against may have been read only now.
    if (tracks.has(key) || isComparing || ago < 0) return false
    if (!isTouched) return ago < untouchedMs
    if (!isOfOddness || ago >= weighedMs) return false
    const outlook = series.outlooks.find(({ from }) => from === bucket.from)
    return !((valueOf(series, series.current) ?? 0) > (outlook?.high ?? Infinity))
  }

  return {
    view,
    grains,
    get since() {
      return since
    },
    series: (grain) => roster.seriesOf(grain),
    comparing: (grain) => roster.comparing(grain),
    async look(transaction, marks, heard, isFull) {
      const touched = [...new Set(marks.map(({ slice }) => slice))]
      const touchedFrom = marks.reduce((least, { bucket }) => Math.min(least, bucket.getTime()), Infinity)
      const late = touched.length > 0 ? await readFilling(transaction, touched, heard.now, touchedFrom) : []
      if (!isFull && touched.length === 0) return []
      const open = await openIncidents(transaction, view.name)
      const busy = partsOf(open)
      const dirty: Dirty = new Map()
      const findings: Finding[] = late.flatMap((one) => lookAgain(one, busy, dirty))
      const oldest = heard.now - minutesKept * MINUTE
      const isTouched = new Set(touched)
      const filling = new Map([...grains].map((grain) => [grain, bucketAt(heard.now, grain)]))
      for (const watched of isFull ? roster.watched : touched.flatMap((slice) => roster.of(slice))) {
        const { series } = watched
        const bucket = filling.get(series.grain)!
        if (series.current && series.current.bucket.getTime() !== bucket.from) series.current = null
        const isBusy = busy.has(watched.partOf)
        if (!isBusy && canWait(watched, bucket, heard.now, isTouched.has(series.slice))) continue
        watched.lookedAt = heard.now
        let ring = minutes.get(series.slice) ?? []
        if (ring.length > 0 && ring[0]!.bucket.getTime() < oldest) {
          ring = ring.filter(({ bucket }) => bucket.getTime() >= oldest)
          minutes.set(series.slice, ring)
        }
        const finding = followed(
          watched,
          lookWithin(watched.kept, series, bucket, {
            // Whether it is over is seen in the last minutes, whatever it was told by.
            minutes: watched.isOfOddness || isBusy ? ring : null,
            heard,
            toldTo: tracks.get(watched.key)?.toldTo,
          }),
          busy,
          dirty,
        )
        if (finding) findings.push(finding)
      }
      if (findings.length === 0 && open.length === 0 && dirty.size === 0) return []
      return decisions.decide(transaction, findings, open, dirty, isFull)
    },
    async closed(transaction, looks) {
      const open = await openIncidents(transaction, view.name)
      const busy = partsOf(open)
      const dirty: Dirty = new Map()
      const findings = looks.flatMap(({ series, look }) =>
        roster
          .of(series.slice)
          .filter((watched) => watched.series === series)
          .flatMap((watched) => followed(watched, look(watched.kept), busy, dirty) ?? []),
      )
      return decisions.decide(transaction, findings, open, dirty, true)
    },
  }
}

/** Puts a minute among those that are known, which are in the order of their time. */
function replace(ring: Window[], window: Window): void {
  const at = window.bucket.getTime()
  let index = ring.length
  while (index > 0 && ring[index - 1]!.bucket.getTime() >= at) index--
  const isThere = ring[index]?.bucket.getTime() === at
  ring.splice(index, isThere ? 1 : 0, window)
}
