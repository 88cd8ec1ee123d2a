/** Numbers as people write and spell them. */
import type { Token } from './text.ts'
import {
  durationUnits,
  measureUnits,
  multipliers,
  numberWords,
  percentWords,
  currencyWords,
  thingWords,
} from './words/en.ts'

/** What stood behind or before a number. */
export type NumberUnit = 'percent' | 'currency' | 'seconds' | 'measure' | 'things'

export interface NumberMatch {
  readonly value: number
  /** Index of the token after it. */
  readonly to: number
  /** `seconds`: a duration, `value` in seconds; `measure`: kilometres and the like, `value` as said. */
  readonly unit: NumberUnit | null
}

/** The number that starts at a token: 10k, 1.5 million, twenty five, $5, 30 %, 2 hours. */
export function matchNumber(tokens: readonly Token[], at: number): NumberMatch | null {
  const signed = tokens[at] && /^[$€£¥]$/.test(tokens[at].word)
  const found = wordsToNumber(tokens, signed ? at + 1 : at)
  if (!found) return null
  const next = tokens[found.to]?.word ?? ''
  if (signed) return { ...found, unit: 'currency' }
  if (percentWords.has(next) && next !== 'percentage') return { value: found.value, to: found.to + 1, unit: 'percent' }
  if (currencyWords.has(next)) return { value: found.value, to: found.to + 1, unit: 'currency' }
  const seconds = durationUnits.get(next)
  if (seconds && next !== 's') return { value: found.value * seconds, to: found.to + 1, unit: 'seconds' }
  if (measureUnits.has(next)) return { value: found.value, to: found.to + 1, unit: 'measure' }
  if (thingWords.has(next)) return { value: found.value, to: found.to + 1, unit: 'things' }
  return { ...found, unit: null }
}

/** A plain number, in digits or words, with its multiplier. */
export function wordsToNumber(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  const token = tokens[at]
  if (!token) return null
  const digits = /^([-−]?\d[\d.,]*)([a-z]*)$/.exec(token.word)
  if (digits) {
    const value = parseDigits(digits[1]!)
    if (value === null) return null
    const glued = digits[2]!
    if (glued !== '') {
      const times = multipliers.get(glued)
      return times === undefined ? null : { value: round(value * times), to: at + 1 }
    }
    return multiplied(tokens, at + 1, value)
  }
  return spelled(tokens, at)
}

function multiplied(tokens: readonly Token[], at: number, value: number): { value: number; to: number } {
  const times = multipliers.get(tokens[at]?.word ?? '')
  return times === undefined || tokens[at]!.word === 'b'
    ? { value, to: at }
    : { value: round(value * times), to: at + 1 }
}

/** 1,234.5 and 1.234,5 and 1,5; null for what is no number. */
function parseDigits(text: string): number | null {
  const plain = text.replace('−', '-')
  if (/^-?\d+(?:\.\d+)?$/.test(plain)) return Number(plain)
  if (/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) return Number(plain.replaceAll(',', ''))
  if (/^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(plain)) return Number(plain.replaceAll('.', '').replace(',', '.'))
  if (/^-?\d+,\d+$/.test(plain)) return Number(plain.replace(',', '.'))
  return null
}

/** Twenty five, a dozen, two hundred, half a million. */
function spelled(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  let next = at
  let value: number | null = null
  const word = (index: number) => tokens[index]?.word ?? ''
  if (word(at) === 'half' && word(at + 1) === 'a' && multipliers.has(word(at + 2)))
    return { value: multipliers.get(word(at + 2))! / 2, to: at + 3 }
  if (word(at) === 'a' && (word(at + 1) === 'dozen' || (multipliers.get(word(at + 1)) ?? 0) >= 100)) {
    if (word(at + 1).length < 3) return null
    value = word(at + 1) === 'dozen' ? 12 : multipliers.get(word(at + 1))!
    return { value, to: at + 2 }
  }
  for (; ; next++) {
    const small = numberWords.get(word(next))
    const times = multipliers.get(word(next))
    if (small !== undefined && (value === null || (value % 100 >= 20 && small < 10) || value % 100 === 0))
      value = (value ?? 0) + small
    else if (times !== undefined && value !== null && word(next).length > 2) value *= times
    else break
  }
  return value === null ? null : { value, to: next }
}

/** 1.1 * 1e3 is 1100, not 1100.0000000000002. */
function round(value: number): number {
  return Number(value.toPrecision(12))
}
