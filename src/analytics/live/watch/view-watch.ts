/** The watch over one view: its series, rules and incidents in memory, and what a look at them writes. */
import { LRUCache } from 'lru-cache'
import type { View } from '../../catalog.ts'
import { writeWaiting } from '../../store/outbox.ts'
import type { Store } from '../../store/store.ts'
import { isWatchable, liveParts, pointedKpis, pointGrain } from '../live-parts.ts'
import { sliceKey, type WatchedGrain } from '../rule.ts'
import { keepTrack, readSummaries, readTracks } from '../store/detectors.ts'
import type { DirtyMark } from '../store/dirty.ts'
import { keepHandled, keepIncident, openIncidents } from '../store/incidents.ts'
import { isMutedIn, type KeptRule } from '../store/rules.ts'
import { readPointReach, readWindows, type Window } from '../store/windows.ts'
import { agosOf, type Ago, type Comparing } from './ago.ts'
import { bucketAt as bucketOf, createBuckets, type Bucket } from './clock.ts'
import { asksForOddness } from './conditions.ts'
import type { Finding } from './finding.ts'
import { decide, unchanged, type Change, type Incident } from './incidents.ts'
import { lookLate, lookWithin, type Heard, type Judged } from './look.ts'
import { means, sliceOf } from './means.ts'
import type { WatchParts } from './parts.ts'
import { correct, isOf, newSeries, resume, valueOf, type Series } from './series.ts'
import { telling } from './tell.ts'
import { coolDown, follow, followLate, isForgettable, newTrack, type Track } from './track.ts'

const MINUTE = 60_000
/** So many minutes are looked at at once. */
const minutesKept = 31
/** By time alone little changes: series of which nothing came are looked at so often. */
const untouchedMs = 3_500
/** The last minutes are weighed so often, whatever comes; a bound that was passed is seen at once. */
const weighedMs = 700
/** An incident in which nothing but figures changed is kept so often. */
const keptMs = 5_000
/** Closed buckets that late events may still correct. */
const mostLate = 35
const day = 24 * 60 * MINUTE
/** For so long an entry waits for the cause, which is then told with it. */
const waitForCauseMs = 1_200

/** A closed bucket of which a series is told anew. */
interface Late {
  readonly series: Series
  readonly window: Window
}

