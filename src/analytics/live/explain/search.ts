/**
 * Which segments moved: a search over every cuboid for the set of members whose own ratios, against one ratio for all the
 * rest, make the leaves the likeliest.
 *
 * After Squeeze (Li et al., ISSRE 2019), whose generalised ripple effect says that all leaves of a cause change by one
 * ratio; RiskLoc (Kalander, 2022), which looks for elements in which leaves out of the ordinary are dense; and Adtributor
 * (Bhagwan et al., NSDI 2014), whose succinctness is here a price for each further member. Instead of clusters and cut
 * points there is a likelihood under the cube's own noise, and "no single segment" is one of the hypotheses.
 */
import type { Cuboid } from './cuboids.ts'
import { assign, assignAll, movedElements, ratioIn, termsOf, type Assigned, type Element } from './elements.ts'
import { lossOf, medianLoss, weigh, type Weighed } from './likelihood.ts'
import { eachOf, median, noiseOf, sampleOf, type Noise } from './noise.ts'
import { sum } from './sum.ts'

/** Segments with the ratio of each, and the ratio of everything else; no segment is a broad move. */
export interface Searched {
  readonly found: readonly Element[]
  readonly outside: number
}

const prices = {
  /** Of a member, in nats, beside the logarithm of how many it was chosen from. */
  member: 3,
  dimension: 1,
  /** Of members in a further cuboid: causes of one time mostly lie in one. */
  cuboid: 6,
  /** Of a member, as a share of all that can be gained: a cause that explains so little is not worth its words. */
  share: 0.02,
  /** Of everything else having moved too, and the same as a share. */
  level: 4,
  levelShare: 0.08,
}

/** Rounds in which members, the level of the rest and the noise are made to fit each other. */
const mostRounds = 4
const mostMembers = 12
/** Of the leaves, what must lie outside the causes for the noise to be read off these alone. */
const leastRest = 1 / 3
/** More leaves than this part without what was or what was expected: single ones say nothing of the level. */
const mostLacking = 0.3

/** The likeliest hypothesis about leaves that are nowhere negative. */
export function search(actual: Float64Array, expected: Float64Array, cuboids: readonly Cuboid[]): Searched {
  const all = totalRatio(actual, expected)
  const sizes = sizesOf(actual, expected)
  const given = { actual, expected, sizes, sample: sampleOf(sizes) }
  const middle = middleRatio(given)
  const first = fit(given, cuboids, middle, null)
  // Half of the leaves may have moved: then the middle lies with them, and it is the others that seem to have.
  const isNormal = Math.abs(Math.log(middle)) < 0.01
  const fitted = isNormal
    ? [first]
    : [
        first,
        fit(given, cuboids, 1, first.found.length > 0 ? first.noise : null),
        // A cause so large that it passes for noise: what is left when it is taken out says how quiet the leaves are.
        fit(given, cuboids, 1, chanceAlone(given)),
      ]
  const segmented = fitted.filter(({ found }) => found.length > 0)
  if (segmented.length === 0) return { found: [], outside: all }
  // One noise for all hypotheses, or the one that thinks the least of the leaves would win.
  const noise = segmented
    .map((each) => each.noise)
    .reduce((a, b) => (a.share ** 2 + a.count < b.share ** 2 + b.count ? a : b))
  const leaves = weigh(actual, expected, noise)
  const level = levelOf(leaves, null)
  const broad = sum(assignAll(leaves, level).losses)
  const gains = segmented.map(({ found, outside }) => broad - sum(assignedBy(leaves, found, outside).losses))
  const best = Math.max(...gains)
  const worths = segmented.map(
    ({ found, outside }, at) =>
      gains[at]! +
      broadPrice(level, best) -
      priceOf(found, best) -
      levelPrice(outside, best) -
      Math.log(cuboids.length),
  )
  const winner = worths.indexOf(Math.max(...worths))
  return worths[winner]! > 0 ? segmented[winner]! : { found: [], outside: all }
}

/** Leaves as they are searched: what was, what was expected, how large each is, and those that noise is read off. */
interface Given {
  readonly actual: Float64Array
  readonly expected: Float64Array
  readonly sizes: Float64Array
  readonly sample: Int32Array
}

/** Noise of leaves that vary as counts do. */
function chanceAlone({ actual, sizes }: Given): Noise {
  const areCounts = actual.every((value) => Number.isInteger(value))
  return { count: areCounts ? 1 : 0.1 * median(sizes), share: 0.1 }
}

interface Fitted extends Searched {
  readonly noise: Noise
}

