/** The elements of a cuboid that move by a ratio of their own. */
import type { Cuboid } from './cuboids.ts'
import { lossOf, type Weighed } from './likelihood.ts'

/** An element of a cuboid with a ratio of its own. */
export interface Element {
  readonly cuboid: Cuboid
  readonly element: number
  /** Of what was to what was expected. */
  readonly ratio: number
  /** How many nats likelier its own ratio makes its leaves. */
  readonly gain: number
}

/** A hypothesis as leaves see it: the ratio each should have, and what it loses by that. */
export interface Assigned {
  readonly ratios: Float64Array
  readonly losses: Float64Array
}

/** Less than this (of the logarithm) is not worth a word, however certain. */
const leastChange = 0.04

/** What each leaf adds to its element of any cuboid: worked out once for all of them. */
export interface Terms {
  readonly was: Float64Array
  readonly wanted: Float64Array
  readonly assumed: Float64Array
}

export function termsOf({ actual, expected, weight }: Weighed, { ratios }: Assigned): Terms {
  const count = actual.length
  const [was, wanted, assumed] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (let leaf = 0; leaf < count; leaf++) {
    const due = weight[leaf]! * expected[leaf]!
    was[leaf] = weight[leaf]! * actual[leaf]!
    wanted[leaf] = due
    assumed[leaf] = due * ratios[leaf]!
  }
  return { was, wanted, assumed }
}

/** Every element that is likelier by its own ratio than by the ones assigned, with what that gains. */
export function movedElements(
  leaves: Weighed,
  cuboid: Cuboid,
  { losses }: Pick<Assigned, 'losses'>,
  terms: Terms,
): readonly Element[] {
  const { elementOf, size } = cuboid
  const was = new Float64Array(size)
  const wanted = new Float64Array(size)
  const assumed = new Float64Array(size)
  const count = elementOf.length
  const { was: wasTerm, wanted: wantedTerm, assumed: assumedTerm } = terms
  for (let leaf = 0; leaf < count; leaf++) {
    const element = elementOf[leaf]!
    was[element] = was[element]! + wasTerm[leaf]!
    wanted[element] = wanted[element]! + wantedTerm[leaf]!
    assumed[element] = assumed[element]! + assumedTerm[leaf]!
  }
  const logs = new Float64Array(size)
  const own = new Float64Array(size)
  const isLikely = new Uint8Array(size)
  let likely = 0
  for (let element = 0; element < size; element++) {
    if (wanted[element] === 0) continue
    own[element] = was[element]! / wanted[element]!
    logs[element] = Math.log(own[element]!)
    if (Math.abs(Math.log(was[element]! / assumed[element]!)) < leastChange) continue
    isLikely[element] = 1
    likely++
  }
  if (likely === 0) return []
  const gain = new Float64Array(size)
  for (let leaf = 0; leaf < count; leaf++) {
    const element = elementOf[leaf]!
    if (isLikely[element] === 1)
      gain[element] = gain[element]! + losses[leaf]! - lossOf(leaves, leaf, own[element]!, logs[element]!)
  }
  const moved: Element[] = []
  for (let element = 0; element < size; element++)
    if (gain[element]! > 0) moved.push({ cuboid, element, ratio: own[element]!, gain: gain[element]! })
  return moved
}

/** All leaves by one ratio. */
export function assignAll(leaves: Weighed, ratio: number): Assigned {
  const count = leaves.actual.length
  const losses = new Float64Array(count)
  const logOf = Math.log(ratio)
  for (let leaf = 0; leaf < count; leaf++) losses[leaf] = lossOf(leaves, leaf, ratio, logOf)
  return { ratios: new Float64Array(count).fill(ratio), losses }
}

/** Changes `assigned`: the leaves of the element go by its ratio. */
export function assign(leaves: Weighed, assigned: Assigned, { cuboid, element, ratio }: Element): void {
  const logOf = Math.log(ratio)
  const { elementOf } = cuboid
  for (let leaf = 0; leaf < elementOf.length; leaf++) {
    if (elementOf[leaf] !== element) continue
    assigned.ratios[leaf] = ratio
    assigned.losses[leaf] = lossOf(leaves, leaf, ratio, logOf)
  }
}

/** The element's ratio as its leaves have it. */
export function ratioIn({ actual, expected, weight }: Weighed, { elementOf }: Cuboid, element: number): number {
  let [was, wanted] = [0, 0]
  for (let leaf = 0; leaf < elementOf.length; leaf++) {
    if (elementOf[leaf] !== element) continue
    was += weight[leaf]! * actual[leaf]!
    wanted += weight[leaf]! * expected[leaf]!
  }
  return wanted > 0 ? was / wanted : 1
}
