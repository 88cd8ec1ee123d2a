/** Several simple forecasters of one series; the better one has been lately, the more it says. */
import type { Rates } from './tempo.ts'
import { learnProfile, newProfile, readProfile, slotOf, type Profile } from './profile.ts'

/** Running levels of three speeds. */
interface Levels {
  slow: number
  mid: number
  fast: number
  count: number
}

/** A cycle's shape and the running level on top of it. */
export interface Seasonal {
  profile: Profile
  levels: Levels
}

export interface ExpertsMemory {
  levels: Levels
  day: Seasonal | null
  week: Seasonal | null
  cycle: Seasonal | null
  /** Decayed squared error of each expert, and how often it was judged. */
  errors: Float32Array
  judged: Float32Array
}

/** Where a point lies in each cycle, 0 to 1. */
export interface Phases {
  readonly day: number
  readonly week: number
  readonly cycle: number
}

const SPEEDS = ['slow', 'mid', 'fast'] as const
const CYCLES = ['day', 'week', 'cycle'] as const
const COUNT = SPEEDS.length * (1 + CYCLES.length)
/** Weights go by the error to minus this power of its square. */
const SHARPNESS = 2
/** Points after which a newcomer is known. */
const TRIAL = 8

/** A slot seen so often is not misled by one anomaly. */
const FAMILIAR = 3

export function newExperts(): ExpertsMemory {
  return {
    levels: newLevels(),
    day: null,
    week: null,
    cycle: null,
    errors: new Float32Array(COUNT),
    judged: new Float32Array(COUNT),
  }
}

/** A cycle of so many buckets begins to be learnt; what was said by it before is forgotten. */
export function beginCycle(
  memory: ExpertsMemory,
  cycle: 'day' | 'week' | 'cycle',
  buckets: number,
  most?: number,
): void {
  memory[cycle] = buckets >= 2 ? { profile: newProfile(buckets, most), levels: newLevels() } : null
  const from = SPEEDS.length * (1 + CYCLES.indexOf(cycle))
  memory.errors.fill(0, from, from + SPEEDS.length)
  memory.judged.fill(0, from, from + SPEEDS.length)
}

function newLevels(): Levels {
  return { slow: 0, mid: 0, fast: 0, count: 0 }
}

/** What each expert says; NaN: nothing yet. */
export type Sayings = Float64Array

export function sayings(memory: ExpertsMemory, phases: Phases, into: Sayings = new Float64Array(COUNT)): Sayings {
  const { levels } = memory
  const begun = levels.count > 0
  into[0] = begun ? levels.slow : Number.NaN
  into[1] = begun ? levels.mid : Number.NaN
  into[2] = begun ? levels.fast : Number.NaN
  for (let index = 0; index < CYCLES.length; index++) {
    const name = CYCLES[index]!
    const seasonal = memory[name]
    const shape = seasonal === null ? Number.NaN : readProfile(seasonal.profile, phases[name])
    const at = SPEEDS.length * (1 + index)
    into[at] = shape + (seasonal?.levels.slow ?? 0)
    into[at + 1] = shape + (seasonal?.levels.mid ?? 0)
    into[at + 2] = shape + (seasonal?.levels.fast ?? 0)
  }
  return into
}

/** The common forecast of the experts that were judged `trial` times; `slow` only hears those that move slowly. NaN while nobody says anything. */
export function mixture(memory: ExpertsMemory, said: Sayings, who: 'all' | 'slow', trial: number): number {
  const { errors, judged } = memory
  const step = who === 'slow' ? SPEEDS.length : 1
  let sum = 0
  let weights = 0
  let least = Infinity
  for (let index = 0; index < COUNT; index += step) {
    if (judged[index]! >= trial && errors[index]! < least && !Number.isNaN(said[index]!)) least = errors[index]!
  }
  if (least === Infinity) return said[who === 'slow' ? 0 : 1]!
  for (let index = 0; index < COUNT; index += step) {
    const saying = said[index]!
    if (Number.isNaN(saying) || judged[index]! < trial) continue
    const relative = (least + 1e-30) / (errors[index]! + 1e-30)
    const weight = relative ** SHARPNESS
    sum += weight * saying
    weights += weight
  }
  return sum / weights
}

