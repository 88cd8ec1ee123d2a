/** Text as the planner sees it: words with their places in the question, and the forms under which they are compared. */
import { stem } from './inflection.ts'
import { numberWords } from './words/en.ts'

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
  /\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|\d{4}-\d{1,2}(?![\d-])|\d{1,2}[./]\d{1,2}[./]\d{2,4}/y
const numberToken = /[-−]?\d+(?:[.,]\d+)*(?:[\p{L}\p{M}][\p{L}\p{M}\p{N}_]*)?/uy
const clockToken = /\d{1,2}:\d{2}(?:am|pm)?/iy
const wordToken = /[\p{L}\p{M}\p{N}_]+(?:['’ʼ][\p{L}\p{M}]+)*/uy
const signToken = />=|<=|<>|!=|[><=%#$€£¥&+]/y
const letterOrDigit = /[\p{L}\p{M}\p{N}_]/u

/** The words of a text, in order. Signs that mean something (%, >, $ …) are words too; other punctuation is a gap. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let gap = ''
  for (let at = 0; at < text.length;) {
    const raw = tokenAt(text, at)
    if (raw === null) {
      const sign = String.fromCodePoint(text.codePointAt(at)!)
      if (sign.trim() !== '') gap += sign
      at += sign.length
      continue
    }
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

function tokenAt(text: string, at: number): string | null {
  const first = text.charCodeAt(at)
  if (first === 32) return null
  if (isDigit(first) || first === 45 /* - */ || first === 0x2212 /* − */) {
    const isApart = at === 0 || !letterOrDigit.test(text[at - 1]!)
    const found =
      (isApart && (matchAt(dateToken, text, at) ?? matchAt(clockToken, text, at))) || matchAt(numberToken, text, at)
    if (found && (isApart || isDigit(first))) return found
  }
  return matchAt(wordToken, text, at) ?? matchAt(signToken, text, at)
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
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
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
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

/** The same key for stems: "&" is "and", "two" is "2", and two numbers side by side stay two. */
export function keyOfStems(stems: readonly string[]): string {
  let key = ''
  for (const each of stems) {
    const word = oneWay.get(each) ?? each
    if (isDigit(key.charCodeAt(key.length - 1)) && isDigit(word.charCodeAt(0))) key += '.'
    key += word
  }
  return key
}

/** What is written in words or signs alike: "and", "two". */
const oneWay: ReadonlyMap<string, string> = new Map([
  ['and', '&'],
  ['+', 'plus'],
  ['%', 'percent'],
  ...[...numberWords].filter(([, value]) => value <= 12).map(([word, value]) => [word, String(value)] as const),
])

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
