/**
 * Whether every statement of a commentary is one of the cells: each word is accounted for, each figure is a cell of the row whose
 * members are named with it, each claim (rose, highest, ahead of) holds. What could be read in two ways does not pass.
 */
import type { Facts } from './facts.ts'
import { itemsOf, type Item } from './items.ts'
import { sentenceFault } from './sentence.ts'

const mostLetters = 320
const mostSentences = 2

/** The first thing that does not hold, for the model; null when all of it does. */
export function proseFault(text: string, facts: Facts): string | null {
  if (text.length > mostLetters) return `it is longer than ${mostLetters} characters`
  const items = itemsOf(text, facts)
  if (typeof items === 'string') return items
  const sentences = sentencesOf(items)
  if (sentences.length === 0 || sentences.length > mostSentences) return 'it is not one or two sentences'
  for (const sentence of sentences) {
    const fault = sentenceFault(sentence, facts)
    if (fault !== null) return fault
  }
  return null
}

function sentencesOf(items: readonly Item[]): readonly (readonly Item[])[] {
  const sentences: Item[][] = [[]]
  for (const item of items) {
    if (item.kind === 'end') sentences.push([])
    else sentences.at(-1)!.push(item)
  }
  return sentences.filter((sentence) => sentence.length > 0)
}
