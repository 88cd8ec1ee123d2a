/** Whether words that nobody addressed to us ask for something, or are people talking to each other. */
import { askingPattern } from './words/en-manner.ts'
import { smallTalkPatterns } from './words/en-refusals.ts'
import { tokenize } from './text.ts'

/** Longer texts without a question mark are told to people. */
const longestOrder = 14

/** A question, or a short order: "and by shop", "only Germany"; no thanks, no laughter, no remark to a colleague. */
export function soundsAsked(text: string): boolean {
  const words = tokenize(text).map(({ word }) => word)
  const plain = words.join(' ')
  if (smallTalkPatterns.some(({ pattern }) => pattern.test(plain))) return false
  return text.includes('?') || (words.length <= longestOrder && askingPattern.test(plain))
}
