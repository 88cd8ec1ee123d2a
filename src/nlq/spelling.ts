/** Slips of the keys in words of the grammar and the calendar: "montly", "yesturday". */
import type { Lexicon } from './lexicon.ts'
import { phraseWords, threadPhraseWords } from './phrases.ts'
import type { Token } from './text.ts'
import { buildWordIndex } from './word-index.ts'
import { isEnglishWord } from './words/en-dictionary.ts'
import { calendarWords, functionWords, wordsOfOneUse } from './words/en.ts'

const spelling = buildWordIndex(
  [...phraseWords, ...calendarWords, ...functionWords].filter((word) => word.length >= 4 && !wordsOfOneUse.has(word)),
)

/** The tokens, with words that nothing knows replaced by the one word of the lists that is a slip away. */
export function correctWords(tokens: readonly Token[], lexicon: Lexicon): readonly Token[] {
  return tokens.map((token) => (isKnownWord(token, lexicon) ? token : correct(token)))
}

/** Whether the lists, the catalog or the values hold this word as it stands. */
export function isKnownWord(token: Token, lexicon: Lexicon): boolean {
  if (token.word.length < 3 || /\d/.test(token.word)) return true
  if (functionWords.has(token.word) || phraseWords.has(token.word) || calendarWords.has(token.word)) return true
  if (threadPhraseWords.has(token.word)) return true
  if (lexicon.names([token]).length > 0 || lexicon.values([token]).length > 0) return true
  // "Suites" are part of a "Junior Suite", and no slip of "sites".
  return lexicon.someWith([token]).length > 0
}

/** Whether a word may be a slip of the keys in a name: nothing knows it, and it is no other word of English. */
export function mayBeSlip(token: Token, lexicon: Lexicon): boolean {
  return token.word.length > 3 && !isEnglishWord(token.word) && !isKnownWord(token, lexicon)
}

/** Words of the calendar that are often written with a letter missing. */
const shortened = ['week', 'year', 'last']

function correct(token: Token): Token {
  if (token.word.length === 3) {
    const meant = shortened.find(
      (word) =>
        word[0] === token.word[0] && [1, 2, 3].some((at) => word.slice(0, at) + word.slice(at + 1) === token.word),
    )
    return meant ? { ...token, word: meant, stem: meant } : token
  }
  // What is a word by itself may be "from" in "form", and else is what it says.
  const isWord = isEnglishWord(token.word)
  const near = spelling
    .near(token.word)
    .filter(({ key }) => isSlip(token.word, key) && (!isWord || (functionWords.has(key) && isSwapped(token.word, key))))
  const [only, second] = near
  return !only || second ? token : { ...token, word: only.key, stem: only.key }
}

/**
 * One letter for another makes other words of most short words (dairy, daily; stock, stack), so only letters swapped, left
 * out or doubled count there; and a word that would then mean nothing is only recognised by letters swapped.
 */
function isSlip(written: string, meant: string): boolean {
  if (written[0] !== meant[0]) return false
  if (isSwapped(written, meant)) return true
  if (functionWords.has(meant)) return false
  return Math.abs(written.length - meant.length) === 1 || meant.length >= 8
}

function isSwapped(written: string, meant: string): boolean {
  return written.length === meant.length && lettersOf(written) === lettersOf(meant)
}

function lettersOf(word: string): string {
  return word.split('').toSorted().join('')
}
