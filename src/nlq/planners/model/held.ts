/**
 * Whether each part of a proposed query is what the quoted words say by the lists, the numbers and the calendar: a grain is
 * the grain that was said, a bound has the number and the direction that were said. The coverage check asks for words of the
 * right kind; a grammar reads their meaning from them, a model only says what they mean, and so is held to it here.
 */
import type { KpiQuery, QueryMeasure } from '../../../analytics/kpi-query.ts'
import type { Meaning } from '../../meaning.ts'
import type { Reading } from '../../plan.ts'
import { same } from '../../same.ts'
import type { Asked } from './asked.ts'
import { boundsFault } from './bounds.ts'
import type { Timing } from './build-times.ts'
import { ofLimit, ofRanking } from './held-ranks.ts'
import { ofShape } from './held-shapes.ts'
import { ofShare } from './held-shares.ts'
import { ofGrain, ofParts } from './held-times.ts'
import { keptFault } from './kept-filters.ts'
import { negationFault } from './negations.ts'
import { namedFault } from './named-once.ts'
import { periodsFault } from './periods.ts'
import { figuresSaid, nextAfter } from './places.ts'
import { sidesFault } from './sides.ts'
import { caseOf, hasCue, isKept, numberOf, type Case } from './spoken.ts'

/** The first part that the quoted words do not say, for the model; null when they say it all. */
export function unheldPart(query: KpiQuery, reading: Reading, timing: Timing, asked: Asked): string | null {
  const held = caseOf(query, reading, timing, asked)
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
  ofLimit,
  negationFault,
  keptFault,
  ofTexts,
  ofShape,
  ofShare,
  ofWindow,
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

function ofWindow({ query: { window }, said, asked }: Case): string | null {
  if (!window || same(asked.last?.window, window)) return null
  const says = (cue: 'running' | 'moving') => said.some((span) => hasCue(span, cue))
  if (window.kind === 'running_total') return says('running') ? null : 'no quoted word says "running total"'
  if (!says('moving')) return 'no quoted word says "moving average"'
  const numbers = said.flatMap((span) => numberOf(span, asked)).map(({ value }) => value)
  return numbers.length === 0 || numbers.includes(window.buckets) ? null : 'the moving average has another length'
}
