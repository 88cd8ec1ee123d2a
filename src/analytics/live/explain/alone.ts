/**
 * "All moved alike" is no reading of a cube in which all stayed where it was but one segment. Where leaves are few and small their
 * noise looks so large that the search dares not name it; the sums then say what single leaves do not.
 */
import type { Cuboid } from './cuboids.ts'
import { sum } from './sum.ts'

const smallest = {
  /** Of the whole's ratio and of the segment's, as a logarithm: less is nothing that stands out. */
  whole: Math.log(1.15),
  segment: Math.log(2),
  /** In nats: how unlikely chance alone makes the segment's count (half its Poisson deviance). */
  loss: 25,
}
/** Of the whole's move, what the rest may have of it and still be said to have stayed. */
const mostOfRest = 0.15
/** Of what was expected: a larger part is the whole, nearly. */
const mostExpected = 0.5

/** The one element of counts beside which nothing moved, the unlikeliest of them; null where there is none. */
export function movedAlone(
  actual: Float64Array,
  expected: Float64Array,
  cuboids: readonly Cuboid[],
): { readonly cuboid: Cuboid; readonly element: number; readonly ratio: number } | null {
  const [was, wanted] = [sum(actual), sum(expected)]
  const whole = Math.log(was / wanted)
  if (!(Math.abs(whole) >= smallest.whole) || !Number.isFinite(whole) || !actual.every(Number.isInteger)) return null
  let found: ReturnType<typeof movedAlone> = null
  let most = smallest.loss
  for (const cuboid of cuboids) {
    const [own, due] = [totalsIn(cuboid, actual), totalsIn(cuboid, expected)]
    for (let element = 0; element < cuboid.size; element++) {
      const [one, should] = [own[element]!, due[element]!]
      if (should <= 0 || should > mostExpected * wanted) continue
      const rest = Math.log((was - one) / (wanted - should))
      if (!(Math.abs(rest) <= mostOfRest * Math.abs(whole)) || !(Math.abs(Math.log(one / should)) >= smallest.segment))
        continue
      const loss = one === 0 ? should : one * Math.log(one / should) - one + should
      if (loss > most) [found, most] = [{ cuboid, element, ratio: one / should }, loss]
    }
  }
  return found
}

function totalsIn({ elementOf, size }: Cuboid, values: Float64Array): Float64Array {
  const totals = new Float64Array(size)
  for (let leaf = 0; leaf < elementOf.length; leaf++)
    totals[elementOf[leaf]!] = totals[elementOf[leaf]!]! + values[leaf]!
  return totals
}
