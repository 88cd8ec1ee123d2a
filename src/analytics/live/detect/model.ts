/** All that is known about one series, and how it begins. */
import { newCalibrations, type Calibrations } from './calibrate.ts'
import { newCycle, type CycleMemory } from './cycle.ts'
import { newCounts, type CountsMemory } from './counts.ts'
import { beginCycle, newExperts, type ExpertsMemory } from './experts.ts'
import { newRare, type RareMemory } from './rare.ts'
import { newGrain, type GrainMemory } from './grain.ts'
import { newPast, type PastMemory } from './past.ts'
import { DAY, localTime, WEEK } from './phase.ts'
import { newPolicy, type PolicyMemory } from './policy.ts'
import type { DetectorOptions, Reading } from './reading.ts'
import type { RepeatsMemory } from './repeats.ts'
import { newRun, type RunMemory } from './runs.ts'
import { beginSlots, newScale, type ScaleMemory } from './scale.ts'
import { newShares, type SharesMemory } from './shares.ts'
import { newSparse, type SparseMemory } from './sparse.ts'
import type { Stabiliser } from './stabilise.ts'
import { tempoOf, type Tempo } from './tempo.ts'
import { newTraces, type TracesMemory } from './traces.ts'

/** What is kept between points: numbers and arrays, nothing else. */
export interface Model {
  grain: GrainMemory
  /** Epoch milliseconds of the newest point that was learnt from, and what it was; null: none yet. */
  last: number | null
  lastValue: number | null
  lastReading: Reading | null
  /** Points in a row whose time is before that, and the newest of their times. */
  behind: number
  behindAt: number
  /** Buckets since the first point. */
  bucket: number
  /** Points learnt from. */
  learnt: number
  /** Points before the stabiliser is chosen; null from then on. */
  warm: { at: number; value: number }[] | null
  stabiliser: Stabiliser
  /** Smallest and largest value so far. */
  least: number
  most: number
  /** Usual volume behind a value. */
  volume: number
  counts: CountsMemory
  shares: SharesMemory
  sparse: SparseMemory
  experts: ExpertsMemory
  scale: ScaleMemory
  cycle: CycleMemory
  traces: TracesMemory
  calibrations: Calibrations
  past: PastMemory
  rare: RareMemory
  same: RunMemory
  zero: RunMemory
  missing: RunMemory
  policy: PolicyMemory
  repeats: RepeatsMemory
}

/** A model with what it is played by: options and what follows from the grain. */
export interface Series {
  readonly model: Model
  readonly options: DetectorOptions
  readonly local: (at: number) => number
  tempo: Tempo
}

function newModel(grain: number | null): Model {
  return {
    grain: newGrain(grain),
    last: null,
    lastValue: null,
    lastReading: null,
    behind: 0,
    behindAt: 0,
    bucket: 0,
    learnt: 0,
    warm: [],
    stabiliser: { how: 'plain', unit: 1 },
    least: Number.MAX_VALUE,
    most: -Number.MAX_VALUE,
    volume: 0,
    counts: newCounts(),
    shares: newShares(),
    sparse: newSparse(),
    experts: newExperts(),
    scale: newScale(),
    cycle: newCycle(),
    traces: newTraces(),
    calibrations: newCalibrations(),
    past: newPast(),
    rare: newRare(),
    same: newRun(),
    zero: newRun(),
    missing: newRun(),
    policy: newPolicy(),
    repeats: [],
  }
}

export function seriesOf(options: DetectorOptions, model = newModel(options.grain ?? null)): Series {
  return { model, options, local: localTime(options.zone ?? 'UTC'), tempo: tempoOf(model.grain.grain) }
}

/** Another grain: what was learnt by slots is void. */
export function restart({ model }: Series): void {
  const { grain, last, lastValue } = model
  Object.assign(model, newModel(null), { grain, last, lastValue })
}

/** The calendar's cycles that a series of this grain can have. */
export function beginCalendar({ experts, scale }: Model, grain: number): void {
  const day = DAY / grain
  const week = WEEK / grain
  beginCycle(experts, 'day', day >= 3 ? day : 0, 288)
  beginCycle(experts, 'week', week >= 6.5 ? Math.round(week) : 0)
  beginSlots(scale, day >= 3 ? Math.min(24, day) : week >= 6.5 ? 7 : 0)
}

export function isReady({ model, tempo }: Series): boolean {
  return model.warm === null && model.last !== null && model.learnt >= tempo.warmUp
}

/** Points that are still wanted for that; at least one while the step between them is not known. */
export function wanting({ model, tempo }: Series): number {
  return Math.max(model.warm === null ? 0 : 1, tempo.warmUp - (model.warm?.length ?? model.learnt))
}

/** How much wider thresholds are while little is known. */
export function caution({ model, tempo }: Series): number {
  return 1 + 0.6 * Math.max(0, 1 - model.learnt / tempo.cautiousUntil)
}

/** How much wider still those of what lasts are: for a fortnight, when days have a shape, weekends may have another. */
export function cautionOfWeeks({ model, tempo }: Series): number {
  const share = (model.bucket * tempo.grain) / (2 * WEEK)
  return 1 + (isDaily(model) ? 0.6 : 0.15) * Math.max(0, 1 - share)
}

/** Whether the slow expert of the day knows more than those of the level and of the cycle that was found. */
function isDaily({ experts: { errors, judged } }: Model): boolean {
  const rival = judged[9]! > 0 ? Math.min(errors[0]!, errors[9]!) : errors[0]!
  return judged[3]! > 0 && errors[3]! < 0.7 * rival
}