function fit(
  { actual, expected, sizes, sample }: Given,
  cuboids: readonly Cuboid[],
  start: number,
  quiet: Noise | null,
): Fitted {
  // Whole numbers are counts: chance alone makes them vary.
  const floor: Noise = { count: actual.every((value) => Number.isInteger(value)) ? 0.5 : 0, share: 0 }
  const noiseUnder = (ratioOf: (leaf: number) => number, fitted: number, of = sample) =>
    calibrated(
      noiseOf((leaf) => actual[leaf]! - ratioOf(leaf) * expected[leaf]!, sizes, of, floor, fitted),
      ratioOf,
      of,
    )
  /** Far from a ratio of 1 the spread goes by what was, not by the size: the likelihood itself says by how much. */
  const calibrated = (found: Noise, ratioOf: (leaf: number) => number, of: Int32Array): Noise => {
    const leaves = weigh(actual, expected, found)
    const losses = eachOf(of, (leaf) => lossOf(leaves, leaf, ratioOf(leaf), Math.log(ratioOf(leaf))))
    const looser = Math.max(1, median(losses) / medianLoss)
    return { count: found.count * looser, share: found.share * Math.sqrt(looser) }
  }
  let noise = quiet ?? noiseUnder(() => start, 1)
  let outside = start
  let found: readonly Element[] = []
  let key = ''
  for (let round = 0; round < mostRounds; round++) {
    const leaves = weigh(actual, expected, noise)
    found = membersUnder(leaves, cuboids, outside)
    const assigned = assignedBy(leaves, found, outside)
    outside = levelOf(leaves, assigned.isInside)
    const now = keyOf(found)
    if (now === key && round > 0) break
    key = now
    const refitted = assignedBy(leaves, found, outside)
    // Leaves of a cause scatter more than the rest: they do not say how noisy the rest is, unless next to nothing else is left.
    const rest = sample.filter((leaf) => refitted.isInside[leaf] === 0)
    const quietest = rest.length >= leastRest * sample.length ? rest : sample
    noise = noiseUnder((leaf) => refitted.ratios[leaf]!, 1 + found.length, quietest)
  }
  return { found, outside, noise }
}

/** The better of the best set within one cuboid, completed from others, and its members joined where they are a parent's. */
function membersUnder(given: Weighed, cuboids: readonly Cuboid[], outside: number): readonly Element[] {
  let leaves = given
  const assigned = assignAll(leaves, outside)
  const found: Element[] = []
  let best = 0
  for (let round = 0; round < 4 && found.length < mostMembers; round++) {
    const terms = termsOf(leaves, assigned)
    const moved = cuboids.map((cuboid) => movedElements(leaves, cuboid, assigned, terms))
    if (round === 0) best = Math.max(0, ...moved.map((each) => sum(each.map(({ gain }) => gain))))
    let chosen: readonly Element[] = []
    let most = 0
    for (const each of moved) {
      const kept = each
        .filter((one) => one.gain > memberPrice(one.cuboid, best))
        .toSorted((a, b) => b.gain - a.gain)
        .slice(0, mostMembers)
      if (kept.length === 0) continue
      const isFurther = found.length > 0 && found.every(({ cuboid }) => cuboid !== kept[0]!.cuboid)
      const worth = sum(kept.map((one) => one.gain - memberPrice(one.cuboid, best))) - (isFurther ? prices.cuboid : 0)
      if (worth > most) [chosen, most] = [kept, worth]
    }
    if (chosen.length === 0) break
    found.push(...chosen)
    const joined = join(given, found, cuboids, outside, best)
    found.splice(0, found.length, ...joined)
    leaves = loosened(given, found)
    const again = assignedBy(leaves, found, outside)
    assigned.ratios.set(again.ratios)
    assigned.losses.set(again.losses)
  }
  return found
}

/**
 * The leaves of a cause scatter around its ratio more than others do around theirs (RiskLoc's synthetic causes do so by
 * design): within each, noise is what it is there, so that chance among them is not taken for causes of their own.
 */
function loosened(leaves: Weighed, found: readonly Element[]): Weighed {
  const weight = leaves.weight.slice()
  for (const { cuboid, element, ratio } of found) {
    const { elementOf } = cuboid
    const logOf = Math.log(ratio)
    const losses: number[] = []
    for (let leaf = 0; leaf < elementOf.length; leaf++)
      if (elementOf[leaf] === element) losses.push(lossOf(leaves, leaf, ratio, logOf))
    const looser = Math.max(1, median(losses) / medianLoss)
    for (let leaf = 0; leaf < elementOf.length; leaf++)
      if (elementOf[leaf] === element) weight[leaf] = leaves.weight[leaf]! / looser
  }
  return { ...leaves, weight }
}

/** Puts a parent in the place of the members within it wherever that is worth more, until nothing is. */
function join(
  leaves: Weighed,
  found: readonly Element[],
  cuboids: readonly Cuboid[],
  outside: number,
  best: number,
): readonly Element[] {
  const cost = (elements: readonly Element[]) =>
    sum(assignedBy(leaves, elements, outside).losses) + priceOf(elements, best)
  let now = found
  let least = cost(now)
  for (;;) {
    let better: readonly Element[] | null = null
    for (const parent of parentsOf(now, cuboids)) {
      const ratio = ratioIn(leaves, parent.cuboid, parent.element)
      const rest = now.filter((one) => !isWithin(one, parent))
      const tried = [...rest, { ...parent, ratio, gain: 0 }]
      const costs = cost(tried)
      if (costs < least) [better, least] = [tried, costs]
    }
    if (!better) return now
    now = better
  }
}

