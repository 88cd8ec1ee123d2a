/** Small words that say something of what is asked about: seats that are broken, used cars, machines in use. */
import type { Item } from '../../meaning.ts'
import type { Token } from '../../text.ts'
import {
  adverbs,
  afterClauses,
  beforeDone,
  beforeUse,
  formsOfBe,
  particles,
  qualities,
  splitters,
  states,
} from '../../words/en-verbs.ts'

/** Whether a word that is passed over elsewhere is said of the things here, so that leaving it out would change the question. */
export function saysMore(tokens: readonly Token[], at: number, lattice: readonly (readonly Item[])[]): boolean {
  const { word } = tokens[at]!
  if (word === 'use') return beforeUse.has(tokens[at - 1]?.word ?? '')
  return (states.has(word) && isSaidOfIt(tokens, at)) || (qualities.has(word) && isBeforeThing(tokens, at, lattice))
}

/** "Are broken", "is still off". */
function isSaidOfIt(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(0, at).findLast(({ word }) => !adverbs.has(word))
  const next = tokens[at + 1]?.word
  return before !== undefined && formsOfBe.has(before.word) && (next === undefined || afterClauses.has(next))
}

/** "Used cars"; but in "who handled tickets" it is what somebody did. */
function isBeforeThing(tokens: readonly Token[], at: number, lattice: readonly (readonly Item[])[]): boolean {
  const isThing = lattice[at + 1]?.some(({ meaning, fit }) => isNoun(meaning) && fit >= 0.9)
  const isDone =
    beforeDone.has(tokens[at - 1]?.word ?? '') ||
    lattice.slice(0, at).some((items) => items.some(({ to, meaning }) => to === at && isNoun(meaning)))
  return isThing === true && !isDone
}

function isNoun({ kind }: Item['meaning']): boolean {
  return kind === 'records' || kind === 'kpi' || kind === 'dimension' || kind === 'value'
}

/** The "down" of "break revenue down by region", the "up" of "split it up by channel": of a verb, and no change. */
export function isOfSplitting(tokens: readonly Token[], at: number): boolean {
  const verbs = particles.get(tokens[at]!.word)
  if (!verbs || !splitters.has(tokens[at + 1]?.word ?? '')) return false
  return tokens.slice(0, at).some(({ word }) => verbs.has(word))
}
