/** Two figures made into one: which is divided by which, which is taken from which, is what their order in the question says. */
import type { QueryMeasure } from '../../../analytics/kpi-query.ts'
import { same } from '../../same.ts'
import { figuresSaid, hasCueIn, wordsBetween } from './places.ts'
import { hasCue, type Case, type Said } from './spoken.ts'

/** The first ratio or difference that the question does not make, or makes the other way round; or one that it makes and nobody proposed. */
export function sidesFault(held: Case): string | null {
  const { query, asked } = held
  for (const measure of query.measures) {
    if (measure.kind !== 'ratio' && measure.kind !== 'difference') continue
    if (asked.last?.measures.some((other) => same(other, measure))) continue
    const [one, other] = sidesOf(measure)
    const isSaid = pairs(held, one, other).some(([first, second]) =>
      measure.kind === 'ratio' ? isRatio(first, second, held) : isDifference(first, second, held),
    )
    if (!isSaid)
      return measure.kind === 'ratio'
        ? `no word of the question divides ${one} by ${other}, or makes a ratio of them, in that order`
        : `no word of the question takes ${other} from ${one}, in that order`
  }
  return leftOut(held)
}

type Made = Extract<QueryMeasure, { kind: 'ratio' | 'difference' }>

function sidesOf(measure: Made): readonly [string, string] {
  return [measure.of.kpi, measure.kind === 'ratio' ? measure.over.kpi : measure.minus.kpi]
}

/** Where both are named; null where the turn before named one. */
function pairs(held: Case, one: string, other: string): readonly (readonly [Said | null, Said])[] {
  const figures = figuresSaid(held)
  const firsts = figures.filter(({ means }) => means === one)
  const isCarried = held.asked.last?.measures.some((measure) => measure.kind === 'kpi' && measure.kpi === one) ?? false
  const ones: readonly (Said | null)[] = firsts.length > 0 || !isCarried ? firsts : [null]
  return figures
    .filter(({ means }) => means === other)
    .flatMap((second) => ones.map((first) => [first, second] as const))
}

/** "A per B", "A as a share of B", "the share of A in B", "what share of B are A". */
function isRatio(first: Said | null, second: Said, { said, asked }: Case): boolean {
  if (first === null) return hasCueIn(wordsBetween(0, second.from, asked), 'per', 'by', 'share')
  if (first.to <= second.from) {
    const between = wordsBetween(first.to, second.from, asked)
    const isApart = said.some(({ from, to, as }) => from >= first.to && to <= second.from && as !== 'share')
    if (hasCueIn(between, 'per', 'share') || (hasCueIn(between, 'by') && !isApart)) return true
    return hasShareBefore(first, said) && between.some(({ word }) => word === 'in' || word === 'to')
  }
  const between = wordsBetween(second.to, first.from, asked)
  return hasShareBefore(second, said) && between.length > 0 && hasCueIn(between, 'with')
}

function hasShareBefore({ from }: Said, said: readonly Said[]): boolean {
  return said.some((span) => span.as === 'share' && hasCue(span, 'share') && span.to <= from)
}

/** "A minus B", "the difference between A and B". */
function isDifference(first: Said | null, second: Said, { said, asked }: Case): boolean {
  const between = wordsBetween(first?.to ?? 0, second.from, asked)
  if (first && first.to > second.from) return false
  return hasCueIn(between, 'not') || said.some((span) => span.as === 'comparison' && hasCue(span, 'difference'))
}

/** "Per" before a figure divides by it, and a difference between two figures is one. */
function leftOut(held: Case): string | null {
  const { query, said, asked } = held
  const figures = figuresSaid(held)
  for (const second of figures) {
    const isWhole = figures.some(({ from, to }) => from < second.from && to >= second.to)
    if (isWhole || !hasCueIn(wordsBetween(0, second.from, asked).slice(-2), 'per')) continue
    const isWithin = figures.some(({ from, to }) => from < second.from && to > second.from)
    const divides = query.measures.some((each) => each.kind === 'ratio' && each.over.kpi === second.means)
    if (!isWithin && !divides && query.shape.kind !== 'over')
      return `the question divides by "${asked.question.text.slice(second.from, second.to)}", and the query does not`
  }
  const subtracts = said.some((span) => span.as === 'comparison' && hasCue(span, 'difference'))
  const isSeveral = new Set(figures.map(({ means }) => means)).size > 1
  const isMade = query.compare !== undefined || query.measures.some(({ kind }) => kind === 'difference')
  return subtracts && isSeveral && !isMade ? 'the question asks for the difference of two figures' : null
}
