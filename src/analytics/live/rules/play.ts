/**
 * Rules played over buckets of the past with the parts that watch the present: the same detector, conditions, track and
 * incidents. Buckets come in order and closed; nothing looks ahead. Pure; moments are epoch milliseconds.
 */
import type { Kpi } from '../../catalog.ts'
import type { Detector, Reading } from '../detect/reading.ts'
import type { Joined, Members } from '../incident.ts'
import type { LiveParts } from '../live-parts.ts'
import { isOfNormal, sliceKey, type Rule } from '../rule.ts'
import type { KeptRule } from '../store/rules.ts'
import type { Window } from '../store/windows.ts'
import type { Bucket } from '../watch/clock.ts'
import type { Finding } from '../watch/finding.ts'
import type { Incident } from '../watch/incident-state.ts'
import { decide } from '../watch/incidents.ts'
import { close } from '../watch/learn.ts'
import { lookBack } from '../watch/look.ts'
import { newSeries, remember, type Series } from '../watch/series.ts'
import { coolDown, follow, newTrack, type Track } from '../watch/track.ts'

/** What is known of a bucket of a series; `volume` null: not known. */
export interface PastPoint {
  readonly value: number | null
  readonly volume: number | null
}

/** An incident that a rule would have posted. */
export interface Fired {
  readonly members: Members
  readonly from: number
  /** Null: still going on at the end. */
  readonly to: number | null
  readonly direction: 'up' | 'down' | 'silent'
  /** The bucket that is furthest from what was expected. */
  readonly worst: { readonly at: number; readonly value: number | null; readonly expected: number | null }
  /** Other slices of the KPI that were told in the same message. */
  readonly joined: readonly Pick<Joined, 'kpi' | 'members'>[]
}

export interface PlayedBucket extends Bucket {
  /** By slice; a slice that is left out has no data. */
  readonly points: ReadonlyMap<string, PastPoint>
  readonly isPlanned: (members: Members) => boolean
  /** Starts of the same bucket a day and a week ago; null: no rule asks for them. */
  readonly earlier: { readonly day: number; readonly week: number } | null
}

interface Played {
  /** Of one KPI, slice and grain; they differ in what they ask for. */
  readonly rules: readonly Rule[]
  readonly kpi: Kpi
  readonly parts: LiveParts
  /** The series that the rules mean, the whole first. */
  readonly slices: readonly string[]
  /** What judges a series; null: no rule asks for a normal range. */
  readonly detectorOf: (series: Series) => Detector | null
}

export interface Play {
  /** Lets detectors see a bucket of which nothing is told yet. */
  learn(bucket: PlayedBucket): void
  /** Plays a bucket. Gives what the detector made of it by slice. */
  step(bucket: PlayedBucket): ReadonlyMap<string, Reading | null>
  /** Whether anything is open by a rule. */
  isOpen(rule: number): boolean
  /** What a rule told so far, the oldest first. */
  fired(rule: number): readonly Fired[]
}

/** Whether a rule asks what is normal. */
export function asksForNormal({ when, minimumChange }: Pick<Rule, 'when' | 'minimumChange'>): boolean {
  return minimumChange !== null || isOfNormal(when)
}

/** Series of which the live watch closes so many at once; incidents are joined in that order. */
const atOnce = 10
/** Values kept of each series, to be held against: a week of minutes and a little more. */
const mostValues = 10_100

interface Line {
  readonly series: Series
  readonly detector: Detector | null
  readonly values: Map<number, number | null>
}

/** A rule with what it remembers. */
interface Course {
  readonly kept: KeptRule
  readonly tracks: Map<string, Track>
  open: readonly Incident[]
  readonly told: Map<string, Incident>
}

