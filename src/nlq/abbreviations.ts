/** Short forms that people type for common words: "ppl", "dept", "qty". */
import { stem } from './inflection.ts'
import type { Lexicon } from './lexicon.ts'
import { isKnownWord } from './spelling.ts'
import { tokenize, type Token } from './text.ts'
import { shortForms } from './words/en-short.ts'

/** The words of a text, short forms spelled out where the catalog does not use them itself but knows the word they stand for. */
export function wordsOf(text: string, lexicon: Lexicon): readonly Token[] {
  return tokenize(text).map((token) => spelledOut(token, lexicon))
}

function spelledOut(token: Token, lexicon: Lexicon): Token {
  const word = shortForms.get(token.word)
  if (word === undefined || lexicon.names([token]).length > 0 || lexicon.values([token]).length > 0) return token
  const long = { ...token, word, stem: stem(word) }
  return isKnownWord(long, lexicon) ? long : token
}
