/** How words are written: in quotes, in capitals. */
import type { Token } from './text.ts'
import { beforePronouns, pronounsLikeNames } from './words/en.ts'

const beforePlaces = new Set(
  'in the within across throughout outside only vs versus and or than except excluding not non & ,'.split(' '),
)

const opening = /["“”'‘’«»]$/
const closing = /^["“”'‘’«»]/

/** Where "us" stands for neither certainly: it "cost us" something, "revenue us" has a place in it. "It" is a pronoun there. */
export function mayBeName(tokens: readonly Token[], at: number): boolean {
  const { word } = tokens[at]!
  if (at === 0) return pronounsLikeNames.has(word)
  return word !== 'it' && pronounsLikeNames.has(word) && !beforePronouns.has(tokens[at - 1]!.word)
}

/** "IT" and "US" are values when written so, "it" and "us" are not; in quotes anything may be. */
export function isWrittenAsName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!
  if (pronounsLikeNames.has(token.word) && beforePlaces.has(tokens[at - 1]?.word ?? '')) return true
  // No sentence begins with "us".
  if (token.word === 'us' && at === 0) return true
  if (opening.test(token.gap)) return true
  if (token.raw.length < 2 || token.raw !== token.raw.toUpperCase() || token.raw === token.raw.toLowerCase())
    return false
  return tokens.some((other) => other.raw !== other.raw.toUpperCase())
}

/** Runs [from, to) that stand in quotes; the last may end with the text. An apostrophe opens one only where another closes it. */
export function quotedRuns(tokens: readonly Token[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  for (let at = 0; at < tokens.length; at++) {
    const { gap } = tokens[at]!
    if (!opening.test(gap)) continue
    const next = tokens.findIndex((token, to) => to > at && closing.test(token.gap))
    if (next < 0 && /['’]$/.test(gap) && at > 0) continue
    const to = next < 0 ? tokens.length : next
    found.push([at, to])
    // The quote that closes this run opens none.
    at = to - (next >= 0 && tokens[next]!.gap.length > 1 ? 1 : 0)
  }
  return found
}

/** Where "year olds" after an age ends; `to` when none are there. */
export function endOfAge(tokens: readonly Token[], to: number): number {
  const isYears = /^(?:years?|yrs?)$/.test(tokens[to]?.word ?? '') && /^olds?$/.test(tokens[to + 1]?.word ?? '')
  return isYears ? to + 2 : to
}
