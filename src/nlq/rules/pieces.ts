/** A sentence about alerts as pieces: words, and what was found in them (amounts, names, channels), so that patterns can be held against it. */
import { rowCounter } from '../counters.ts'
import type { Lexicon } from '../lexicon.ts'
import { mayBeSlip } from '../spelling.ts'
import type { Token } from '../text.ts'
import type { ValueMatch } from '../value-index.ts'
import { functionWords } from '../words/en.ts'
import { isWrittenAsName } from '../written.ts'
import { amountAt } from './amounts.ts'
import type { Amount } from './command.ts'

export type Found =
  | { readonly kind: 'amount'; readonly amount: Amount }
  /** More than one where the words name several alike. */
  | { readonly kind: 'kpi'; readonly kpis: readonly string[] }
  | { readonly kind: 'dimension'; readonly dimensions: readonly string[] }
  | { readonly kind: 'value'; readonly values: readonly ValueMatch[] }
  | { readonly kind: 'channel'; readonly said: string }
  | { readonly kind: 'person' }

/** Tokens [from, to): a word, or something found, for which its mark stands. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly word: string
  readonly found: Found | null
}

const marks = { amount: '§S', kpi: '§K', dimension: '§D', value: '§V', channel: '§R', person: '§P' } as const

/** A text to be cut into pieces. */
export interface Sentence {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly lexicon: Lexicon
}

/** What is said of alerts by itself, and no name unless nothing else is one. */
export type IsGrammar = (word: string) => boolean

/** Cuts tokens [from, to) into pieces. `about`: the KPI whose dimensions count where none is named. */
export function piecesOf(
  sentence: Sentence,
  [from, to]: readonly [number, number],
  isGrammar: IsGrammar,
  about: string | null = null,
): readonly Piece[] {
  const { tokens, lexicon } = sentence
  const taken = new Map<number, Piece>()
  const isFree = (first: number, last: number) => {
    for (let at = first; at < last; at++)
      for (const piece of taken.values()) if (piece.from <= at && at < piece.to) return false
    return true
  }
  const take = (first: number, last: number, found: Found) =>
    void taken.set(first, { from: first, to: last, word: marks[found.kind], found })
  const pieceFrom = (at: number) => taken.get(at)
  const pieceTo = (at: number) => [...taken.values()].find((piece) => piece.to === at)

  for (let at = from; at < to; at++) {
    const place = placeAt(sentence, at)
    if (place && isFree(at, place.to)) take(at, place.to, place.found)
  }
  const kpis = kpisIn(sentence, from, to, isFree, isGrammar)
  for (const { from: first, to: last, kpis: named } of kpis) take(first, last, { kind: 'kpi', kpis: named })
  const views = viewsOf([...kpis.flatMap((each) => each.kpis), ...(about === null ? [] : [about])], lexicon)
  const dimensions = new Set(
    views.flatMap((view) => [...view.dimensions.values()].filter(({ masked }) => !masked).map(({ name }) => name)),
  )
  const valuesOf = (first: number, last: number) =>
    lexicon.values(tokens.slice(first, last)).filter(({ dimension, fit }) => fit >= 0.75 && dimensions.has(dimension))
  const isOf = (at: number, dimension: ReadonlySet<string>) =>
    lengths(at, to, lexicon).some((last) => valuesOf(at, last).some((match) => dimension.has(match.dimension)))
  for (let at = from; at < to; at++)
    for (const last of lengths(at, to, lexicon)) {
      if (!isFree(at, last)) continue
      const run = tokens.slice(at, last)
      const named = new Set(
        lexicon
          .names(run)
          .flatMap(({ named: each, fit }) =>
            each.kind === 'dimension' && fit >= 0.8 && dimensions.has(each.dimension) ? [each.dimension] : [],
          ),
      )
      if (named.size === 0) continue
      const [only] = run
      const isCommon = run.length === 1 && (isGrammar(only!.word) || functionWords.has(only!.word))
      const leads = /^(?:any|each|every|per|by)$/.test(tokens[at - 1]?.word ?? '')
      const isAfter = Array.from({ length: at - from }, (_, index) => valuesOf(from + index, at)).some((found) =>
        found.some((match) => named.has(match.dimension)),
      )
      if (isCommon && !leads && !isAfter && !isOf(last, named)) continue
      if (run.length === 1 && /^(?:this|that)$/.test(tokens[at - 1]?.word ?? '') && only!.word === 'channel') continue
      take(at, last, { kind: 'dimension', dimensions: [...named] })
      break
    }
  for (let at = from; at < to; at++)
    for (const last of lengths(at, to, lexicon)) {
      if (!isFree(at, last)) continue
      const before = pieceTo(at)?.found
      const after = pieceFrom(last)?.found
      const beside = [before, after].flatMap((found) => (found?.kind === 'dimension' ? found.dimensions : []))
      const all = valuesOf(at, last)
      const narrowed = all.filter(({ dimension }) => beside.includes(dimension))
      const values = narrowed.length > 0 ? narrowed : all
      if (values.length === 0) continue
      const run = tokens.slice(at, last)
      const isPlain =
        run.every(({ word }) => isGrammar(word) || functionWords.has(word)) &&
        !run.every((_, index) => isWrittenAsName(tokens, at + index))
      const isNumber =
        run.every(({ word }) => /^\d/.test(word)) || (run.length === 1 && amountAt(tokens, at, sentence.text) !== null)
      if ((isPlain || isNumber) && narrowed.length === 0) continue
      take(at, last, { kind: 'value', values })
      break
    }
  for (let at = from; at < to; at++) {
    if (!isFree(at, at + 1)) continue
    const size = amountAt(tokens, at, sentence.text)
    if (size && size.to <= to && isFree(at, size.to)) take(at, size.to, { kind: 'amount', amount: size.amount })
  }
  const pieces: Piece[] = []
  for (let at = from; at < to;) {
    const piece = taken.get(at) ?? { from: at, to: at + 1, word: tokens[at]!.word, found: null }
    // "10-50": the dash says more than that something is between.
    const isRange = piece.found?.kind === 'amount' && pieces.at(-1)?.found?.kind === 'amount'
    if (isRange && /^[-–—−]$/.test(tokens[at]!.gap)) pieces.push({ from: at, to: at, word: 'to', found: null })
    if (tokens[at]!.gap === '/' && at > from && /^(?:minute|hour|day|week|month|year)$/.test(piece.word))
      pieces.push({ from: at, to: at, word: 'per', found: null })
    pieces.push(piece)
    at = piece.to
  }
  return pieces
}

