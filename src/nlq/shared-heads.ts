/** Names that share their last word: "room and restaurant revenue" is room revenue and restaurant revenue. */
import type { Apart } from './apart.ts'
import type { Lexicon } from './lexicon.ts'
import { sameNamed, type Named } from './named.ts'
import type { Token } from './text.ts'

const joining = new Set('and or vs versus & nor against than'.split(' '))
/** Words of a name, at most. */
const longestName = 5

/** The runs that stand before a joining word and lack the last word of the name after it. */
export function sharedHeads(tokens: readonly Token[], lexicon: Lexicon): readonly Apart<Named>[] {
  const found: Apart<Named>[] = []
  for (let start = 2; start < tokens.length; start++) {
    if (!isJoined(tokens, start)) continue
    const end = endOfName(tokens, start, lexicon)
    if (end === null) continue
    const head = tokens[end - 1]!
    const last = named(tokens.slice(start, end), lexicon)
    let to = before(tokens, start)
    // "Room, restaurant and bar revenue": one after the other, as long as each is a name with that word.
    for (
      let one = nameBefore(tokens, to, head, last, lexicon);
      one;
      one = nameBefore(tokens, to, head, last, lexicon)
    ) {
      found.push(...one)
      const { from } = one[0]!
      if (from === 0 || !isJoined(tokens, from)) break
      to = before(tokens, from)
    }
  }
  return found
}

function isJoined(tokens: readonly Token[], at: number): boolean {
  return joining.has(tokens[at - 1]!.word) || tokens[at]!.gap === ',' || tokens[at]!.gap === '/'
}

/** Where what is joined to the name at `start` ends. */
function before(tokens: readonly Token[], start: number): number {
  return joining.has(tokens[start - 1]!.word) ? start - 1 : start
}

/** The end of the longest name of several words from `start`. */
function endOfName(tokens: readonly Token[], start: number, lexicon: Lexicon): number | null {
  for (let to = Math.min(tokens.length, start + longestName); to > start + 1; to--)
    if (named(tokens.slice(start, to), lexicon).length > 0) return to
  return null
}

/** The longest run before `to` that makes a name together with the shared word. */
function nameBefore(
  tokens: readonly Token[],
  to: number,
  head: Token,
  last: readonly Named[],
  lexicon: Lexicon,
): readonly Apart<Named>[] | null {
  for (let from = Math.max(0, to - longestName + 1); from < to; from++) {
    const isOneRun = tokens.slice(from + 1, to).every(({ gap }) => !gap.includes(','))
    const run = tokens.slice(from, to)
    // "Refunds and refund rate": the refunds are a name by themselves.
    const isWhole = isPlural(run.at(-1)!) && named(run, lexicon).length > 0
    const names =
      isOneRun && !isWhole
        ? named([...run, head], lexicon).filter((one) => !last.some((other) => sameNamed(one, other)))
        : []
    if (names.length > 0) return names.map((name) => ({ from, to, name, fit: 1 }))
  }
  return null
}

function named(run: readonly Token[], lexicon: Lexicon): readonly Named[] {
  return lexicon
    .names(run)
    .filter(({ named: one, fit }) => (one.kind === 'kpi' || one.kind === 'dimension') && fit >= 0.85)
    .map(({ named: one }) => one)
}

function isPlural({ stem, word }: Token): boolean {
  return stem !== word
}