/** Each expert is judged by the value that came and learns from it; `clip` bounds what one value can do, `isOdd` tells that an incident is open. */
export function learnExperts(
  memory: ExpertsMemory,
  said: Sayings,
  value: number,
  phases: Phases,
  rates: Rates,
  clip: number,
  isOdd: boolean,
): void {
  const { errors, judged } = memory
  for (let index = 0; index < COUNT; index++) {
    const saying = said[index]!
    if (Number.isNaN(saying)) continue
    const error = bounded(value - saying, 2 * clip)
    if (judged[index] === 0) errors[index] = Math.max(error * error, 2 * leastOfItsSpeed(memory, index))
    const count = (judged[index] = Math.min(judged[index]! + 1, 1e6))
    errors[index]! += Math.max(rates.errors, 1 / (count + TRIAL)) * (error * error - errors[index]!)
  }
  learnLevels(memory.levels, value, rates, clip)
  for (const name of CYCLES) {
    const seasonal = memory[name]
    if (seasonal === null) continue
    const { profile, levels } = seasonal
    const shape = readProfile(profile, phases[name])
    const base = levels.count === 0 ? value : levels.slow
    if (levels.count === 0) learnLevels(levels, value, rates, Infinity)
    else if (!Number.isNaN(shape)) learnLevels(levels, value - shape, rates, clip)
    // A slot that knows little would take an anomaly for its shape, and expect it again a cycle later.
    const isNew = profile.seen[slotOf(profile, phases[name])]! < FAMILIAR * profile.each
    if (!(isOdd && isNew)) learnProfile(profile, phases[name], value - base, rates[name], clip)
  }
}

/** A newcomer is thought worse than the best that moves as fast, until it has shown otherwise. */
function leastOfItsSpeed({ errors, judged }: ExpertsMemory, index: number): number {
  let least = Infinity
  for (let other = index % SPEEDS.length; other < COUNT; other += SPEEDS.length) {
    if (judged[other]! >= TRIAL) least = Math.min(least, errors[other]!)
  }
  return least === Infinity ? 0 : least
}

/** Values are told on another scale from now on: `to` takes a value there, `stretch` is how much wider errors are. */
export function rescaleExperts(memory: ExpertsMemory, to: (value: number) => number, stretch: number): void {
  for (const name of CYCLES) {
    const seasonal = memory[name]
    if (seasonal === null) continue
    const { profile, levels } = seasonal
    // A shape is what is added to its own slow level.
    const own = levels.slow
    for (let slot = 0; slot < profile.mean.length; slot++) profile.mean[slot] = to(profile.mean[slot]! + own) - to(own)
    for (const speed of SPEEDS) levels[speed] = to(levels[speed])
  }
  for (const speed of SPEEDS) memory.levels[speed] = to(memory.levels[speed])
  for (let index = 0; index < COUNT; index++) memory.errors[index]! *= stretch * stretch
}

/** The series goes on at another level: all levels go there at once, so that the shapes stay. */
export function moveLevels(memory: ExpertsMemory, by: number): void {
  for (const levels of [memory.levels, memory.day?.levels, memory.week?.levels, memory.cycle?.levels]) {
    if (levels === undefined) continue
    levels.slow += by
    levels.mid += by
  }
}

function learnLevels(levels: Levels, value: number, rates: Rates, clip: number): void {
  levels.count = Math.min(levels.count + 1, 1e6)
  const mean = 1 / levels.count
  const bound = levels.count === 1 ? Infinity : clip
  for (const speed of SPEEDS) {
    levels[speed] += Math.max(rates[speed], mean) * bounded(value - levels[speed], bound)
  }
}

function bounded(value: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, value))
}
