/** What findings make of the incidents of a view, decided and written: incidents, what is told of them, tracks. */
import { LRUCache } from 'lru-cache'
import { writeWaiting } from '../../store/outbox.ts'
import type { Store } from '../../store/store.ts'
import { sliceKey } from '../rule.ts'
import { keepTrack } from '../store/detectors.ts'
import { keepHandled, keepIncident } from '../store/incidents.ts'
import type { KeptRule } from '../store/rules.ts'
import { bucketAt } from './clock.ts'
import type { Finding } from './finding.ts'
import { unchanged, type Change, type Incident } from './incident-state.ts'
import { decide } from './incidents.ts'
import type { WatchParts } from './parts.ts'
import { partKey, type Roster, type Watched } from './roster.ts'
import { telling } from './tell.ts'
import { coolDown, newTrack, type Track } from './track.ts'

/** What is remembered of rules and slices, by the key of what is watched. */
export type Tracks = Map<string, Track>
/** Those whose track changed, by their keys. */
export type Dirty = Map<string, Watched>

/** An incident in which nothing but figures changed is kept so often. */
const keptMs = 5_000
/** For so long an entry waits for the cause, which is then told with it. */
const waitForCauseMs = 1_200

export interface Decisions {
  /** Gives the incidents whose cause is to be looked for. `isFull`: all that is watched was looked at. */
  decide(
    transaction: Store,
    findings: readonly Finding[],
    open: readonly Incident[],
    dirty: Dirty,
    isFull: boolean,
  ): Promise<readonly Incident[]>
}

/** Of one view; `tracks` of incidents that are over are changed. */
export function createDecisions(
  { now, explain }: WatchParts,
  zone: string,
  rules: readonly KeptRule[],
  roster: Roster,
  tracks: Tracks,
): Decisions {
  /** When open incidents were kept last. */
  const keptAt = new LRUCache<string, number>({ max: 1_000 })
  const ruleOf = new Map(rules.map((kept) => [kept.rule.id, kept]))

  /** What was told of is not told of again at once. */
  function cool({ content, book, resolvedAt }: Incident, dirty: Dirty): void {
    // It may have come to a bucket that began after it was over.
    const { to } = bucketAt(Math.max(book.lastBad, (resolvedAt ?? 0) - 1), content.grain, zone)
    const parts = partsOf([{ content }])
    for (const watched of roster.watched) {
      const { kept, key, partOf } = watched
      if (!parts.has(partOf)) continue
      tracks.set(key, coolDown(tracks.get(key) ?? newTrack, resolvedAt ?? 0, to, kept.rule))
      dirty.set(key, watched)
    }
  }

  return {
    async decide(transaction, findings, open, dirty, isFull) {
      const at = now()
      const before = new Map(open.map((incident) => [incident.id, incident]))
      const changes = new Map<string, Change>()
      for (const incident of open)
        if (incident.book.isWaiting || incident.snoozedUntil !== null) changes.set(incident.id, unchanged(incident))
      for (const change of decide(open, findings, () => newId(at))) changes.set(change.incident.id, change)
      const toExplain: Incident[] = []
      for (const change of changes.values()) {
        const kept = ruleOf.get(change.incident.content.rule) ?? null
        const { incident, entries, endsSnooze, held } = telling(change, kept, at, zone)
        const isDue = isFull && Math.abs(at - (keptAt.get(incident.id) ?? 0)) >= keptMs
        if (hasMoved(before.get(incident.id), incident) || isDue || change.isWorthTelling || entries.length > 0) {
          await keepIncident(transaction, incident, at)
          keptAt.set(incident.id, at)
        }
        if (endsSnooze)
          await keepHandled(transaction, incident.id, { ...incident, snoozedUntil: null, snoozedBy: null })
        const isExplained = change.isToExplain && explain !== null
        await writeWaiting(transaction, entries, isExplained ? waitForCauseMs : 0)
        if (held) await writeWaiting(transaction, held.entries, Math.max(0, held.until - at))
        if (isExplained) toExplain.push(incident)
        if (incident.resolvedAt !== null) cool(incident, dirty)
      }
      for (const [key, { kept, series }] of dirty)
        await keepTrack(transaction, kept.rule.id, series.slice, tracks.get(key) ?? null)
      return toExplain
    },
  }
}

/** What incidents are about, as `partKey` names it: they hear of it whatever becomes of it. */
export function partsOf(incidents: readonly Pick<Incident, 'content'>[]): ReadonlySet<string> {
  return new Set(
    incidents.flatMap(({ content }) =>
      [content, ...content.joined].map(({ kpi, members }) => partKey(kpi, sliceKey(members))),
    ),
  )
}

function newId(at: number): string {
  return `${at.toString(36)}${Math.random().toString(36).slice(2, 8)}`
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
