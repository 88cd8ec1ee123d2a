/** Words by spelling: finds those a slip of the keys away, in large vocabularies too. */
import { distance } from 'fastest-levenshtein'

export interface WordIndex {
  /** Words near in spelling, nearest first; those equally near are all there. */
  near(word: string): readonly { readonly key: string; readonly fit: number }[]
}

/** Groups words by their first two letters and length, and by their last three: a slip in both places is not found. */
export function buildWordIndex(words: Iterable<string>): WordIndex {
  const groups = new Map<string, string[]>()
  const group = (name: string, word: string) => {
    const before = groups.get(name)
    if (before) before.push(word)
    else groups.set(name, [word])
  }
  for (const word of words) {
    // Names made of digits are codes: one digit off is another code.
    if (word.length < 4 || /^\d/.test(word)) continue
    group(`${word.slice(0, 2)}${word.length}`, word)
    group(`${word.slice(-3)}.${word.length}`, word)
  }
  return {
    near(word) {
      const allowed = slips(word)
      if (allowed === 0 || /\d/.test(word)) return []
      let least = allowed + 1
      let found: string[] = []
      for (let length = word.length - allowed; length <= word.length + allowed; length++)
        for (const name of [`${word.slice(0, 2)}${length}`, `${word.slice(-3)}.${length}`])
          for (const candidate of groups.get(name) ?? []) {
            const steps = slipsBetween(word, candidate)
            if (steps > least || steps > slips(candidate)) continue
            // Two letters before a word are a prefix, and readmissions are no admissions.
            if (steps > 1 && word[0] !== candidate[0]) continue
            if (steps < least) found = []
            least = steps
            if (!found.includes(candidate)) found.push(candidate)
          }
      return found.map((key) => ({ key, fit: 0.9 - 0.1 * least }))
    },
  }
}

/** How many letters may be wrong in a word of this length. */
function slips(word: string): number {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2
}

/** Levenshtein's distance, two neighbours swapped counting as one slip. */
function slipsBetween(one: string, other: string): number {
  const steps = distance(one, other)
  if (steps < 2) return steps
  let at = 0
  while (one[at] === other[at]) at++
  const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at]
  return isSwapped ? Math.min(steps, 1 + distance(one.slice(at + 2), other.slice(at + 2))) : steps
}
