/** What is left out is what a word of the question takes away, and nothing else is, whatever a model calls those words. */
import type { Filter, KpiQuery } from '../../../analytics/kpi-query.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Asked } from './asked.ts'
import { isHolidays, leftOut } from './held-times.ts'
import { isKept, recurring, sameSet, type Case, type Said } from './spoken.ts'

/** Words between a negation and what it takes away: "not in the", "excluding all". */
const mostBetween = 3

/** A place of the question, [from, to) in UTF-16 units. */
interface Place {
  readonly from: number
  readonly to: number
}

/** The first filter that disagrees with the negations of the question, or the first that takes nothing away; null: none. */
export function negationFault(held: Case): string | null {
  const { query, said, asked } = held
  const negations = negationsIn(said, asked)
  const isNegated = (span: Said) => negations.some((negation) => leadsTo(negation, span, said, asked))
  const text = ({ from, to }: Place) => asked.question.text.slice(from, to)
  for (const span of said) {
    if (span.as === 'period' && isNegated(span) !== span.means.startsWith(leftOut))
      return isNegated(span)
        ? `"${text(span)}" is left out in the question: a filter on period with is_not`
        : `"${text(span)}" is left out, and no word of the question says so`
    if (span.as !== 'value') continue
    const filter = filterOf(span, query)
    if (!filter || isKept(filter, asked)) continue
    if (filter.include && isNegated(span)) return `"${text(span)}" is left out in the question and kept in the query`
    if (!filter.include && !isNegated(span)) return `"${text(span)}" is left out, and no word of the question says so`
  }
  for (const filter of query.filters) {
    if (isKept(filter, asked)) continue
    if (filter.kind === 'part' || filter.kind === 'holidays') {
      const isOut = said.some((span) => isTimeOf(span, filter, asked) && isNegated(span))
      if (isOut === filter.include)
        return isOut ? 'those times are left out in the question' : 'no word of the question leaves those times out'
    }
    if (filter.kind === 'empty' && filter.include && !said.some((span) => isOf(span, filter) && isNegated(span)))
      return `no word of the question says that there is no ${filter.dimension}`
    if (filter.kind === 'text' && said.some((span) => isOf(span, filter) && isNegated(span)) === filter.include)
      return filter.include ? 'that text is left out in the question' : 'no word of the question leaves that text out'
  }
  const isLess = query.measures.some(({ kind }) => kind === 'difference')
  const idle = negations.find((negation) => !isLess && !said.some((span) => takesAway(negation, span, held)))
  return idle ? `"${text(idle)}" takes something away in the question, and nothing in the query` : null
}

/** Whether a word of the question takes away what this span names. */
export function negates(span: Said, said: readonly Said[], asked: Asked): boolean {
  return negationsIn(said, asked).some((negation) => leadsTo(negation, span, said, asked))
}

/** By the lists; not where they are part of a name or a value, nor, after another question, of how it goes on from there. */
function negationsIn(said: readonly Said[], asked: Asked): readonly Place[] {
  const { corrected } = asked
  const found: Place[] = []
  for (let from = 0; from < corrected.length; from++)
    for (let length = Math.min(4, corrected.length - from); length > 0; length--) {
      const run = corrected.slice(from, from + length)
      if (!phraseMeanings(run).some((each) => each.kind === 'cue' && each.cue === 'not')) continue
      const place = { from: run[0]!.from, to: run.at(-1)!.to }
      const isWithin = said.some(
        ({ as, from: start, to: end }) =>
          (as === 'value' || as === 'measure' || as === 'dimension' || (as === 'thread' && asked.last !== null)) &&
          start <= place.from &&
          place.to <= end,
      )
      if (!isWithin) found.push(place)
      from += length - 1
      break
    }
  return found
}

function leadsTo({ to }: Place, span: Said, said: readonly Said[], { tokens }: Asked): boolean {
  if (span.from < to) return false
  const between = tokens.filter((token) => token.from >= to && token.to <= span.from).length
  // "Not containing lamp"
  const ofText = span.as === 'value' && span.means.includes('~') ? 'condition' : span.as
  const others = said.some(({ from, to: end, as }) => from >= to && end <= span.from && as !== span.as && as !== ofText)
  return between <= mostBetween && !others
}

/** Whether what a negation leads to is left out in the query. */
function takesAway(negation: Place, span: Said, { query, said, asked }: Case): boolean {
  if (!leadsTo(negation, span, said, asked)) return false
  if (span.as === 'value' && !span.means.includes('~')) return filterOf(span, query)?.include === false
  if (span.as === 'period') return span.means.startsWith(leftOut)
  return query.filters.some((filter) => {
    if (filter.kind === 'part' || filter.kind === 'holidays') return !filter.include && isTimeOf(span, filter, asked)
    if (filter.kind === 'empty') return filter.include && isOf(span, filter)
    return filter.kind === 'text' && !filter.include && isOf(span, filter)
  })
}

/** Whether words are those of a filter on parts of time; what leaves out a month may name it as a period. */
function isTimeOf(span: Said, filter: Filter, asked: Asked): boolean {
  if (span.as === 'period') return filter.kind === 'part' && span.means.startsWith(leftOut)
  if (span.as !== 'time_part') return false
  if (filter.kind === 'holidays') return isHolidays(span)
  if (filter.kind !== 'part') return false
  const values = [
    ...span.meanings.flatMap((each) => (each.kind === 'part_values' ? [each] : [])),
    ...recurring(span, asked),
  ]
  return values.some((each) => each.part === filter.part && sameSet(each.values, filter.values))
}

/** The words of a text that is looked for, or of what there is none of. */
function isOf(span: Said, filter: Extract<Filter, { kind: 'empty' | 'text' }>): boolean {
  if (filter.kind === 'text') return span.as === 'value' && span.means === `${filter.dimension}~${filter.text}`
  return span.as === 'dimension' && span.means === filter.dimension
}

function filterOf(span: Said, query: KpiQuery): Extract<Filter, { kind: 'members' }> | undefined {
  const [dimension = '', ...rest] = span.means.split(/[=~]/)
  const value = rest.join('=')
  return query.filters
    .filter((each) => each.kind === 'members')
    .find((each) => each.dimension === dimension && each.values.some((one) => String(one) === value))
}
