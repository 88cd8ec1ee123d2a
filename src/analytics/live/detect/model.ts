/** All that is known about one series, and how it begins. */
import { newCalibration, type Calibration } from './calibrate.ts'
import { newCycle, type CycleMemory } from './cycle.ts'
import { beginCycle, newExperts, type ExpertsMemory, type Rates } from './experts.ts'
import { newGrain, type GrainMemory } from './grain.ts'
import { DAY, WEEK } from './phase.ts'
import { newPolicy, type PolicyMemory } from './policy.ts'
import type { DetectorOptions, Reading } from './reading.ts'
import { newRun, type RunMemory } from './runs.ts'
import { beginSlots, newScale, type ScaleMemory } from './scale.ts'
import type { Stabiliser } from './stabilise.ts'

/** What the channels remember of the points before. */
export interface TracesMemory {
  /** Decayed means of the slow deviation, over few and over many buckets. */
  few: number
  many: number
  /** Decayed mean of its square. */
  energy: number
  /** What the slow deviation is in the long run: a trend's lag. */
  bias: number
  cusumUp: number
  cusumDown: number
  /** Buckets since the last odd one. */
  calm: number
  /** Decayed mean of the deviation in stabilised units, for when it becomes the new level. */
  offset: number
  /** Where the level before the last accepted shift lies, and the buckets since. */
  former: number
  formerFor: number
}

/** How large each channel's evidence gets on this series. */
export interface CalibrationsMemory {
  up: Calibration
  down: Calibration
  few: Calibration
  many: Calibration
  energy: Calibration
  cusum: Calibration
}

/** The 99.9 % quantile of a channel on a series about which nothing is known yet. */
export const usual: Readonly<Record<keyof CalibrationsMemory, number>> = {
  up: 4.2,
  down: 4.2,
  few: 5,
  many: 5,
  energy: 2.5,
  cusum: 10,
}

export interface Model {
  grain: GrainMemory
  /** Epoch milliseconds of the newest point; null: none yet. */
  last: number | null
  lastValue: number | null
  lastReading: Reading | null
  /** Buckets since the first point. */
  bucket: number
  /** Points learnt from. */
  learnt: number
  /** Points before the stabiliser is chosen; null from then on. */
  warm: { at: number; value: number }[] | null
  stabiliser: Stabiliser
  /** No value so far was other than a whole number from 0 on. */
  counts: boolean
  /** A value below zero was seen. */
  negative: boolean
  /** Smallest and largest value so far. */
  least: number
  most: number
  volume: number
  /** Decayed means of the squared error and of the level, as they are: what they are to one another in counts. */
  squared: number
  level: number
  experts: ExpertsMemory
  scale: ScaleMemory
  cycle: CycleMemory
  traces: TracesMemory
  calibrations: CalibrationsMemory
  same: RunMemory
  zero: RunMemory
  missing: RunMemory
  policy: PolicyMemory
}

export function newModel({ grain }: Pick<DetectorOptions, 'grain'>): Model {
  const names = Object.keys(usual) as (keyof CalibrationsMemory)[]
  return {
    grain: newGrain(grain ?? null),
    last: null,
    lastValue: null,
    lastReading: null,
    bucket: 0,
    learnt: 0,
    warm: [],
    stabiliser: { how: 'plain', unit: 1 },
    counts: true,
    negative: false,
    least: Number.MAX_VALUE,
    most: -Number.MAX_VALUE,
    volume: 0,
    squared: 0,
    level: 0,
    experts: newExperts(),
    scale: newScale(),
    cycle: newCycle(),
    traces: { few: 0, many: 0, energy: 1, bias: 0, cusumUp: 0, cusumDown: 0, calm: 1e6, offset: 0, former: 0, formerFor: 0 },
    calibrations: Object.fromEntries(
      names.map((name) => [name, newCalibration(usual[name])]),
    ) as unknown as CalibrationsMemory,
    same: newRun(),
    zero: newRun(),
    missing: newRun(),
    policy: newPolicy(),
  }
}

/** The calendar's cycles that a series of this grain can have. */
export function beginCalendar(model: Model): void {
  const { grain } = model.grain
  const day = DAY / grain
  const week = WEEK / grain
  beginCycle(model.experts, 'day', day >= 3 ? day : 0, 288)
  beginCycle(model.experts, 'week', week >= 6.5 ? Math.round(week) : 0)
  beginSlots(model.scale, day >= 3 ? Math.min(24, day) : week >= 6.5 ? 7 : 0)
}

/** Points before the first reading: two days, or two weeks of days; fine grains need not wait so long. */
export function warmUp({ grain }: GrainMemory): number {
  if (grain === 0) return 32
  if (grain >= 6 * DAY) return 16
  return Math.max(14, Math.min(400, Math.round((2 * DAY) / grain)))
}

/** Until then thresholds are wider: four times as long, and a fortnight where weeks may differ. */
export function cautiousUntil({ grain }: GrainMemory): number {
  return 2 * warmUp({ grain } as GrainMemory) + Math.min(1000, (14 * DAY) / grain)
}

/** How fast each thing forgets, by the grain. */
export function ratesOf({ grain }: GrainMemory): Rates & { readonly long: number; readonly lately: number } {
  const day = DAY / grain
  const slow = day <= 1.5 ? 28 : Math.min(7 * day, 1500)
  return {
    slow: 1 / slow,
    mid: 1 / Math.max(5, Math.min(40, day / 2)),
    fast: 0.4,
    errors: 1 / Math.max(30, Math.min(500, 7 * day)),
    day: 0.1,
    week: day <= 1.5 ? 0.1 : 0.25,
    cycle: 0.1,
    long: 1 / Math.max(60, Math.min(1000, 14 * day)),
    lately: 1 / Math.max(10, Math.min(100, 2 * day)),
  }
}

/** The longest an incident stays open before what it shows is the usual: a day, or a week of days. */
export function longestIncident({ grain }: GrainMemory): number {
  const day = DAY / grain
  return day <= 1.5 ? 7 : Math.max(12, Math.min(48, Math.round(day)))
}

/** How often an expert is judged before it is heard: half a day of it. */
export function trialOf({ grain }: GrainMemory): number {
  return Math.max(3, Math.min(100, Math.round(DAY / grain / 2)))
}

/** What opens an incident weighs so much that one a fortnight lifts the bar to where it was. */
export function tolerated({ grain }: GrainMemory): number {
  return Math.min(3, (0.001 * 2 * WEEK) / grain)
}
