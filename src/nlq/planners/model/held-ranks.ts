/** Whether order and limit of a proposed query are those that the quoted words ask for. */
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { phraseMeanings } from '../../phrases.ts'
import { same } from '../../same.ts'
import type { Asked } from './asked.ts'
import { figuresSaid, lastBefore, nextAfter } from './places.ts'
import { changes, type Case, type Said } from './spoken.ts'

/** Top or bottom, first or last, and how many. */
export function ofRanking(held: Case): string | null {
  const { query, said, asked } = held
  const { limit, order } = query
  const isOfTurn = asked.last !== null && same(asked.last.order, order) && same(asked.last.limit, limit)
  if (isOfTurn) return null
  if (limit && !said.some(({ as }) => as === 'limit') && limit.count !== 1 && limit.count !== 10)
    return `nobody said "${limit.count}": without a number it is 1, or 10 of several`
  const [first] = order
  if (!first) return null
  const meanings = said.flatMap((span) => span.meanings)
  const orderings = meanings.flatMap((each) => (each.kind === 'ordering' ? [each.order] : []))
  const bound = said.find((span) => span.as === 'order' && isOfBound(span, asked))
  if (bound) return 'a bound asks for no order'
  const ranked = said.find(({ as, meanings: each }) => as === 'order' && each.some(({ kind }) => kind === 'ranking'))
  if (query.shape.kind === 'records') return ofRecords(first, ranked, held)
  if (first.by.kind !== 'measure')
    return said.some(({ as }) => as === 'order') && !ranked ? null : 'no quoted word asks for that order'
  const by = ranked && query.measures.length > 1 ? rankedBy(ranked, held) : null
  if (by !== null && by !== first.by.index) return `it is by measure ${by} that the question ranks`
  const measure = query.measures[first.by.index]
  const kpi = measure?.kind === 'kpi' ? asked.lexicon.knowledge.catalog.kpis.get(measure.kpi) : undefined
  const up = kpi?.goodWhen !== 'down'
  const isOfChange = first.by.figure === 'change' || first.by.figure === 'change_percent'
  if (isOfChange && !meanings.some(({ kind }) => kind === 'change'))
    return `no quoted word speaks of a change, and the order is by ${first.by.figure}`
  const isFalling = isOfChange && changes(said, 'under') && !changes(said, 'over')
  const directions = [
    ...meanings.flatMap((each) => (each.kind === 'ranking' ? [isDown(each.rank, up) !== isFalling] : [])),
    ...orderings.flatMap((each) =>
      each === 'descending' || each === 'ascending' || each === 'best' || each === 'worst' ? [isDown(each, up)] : [],
    ),
    ...meanings.flatMap((each) => (each.kind === 'cue' && each.cue === 'peak' ? [true] : [])),
    ...meanings.flatMap((each) => (each.kind === 'cue' && each.cue === 'sort' && orderings.length === 0 ? [true] : [])),
  ]
  const isDescending = first.direction === 'descending'
  return directions.includes(isDescending)
    ? null
    : `no quoted word asks for ${first.direction} order: without one leave order null, groups come the highest first`
}

/** "Least" in "at least". */
function isOfBound({ from, to }: Said, { corrected }: Asked): boolean {
  const start = corrected.findIndex((token) => token.from >= from)
  const longer = corrected.slice(Math.max(0, start - 1)).filter((token) => token.to <= to)
  return start > 0 && phraseMeanings(longer).some(({ kind }) => kind === 'bound')
}

/** Index of the first measure that is named after the word that ranks, else of the last before it; null: none of these is named. */
function rankedBy(span: Said, held: Case): number | null {
  const figures = figuresSaid(held)
  const name = (nextAfter(span, figures) ?? lastBefore(span, figures))?.means
  const index = held.query.measures.findIndex((measure) => measure.kind === 'kpi' && measure.kpi === name)
  return index < 0 ? null : index
}

function isDown(end: 'highest' | 'lowest' | 'best' | 'worst' | 'descending' | 'ascending', up: boolean): boolean {
  switch (end) {
    case 'highest':
    case 'descending':
      return true
    case 'lowest':
    case 'ascending':
      return false
    case 'best':
      return up
    case 'worst':
      return !up
  }
}

/** Records are ordered by one of their numbers, from the end that was said. */
function ofRecords(
  { by, direction }: KpiQuery['order'][number],
  ranked: Said | undefined,
  { query: { shape }, asked }: Case,
): string | null {
  const end = ranked?.meanings.find((each) => each.kind === 'ranking')
  const field = by.kind === 'axis' && shape.kind === 'records' ? shape.fields[by.index] : undefined
  if (end?.kind !== 'ranking' || !field) return 'records are ordered by the index of a field, where words rank them'
  const kpi = field.kind === 'kpi' ? asked.lexicon.knowledge.catalog.kpis.get(field.kpi) : undefined
  return isDown(end.rank, kpi?.goodWhen !== 'down') === (direction === 'descending')
    ? null
    : `no quoted word asks for ${direction} order`
}

/** "Top 3 in each region" counts anew in each; "top 3 by month" are three that lead over all of it. */
export function ofLimit({ query, said, asked }: Case): string | null {
  const { limit, by, grain } = query
  if (!limit || same(asked.last?.limit, limit) || query.shape.kind !== 'groups') return null
  const per = limit.per ?? []
  if (grain !== undefined) {
    const isEach = said.some(
      ({ as, from }) => as === 'grain' && isLedBy(['each', 'every', 'per'], from, asked.corrected),
    )
    if (isEach !== per.includes('time') && by.length > 0)
      return isEach
        ? 'the question asks for the first ones in each bucket of time: per holds "time"'
        : 'no word of the question counts anew in each bucket of time: per does not hold "time"'
  }
  const dimensions = by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : []))
  const open = dimensions.filter((name) => !per.includes(name))
  if (dimensions.length > 1 && open.length > 1)
    return `which of ${dimensions.join(' and ')} is ranked, and for each of which? Name the others in per`
  if (dimensions.length > 1 && open.length === 0) return 'per holds all that is broken down by, so nothing is ranked'
  const ranked = said.filter(({ as }) => as === 'dimension').find(({ means }) => dimensions.includes(means))
  return dimensions.length > 1 && ranked && !open.includes(ranked.means)
    ? `"${ranked.means}" was named first, so it is what is ranked, for each of the others`
    : null
}

function isLedBy(words: readonly string[], from: number, tokens: Case['asked']['corrected']): boolean {
  return words.includes(tokens.findLast((token) => token.to <= from)?.word ?? '')
}
