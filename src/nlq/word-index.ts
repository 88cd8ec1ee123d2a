/** Words by spelling: finds those a slip of the keys away, in large vocabularies too. */
import { distance } from 'fastest-levenshtein'

export interface WordIndex {
  /** Words near in spelling, nearest first; those equally near are all there. */
  near(word: string): readonly { readonly key: string; readonly fit: number }[]
}

/** Words looked up that are remembered: a question's words are looked at many times over. */
const mostRemembered = 500
/** One slip in a longer word is looked for as two are: there are too many to try them all. */
const longestTried = 14

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
  const upToTwoAway = (word: string) => {
    let least = 2
    let found = new Set<string>()
    for (let length = word.length - 2; length <= word.length + 2; length++)
      for (const name of [`${word.slice(0, 2)}${length}`, `${word.slice(-3)}.${length}`])
        for (const candidate of groups.get(name) ?? []) {
          // Two letters before a word are a prefix, and readmissions are no admissions.
          const steps = word[0] === candidate[0] ? slipsBetween(word, candidate) : least + 1
          if (steps > least) continue
          if (steps < least) found = new Set()
          least = steps
          found.add(candidate)
        }
    return [...found].map((key) => ({ key, fit: 0.9 - 0.1 * least }))
  }
  const search = (word: string) => {
    const allowed = slips(word)
    if (allowed === 0 || /\d/.test(word)) return []
    const one = word.length <= longestTried ? oneSlipFrom(word, known).map((key) => ({ key, fit: 0.8 })) : []
    return one.length > 0 || allowed < 2 ? one : upToTwoAway(word)
  }
  const remembered = new Map<string, ReturnType<WordIndex['near']>>()
  return {
    near(word) {
      const before = remembered.get(word)
      if (before) return before
      if (remembered.size >= mostRemembered) remembered.clear()
      const found = search(word)
      remembered.set(word, found)
      return found
    },
  }
}

/** How many letters may be wrong in a word of this length. */
function slips(word: string): number {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** Another letter in a shorter word makes another word of it sooner than a slip: dairy and daily. */
const shortestWithOther = 6

/**
 * The known words that come of swapping two neighbours, leaving a letter out, another one or one more. People hardly ever
 * miss the first letter: grands are no brands, and borders no orders.
 */
function oneSlipFrom(word: string, known: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  const add = (candidate: string) => {
    if (known.has(candidate) && candidate !== word && !found.includes(candidate)) found.push(candidate)
  }
  for (let at = 0; at <= word.length; at++) {
    const [before, after, rest] = [word.slice(0, at), word.slice(at), word.slice(at + 1)]
    if (after.length > 1) add(before + after[1]! + after[0]! + after.slice(2))
    if (at === 0) continue
    if (after !== '') add(before + rest)
    for (const letter of letters) {
      add(before + letter + after)
      if (after !== '' && word.length >= shortestWithOther) add(before + letter + rest)
    }
  }
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
