/** What is kept in memory of a series that is watched: little, since there are thousands. Moments are epoch milliseconds. */
import type { Kpi } from '../../catalog.ts'
import { partIn, valueIn, type Window } from '../store/windows.ts'
import type { LivePart, LiveParts } from '../live-parts.ts'
import type { Members, Point } from '../incident.ts'
import type { WatchedGrain } from '../rule.ts'
import type { Abnormal } from './conditions.ts'
import type { Habit, Outlook } from './pace.ts'

/** How a KPI's buckets come about: what adds up can be judged while it fills. */
export type Filling = 'adds' | 'grows' | 'falls' | 'whole'

export interface Series {
  readonly kpi: Kpi
  readonly parts: LiveParts
  readonly filling: Filling
  readonly slice: string
  readonly members: Members
  readonly grain: WatchedGrain
  /** End of the last bucket that was observed; null: none yet. */
  upto: number | null
  /** What is forecast for the buckets around now, the oldest first. */
  outlooks: readonly Outlook[]
  /** Closed buckets, the newest last. */
  readonly recent: Recent
  /** How long without data is a silence; null: not known. */
  silenceAfterMs: number | null
  /** How each event counts on average, from the last bucket that had some. */
  unit: number
  /** What the last closed bucket was. */
  abnormal: Abnormal | null
  habit: Habit
  /** The largest surprise in the bucket that is filling. */
  surprise: number
  /** Event time of the newest event. */
  lastAt: number | null
  /** The bucket that is filling, as far as it is counted. */
  current: Window | null
  /** What the last two buckets are compared with, where a rule does. */
  before: readonly Before[]
}

/** Values of the same bucket a day and a week before the one that began `at`; null: not known. */
interface Before {
  readonly at: number
  readonly day: number | null
  readonly week: number | null
}

export function newSeries(
  kpi: Kpi,
  parts: LiveParts,
  { slice, grain }: { readonly slice: string; readonly grain: WatchedGrain },
): Series {
  return {
    kpi,
    parts,
    filling: fillingOf(parts),
    slice,
    members: JSON.parse(slice) as Members,
    grain,
    upto: null,
    outlooks: [],
    recent: newRecent(),
    silenceAfterMs: null,
    unit: 0,
    abnormal: null,
    habit: [],
    surprise: 0,
    lastAt: null,
    current: null,
    before: [],
  }
}

/** Whether values of several buckets add up. */
export function addsUp({ filling, kpi: { measure }, parts: { of } }: Series): boolean {
  if (of.kind !== 'point') return filling === 'adds'
  return measure.kind === 'simple' && (measure.aggregation === 'sum' || measure.aggregation === 'count')
}

function fillingOf({ of, over }: LiveParts): Filling {
  // Of a finished point nobody knows what is still to come.
  if (over || of.kind === 'point') return 'whole'
  if (of.kind === 'events') return 'adds'
  switch (of.aggregation) {
    case 'sum':
    case 'count':
      return 'adds'
    case 'max':
    case 'count_distinct':
      return 'grows'
    case 'min':
      return 'falls'
    case 'last':
      return 'whole'
  }
}

/** A KPI's value in a window; a sum of nothing is nothing, anything else is not known. */
export function valueOf({ parts, filling }: Series, window: Window | null): number | null {
  if (window && isOf(window, parts)) return valueIn(window, parts)
  return filling === 'adds' ? 0 : null
}

/** Whether a window holds anything of what a KPI is read from: events, or a finished point of the KPI. */
export function isOf(window: Window, { of }: LiveParts): boolean {
  return of.kind === 'point' ? partIn(window, of) !== null : window.events > 0
}

/** How much there was behind a value: of a ratio its denominator, of a finished point nobody knows, else the events. */
export function volumeOf({ parts: { of, over } }: Series, window: Window | null): number | null {
  if (of.kind === 'point') return null
  if (!window) return 0
  return over ? (partIn(window, over) ?? 0) : window.events
}

/** What of a series' minutes adds up from a moment on; moments are asked for from the newest backwards. */
export interface Tail {
  (from: number): { readonly sum: number; readonly squares: number }
}

/** Reads minutes, the oldest first, from their end; each once. */
export function tailOf(part: LivePart, windows: readonly Window[]): Tail {
  const isSum = part.kind === 'measure' && part.aggregation === 'sum'
  let [index, sum, squares] = [windows.length, 0, 0]
  return (from) => {
    while (index > 0 && windows[index - 1]!.bucket.getTime() >= from) {
      const window = windows[--index]!
      const added = partIn(window, part) ?? 0
      sum += added
      squares += isSum ? (window.squares[part.measure] ?? 0) : added
    }
    return { sum, squares }
  }
}

