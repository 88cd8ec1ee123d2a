/** What explains the difference of a ratio: by its numerator and denominator, never by an average of ratios. */
import { cuboidsOf, type Cuboid } from './cuboids.ts'
import type { Element } from './elements.ts'
import { liftedOf, membersOf, ranked, within, type Explained } from './explain.ts'
import type { Cube, Measured } from './leaves.ts'
import { search } from './search.ts'
import { sum } from './sum.ts'

/** Of the mix effect a segment must make this much, and the mix this much of the whole, to be told. */
const leastOfMix = 0.1
const mixMatters = 0.5

/**
 * The rate effect of a leaf is its numerator beyond what its expected ratio would have made of its actual denominator
 * (excess failures, with their counts); its mix effect is what the change of its weight moved, as far as its expected ratio
 * differs from the whole's. Over all leaves they add up to the difference. Segments are looked for in the excess first; only
 * when weights moved the ratio more than rates did, in the weights.
 */
export function explainRatio(cube: Cube, numerator: Measured, denominator: Measured): Explained {
  const [over, overExpected] = [sum(denominator.actual), sum(denominator.expected)]
  const whole = {
    actual: over === 0 ? 0 : sum(numerator.actual) / over,
    expected: overExpected === 0 ? 0 : sum(numerator.expected) / overExpected,
  }
  const difference = whole.actual - whole.expected
  if (over === 0 || overExpected === 0) return { drivers: [], isBroad: true, ...whole, effects: { rate: 0, mix: 0 } }
  const due = denominator.actual.map((value, leaf) => {
    const base = denominator.expected[leaf]!
    // A leaf that nobody expected is held against the whole.
    return value * (base === 0 ? whole.expected : numerator.expected[leaf]! / base)
  })
  const rate = (sum(numerator.actual) - sum(due)) / over
  const mix = difference - rate
  const contributionOf = (one: Element) => {
    const [was, wanted] = [within(one, numerator.actual), within(one, due)]
    const [weight, base] = [within(one, denominator.actual), within(one, denominator.expected)]
    return (
      (was - wanted) / over +
      (wanted - whole.expected * weight) / over -
      (within(one, numerator.expected) - whole.expected * base) / overExpected
    )
  }
  const cuboids = cuboidsOf(cube)
  const byRate = search(...liftedOf(numerator.actual, due), cuboids).found
  const found =
    Math.abs(mix) > mixMatters * Math.abs(difference) && Math.abs(mix) > Math.abs(rate)
      ? [
          ...byRate,
          ...weightsThatMoved(cuboids, denominator, contributionOf, mix).filter(
            (one) => !byRate.some((other) => other.cuboid === one.cuboid && other.element === one.element),
          ),
        ]
      : byRate
  const segments = found.map((one) => ({
    members: membersOf(cube, one),
    actual: quotient(within(one, numerator.actual), within(one, denominator.actual)),
    expected: quotient(within(one, numerator.expected), within(one, denominator.expected)),
    contribution: contributionOf(one),
    size: { actual: within(one, numerator.actual), expected: within(one, due) },
  }))
  const movement = sum(numerator.actual.map((value, leaf) => Math.abs(value - due[leaf]!))) / over
  return {
    ...ranked(segments, difference, movement, { actual: sum(numerator.actual), expected: sum(due) }),
    ...whole,
    effects: { rate, mix },
  }
}

/** Segments whose denominator moved, as far as that moved the ratio. */
function weightsThatMoved(
  cuboids: readonly Cuboid[],
  { actual, expected }: Measured,
  contributionOf: (one: Element) => number,
  mix: number,
): readonly Element[] {
  return search(...liftedOf(actual, expected), cuboids).found.filter((one) => contributionOf(one) / mix > leastOfMix)
}

function quotient(of: number, over: number): number {
  return over === 0 ? 0 : of / over
}
