/** Signs that say something and are no words here: what they stand beside would be read as if they were not there. */
import type { Reading, ReadingPart } from './plan.ts'
import type { Token } from './text.ts'

/** "≠ EMEA", "!EMEA", "-EMEA", struck-out letters, and what cannot be seen within a word ("with" and "out"). */
const speaking =
  /[≠≯≮≰≱≥≤¬∉∌×÷−±≈√∑∖∩∪⊄⊘🚫⛔❌✗✘\u0335-\u0338]|(?<![^\s(,;:])[!\\-](?=\p{L})|(?<=[\p{L}\p{N}])\p{Cf}+(?=[\p{L}\p{N}])/gu

/** The first of them that is no part of a number or of a name that was read, as it is told; null: there is none. */
export function signUnheard(text: string, tokens: readonly Token[], reading: Reading): string | null {
  for (const { 0: sign, index } of text.matchAll(speaking)) {
    const isOfNumber = sign === '−' && tokens.some(({ from }) => from === index)
    const isSeen = !/\p{Cf}/u.test(sign)
    const isOfName =
      isSeen && reading.some(({ as, from, to }) => names.has(as) && from < index && index + sign.length <= to)
    if (!isOfNumber && !isOfName) return isSeen ? `"${sign}"` : 'a sign that cannot be seen'
  }
  return null
}

const names: ReadonlySet<ReadingPart> = new Set(['value', 'measure', 'dimension', 'view', 'noun'])
