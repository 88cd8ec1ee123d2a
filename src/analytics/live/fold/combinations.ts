/** Combinations of members that a stream has seen, numbered, and the slices each is in. */
import type { EventStream } from '../../catalog.ts'
import { sliceKey } from '../rule.ts'

/** Beyond it all are forgotten, and numbered anew: a dimension without end must not fill the memory. */
const MOST = 200_000

export interface Combinations {
  /** The number of a combination, by the stream's dimensions. */
  number(members: readonly (string | null)[]): number
  members(combination: number): readonly (string | null)[]
  /** Numbers of the slices that a combination is in, the whole first; -1 where it has no member of one. */
  slices(combination: number): readonly number[]
  /** A slice as `sliceKey` makes it. */
  slice(number: number): string
  /** Whether so many are known that the next batch should begin with none. */
  readonly isFull: boolean
}

interface Branch extends Map<string | null, Branch | number> {}

export function createCombinations({ dimensions, slices }: EventStream): Combinations {
  const names = dimensions.map(({ name }) => name)
  const watched = [[], ...slices].map((slice) => slice.map((name) => names.indexOf(name)))
  const root: Branch = new Map()
  const known: (readonly (string | null)[])[] = []
  const slicesOf: (readonly number[])[] = []
  const keys: string[] = []
  const numbers = new Map<string, number>()

  function learn(members: readonly (string | null)[]): number {
    const own = watched.map((places) => {
      const found = places.map((place) => members[place] ?? null)
      if (found.includes(null)) return -1
      const key = sliceKey(Object.fromEntries(places.map((place, index) => [names[place]!, found[index]!])))
      const number = numbers.get(key) ?? keys.push(key) - 1
      numbers.set(key, number)
      return number
    })
    slicesOf.push(own)
    return known.push([...members]) - 1
  }

  return {
    number(members) {
      if (members.length === 0) return known.length === 0 ? learn(members) : 0
      let branch = root
      for (let index = 0; index < members.length - 1; index++) {
        const member = members[index]!
        let next = branch.get(member)
        if (next === undefined) {
          next = new Map() as Branch
          branch.set(member, next)
        }
        branch = next as Branch
      }
      const last = members[members.length - 1]!
      const found = branch.get(last)
      if (typeof found === 'number') return found
      const number = learn(members)
      branch.set(last, number)
      return number
    },
    members: (combination) => known[combination]!,
    slices: (combination) => slicesOf[combination]!,
    slice: (number) => keys[number]!,
    get isFull() {
      return known.length > MOST
    },
  }
}
