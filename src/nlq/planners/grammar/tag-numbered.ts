/** Members of numeric dimensions: 4 cylinders, the 3rd floor, floor 3. */
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import { wordsToNumber } from '../../numbers.ts'
import { phraseTable } from '../../phrases.ts'
import type { Token } from '../../text.ts'
import { ordinals } from '../../words/en.ts'

/** Adds the members that begin at a token: a number beside the name of a dimension of numbers. */
export function tagNumberedMembers(tokens: readonly Token[], at: number, lexicon: Lexicon, into: Item[]): void {
  const number = numberAt(tokens, at)
  if (number && !isCounted(tokens, at)) {
    for (let to = number.to + 1; to <= Math.min(tokens.length, number.to + 3); to++)
      for (const dimension of numericDimensions(tokens.slice(number.to, to), lexicon))
        add(at, to, dimension, number.value)
    return
  }
  if (isSplitter(tokens[at - 1])) return
  for (let end = at + 1; end <= Math.min(tokens.length, at + 3); end++) {
    const dimensions = numericDimensions(tokens.slice(at, end), lexicon)
    if (dimensions.length === 0) continue
    const start = /^(?:no|nr|number|#)$/.test(tokens[end]?.word ?? '') ? end + 1 : end
    const value = numberAt(tokens, start)
    // "Sales by floor 2025" speaks of a year, "floors 2 to 4" of a range.
    if (!value || (value.value >= 1900 && value.value <= 2100) || isRangeTo(tokens, value.to)) continue
    for (const dimension of dimensions) add(at, value.to, dimension, value.value)
  }

  function add(from: number, to: number, dimension: string, value: number): void {
    into.push({ from, to, meaning: { kind: 'value', dimension, value }, fit: 1 })
  }
}

function isSplitter(token: Token | undefined): boolean {
  return (phraseTable.get(token?.word ?? '') ?? []).some(
    (meaning) => meaning.kind === 'cue' && (meaning.cue === 'by' || meaning.cue === 'per' || meaning.cue === 'between'),
  )
}

function isRangeTo(tokens: readonly Token[], at: number): boolean {
  const link = tokens[at]
  if (!link) return false
  if (/^[-–—]$/.test(link.gap)) return true
  return /^(?:to|through|thru|until)$/.test(link.word) && numberAt(tokens, at + 1) !== null
}

function numberAt(tokens: readonly Token[], at: number): { value: number; to: number } | null {
  const ordinal = ordinals.get(tokens[at]?.word ?? '')
  return ordinal === undefined ? wordsToNumber(tokens, at) : { value: ordinal, to: at + 1 }
}

/** "The top 3 floors", "over 4 cylinders", "the last 2 floors", "3 to 5 floors": a number of them, or a bound. */
function isCounted(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.word ?? ''
  if (/^(?:than|least|most|last|past|next|previous|to|between|which|what|all|these|the)$/.test(before))
    return before !== 'the' || !ordinals.has(tokens[at]!.word)
  return (phraseTable.get(before) ?? []).some(
    (meaning) =>
      meaning.kind === 'ranking' ||
      meaning.kind === 'bound' ||
      (meaning.kind === 'cue' && (meaning.cue === 'between' || meaning.cue === 'sort' || meaning.cue === 'versus')),
  )
}

function numericDimensions(words: readonly Token[], lexicon: Lexicon): readonly string[] {
  return lexicon
    .names(words)
    .flatMap(({ named }) => (named.kind === 'dimension' ? [named.dimension] : []))
    .filter((name) => lexicon.viewsOf(name).some((view) => view.dimensions.get(name)?.type === 'number'))
}
