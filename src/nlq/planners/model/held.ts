/**
 * Whether each part of a proposed query is what the quoted words say by the lists, the numbers and the calendar: a grain is
 * the grain that was said, a bound has the number and the direction that were said. The coverage check asks for words of the
 * right kind; a grammar reads their meaning from them, a model only says what they mean, and so is held to it here.
 */
import type { Grain } from '../../../analytics/catalog.ts'
import type { KpiQuery, QueryMeasure } from '../../../analytics/kpi-query.ts'
import type { Meaning } from '../../meaning.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Reading } from '../../plan.ts'
import { same } from '../../same.ts'
import type { Asked } from './asked.ts'
import { boundsFault } from './bounds.ts'
import { negationFault } from './negations.ts'
import { namedFault } from './named-once.ts'
import { periodsFault } from './periods.ts'
import { figuresSaid, lastBefore, nextAfter } from './places.ts'
import { sidesFault } from './sides.ts'
import { caseOf, changes, isKept, numberOf, recurring, sameSet, type Case, type Said } from './spoken.ts'

/** The first part that the quoted words do not say, for the model; null when they say it all. */
export function unheldPart(query: KpiQuery, reading: Reading, asked: Asked): string | null {
  const held = caseOf(query, reading, asked)
  for (const check of checks) {
    const fault = check(held)
    if (fault !== null) return fault
  }
  return null
}

const checks: readonly ((held: Case) => string | null)[] = [
  sidesFault,
  namedFault,
  ofAggregations,
  ofGrain,
  ofParts,
  periodsFault,
  boundsFault,
  ofRanking,
  negationFault,
  ofTexts,
  ofShape,
  ofShareAndWindow,
]

function ofAggregations(held: Case): string | null {
  const { query, said, asked } = held
  const ofFigures = query.measures.flatMap((measure) => aggregationOf(measure))
  const ofShape = query.shape.kind === 'over' ? [query.shape.aggregate] : []
  for (const aggregation of new Set([...ofFigures, ...ofShape])) {
    if (asked.last?.measures.some((measure) => aggregationOf(measure).some((each) => each === aggregation))) continue
    const saying = said.filter(
      ({ as, meanings }) => as === 'aggregation' && meanings.some((meaning) => aggregates(meaning, aggregation)),
    )
    if (saying.length === 0) return `no quoted word says "${aggregation}"`
    const uses = [ofFigures, ofShape].filter((each) => each.includes(aggregation)).length
    if (saying.length < uses) return `"${aggregation}" is said once, and done twice`
  }
  return otherFigure(held)
}

/** "Average charges and orders": it is of the charges that an average is asked for. */
function otherFigure(held: Case): string | null {
  const { query, said, asked } = held
  const kpis = query.measures.flatMap((measure) => (measure.kind === 'kpi' ? [measure] : []))
  if (kpis.length < 2) return null
  for (const span of said) {
    const wanted = span.as === 'aggregation' ? span.meanings.find((each) => each.kind === 'aggregation') : undefined
    const name = nextAfter(span, figuresSaid(held))?.means
    const own = name === undefined ? undefined : asked.lexicon.knowledge.catalog.kpis.get(name)?.measure
    const measure = kpis.find(({ kpi }) => kpi === name)
    if (!wanted || !measure || own?.kind !== 'simple' || wanted.aggregation === 'sum') continue
    if ((measure.aggregation ?? own.aggregation) !== wanted.aggregation && query.shape.kind !== 'over')
      return `"${wanted.aggregation}" is said of ${name}`
  }
  return null
}

function aggregationOf(measure: QueryMeasure): readonly string[] {
  return 'aggregation' in measure && measure.aggregation !== undefined ? [measure.aggregation] : []
}

function aggregates(meaning: Meaning, aggregation: string): boolean {
  if (meaning.kind === 'aggregation') return meaning.aggregation === aggregation
  if (meaning.kind === 'cue' && meaning.cue === 'distinct') return aggregation === 'count_distinct'
  if (meaning.kind === 'cue' && meaning.cue === 'count') return aggregation === 'count'
  if (meaning.kind !== 'ranking') return false
  return meaning.rank === 'highest' ? aggregation === 'max' : meaning.rank === 'lowest' && aggregation === 'min'
}

