/** How large a channel's evidence gets on its own history: a decayed histogram and its high quantile. */

const BINS = 64
/** The bins are eighths of octaves from a quarter on. */
const PER_OCTAVE = 8
const LOWEST = 0.25
/** Points after which what was counted weighs half; early ones, of when little was known, are outlived sooner. */
const HALF_LIFE = 4000
const LEAST_HALF_LIFE = 500
const REFRESH = 16
/** How far beyond the 99.9 % quantile a bar lies before anything was counted. */
const BEYOND = 1.4
/** Tails heavier than this are not believed. */
const HEAVIEST = 1.8
/** 99.9 % quantile over 99 % quantile of what is believed beforehand. */
const USUAL_RATIO = 1.336

interface Calibration {
  bins: Float32Array
  total: number
  counted: number
  /** What evidence must exceed to be posted, as of the last look. */
  bar: number
}

/** The channels, and the 99.9 % quantile of each on a series about which nothing is known yet. */
const usual = { up: 4.2, down: 4.2, few: 5, many: 5, energy: 2.5, cusum: 10 } as const
/** So many points is that belief worth. */
const PRIOR = 200

type Channel = keyof typeof usual
export type Calibrations = Record<Channel, Calibration>

export const names = Object.keys(usual) as readonly Channel[]

export function newCalibrations(): Calibrations {
  const fresh = (channel: Channel): Calibration => ({
    bins: new Float32Array(BINS),
    total: 0,
    counted: 0,
    bar: usual[channel] * USUAL_RATIO ** BEYOND,
  })
  return {
    up: fresh('up'),
    down: fresh('down'),
    few: fresh('few'),
    many: fresh('many'),
    energy: fresh('energy'),
    cusum: fresh('cusum'),
  }
}

/**
 * What is believed beforehand: a tail between a normal's and a Laplace's that meets `usual` at 99.9 %, as the share that
 * falls into each bin.
 */
function believed(usual: number): Float64Array {
  const known = tables.get(usual)
  if (known) return known
  const beyond = (size: number) => 0.001 ** ((size / usual) ** 1.4)
  const edge = (index: number) => LOWEST * 2 ** (index / PER_OCTAVE)
  const table = Float64Array.from({ length: BINS }, (_, index) => beyond(edge(index)) - beyond(edge(index + 1)))
  tables.set(usual, table)
  return table
}
const tables = new Map<number, Float64Array>()

/** `beyond`: how much farther than the 99.9 % quantile the bar lies, in further tenths of a tail that goes by a power. */
export function learnCalibration(
  calibrations: Calibrations,
  channel: Channel,
  size: number,
  weight: number,
  beyond: number,
): void {
  const memory = calibrations[channel]
  const bin = Math.floor(Math.log2(Math.max(size, LOWEST) / LOWEST) * PER_OCTAVE)
  memory.bins[Math.min(BINS - 1, Math.max(0, bin))]! += weight
  memory.total += weight
  memory.counted++
  if (memory.counted % REFRESH !== 0) return
  const halfLife = Math.max(LEAST_HALF_LIFE, Math.min(HALF_LIFE, memory.counted))
  const kept = 0.5 ** (REFRESH / halfLife)
  for (let index = 0; index < BINS; index++) memory.bins[index]! *= kept
  memory.total *= kept
  const rare = quantile(memory, usual[channel], 0.001)
  memory.bar = rare * Math.min(HEAVIEST, rare / quantile(memory, usual[channel], 0.01)) ** beyond
}

/** The size, or twice the bar when that is less: what is posted lifts the bar step by step. */
export function boundedBy(calibrations: Calibrations, channel: Channel, size: number): number {
  return Math.min(size, 2 * calibrations[channel].bar)
}

/** The size that a share of points exceeds, by what was counted and what was believed beforehand. */
function quantile({ bins, total }: Calibration, before: number, share: number): number {
  const wanted = share * (total + PRIOR)
  const beforehand = believed(before)
  let above = 0
  for (let index = BINS - 1; index > 0; index--) {
    const counted = bins[index]!
    const low = LOWEST * 2 ** (index / PER_OCTAVE)
    const high = low * 2 ** (1 / PER_OCTAVE)
    const here = counted + PRIOR * beforehand[index]!
    if (above + here >= wanted) return high - (high - low) * ((wanted - above) / here)
    above += here
  }
  return LOWEST
}
