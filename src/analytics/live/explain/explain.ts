/** What explains the difference between what was and what was to be expected: the few segments that moved, or that all did. */
import { movedAlone } from './alone.ts'
import { cuboidsOf, type Cuboid } from './cuboids.ts'
import type { Element } from './elements.ts'
import type { Cube, Measured } from './leaves.ts'
import { search } from './search.ts'
import { sum } from './sum.ts'

/** A segment that moved by a ratio of its own. */
export interface Driver {
  /** Dimension → member. */
  readonly members: Readonly<Record<string, string>>
  readonly actual: number
  readonly expected: number
  /** How much of the whole's difference it makes, in the measure's unit. */
  readonly contribution: number
  /**
   * The same as a part of the whole's difference: 1 is all of it, below 0 it went the other way. Where segments cancel each
   * other out it is a part of all movement instead, and keeps its sign.
   */
  readonly share: number
  /** How far its part of the whole differs from the part expected, 0 to log 2 (Adtributor's Jensen–Shannon divergence). */
  readonly surprise: number
}

export interface Explained {
  /** Largest contribution first; as few as explain the difference. */
  readonly drivers: readonly Driver[]
  /** No segment explains it: all moved alike, or nothing moved beyond its noise. */
  readonly isBroad: boolean
  readonly actual: number
  readonly expected: number
  /**
   * Of a ratio, in its unit: what the segments' own ratios changed, and what their weights changed. They add up to the
   * difference. Null for what adds up.
   */
  readonly effects: { readonly rate: number; readonly mix: number } | null
}

/** Below this part of the movement of its segments, the difference is what is left of moves against each other. */
const cancelling = 0.2

/** Explains a measure that adds up over the leaves: a sum or a count. Values may be negative. */
export function explain(cube: Cube, { actual, expected }: Measured): Explained {
  const whole = { actual: sum(actual), expected: sum(expected) }
  const difference = whole.actual - whole.expected
  const cuboids = cuboidsOf(cube)
  const { found: likeliest } = search(...liftedOf(actual, expected), cuboids)
  const alone = likeliest.length === 0 ? movedAlone(actual, expected, cuboids) : null
  const found = alone ? [alone] : likeliest
  const movement = sum(actual.map((value, leaf) => Math.abs(value - expected[leaf]!)))
  const segments = found.map((one) => {
    const [was, wanted] = [within(one, actual), within(one, expected)]
    return {
      members: membersOf(cube, one),
      actual: was,
      expected: wanted,
      contribution: was - wanted,
      size: { actual: was, expected: wanted },
    }
  })
  return { ...ranked(segments, difference, movement, whole), ...whole, effects: null }
}

/** A segment before it is ranked; `size` is what its part of the whole goes by. */
export interface Segment extends Omit<Driver, 'share' | 'surprise'> {
  readonly size: { readonly actual: number; readonly expected: number }
}

/** Ranks segments and says how much of the difference each is. `movement` is the sum of all leaves' own, without signs. */
export function ranked(
  segments: readonly Segment[],
  difference: number,
  movement: number,
  whole: Segment['size'],
): Pick<Explained, 'drivers' | 'isBroad'> {
  const moved = segments.reduce((all, { contribution }) => all + Math.abs(contribution), 0)
  const base = Math.abs(difference) < cancelling * moved ? movement : difference
  const drivers = segments
    .map(({ size, ...segment }) => ({
      ...segment,
      share: base === 0 ? 0 : segment.contribution / base,
      surprise: surpriseOf(part(size.actual, whole.actual), part(size.expected, whole.expected)),
    }))
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  return { drivers, isBroad: drivers.length === 0 }
}

/** The members an element stands for. */
export function membersOf(
  cube: Cube,
  { cuboid, element }: Pick<Element, 'cuboid' | 'element'>,
): Record<string, string> {
  const leaf = cuboid.sample[element]!
  return Object.fromEntries(
    cuboid.dimensions.map((at) => [cube.dimensions[at]!, cube.members[at]![cube.codes[at]![leaf]!]!]),
  )
}

/** The sum of a column over the leaves of an element. */
export function within(
  { cuboid, element }: { readonly cuboid: Cuboid; readonly element: number },
  column: Float64Array,
): number {
  let total = 0
  const { elementOf } = cuboid
  for (let leaf = 0; leaf < elementOf.length; leaf++) if (elementOf[leaf] === element) total += column[leaf]!
  return total
}

/**
 * Actual and expected so that neither is below zero: their difference stays, and what they sum to becomes the sum of their
 * sizes. What is not negative stays as it is; a loss that grows from 2 to 5 is a fall from 5 to 2.
 */
export function liftedOf(actual: Float64Array, expected: Float64Array): readonly [Float64Array, Float64Array] {
  const middle = actual.map((value, leaf) => (Math.abs(value) + Math.abs(expected[leaf]!)) / 2)
  const half = actual.map((value, leaf) => (value - expected[leaf]!) / 2)
  return [
    middle.map((value, leaf) => Math.max(0, value + half[leaf]!)),
    middle.map((value, leaf) => Math.max(0, value - half[leaf]!)),
  ]
}

function part(value: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, Math.max(0, value / whole))
}

function surpriseOf(actual: number, expected: number): number {
  const middle = (actual + expected) / 2
  const term = (value: number) => (value > 0 ? (value / 2) * Math.log(value / middle) : 0)
  return term(actual) + term(expected)
}
