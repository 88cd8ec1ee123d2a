/** Words by spelling: finds those a slip of the keys away, in large vocabularies too. */
import { distance } from 'fastest-levenshtein'

export interface WordIndex {
  /** Words near in spelling, nearest first; those equally near are all there. */
  near(word: string): readonly { readonly key: string; readonly fit: number }[]
}

/**
 * One slip is found by trying all of them. For two, words are grouped by their first two letters and length, and by their
 * last three: slips in both places are not found.
 */
export function buildWordIndex(words: Iterable<string>): WordIndex {
  const known = new Set<string>()
  const groups = new Map<string, string[]>()
  const group = (name: string, word: string) => {
    const before = groups.get(name)
    if (before) before.push(word)
    else groups.set(name, [word])
  }
  for (const word of words) {
    // Names made of digits are codes: one digit off is another code.
    if (word.length < 4 || /^\d/.test(word)) continue
    known.add(word)
    if (slips(word) < 2) continue
    group(`${word.slice(0, 2)}${word.length}`, word)
    group(`${word.slice(-3)}.${word.length}`, word)
  }
  const twoAway = (word: string) => {
    const found = new Set<string>()
    for (let length = word.length - 2; length <= word.length + 2; length++)
      for (const name of [`${word.slice(0, 2)}${length}`, `${word.slice(-3)}.${length}`])
        for (const candidate of groups.get(name) ?? [])
          // Two letters before a word are a prefix, and readmissions are no admissions.
          if (word[0] === candidate[0] && slipsBetween(word, candidate) <= 2) found.add(candidate)
    return found
  }
  return {
    near(word) {
      const allowed = slips(word)
      if (allowed === 0 || /\d/.test(word)) return []
      const one = [...oneSlipFrom(word)].filter((candidate) => known.has(candidate))
      if (one.length > 0) return one.map((key) => ({ key, fit: 0.8 }))
      return allowed < 2 ? [] : [...twoAway(word)].map((key) => ({ key, fit: 0.7 }))
    },
  }
}

/** How many letters may be wrong in a word of this length. */
function slips(word: string): number {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** Every word with two neighbours swapped, a letter left out, another or one more. */
function oneSlipFrom(word: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (let at = 0; at <= word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)]
    if (after.length > 1) found.add(before + after[1]! + after[0]! + after.slice(2))
    if (after !== '') found.add(before + after.slice(1))
    for (const letter of letters) {
      found.add(before + letter + after)
      if (after !== '') found.add(before + letter + after.slice(1))
    }
  }
  found.delete(word)
  return found
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