/** The pieces of a text in which nothing is found but channels and people. */
export function placesOf(sentence: Sentence): readonly Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < sentence.tokens.length;) {
    const place = placeAt(sentence, at)
    const to = place?.to ?? at + 1
    pieces.push({
      from: at,
      to,
      word: place ? marks[place.found.kind] : sentence.tokens[at]!.word,
      found: place?.found ?? null,
    })
    at = to
  }
  return pieces
}

function lengths(at: number, end: number, lexicon: Lexicon): readonly number[] {
  const most = Math.min(end, at + lexicon.longest)
  return Array.from({ length: Math.max(0, most - at) }, (_, index) => most - index)
}

function viewsOf(kpis: readonly string[], { knowledge: { catalog } }: Lexicon) {
  const all = [...catalog.views.values()]
  const named = new Set(kpis.map((kpi) => catalog.kpis.get(kpi)?.view))
  return kpis.length > 0 ? all.filter(({ name }) => named.has(name)) : all
}

/** `#sales`, `<#C123|sales>`, `<@U123>`, `@ada` as platforms write them. */
function placeAt({ text, tokens }: Sentence, at: number): { readonly found: Found; readonly to: number } | null {
  const token = tokens[at]!
  // The sign before an @ is a gap, as is what stands between the angles.
  const start = token.gap.endsWith('@') ? text.lastIndexOf('@', token.from) : token.from
  const opened = text[start - 1] === '<' ? start - 1 : start
  const written =
    /^(?:<#[A-Z0-9]+(?:\|[^>]*)?>|<@[A-Z0-9]+(?:\|[^>]*)?>|#[\p{L}\p{N}][\p{L}\p{N}_-]*|@[\p{L}\p{N}][\p{L}\p{N}_.-]*)/u.exec(
      text.slice(opened),
    )?.[0]
  if (!written || (written.startsWith('#') && /^#\d+$/.test(written))) return null
  const end = opened + written.length
  let to = at
  while (to < tokens.length && tokens[to]!.from < end) to++
  return { to, found: /^<?@/.test(written) ? { kind: 'person' } : { kind: 'channel', said: written } }
}

interface KpiRun {
  readonly from: number
  readonly to: number
  readonly kpis: readonly string[]
}

/** The KPIs named, longest names first. One called as a word of the grammar is meant only where no other is there. */
function kpisIn(
  { text, tokens, lexicon }: Sentence,
  from: number,
  to: number,
  isFree: (first: number, last: number) => boolean,
  isGrammar: IsGrammar,
): readonly KpiRun[] {
  const runs: KpiRun[] = []
  for (let at = from; at < to;) {
    const found = kpiAt(tokens, at, to, lexicon, isFree)
    if (found) runs.push(found)
    at = found?.to ?? at + 1
  }
  // The seconds of "500 seconds" are none of the KPI's that is called so.
  const isUnit = ({ from: at, to: last }: KpiRun) => (amountAt(tokens, at - 1, text)?.to ?? 0) >= last
  const isWord = (run: KpiRun) => run.to === run.from + 1 && isGrammar(tokens[run.from]!.word)
  const meant = runs.filter((run) => !isUnit(run))
  const others = meant.filter((run) => !isWord(run))
  return others.length > 0 ? others : meant.slice(0, 1)
}

function kpiAt(
  tokens: readonly Token[],
  at: number,
  end: number,
  lexicon: Lexicon,
  isFree: (first: number, last: number) => boolean,
): KpiRun | null {
  for (const last of lengths(at, end, lexicon)) {
    if (!isFree(at, last)) continue
    const run = tokens.slice(at, last)
    const [only] = run
    const isFunctionWord = run.length === 1 && functionWords.has(only!.word) && !isWrittenAsName(tokens, at)
    const least = !isFunctionWord ? 0.55 : only!.word.length > 3 ? 0.8 : 2
    const names = lexicon.names(run, run.length === 1 && mayBeSlip(only!, lexicon))
    const named = names.flatMap(({ named: each, fit }) => {
      const kpi =
        each.kind === 'kpi'
          ? each.aggregation === undefined
            ? each.kpi
            : null
          : each.kind === 'records'
            ? rowCounter(each.view, lexicon.knowledge.catalog)
            : null
      return kpi !== null && fit >= least ? [{ kpi, fit }] : []
    })
    const best = Math.max(...named.map(({ fit }) => fit))
    // What is rather the name of something else is no KPI by the last of its words.
    if (named.length === 0 || names.some(({ named: each, fit }) => each.kind === 'dimension' && fit > best)) continue
    const kpis = [...new Set(named.filter(({ fit }) => best - fit < 0.04).map(({ kpi }) => kpi))]
    return { from: at, to: last, kpis }
  }
  return null
}

/** Where a pattern was found among pieces. */
export interface Hit {
  /** Index of the piece after it. */
  readonly to: number
  readonly pieces: readonly Piece[]
  readonly groups: Readonly<Record<string, string | undefined>>
}

/** Holds patterns against pieces; a pattern must end where a piece does. */
export function createMatcher(pieces: readonly Piece[]) {
  const text = pieces.map(({ word }) => word).join(' ')
  const starts: number[] = []
  let offset = 0
  for (const { word } of pieces) {
    starts.push(offset)
    offset += word.length + 1
  }
  return {
    text,
    at(pattern: RegExp, index: number): Hit | null {
      const start = starts[index]
      if (start === undefined) return null
      pattern.lastIndex = start
      const found = pattern.exec(text)
      if (!found || found[0] === '') return null
      const to = starts.findIndex((each) => each >= start + found[0].length)
      const end = to < 0 ? pieces.length : to
      return { to: end, pieces: pieces.slice(index, end), groups: found.groups ?? {} }
    },
  }
}

export type Matcher = ReturnType<typeof createMatcher>

/** A pattern for `createMatcher`. */
export function pattern(source: string): RegExp {
  return new RegExp(`(?:${source})(?= |$)`, 'y')
}

export function amountsOf({ pieces }: Hit): readonly Amount[] {
  return pieces.flatMap(({ found }) => (found?.kind === 'amount' ? [found.amount] : []))
}