export function createPlay({ rules, kpi, parts, slices, detectorOf }: Played): Play {
  const lines: Line[] = slices.map((slice) => {
    const series = newSeries(kpi, parts, { slice, grain: rules[0]?.grain ?? 'hour' })
    return { series, detector: detectorOf(series), values: new Map() }
  })
  const courses: Course[] = rules.map((rule) => ({ kept: asKept(rule), tracks: new Map(), open: [], told: new Map() }))
  let told = 0

  /** As the live watch closes a bucket: judged, learnt from, remembered. */
  function closed({ series, detector, values }: Line, bucket: PlayedBucket): Reading | null {
    const { from, to, points, isPlanned } = bucket
    const point = points.get(series.slice)
    const isSilent =
      series.lastAt !== null && series.silenceAfterMs !== null && to - series.lastAt > series.silenceAfterMs
    const isMissing = !point && (series.filling !== 'adds' || isSilent)
    const value = point ? point.value : isMissing ? null : 0
    if (point) series.lastAt = to - 1
    if (bucket.earlier) {
      const { day, week } = bucket.earlier
      series.before = [{ at: from, day: values.get(day) ?? null, week: values.get(week) ?? null }]
      values.set(from, value)
      if (values.size > mostValues) values.delete(values.keys().next().value!)
    }
    if (!detector) {
      remember(series.recent, { at: from, value, expected: null, low: null, high: null })
      return null
    }
    const volume = series.parts.over ? (point?.volume ?? null) : null
    return close(detector, series, { from, to, value, volume, isPlanned: isPlanned(series.members), isMissing }, [])
  }

  function followed({ kept, tracks, open }: Course, { series }: Line, bucket: PlayedBucket): Finding | null {
    const point = bucket.points.get(series.slice)
    const judged = lookBack(kept, series, bucket, point ? windowOf(bucket, series, point) : null, {
      now: bucket.to,
      since: -Infinity,
      until: bucket.to,
      isUpToDate: true,
    })
    const { at } = judged
    const next = follow(
      tracks.get(series.slice) ?? newTrack,
      { bucket: bucket.from, holds: judged.reasons !== null, isFilling: false, at },
      kept.rule,
    )
    tracks.set(series.slice, next.track)
    if (!next.isDue && open.length === 0) return null
    return { ...judged, isDue: next.isDue, rule: kept.rule, view: parts.view }
  }

  function play(course: Course, some: readonly Line[], bucket: PlayedBucket): void {
    const findings = some.flatMap((line) => followed(course, line, bucket) ?? [])
    if (findings.length === 0) return
    const current = new Map(course.open.map((incident) => [incident.id, incident]))
    for (const { incident } of decide(course.open, findings, () => `${told++}`)) {
      course.told.set(incident.id, incident)
      if (incident.resolvedAt === null) current.set(incident.id, incident)
      else {
        current.delete(incident.id)
        cool(course, incident, bucket)
      }
    }
    course.open = [...current.values()]
  }

  function cool({ kept, tracks }: Course, { content, resolvedAt }: Incident, { to }: Bucket): void {
    for (const { members } of [content, ...content.joined]) {
      const slice = sliceKey(members)
      tracks.set(slice, coolDown(tracks.get(slice) ?? newTrack, resolvedAt ?? 0, to, kept.rule))
    }
  }

  return {
    learn(bucket) {
      for (const line of lines) closed(line, bucket)
      for (const { series } of lines) series.abnormal = null
    },
    step(bucket) {
      const readings = new Map<string, Reading | null>()
      for (let first = 0; first < lines.length; first += atOnce) {
        const some = lines.slice(first, first + atOnce)
        for (const line of some) readings.set(line.series.slice, closed(line, bucket))
        for (const course of courses) play(course, some, bucket)
      }
      return readings
    },
    isOpen: (rule) => (courses[rule]?.open.length ?? 0) > 0,
    fired: (rule) => [...(courses[rule]?.told.values() ?? [])].map(firedOf),
  }
}

function asKept(rule: Rule): KeptRule {
  return { rule, source: 'chat', mutes: new Map(), bar: 1, madeBy: null, madeAt: new Date(0) }
}

/** As much of a window as a look at a closed bucket reads: its volume. */
function windowOf({ from, to }: Bucket, { slice, parts }: Series, { volume }: PastPoint): Window {
  // Where it is not known, no bucket is left out for having too little.
  const known = volume ?? Infinity
  const over = parts.over?.kind === 'measure' ? { [parts.over.measure]: known } : {}
  const [firstAt, lastAt] = [new Date(from), new Date(to - 1)]
  return { bucket: new Date(from), slice, events: known, firstAt, lastAt, values: over, squares: {} }
}

function firedOf({ content }: Incident): Fired {
  const { members, direction, worst, joined } = content
  return {
    members,
    from: Date.parse(content.from),
    to: content.resolvedAt === null ? null : Date.parse(content.resolvedAt),
    direction,
    worst: { at: Date.parse(worst.bucket), value: worst.value, expected: worst.expected },
    joined: joined.map(({ kpi, members }) => ({ kpi, members })),
  }
}