/** Elements of smaller cuboids that hold at least two of the found. */
function parentsOf(
  found: readonly Element[],
  cuboids: readonly Cuboid[],
): readonly Pick<Element, 'cuboid' | 'element'>[] {
  const parents = new Map<string, { cuboid: Cuboid; element: number; holds: number }>()
  for (const one of found)
    for (const cuboid of cuboids) {
      if (cuboid.dimensions.length >= one.cuboid.dimensions.length) continue
      if (!cuboid.dimensions.every((dimension) => one.cuboid.dimensions.includes(dimension))) continue
      const element = cuboid.elementOf[one.cuboid.sample[one.element]!]!
      const key = `${cuboid.dimensions.join(' ')}:${element}`
      const known = parents.get(key)
      if (known) known.holds++
      else parents.set(key, { cuboid, element, holds: 1 })
    }
  return [...parents.values()].filter(({ holds }) => holds > 1)
}

function isWithin(one: Element, parent: Pick<Element, 'cuboid' | 'element'>): boolean {
  return (
    parent.cuboid.dimensions.every((dimension) => one.cuboid.dimensions.includes(dimension)) &&
    parent.cuboid.elementOf[one.cuboid.sample[one.element]!] === parent.element
  )
}

/** Larger segments first, so that a member within another keeps its own ratio. */
function assignedBy(leaves: Weighed, found: readonly Element[], outside: number): Assigned & { isInside: Uint8Array } {
  const assigned = assignAll(leaves, outside)
  const isInside = new Uint8Array(leaves.actual.length)
  for (const one of found.toSorted((a, b) => a.cuboid.dimensions.length - b.cuboid.dimensions.length)) {
    assign(leaves, assigned, one)
    const { elementOf } = one.cuboid
    for (let leaf = 0; leaf < elementOf.length; leaf++) if (elementOf[leaf] === one.element) isInside[leaf] = 1
  }
  return { ...assigned, isInside }
}

/** The ratio of the leaves outside, as they weigh. */
function levelOf({ actual, expected, weight }: Weighed, isInside: Uint8Array | null): number {
  let [was, wanted] = [0, 0]
  for (let leaf = 0; leaf < actual.length; leaf++) {
    if (isInside?.[leaf] === 1) continue
    was += weight[leaf]! * actual[leaf]!
    wanted += weight[leaf]! * expected[leaf]!
  }
  return was > 0 && wanted > 0 ? was / wanted : 1
}

function memberPrice(cuboid: Cuboid, best: number): number {
  return prices.member + Math.log(cuboid.size) + prices.dimension * cuboid.dimensions.length + prices.share * best
}

function priceOf(found: readonly Element[], best: number): number {
  const further = Math.max(0, new Set(found.map(({ cuboid }) => cuboid)).size - 1)
  return sum(found.map(({ cuboid }) => memberPrice(cuboid, best))) + further * prices.cuboid
}

function levelPrice(outside: number, best: number): number {
  return (prices.level + prices.levelShare * best) * Math.min(1, Math.abs(Math.log(outside)) / 0.2)
}

/**
 * That everything moved by far is less to be expected than that one thing did, and costs as much as its having moved beside
 * a cause does; near to a ratio of 1 it costs nothing, so that no segment is named because all leaves are off a little.
 */
function broadPrice(level: number, best: number): number {
  return (prices.level + prices.levelShare * best) * Math.min(1, Math.max(0, Math.abs(Math.log(level)) / 0.2 - 1))
}

function keyOf(found: readonly Element[]): string {
  return found
    .map(({ cuboid, element }) => `${cuboid.dimensions.join(' ')}:${element}`)
    .toSorted()
    .join(';')
}

/**
 * The median of the leaves' ratios, a leaf counting for as much as the root of what is expected of it; the ratio of the
 * whole where many leaves lack one of the two.
 */
function middleRatio({ actual, expected, sample: leaves }: Given): number {
  let lacking = 0
  for (const leaf of leaves) if (actual[leaf] === 0 || expected[leaf] === 0) lacking++
  if (lacking > mostLacking * leaves.length) return Math.max(0.001, totalRatio(actual, expected))
  const order = leaves
    .filter((leaf) => expected[leaf]! > 0)
    .toSorted((a, b) => actual[a]! / expected[a]! - actual[b]! / expected[b]!)
  let half = 0
  for (const leaf of order) half += Math.sqrt(expected[leaf]!) / 2
  let passed = 0
  for (const leaf of order) {
    passed += Math.sqrt(expected[leaf]!)
    if (passed >= half) return Math.max(0.001, actual[leaf]! / expected[leaf]!)
  }
  return 1
}

function sizesOf(actual: Float64Array, expected: Float64Array): Float64Array {
  return actual.map((value, leaf) => (value + expected[leaf]!) / 2)
}

function totalRatio(actual: Float64Array, expected: Float64Array): number {
  const [was, wanted] = [sum(actual), sum(expected)]
  return wanted > 0 ? was / wanted : 1
}
