/** The watch over one shard by the holder of its lease: looks when something was touched, and each second. */
import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { hasten, writeWaiting } from '../../store/outbox.ts'
import type { Store } from '../../store/store.ts'
import type { Detector } from '../detect/reading.ts'
import { shardOf } from '../shard.ts'
import { takeDirty } from '../store/dirty.ts'
import { holdIncident, keepIncident } from '../store/incidents.ts'
import { underLease, type Lease } from '../store/leases.ts'
import { readRules, type KeptRule } from '../store/rules.ts'
import { readWatermarks, type Watermark } from '../store/watermark.ts'
import { fillBefore } from './before.ts'
import { closeBuckets, learn } from './closing.ts'
import { explained, type Incident } from './incident-state.ts'
import type { Heard } from './look.ts'
import { watchedViews } from './means.ts'
import type { WatchParts } from './parts.ts'
import { entriesOf, telling } from './tell.ts'
import { openViewWatch, type ViewWatch } from './view-watch.ts'

/** Detectors at hand of one shard: of 20 to 60 kB each. More series than that are read from the store once a bucket. */
const mostDetectors = 150
const eachMs = 1_000
/** What was sent so long ago is here, when nothing waits. */
const onTheWayMs = 3_000
const behindMs = 5_000

export interface ShardWatch {
  /** Something was touched. */
  wake(): void
  /** Rules were changed: they are read anew. */
  reload(): void
  /** Resolves when the watch has ended: by the signal, or because the lease was lost or something else went wrong. */
  readonly ended: Promise<void>
}

/** Watches until the signal ends it. */
export function watchShard(parts: WatchParts, shard: number, lease: Lease, signal: AbortSignal): ShardWatch {
  const { store, catalog, log, now } = parts
  // Looks, closings and explanations of a shard come one after the other.
  const turns = new PQueue({ concurrency: 1 })
  const writing = <Result>(work: (transaction: Store) => Promise<Result>) =>
    turns.add(() => underLease(store, lease, work))
  const detectors = new LRUCache<string, Detector>({ max: mostDetectors })
  const stopped = new AbortController()
  const over = AbortSignal.any([signal, stopped.signal])
  let isStale = true
  let ring: () => void = () => {}
  let isRung = false
  let rules: readonly KeptRule[] = []
  let watches: readonly ViewWatch[] = []
  let closing: Promise<void> | null = null
  const background = new Set<Promise<void>>()

  function fail(error: unknown): void {
    if (!over.aborted) log.warn({ err: error, shard }, 'a shard is not watched for a moment')
    stopped.abort()
  }

  async function open(): Promise<void> {
    isStale = false
    await closing
    rules = await readRules(store)
    const views = watchedViews(parts, rules).filter(({ name }) => shardOf(name) === shard)
    watches = await Promise.all(views.map((view) => openViewWatch(parts, view, rules)))
  }

  function heardOf(watch: ViewWatch, mark: Watermark | undefined): Heard {
    const at = now()
    const isUpToDate = parts.isHearing() && (mark?.behindMs ?? 0) < behindMs
    const watermark = mark?.at?.getTime() ?? 0
    const until = isUpToDate ? Math.max(watermark, at - Math.max(onTheWayMs, mark?.behindMs ?? 0)) : watermark
    return { now: at, since: watch.since, until, isUpToDate }
  }

  async function look(isFull: boolean): Promise<void> {
    const marks = await readWatermarks(store, catalog)
    const toExplain = await writing(async (transaction) => {
      const touched = await takeDirty(transaction, shard)
      const found: Incident[] = []
      for (const watch of watches) {
        const own = touched.filter(({ view }) => view === watch.view.name)
        found.push(...(await watch.look(transaction, own, heardOf(watch, marks.get(watch.view.name)), isFull)))
      }
      return found
    })
    explainAll(toExplain)
    if (isFull)
      closing ??= closeAll(marks)
        .catch(fail)
        .finally(() => (closing = null))
  }

  /** Closing thousands of series takes a while; looks go on meanwhile. */
  async function closeAll(marks: ReadonlyMap<string, Watermark>): Promise<void> {
    for (const watch of watches) {
      const mark = marks.get(watch.view.name)
      const closing = { parts, watch, detectors, underLease: writing, signal: over }
      await fillBefore(parts, watch, now())
      explainAll(await closeBuckets(closing, mark?.at?.getTime() ?? null, heardOf(watch, mark)))
    }
  }

  function explainAll(incidents: readonly Incident[]): void {
    for (const incident of incidents)
      inBackground(
        explain(incident).catch((error: unknown) => {
          if (!over.aborted) log.warn({ err: error, incident: incident.id }, 'an incident could not be explained')
        }),
      )
  }

  /** Puts the cause to an incident; what is not out yet tells it at once, what is out is told anew. */
  async function explain(incident: Incident): Promise<void> {
    const explanation = (await parts.explain?.(incident).catch(() => null)) ?? null
    await writing(async (transaction) => {
      const current = await holdIncident(transaction, incident.id)
      const kept = rules.find(({ rule }) => rule.id === current?.content.rule)
      if (!current || !kept) return
      const keys = entriesOf(current, kept).map(({ key }) => key)
      const hastened = await hasten(transaction, keys)
      if (!explanation) return
      const change = explained(current, explanation)
      const isInTime = hastened.length === keys.length || current.revision === 0
      const told = isInTime
        ? { incident: change.incident, entries: [] }
        : telling(change, kept, now(), catalog.timezone)
      await keepIncident(transaction, told.incident, now())
      await writeWaiting(transaction, told.entries)
    })
  }

  function inBackground(work: Promise<void>): void {
    background.add(work)
    void work.finally(() => background.delete(work))
  }

  async function learnAll(): Promise<void> {
    for (const watch of watches)
      await learn({ parts, watch, detectors, underLease: writing, signal: over }, heardOf(watch, undefined))
  }

  async function run(): Promise<void> {
    let fullAt = 0
    let learning: Promise<void> | null = null
    while (!over.aborted) {
      if (isStale) {
        await open()
        detectors.clear()
      }
      const isFull = now() - fullAt >= eachMs || now() < fullAt
      if (isFull) fullAt = now()
      if (isFull)
        learning ??= learnAll()
          .catch(fail)
          .finally(() => (learning = null))
      isRung = false
      await look(isFull)
      if (!isRung && !over.aborted) await rung(Math.max(20, eachMs - (now() - fullAt)))
    }
    await Promise.all([...background, learning, closing])
  }

  /** Until somebody rings, or so long. */
  function rung(forMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        over.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, forMs)
      over.addEventListener('abort', done)
      ring = done
    })
  }

  const ended = run().catch(async (error: unknown) => {
    fail(error)
    await Promise.all([...background, closing])
  })
  return {
    wake() {
      isRung = true
      ring()
    },
    reload() {
      isStale = true
      ring()
    },
    ended,
  }
}
