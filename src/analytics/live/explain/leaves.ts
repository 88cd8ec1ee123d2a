/** The leaves of a cube, column by column: what is given to be explained. */

/** One row a leaf; a leaf that appears twice counts as its sum would. */
export interface Cube {
  /** Names, in the order in which `codes` and `members` stand. */
  readonly dimensions: readonly string[]
  /** Of each dimension its members. */
  readonly members: readonly (readonly string[])[]
  /** Of each dimension the leaf's member, an index into `members`. */
  readonly codes: readonly Int32Array[]
}

/** A measure that adds up: what was, and what was to be expected, a number a leaf. */
export interface Measured {
  readonly actual: Float64Array
  readonly expected: Float64Array
}

/** Gathers leaves row by row; members are numbered as they come. */
export function createCubeBuilder(dimensions: readonly string[]) {
  const numbers = dimensions.map(() => new Map<string, number>())
  const codes = dimensions.map((): number[] => [])
  return {
    add(members: readonly string[]): void {
      dimensions.forEach((_, at) => {
        const member = members[at] ?? ''
        const known = numbers[at]!
        let code = known.get(member)
        if (code === undefined) known.set(member, (code = known.size))
        codes[at]!.push(code)
      })
    },
    build: (): Cube => ({
      dimensions,
      members: numbers.map((known) => [...known.keys()]),
      codes: codes.map((column) => Int32Array.from(column)),
    }),
  }
}
