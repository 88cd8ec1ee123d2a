/** Cubes whose causes are known: generated, the same for the same seed. */
import { createCubeBuilder, type Cube, type Measured } from '../../../../src/analytics/live/explain/leaves.ts'

/** What a generated cube is like. */
export interface World {
  /** How many members each dimension has. */
  readonly sizes: readonly number[]
  /** The share of possible leaves that exist. */
  readonly density?: number
  /** The geometric middle of a leaf's size; leaves spread around it by `spread` (of the logarithm). */
  readonly size?: number
  readonly spread?: number
  /** Noise in proportion to the leaf, one standard deviation. */
  readonly noise?: number
  /** Noise that all leaves of a member share, one standard deviation: a country has its own days. */
  readonly shared?: number
  /** Whether what was is a count of events that come by chance. */
  readonly isCount?: boolean
  /** The share of leaves that stray five times as far as the others. */
  readonly outliers?: number
  /** The ratio of everything, causes aside. */
  readonly level?: number
  readonly causes: {
    readonly count: number
    readonly layer: number
    /** Each cause in a cuboid of its own instead of all in one. */
    readonly isMixed?: boolean
    /** Each cause by a ratio of its own instead of all by one. */
    readonly isUneven?: boolean
    /** How much the ratio differs from leaf to leaf of a cause. */
    readonly scatter?: number
    readonly direction?: 'down' | 'up' | 'either'
  }
}

export interface Case {
  readonly cube: Cube
  readonly measured: Measured
  /** `a=a1&c=c7`, sorted; none when nothing but the level moved. */
  readonly truth: readonly string[]
}

/** The case of a world and a seed. */
export function caseOf(world: World, seed: number): Case {
  const random = randomOf(seed)
  const {
    sizes,
    density = 1,
    size = 100,
    spread = 1,
    noise = 0.05,
    shared = 0,
    isCount = false,
    outliers = 0,
    level = 1,
  } = world
  const names = sizes.map((_, at) => String.fromCodePoint(97 + at))
  const weights = sizes.map((count) => Array.from({ length: count }, () => Math.exp(random.normal() * 0.5)))
  const leaves: { members: number[]; base: number }[] = []
  const walk = (members: number[]): void => {
    if (members.length < sizes.length) {
      for (let member = 0; member < sizes[members.length]!; member++) walk([...members, member])
      return
    }
    if (random.uniform() >= density) return
    const product = members.reduce((all, member, at) => all * weights[at]![member]!, 1)
    leaves.push({ members, base: size * product * Math.exp(random.normal() * spread) })
  }
  walk([])
  const own = sizes.map((count) =>
    Array.from({ length: count }, () => (shared === 0 ? 1 : Math.exp(random.normal() * shared))),
  )
  const causes = causesOf(world, leaves, random)
  const builder = createCubeBuilder(names)
  const measured = { actual: new Float64Array(leaves.length), expected: new Float64Array(leaves.length) }
  leaves.forEach(({ members, base }, leaf) => {
    builder.add(members.map((member, at) => `${names[at]}${member}`))
    const cause = causes.find(({ of }) => of.every(([at, member]) => members[at] === member))
    const stray = noise * (random.uniform() < outliers ? 5 : 1)
    const ratio = cause ? Math.max(0, cause.ratio + random.normal() * (world.causes.scatter ?? 0)) : 1
    // A rise is a fall seen from the other side: what was expected is too low.
    const [was, wanted] = cause && cause.isUp ? [base, base * ratio] : [base * ratio, base]
    const together = members.reduce((all, member, at) => all * own[at]![member]!, 1)
    const mean = was * together * level * Math.exp(random.normal() * stray - (stray * stray) / 2)
    measured.actual[leaf] = isCount ? random.poisson(mean) : mean
    measured.expected[leaf] = wanted
  })
  const truth = causes.map(({ of }) => of.map(([at, member]) => `${names[at]}=${names[at]}${member}`).join('&'))
  return { cube: builder.build(), measured, truth: truth.toSorted() }
}

interface Cause {
  readonly of: readonly (readonly [number, number])[]
  readonly ratio: number
  readonly isUp: boolean
}

function causesOf(
  { sizes, causes }: World,
  leaves: readonly { members: number[]; base: number }[],
  random: Random,
): Cause[] {
  const total = leaves.reduce((sum, { base }) => sum + base, 0)
  const made: Cause[] = []
  let dimensions = random.choose(sizes.length, causes.layer)
  let ratio = 0.05 + 0.75 * random.uniform()
  const isUp = causes.direction === 'up' || (causes.direction === 'either' && random.uniform() < 0.5)
  for (let tries = 0; made.length < causes.count && tries < 200; tries++) {
    if (causes.isMixed) dimensions = random.choose(sizes.length, 1 + Math.floor(random.uniform() * causes.layer))
    if (causes.isUneven) ratio = 0.05 + 0.75 * random.uniform()
    const of = dimensions.map((at) => [at, Math.floor(random.uniform() * sizes[at]!)] as const)
    const within = leaves.filter(({ members }) => of.every(([at, member]) => members[at] === member))
    const share = within.reduce((sum, { base }) => sum + base, 0) / total
    // What nobody would notice, and what would be everything, is no cause.
    if (within.length < 2 || share * (1 - ratio) < 0.0005 || share > 0.5) continue
    if (made.some((other) => overlap(other.of, of))) continue
    made.push({ of, ratio, isUp })
  }
  return made
}

/** Whether a leaf could belong to both. */
function overlap(one: Cause['of'], other: Cause['of']): boolean {
  return one.every(([at, member]) => other.every(([also, its]) => at !== also || member === its))
}

interface Random {
  readonly uniform: () => number
  readonly normal: () => number
  readonly poisson: (mean: number) => number
  /** `count` different numbers below `below`, in order. */
  readonly choose: (below: number, count: number) => number[]
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const poisson = (mean: number) => {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    let [count, product] = [0, uniform()]
    for (const limit = Math.exp(-mean); product > limit; count++) product *= uniform()
    return count
  }
  const choose = (below: number, count: number) =>
    Array.from({ length: below }, (_, at) => ({ at, order: uniform() }))
      .toSorted((a, b) => a.order - b.order)
      .slice(0, count)
      .map(({ at }) => at)
      .toSorted((a, b) => a - b)
  return { uniform, normal, poisson, choose }
}
