/** Time columns named by a bucket of theirs: in "by ship month" the ship is the one of "ship date". */
import type { Lexicon } from './lexicon.ts'
import type { Token } from './text.ts'
import { units } from './words/en-calendar.ts'
import { functionWords } from './words/en.ts'

/** What time columns, and the other things called by dates, are called besides what they say. */
const heads = ['date', 'time', 'day']

/** The time columns that the words [from, to) name, a unit of time following them. */
export function timesNamed(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): readonly string[] {
  const next = tokens[to]
  const last = tokens[to - 1]
  if (!next || !last || next.gap !== '' || !units.has(next.word) || functionWords.has(last.word)) return []
  const found = heads.flatMap((head) =>
    lexicon
      .names([...tokens.slice(from, to), { ...last, raw: head, word: head, stem: head }])
      .flatMap(({ named }) => (named.kind === 'time' ? [named.time] : [])),
  )
  return [...new Set(found)]
}
