/** Text as the planner sees it: words with their places in the question, and the forms under which they are compared. */
import { stem } from './inflection.ts'

export interface Token {
  /** [from, to) in the question, UTF-16 units. */
  readonly from: number
  readonly to: number
  /** As written. */
  readonly raw: string
  /** Lower case, no accents, no apostrophes. */
  readonly word: string
  /** `word` in the singular, as compared; no word for people to read, and empty for a possessive ending. */
  readonly stem: string
  /** Punctuation between the word before and this one, without spaces: `,`, `"`, `-`. */
  readonly gap: string
}

const dateToken =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|^\d{4}-\d{1,2}(?![\d-])|^\d{1,2}[./]\d{1,2}[./]\d{2,4}/
const numberToken = /^[-−]?\d+(?:[.,]\d+)*(?:[\p{L}\p{M}][\p{L}\p{M}\p{N}_]*)?/u
const clockToken = /^\d{1,2}:\d{2}(?:am|pm)?/i
const wordToken = /^[\p{L}\p{M}\p{N}_]+(?:['’ʼ][\p{L}\p{M}]+)*/u
const signToken = /^(?:>=|<=|<>|!=|[><=%#$€£¥&+])/
const letterOrDigit = /[\p{L}\p{M}\p{N}_]/u

/** The words of a text, in order. Signs that mean something (%, >, $ …) are words too; other punctuation is a gap. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let gap = ''
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at, at + 200)
    const spaced = at === 0 || !letterOrDigit.test(text[at - 1]!)
    const found =
      (spaced && (dateToken.exec(rest) ?? clockToken.exec(rest))) ||
      numberFrom(rest, spaced) ||
      wordToken.exec(rest)?.[0] ||
      signToken.exec(rest)?.[0]
    if (!found) {
      const sign = String.fromCodePoint(text.codePointAt(at)!)
      if (sign.trim() !== '') gap += sign
      at += sign.length
      continue
    }
    const raw = typeof found === 'string' ? found : found[0]
    for (const [offset, part] of parts(raw)) {
      const word = fold(part)
      // "Levi's" and "Levis" are one name.
      const base = /^['’ʼ]s$/i.test(part) ? '' : stem(word)
      tokens.push({ from: at + offset, to: at + offset + part.length, raw: part, word, stem: base, gap })
      gap = ''
    }
    at += raw.length
  }
  return tokens
}

function numberFrom(rest: string, spaced: boolean): string | null {
  const found = numberToken.exec(rest)?.[0]
  if (!found) return null
  return /^[-−]/.test(found) && !spaced ? null : found
}

/** "today's" and "I'd" are two words, "10k" and "q3" one; "don't" stays one. */
function parts(raw: string): readonly [number, string][] {
  const possessive = /^(.+)(['’ʼ](?:s|d|ll|ve|re|m))$/iu.exec(raw)
  if (possessive)
    return [
      [0, possessive[1]!],
      [possessive[1]!.length, possessive[2]!],
    ]
  return [[0, raw]]
}

/** Lower case, without accents and apostrophes. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  // Most words are plain ASCII, for which normalising is a waste.
  if (/^[a-z0-9 _]*$/.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’ʼ]/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
}

/** The stems of a name or value, in order. */
export function stemsOf(text: string): readonly string[] {
  // Most names and values are plain words; there may be hundreds of thousands of them.
  if (/^[A-Za-z][A-Za-z0-9]*(?: [A-Za-z][A-Za-z0-9]*)*$/.test(text)) return text.toLowerCase().split(' ').map(stem)
  return tokenize(text.replaceAll('_', ' '))
    .map((token) => token.stem)
    .filter((stem) => stem !== '')
}

/** The key under which names and values are kept: stems run together, so that "sign-ups", "signups" and "sign up" meet. */
export function keyOf(text: string): string {
  return keyOfStems(stemsOf(text))
}

/** The same key for words of a question. */
export function keyOfWords(words: readonly Token[]): string {
  return keyOfStems(words.map((word) => word.stem))
}

/** The same key for stems: "&" is "and", "+" is "plus", and two numbers side by side stay two. */
export function keyOfStems(stems: readonly string[]): string {
  let key = ''
  for (const each of stems) {
    if (isDigit(key.charCodeAt(key.length - 1)) && isDigit(each.charCodeAt(0))) key += '.'
    key += signs.get(each) ?? each
  }
  return key
}

const signs: ReadonlyMap<string, string> = new Map([
  ['and', '&'],
  ['+', 'plus'],
  ['%', 'percent'],
])

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
