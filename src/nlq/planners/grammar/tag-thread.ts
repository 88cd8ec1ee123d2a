/** Tags the words that lean on the turn before, where they stand so that they can. */
import type { Item, Meaning } from '../../meaning.ts'
import { longestThreadPhrase, threadTable } from '../../phrases.ts'
import type { Token } from '../../text.ts'
import { functionWords } from '../../words/en.ts'
import { interjections, removers, threadClosers, threadPlaces } from '../../words/en-talk.ts'

/** What they say with nothing before them: "and revenue by region?", "only Germany". */
const harmlessAlone: ReadonlySet<string> = new Set([
  'what_about',
  'only',
  'which',
  'also',
  'meant',
  'instead',
  'back',
  'why',
])

/** Adds what the words from `at` on can say of the turn before; without one, only what does no harm. */
export function tagThread(tokens: readonly Token[], at: number, hasThread: boolean, into: Item[]): void {
  if (hasThread && opens(tokens, at) && interjections.has(tokens[at]!.word) && at + 1 < tokens.length)
    into.push({ from: at, to: at + 1, meaning: { kind: 'filler' }, fit: 1 })
  let phrase = ''
  for (let to = at + 1; to <= Math.min(tokens.length, at + longestThreadPhrase); to++) {
    phrase = phrase === '' ? tokens[at]!.word : `${phrase} ${tokens[to - 1]!.word}`
    for (const meaning of threadTable.get(phrase) ?? [])
      if (fits(meaning, phrase, tokens, at, to, hasThread)) into.push({ from: at, to, meaning, fit: 1 })
  }
}

function fits(
  meaning: Meaning,
  phrase: string,
  tokens: readonly Token[],
  at: number,
  to: number,
  hasThread: boolean,
): boolean {
  const next = tokens[to]
  if (meaning.kind === 'query_part') return hasThread && tokens.slice(0, at).some(({ word }) => removers.has(word))
  if (meaning.kind !== 'thread' || (!hasThread && !harmlessAlone.has(meaning.how))) return false
  if (phrase === 'no') return at === 0 && next?.gap === ','
  if (phrase === 'just') return opens(tokens, at)
  // "Put EMEA back", not "put it in a table".
  if (phrase === 'put') return tokens.some(({ word }) => word === 'back')
  if (phrase === 'with') return hasThread && at === 0
  // "Would they come back": back from where, when nothing was taken away?
  if (phrase === 'back' && meaning.how === 'also' && !hasThread) return false
  if (meaning.how === 'also' && threadClosers.has(phrase) && at > 0) return !opens(tokens, at) && closes(tokens, to)
  switch (threadPlaces.get(meaning.how)) {
    case 'opens':
      return opens(tokens, at)
    case 'whole':
      return opens(tokens, at) && closes(tokens, to)
    case undefined:
      return true
  }
}

function opens(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).every(isSmall)
}

function closes(tokens: readonly Token[], to: number): boolean {
  return tokens.slice(to).every(isSmall)
}

function isSmall({ word }: Token): boolean {
  return functionWords.has(word) || interjections.has(word)
}