const RECENT = 36
const WIDTH = 5

/** Closed buckets: moment, value, expected, low and high of each; NaN for what is not known. */
export type Recent = Float64Array

/** No bucket yet. */
export function newRecent(): Recent {
  return new Float64Array(RECENT * WIDTH).fill(Number.NaN)
}

interface Closed {
  readonly at: number
  readonly value: number | null
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Adds a closed bucket, or corrects it. */
export function remember(recent: Recent, { at, value, expected, low, high }: Closed): void {
  let row = rowOf(recent, at)
  if (row < 0) {
    if (recent[(RECENT - 1) * WIDTH]! > at) return
    recent.copyWithin(0, WIDTH)
    row = RECENT - 1
  }
  recent.set([at, value ?? Number.NaN, expected ?? Number.NaN, low ?? Number.NaN, high ?? Number.NaN], row * WIDTH)
}

/** Puts a closed bucket right; false: it is not known, or was so already. */
export function correct(recent: Recent, at: number, value: number | null): boolean {
  const row = rowOf(recent, at)
  if (row < 0 || known(recent[row * WIDTH + 1]!) === value) return false
  recent[row * WIDTH + 1] = value ?? Number.NaN
  return true
}

/** The bucket that began then; null: it is not known. */
export function rememberedIn(recent: Recent, at: number): Closed | null {
  const row = rowOf(recent, at)
  if (row < 0) return null
  const [value, expected, low, high] = [...recent.subarray(row * WIDTH + 1, (row + 1) * WIDTH)].map(known)
  return { at, value: value!, expected: expected!, low: low!, high: high! }
}

function rowOf(recent: Recent, at: number): number {
  let row = RECENT - 1
  while (row >= 0 && recent[row * WIDTH] !== at) row--
  return row
}

/** The value of the bucket before the one that is `length` long and began then; null: not known. Days differ in length. */
export function rememberedBefore(recent: Recent, at: number, length: number): number | null {
  for (let row = RECENT - 1; row >= 0; row--) {
    const began = recent[row * WIDTH]!
    if (began < at) return at - began < 1.5 * length ? known(recent[row * WIDTH + 1]!) : null
  }
  return null
}

/** The moment of the newest closed bucket and its value. */
export function lastRemembered(recent: Recent): { readonly at: number; readonly value: number | null } | null {
  const at = recent[(RECENT - 1) * WIDTH]!
  return Number.isNaN(at) ? null : { at, value: known(recent[(RECENT - 1) * WIDTH + 1]!) }
}

/** As points of a picture. */
export function pointsOf(recent: Recent): Point[] {
  const points: Point[] = []
  for (let row = 0; row < RECENT; row++) {
    const [at, value, expected, low, high] = recent.subarray(row * WIDTH, (row + 1) * WIDTH)
    if (Number.isNaN(at)) continue
    points.push({
      at: new Date(at!).toISOString(),
      value: known(value!),
      expected: known(expected!),
      low: known(low!),
      high: known(high!),
    })
  }
  return points
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

/** What is kept of a series beside its detector's state, to begin with after a restart. */
export interface Summary {
  readonly version: number
  readonly outlooks: readonly Outlook[]
  readonly recent: readonly (number | null)[]
  readonly silenceAfterMs: number | null
  readonly unit: number
  readonly abnormal: Abnormal | null
  readonly habit: Habit
}

const VERSION = 1

export function summaryOf({ outlooks, recent, silenceAfterMs, unit, abnormal, habit }: Series): Summary {
  return { version: VERSION, outlooks, recent: [...recent].map(known), silenceAfterMs, unit, abnormal, habit }
}

/** Takes over what was kept; false: it is of another version, or no summary at all. */
export function resume(series: Series, upto: number, kept: unknown): boolean {
  const summary = kept as Partial<Summary> | null
  if (summary?.version !== VERSION || !Array.isArray(summary.recent) || summary.recent.length !== RECENT * WIDTH)
    return false
  const { outlooks, recent, silenceAfterMs, unit, abnormal, habit } = summary as Summary
  series.upto = upto
  series.recent.set(recent.map((value) => value ?? Number.NaN))
  Object.assign(series, { outlooks, silenceAfterMs, unit, abnormal, habit })
  return true
}
