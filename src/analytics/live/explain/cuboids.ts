/** The cuboids of a cube: every choice of one to three dimensions, with the element each leaf falls into. */
import type { Cube } from './leaves.ts'

export interface Cuboid {
  /** Indices of the dimensions. */
  readonly dimensions: readonly number[]
  /** Of each leaf its element, 0 to `size` − 1. */
  readonly elementOf: Int32Array
  /** How many elements there are among the leaves. */
  readonly size: number
  /** A leaf of each element: it shows the element's members. */
  readonly sample: Int32Array
}

const mostDimensions = 3
/** A table of this many cells is quicker than a map, and still small. */
const largestTable = 4_000_000

/**
 * All cuboids that tell leaves apart in a way of their own: a dimension with one member tells nothing, and a dimension that
 * follows from the others (the category of a product) makes no new elements.
 */
export function cuboidsOf(cube: Cube): readonly Cuboid[] {
  const useful = cube.dimensions.map((_, at) => at).filter((at) => cube.members[at]!.length > 1)
  const made = new Map<string, Cuboid>()
  for (let count = 1; count <= mostDimensions; count++)
    for (const dimensions of choices(useful, count)) {
      const smaller = count === 1 ? [] : dimensions.map((left) => made.get(keyOf(dimensions.filter((d) => d !== left))))
      // A smaller one that fell away was no finer than one below it: whatever it gives, others give.
      if (smaller.includes(undefined)) continue
      const cuboid = cuboidOf(cube, dimensions)
      if (smaller.some((one) => one!.size === cuboid.size)) continue
      made.set(keyOf(dimensions), cuboid)
    }
  return [...made.values()]
}

function cuboidOf({ codes, members }: Cube, dimensions: readonly number[]): Cuboid {
  const count = codes[0]?.length ?? 0
  const elementOf = new Int32Array(count)
  const columns = dimensions.map((at) => codes[at]!)
  const sizes = dimensions.map((at) => members[at]!.length)
  const numberOf = numbering(sizes.reduce((product, size) => product * size, 1))
  const sample: number[] = []
  for (let leaf = 0; leaf < count; leaf++) {
    let key = columns[0]![leaf]!
    for (let at = 1; at < columns.length; at++) key = key * sizes[at]! + columns[at]![leaf]!
    const element = numberOf(key)
    if (element === sample.length) sample.push(leaf)
    elementOf[leaf] = element
  }
  return { dimensions, elementOf, size: sample.length, sample: Int32Array.from(sample) }
}

/** Numbers keys 0, 1, 2 … as they come. */
function numbering(keys: number): (key: number) => number {
  let next = 0
  if (keys <= largestTable) {
    const table = new Int32Array(keys).fill(-1)
    return (key) => {
      if (table[key]! < 0) table[key] = next++
      return table[key]!
    }
  }
  const table = new Map<number, number>()
  return (key) => {
    let known = table.get(key)
    if (known === undefined) table.set(key, (known = next++))
    return known
  }
}

function* choices(from: readonly number[], count: number): Generator<readonly number[]> {
  if (count === 0) return yield []
  for (let at = 0; at <= from.length - count; at++)
    for (const rest of choices(from.slice(at + 1), count - 1)) yield [from[at]!, ...rest]
}

function keyOf(dimensions: readonly number[]): string {
  return dimensions.join(' ')
}