function ofGrain({ query, said, asked }: Case): string | null {
  const over = query.shape.kind === 'over' && query.shape.each.kind === 'bucket' ? [query.shape.each.grain] : []
  for (const grain of [...(query.grain ? [query.grain] : []), ...over])
    if (asked.last?.grain !== grain && !said.some((span) => saysGrain(span, grain, asked)))
      return `no quoted word says "by ${grain}"`
  return null
}

function saysGrain(span: Said, grain: Grain, asked: Asked): boolean {
  if (span.meanings.some((each) => (each.kind === 'grain' || each.kind === 'step') && each.grain === grain)) return true
  // "over time": whichever suits, which the sentence names.
  if (span.meanings.some((each) => each.kind === 'cue' && each.cue === 'trend')) return true
  return span.as === 'grain' && recurring(span, asked).some(({ each }) => each === grain)
}

/** Weekdays, hours: which part, and which values of it. */
function ofParts({ query, said, asked }: Case): string | null {
  const spoken = said.filter(({ as }) => as === 'time_part')
  for (const axis of query.by) {
    if (axis.kind !== 'part' || asked.last?.by.some((other) => same(other, axis))) continue
    const isSaid = spoken.some(({ meanings }) =>
      meanings.some((each) => (each.kind === 'part' || each.kind === 'part_values') && each.part === axis.part),
    )
    if (!isSaid) return `no quoted word says "${axis.part}"`
  }
  for (const filter of query.filters) {
    if (filter.kind !== 'part' || isKept(filter, asked)) continue
    const isSaid = spoken.some((span) =>
      [...span.meanings.flatMap((each) => (each.kind === 'part_values' ? [each] : [])), ...recurring(span, asked)].some(
        (each) => each.part === filter.part && sameSet(each.values, filter.values),
      ),
    )
    if (!isSaid) return `no quoted word says ${filter.part} ${filter.values.join(', ')}`
  }
  return null
}

/** Top or bottom, first or last, and how many. */
function ofRanking(held: Case): string | null {
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
  if (first.by.kind !== 'measure')
    return said.some(({ as }) => as === 'order') && !ranked ? null : 'no quoted word asks for that order'
  const by = ranked && query.measures.length > 1 ? rankedBy(ranked, held) : null
  if (by !== null && by !== first.by.index) return `it is by measure ${by} that the question ranks`
  const measure = query.measures[first.by.index]
  const kpi = measure?.kind === 'kpi' ? asked.lexicon.knowledge.catalog.kpis.get(measure.kpi) : undefined
  const up = kpi?.goodWhen !== 'down'
  const isFalling = first.by.figure !== 'value' && changes(said, 'under') && !changes(said, 'over')
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

function ofTexts({ query, said, asked }: Case): string | null {
  for (const filter of query.filters) {
    if (filter.kind !== 'text' || isKept(filter, asked)) continue
    const isSaid = said.some(({ meanings }) =>
      meanings.some((each) => each.kind === 'text_test' && each.test === filter.test),
    )
    if (!isSaid) return `no quoted word says "${filter.test.replaceAll('_', ' ')}"`
  }
  return null
}

function ofShape({ query, said }: Case): string | null {
  const counts = said.some(
    ({ as, meanings }) => as === 'aggregation' && meanings.some((each) => each.kind === 'cue' && each.cue === 'count'),
  )
  const { kind } = query.shape
  return (kind === 'count_buckets' || kind === 'count_members') && !counts ? 'no quoted word asks how many' : null
}

function ofShareAndWindow({ query, said, asked }: Case): string | null {
  const says = (cue: string) =>
    said.some(({ meanings }) => meanings.some((each) => each.kind === 'cue' && each.cue === cue))
  if (query.share && !asked.last?.share && !says('share')) return 'no quoted word asks for a share'
  const { window } = query
  if (!window || same(asked.last?.window, window)) return null
  if (window.kind === 'running_total') return says('running') ? null : 'no quoted word says "running total"'
  if (!says('moving')) return 'no quoted word says "moving average"'
  const numbers = said.flatMap((span) => numberOf(span, asked)).map(({ value }) => value)
  return numbers.length === 0 || numbers.includes(window.buckets) ? null : 'the moving average has another length'
}