/** A rule on one series. */
interface Watched {
  readonly kept: KeptRule
  readonly series: Series
  readonly key: string
  /** The KPI and the slice, by which incidents know it. */
  readonly partOf: string
  /** Whether it asks what is odd, for which the last minutes are weighed. */
  readonly isOfOddness: boolean
  /** When it was looked at last. */
  lookedAt: number
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

const newId = (at: number) => `${at.toString(36)}${Math.random().toString(36).slice(2, 8)}`

/** Reads what is known of the view's series; there may be thousands. */
export async function openViewWatch(parts: WatchParts, view: View, rules: readonly KeptRule[]): Promise<ViewWatch> {
  const { store, catalog, now } = parts
  const zone = view.time?.zone ?? catalog.timezone
  const bucketAt = createBuckets(zone)
  const ours = rules.filter(({ rule }) => catalog.kpis.get(rule.kpi)?.view === view.name)
  const grains = new Set(ours.map(({ rule }) => rule.grain))
  const all = new Map<string, Series>()
  const byRule: Watched[] = []
  const bySlice = new Map<string, Watched[]>()
  const slices = new Set<string>()
  const inOrder = new Map<WatchedGrain, readonly Series[]>()
  const tracks = new Map<string, Track>()
  const minutes = new Map<string, Window[]>()
  const agosByRule = new Map(
    ours.map((kept) => [kept, agosOf(kept.rule.when)] as const).filter(([, agos]) => agos.length > 0),
  )
  /** When open incidents were kept last. */
  const keptAt = new LRUCache<string, number>({ max: 1_000 })
  const ruleOf = new Map(ours.map((kept) => [kept.rule.id, kept]))
  let since = Infinity

  /** Begins to watch a slice under the rules that mean it. */
  function admit(slice: string): void {
    if (slices.has(slice)) return
    slices.add(slice)
    inOrder.clear()
    for (const kept of ours) {
      const { rule } = kept
      if (!means(rule.slice, slice)) continue
      const kpi = catalog.kpis.get(rule.kpi)
      const live = kpi && liveParts(kpi, catalog)
      if (!kpi || !live || !isWatchable(kpi, rule.grain, catalog)) continue
      const name = `${rule.grain} ${rule.kpi} ${slice}`
      const series = all.get(name) ?? newSeries(kpi, live, { slice, grain: rule.grain })
      all.set(name, series)
      const isOfOddness = asksForOddness(rule.when)
      const partOf = partKey(rule.kpi, slice)
      const watched = { kept, series, key: `${rule.id} ${slice}`, partOf, isOfOddness, lookedAt: 0 }
      byRule.push(watched)
      const same = bySlice.get(slice)
      if (same) same.push(watched)
      else bySlice.set(slice, [watched])
    }
  }

  for (const { rule } of ours) if (rule.slice.kind !== 'each') admit(sliceOf(rule.slice))
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
    admit(slice)
    lasts.set(slice, Math.max(lasts.get(slice) ?? 0, lastAt.getTime()))
    since = Math.min(since, firstAt.getTime())
  }
  const pointed = new Set(pointedKpis(view.name, catalog))
  const newest = new Map<string, number>()
  for (const { kpi, slice, first, last } of await readPointReach(
    store,
    kpis.filter((name) => pointed.has(name)),
  )) {
    admit(slice)
    newest.set(`${kpi} ${slice}`, bucketOf(last.getTime(), pointGrain(view), zone).to)
    since = Math.min(since, first.getTime())
  }
  for (const grain of grains)
    for (const name of kpis)
      for (const { kpi, slice, upto, state } of await readSummaries(store, [name], grain)) {
        // A member of which nothing came for a month is not watched any more.
        const series = all.get(`${grain} ${kpi} ${slice}`)
        if (series) resume(series, upto.getTime(), state)
      }
  for (const series of all.values()) {
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
      admit(window.slice)
      const ring = minutes.get(window.slice)
      if (ring) replace(ring, window)
      else minutes.set(window.slice, [window])
      since = Math.min(since, window.firstAt.getTime())
      const last = window.lastAt.getTime()
      for (const { series } of bySlice.get(window.slice) ?? [])
        if (series.parts.of.kind !== 'point' && last > (series.lastAt ?? 0)) series.lastAt = last
    }
    for (const grain of grains) {
      const bucket = bucketAt(at, grain)
      const first = Math.max(touchedFrom, bucket.from - mostLate * (bucket.to - bucket.from))
      for (const window of await read(grain, Math.min(bucket.from, bucketOf(first, grain, zone).from), bucket.to))
        for (const { series } of bySlice.get(window.slice) ?? []) {
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
  function lookAgain(
    { series, window }: Late,
    busy: ReadonlySet<string>,
    dirty: Map<string, Watched>,
  ): readonly Finding[] {
    const bucket = bucketOf(window.bucket.getTime(), series.grain, zone)
    if (bucket.from < since - MINUTE) return []
    return (bySlice.get(series.slice) ?? [])
      .filter((watched) => watched.series === series)
      .flatMap((watched) => {
        const judged = lookLate(watched.kept, series, bucket, window)
        return (judged && followed(watched, judged, busy, dirty)) ?? []
      })
  }

  /** Follows what was seen; gives what incidents are to hear of. */
  function followed(
    watched: Watched,
    judged: Judged,
    busy: ReadonlySet<string>,
    dirty: Map<string, Watched>,
  ): Finding | null {
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
    { kept, series, key, isOfOddness, lookedAt }: Watched,
    bucket: Bucket,
    now: number,
    isTouched: boolean,
  ) {
    const ago = now - lookedAt
    // What a bucket is held against may have been read only now.
    if (tracks.has(key) || agosByRule.has(kept) || ago < 0) return false
    if (!isTouched) return ago < untouchedMs
    if (!isOfOddness || ago >= weighedMs) return false
    const outlook = series.outlooks.find(({ from }) => from === bucket.from)
    return !((valueOf(series, series.current) ?? 0) > (outlook?.high ?? Infinity))
  }

  /** Decides, and writes what is decided. */
  async function decided(
    transaction: Store,
    findings: readonly Finding[],
    open: readonly Incident[],
    dirty: Map<string, Watched>,
    isFull: boolean,
  ): Promise<readonly Incident[]> {
    const at = now()
    const changes = new Map<string, Change>()
    for (const incident of open)
      if (incident.book.isWaiting || incident.snoozedUntil !== null) changes.set(incident.id, unchanged(incident))
    for (const change of decide(open, findings, () => newId(at))) changes.set(change.incident.id, change)
    const toExplain: Incident[] = []
    for (const change of changes.values()) {
      const kept = ruleOf.get(change.incident.content.rule) ?? null
      const { incident, entries, endsSnooze, held } = telling(change, kept, at, zone)
      const isMoved = hasMoved(
        open.find(({ id }) => id === incident.id),
        incident,
      )
      const isDue = isFull && Math.abs(at - (keptAt.get(incident.id) ?? 0)) >= keptMs
      if (isMoved || isDue || change.isWorthTelling || entries.length > 0) {
        await keepIncident(transaction, incident, at)
        keptAt.set(incident.id, at)
      }
      if (endsSnooze) await keepHandled(transaction, incident.id, { ...incident, snoozedUntil: null, snoozedBy: null })
      const isExplained = change.isToExplain && parts.explain !== null
      await writeWaiting(transaction, entries, isExplained ? waitForCauseMs : 0)
      if (held) await writeWaiting(transaction, held.entries, Math.max(0, held.until - at))
      if (isExplained) toExplain.push(incident)
      if (incident.resolvedAt !== null) cool(incident, dirty)
    }
    for (const [key, { kept, series }] of dirty)
      await keepTrack(transaction, kept.rule.id, series.slice, tracks.get(key) ?? null)
    return toExplain
  }

  /** What was told of is not told of again at once. */
  function cool({ content, book, resolvedAt }: Incident, dirty: Map<string, Watched>): void {
    // It may have come to a bucket that began after it was over.
    const { to } = bucketOf(Math.max(book.lastBad, (resolvedAt ?? 0) - 1), content.grain, zone)
    const parts = busyOf([{ content }])
    for (const watched of byRule) {
      const { kept, key, partOf } = watched
      if (!parts.has(partOf)) continue
      tracks.set(key, coolDown(tracks.get(key) ?? newTrack, resolvedAt ?? 0, to, kept.rule))
      dirty.set(key, watched)
    }
  }

  return {
    view,
    grains,
    get since() {
      return since
    },
    series(grain) {
      const known = inOrder.get(grain)
      if (known) return known
      const found = [...all.values()]
        .filter((series) => series.grain === grain)
        .toSorted((one, other) => sizeOf(one) - sizeOf(other))
      inOrder.set(grain, found)
      return found
    },
    comparing(grain) {
      const found = new Map<Series, Set<Ago>>()
      if (agosByRule.size === 0) return []
      for (const { kept, series } of byRule) {
        const agos = series.grain === grain ? agosByRule.get(kept) : undefined
        if (agos) found.set(series, new Set([...(found.get(series) ?? []), ...agos]))
      }
      return [...found].map(([series, agos]) => ({ series, agos }))
    },
    async look(transaction, marks, heard, isFull) {
      const touched = [...new Set(marks.map(({ slice }) => slice))]
      const touchedFrom = marks.reduce((least, { bucket }) => Math.min(least, bucket.getTime()), Infinity)
      const late = touched.length > 0 ? await readFilling(transaction, touched, heard.now, touchedFrom) : []
      if (!isFull && touched.length === 0) return []
      const open = await openIncidents(transaction, view.name)
      const busy = busyOf(open)
      const dirty = new Map<string, Watched>()
      const findings: Finding[] = late.flatMap((one) => lookAgain(one, busy, dirty))
      const oldest = heard.now - minutesKept * MINUTE
      const isTouched = new Set(touched)
      const filling = new Map([...grains].map((grain) => [grain, bucketAt(heard.now, grain)]))
      for (const watched of isFull ? byRule : touched.flatMap((slice) => bySlice.get(slice) ?? [])) {
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
      return decided(transaction, findings, open, dirty, isFull)
    },
    async closed(transaction, looks) {
      const open = await openIncidents(transaction, view.name)
      const busy = busyOf(open)
      const dirty = new Map<string, Watched>()
      const findings = looks.flatMap(({ series, look }) =>
        (bySlice.get(series.slice) ?? [])
          .filter((watched) => watched.series === series)
          .flatMap((watched) => followed(watched, look(watched.kept), busy, dirty) ?? []),
      )
      return decided(transaction, findings, open, dirty, true)
    },
  }
}

/** Whether an incident differs in what the next look goes by. */
function hasMoved(was: Incident | undefined, { content, book, resolvedAt }: Incident): boolean {
  if (!was) return true
  const { joined, ...same } = was.content
  return (
    resolvedAt !== null ||
    same.phase !== content.phase ||
    same.bucket !== content.bucket ||
    same.isFilling !== content.isFilling ||
    joined.length !== content.joined.length ||
    joined.some(({ isOver }, index) => isOver !== content.joined[index]?.isOver) ||
    was.book.isWaiting !== book.isWaiting ||
    was.book.heldUntil !== book.heldUntil ||
    was.book.calmSince !== book.calmSince ||
    was.book.calmBuckets !== book.calmBuckets ||
    was.book.lastBad !== book.lastBad ||
    was.book.before !== book.before
  )
}

/** Puts a minute among those that are known, which are in the order of their time. */
function replace(ring: Window[], window: Window): void {
  const at = window.bucket.getTime()
  let index = ring.length
  while (index > 0 && ring[index - 1]!.bucket.getTime() >= at) index--
  const isThere = ring[index]?.bucket.getTime() === at
  ring.splice(index, isThere ? 1 : 0, window)
}

function sizeOf({ members }: Series): number {
  return Object.keys(members).length
}

/** What open incidents are about: they hear of it whatever becomes of it. */
function busyOf(open: readonly Pick<Incident, 'content'>[]): ReadonlySet<string> {
  return new Set(
    open.flatMap(({ content }) =>
      [content, ...content.joined].map(({ kpi, members }) => partKey(kpi, sliceKey(members))),
    ),
  )
}

function partKey(kpi: string, slice: string): string {
  return `${kpi} ${slice}`
}
