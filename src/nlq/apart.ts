/** Names whose words stand apart or in another order: "what did it gross worldwide", "value of direct bookings". */
import { verbsOf } from './inflection.ts'
import { tokenize, type Token } from './text.ts'

/** Words of a name that tell nothing by themselves. */
const glue = new Set('of the a an in on at to for per with'.split(' '))
/** What parts two thoughts: the words of a name never stand on both sides of it. */
const parting = new Set('and or by per vs versus than not no without except excluding but plus each every'.split(' '))
/** Words that may stand between those of a name. */
const farthest = 4

/** A run of tokens that is part of a name, all of whose words are near. */
export interface Apart<Name> {
  readonly from: number
  readonly to: number
  readonly name: Name
  readonly fit: number
}

interface Entry<Name> {
  readonly name: Name
  /** The forms of each of its words. */
  readonly words: readonly (readonly string[])[]
  readonly hasOf: boolean
}

/** Finds names of several words by their words; `isPassable`: whether a token may stand between them. */
export type FindApart<Name> = (tokens: readonly Token[], isPassable: (at: number) => boolean) => readonly Apart<Name>[]

/** Reads names once; a question costs what its own words lead to. */
export function buildApart<Name>(names: readonly { readonly text: string; readonly name: Name }[]): FindApart<Name> {
  const byForm = new Map<string, Entry<Name>[]>()
  for (const { text, name } of names) {
    const telling = tokenize(text).filter(({ word }) => !glue.has(word))
    const stems = new Set(telling.map(({ stem }) => stem))
    if (telling.length < 2 || telling.length > 5 || stems.size < telling.length) continue
    const words = telling.map(formsOf)
    const hasOf = tokenize(text).some(({ word }) => word === 'of')
    const longest = words.toSorted((one, other) => other[0]!.length - one[0]!.length)[0]!
    for (const form of longest) byForm.set(form, [...(byForm.get(form) ?? []), { name, words, hasOf }])
  }
  return (tokens, isPassable) => {
    const forms = tokens.map(formsOf)
    const entries = new Set(forms.flat().flatMap((form) => byForm.get(form) ?? []))
    return [...entries].flatMap((entry) => fragments(entry, tokens, forms, isPassable))
  }
}

function formsOf({ stem, word }: Token): readonly string[] {
  return [stem, ...verbsOf(word)]
}

function fragments<Name>(
  { name, words, hasOf }: Entry<Name>,
  tokens: readonly Token[],
  forms: readonly (readonly string[])[],
  isPassable: (at: number) => boolean,
): Apart<Name>[] {
  const places = nearest(words, forms)
  if (!places) return []
  const [first, last] = [Math.min(...places), Math.max(...places)]
  const between = range(first, last + 1).filter((at) => !places.includes(at))
  const isOneThought = range(first, last + 1).every(
    (at) => !parting.has(tokens[at]!.word) && (at === first || !/[,;:.!?]/.test(tokens[at]!.gap)),
  )
  if (!isOneThought || between.length > farthest || !between.every(isPassable)) return []
  const isInOrder = places.every((place, index) => index === 0 || places[index - 1]! < place)
  // As it is written, the name is found by itself.
  if (isInOrder && between.length === 0) return []
  // The value of orders is the order value; but tickets of buyers are no ticket buyers.
  if (between.some((at) => tokens[at]!.word === 'of') && isInOrder !== hasOf) return []
  const found: Apart<Name>[] = []
  for (const at of places.toSorted((one, other) => one - other)) {
    const open = found.at(-1)
    const isNext = open && range(open.to, at).every((gap) => glue.has(tokens[gap]!.word))
    if (open && isNext) found[found.length - 1] = { ...open, to: at + 1 }
    else found.push({ from: at, to: at + 1, name, fit: isInOrder ? 0.92 : 0.88 })
  }
  return found
}

/** A place for each word, all as near to one another as can be. */
function nearest(
  words: readonly (readonly string[])[],
  forms: readonly (readonly string[])[],
): readonly number[] | null {
  const places = words.map((word) =>
    forms.flatMap((other, at) => (other.some((form) => word.includes(form)) ? [at] : [])),
  )
  if (places.some((at) => at.length === 0)) return null
  let best: { readonly at: readonly number[]; readonly span: number } | null = null
  for (const start of places[0]!) {
    const at = places.map((list) => list.toSorted((one, other) => Math.abs(one - start) - Math.abs(other - start))[0]!)
    const span = Math.max(...at) - Math.min(...at)
    if (new Set(at).size === at.length && span < (best?.span ?? Infinity)) best = { at, span }
  }
  return best?.at ?? null
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
