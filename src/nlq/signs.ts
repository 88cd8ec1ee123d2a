/** Signs that say something and are no words here: what they stand beside would be read as if they were not there. */
import type { Reading, ReadingPart } from './plan.ts'
import type { Token } from './text.ts'

/** "≠ EMEA", "!EMEA", "-EMEA", struck-out letters, and what cannot be seen within a word ("with" and "out"). */
const speaking =
  /[\u2260\u2262\u226e\u226f\u2270\u2271\u2264\u2265\u00ac\u2209\u220c\u00d7\u00f7\u2212\u00b1\u2248\u221a\u2211\u2216\u2229\u222a\u2284\u2298]|\u{1f6ab}|\u26d4|\u274c|\u2717|\u2718|[\u0335-\u0338]|(?<![^\s(,;:])[!\\-](?=\p{L})|(?<=[\p{L}\p{N}])\p{Cf}+(?=[\p{L}\p{N}])/gu

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
