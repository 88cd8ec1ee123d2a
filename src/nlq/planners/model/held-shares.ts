/** Whether a share is of the whole that the quoted words name. */
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { same } from '../../same.ts'
import { countsRows } from '../../counters.ts'
import { hasCue, type Case, type Said } from './spoken.ts'

export function ofShare(held: Case): string | null {
  const { query, said, asked } = held
  const { share } = query
  if (!share || same(asked.last?.share, share)) return null
  const word = said.find((span) => hasCue(span, 'share'))
  if (!word) return 'no quoted word asks for a share'
  for (const name of share.within)
    if (!said.some(({ as, means, from }) => as === 'dimension' && means === name && isWithin(from, held)))
      return `no word of the question makes it a share within each ${name}`
  const inner = said.find(({ as, from, means }) => as === 'dimension' && isWithin(from, held) && isAxis(means, query))
  const parts = partsOf(query)
  if (inner && parts.length === 0 && !share.within.includes(inner.means) && query.by.length > 1)
    return `the share is within each ${inner.means}: name it in share.within`
  const wanted = wholeOf(word, parts, inner !== undefined, held)
  if (wanted === 'unclear')
    return 'the share may be of more than one whole: answer with kind "clarify" and a query for each'
  const is = share.of ?? 'total'
  return wanted === null || wanted === is ? null : `share.of is ${wanted}: that is the whole which the words name`
}

type Whole = 'total' | 'unfiltered' | 'unclear' | null

/** As the grammar reads it: "what percentage of tickets are urgent, by country" is of each country's tickets. */
function wholeOf(word: Said, parts: readonly string[], isInner: boolean, held: Case): Whole {
  const { query, asked } = held
  const [measure, more] = query.measures
  if (!measure || more) return null
  if (query.by.length === 0) return parts.length > 1 ? 'unclear' : null
  if (parts.length === 0) return null
  if (isInner && query.by.length === 1) return 'unfiltered'
  if (isInner) return 'total'
  const kpi =
    measure.kind === 'kpi' && !measure.aggregation ? asked.lexicon.knowledge.catalog.kpis.get(measure.kpi) : null
  const isCount = measure.kind === 'records' || (kpi ? countsRows(kpi) : false)
  const said = asked.question.text.slice(word.from, word.to).toLowerCase()
  if (isPredicate(held)) return 'unfiltered'
  if (isCount && !/^shares?\b|\bmix\b|contribut/.test(said)) return 'unfiltered'
  return isCount ? 'unclear' : 'total'
}

/** Dimensions that are filtered and not broken down by. */
function partsOf(query: KpiQuery): readonly string[] {
  return query.filters.flatMap((filter) =>
    filter.kind === 'members' && !isAxis(filter.dimension, query) ? [filter.dimension] : [],
  )
}

function isAxis(name: string, { by }: KpiQuery): boolean {
  return by.some((axis) => axis.kind === 'dimension' && axis.dimension === name)
}

/** "Within region", "in each region" */
function isWithin(from: number, { asked: { corrected } }: Case): boolean {
  const [before, last] = corrected.filter((token) => token.to <= from).slice(-2)
  const words = [before?.word ?? '', last?.word ?? '']
  if (words[1] === 'within' || words[0] === 'within') return true
  return (words[1] === 'each' || words[1] === 'every') && (words[0] === 'in' || words[0] === 'inside')
}

/** "What percentage of orders are gifts": the part is said of the whole. */
function isPredicate({ said, asked }: Case): boolean {
  const measure = said.find(({ as }) => as === 'measure')
  const part = said.find(({ as }) => as === 'value')
  return (
    measure !== undefined &&
    part !== undefined &&
    asked.corrected.some(({ from, to, word }) => from >= measure.to && to <= part.from && copulas.has(word))
  )
}

const copulas = new Set('is are was were come comes came comes that which who'.split(' '))
