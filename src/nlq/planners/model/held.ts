/**
 * Whether each part of a proposed query is what the quoted words say by the lists, the numbers and the calendar: a grain is
 * the grain that was said, a bound has the number and the direction that were said. The coverage check asks for words of the
 * right kind; a grammar reads their meaning from them, a model only says what they mean, and so is held to it here.
 */
import type { Grain } from '../../../analytics/catalog.ts'
import type { Bounds, KpiQuery, QueryMeasure } from '../../../analytics/kpi-query.ts'
import type { Meaning } from '../../meaning.ts'
import type { NumberMatch } from '../../numbers.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Reading } from '../../plan.ts'
import { same } from '../../same.ts'
import type { Asked } from './asked.ts'
import { negationFault } from './negations.ts'
import {
  caseOf,
  isKept,
  numberOf,
  periodsSaid,
  recurring,
  sameSet,
  sameStretch,
  type Case,
  type Said,
} from './spoken.ts'

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
  ofMeasures,
  ofAggregations,
  ofGrain,
  ofParts,
  ofPeriods,
  ofComparison,
  ofBounds,
  ofRanking,
  negationFault,
  ofTexts,
  ofShape,
  ofShareAndWindow,
]

/** "Revenue per order" divides, "revenue and orders" does not. */
function ofMeasures({ query, said, asked }: Case): string | null {
  for (const measure of query.measures) {
    if (measure.kind !== 'ratio' && measure.kind !== 'difference') continue
    if (asked.last?.measures.some((other) => same(other, measure))) continue
    const wanted = measure.kind === 'ratio' ? ['per', 'share', 'by'] : ['difference', 'not']
    const isSaid =
      said.some(({ meanings }) => meanings.some((each) => each.kind === 'cue' && wanted.includes(each.cue))) ||
      hasWord(asked, wanted)
    if (!isSaid) return `no word of the question makes a ${measure.kind} of those`
  }
  return null
}

function hasWord({ corrected }: Asked, wanted: readonly string[]): boolean {
  return corrected.some((_, from) =>
    [1, 2, 3].some((length) =>
      phraseMeanings(corrected.slice(from, from + length)).some(
        (each) => each.kind === 'cue' && wanted.includes(each.cue),
      ),
    ),
  )
}

function ofAggregations({ query, said, asked }: Case): string | null {
  const aggregations = [
    ...query.measures.flatMap((measure) => aggregationOf(measure)),
    ...(query.shape.kind === 'over' ? [query.shape.aggregate] : []),
  ]
  for (const aggregation of aggregations) {
    if (asked.last?.measures.some((measure) => aggregationOf(measure).some((each) => each === aggregation))) continue
    const isSaid = said.some(
      ({ as, meanings }) => as === 'aggregation' && meanings.some((meaning) => aggregates(meaning, aggregation)),
    )
    if (!isSaid) return `no quoted word says "${aggregation}"`
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

/** Each period that was said is in the query, as its own or as what it is compared with. */
function ofPeriods(held: Case): string | null {
  const { query, asked } = held
  const spoken = periodsSaid(held)
  for (const { span, period } of spoken) {
    const isUsed = [query.period, query.compare?.period].some((each) => period !== null && sameStretch(each, period))
    const isAllTime = period === null && query.period === undefined
    // "Last month against last year" is against the same month then.
    const isThen = query.compare !== undefined && query.compare.kind !== 'period' && spoken.length === 2
    if (!isUsed && !isAllTime && !isThen)
      return `"${asked.question.text.slice(span.from, span.to)}" is quoted as a period and is not the query's`
  }
  const { period } = query
  if (!period || (asked.last?.period && sameStretch(asked.last.period, period))) return null
  return spoken.some((each) => sameStretch(each.period, period)) ? null : 'no quoted words name that period'
}

function ofComparison(held: Case): string | null {
  const { query, said, asked } = held
  const { compare } = query
  const compares = said.filter(({ as }) => as === 'comparison')
  const year = compares.some(({ meanings }) =>
    meanings.some((each) => each.kind === 'before' && each.how === 'year_ago'),
  )
  if (!compare || asked.last?.compare?.kind === compare.kind) return null
  if (periodsSaid(held).some(({ period }) => sameStretch(period, compare.period))) return null
  switch (compare.kind) {
    case 'year_ago':
      return year ? null : 'no quoted word says "a year ago": for "last year" compare with kind period and these words'
    case 'previous':
      return compares.length > 0 && !year
        ? null
        : 'no quoted word asks for a comparison with the period before: leave compare null'
    case 'period':
      return 'no quoted words name the period that it is compared with'
  }
}

/** Numbers of conditions: which, and in which direction. */
function ofBounds({ query, said, asked }: Case): string | null {
  const { kpis } = asked.lexicon.knowledge.catalog
  for (const { measure: index, figure, bounds } of query.conditions) {
    if (asked.last?.conditions.some((other) => same(other.bounds, bounds))) continue
    const measure = query.measures[index]
    const unit = measure?.kind === 'kpi' ? kpis.get(measure.kpi)?.unit : undefined
    const isFraction = figure === 'change_percent' || figure === 'share' || (figure === 'value' && unit === 'percent')
    const fault = ofBound(bounds, isFraction, said, asked)
    if (fault !== null) return fault
  }
  for (const filter of query.filters) {
    if (filter.kind !== 'range' || isKept(filter, asked)) continue
    const isFraction = filter.field.kind === 'kpi' && kpis.get(filter.field.kpi)?.unit === 'percent'
    const fault = ofBound(filter.bounds, isFraction, said, asked)
    if (fault !== null) return fault
  }
  return null
}

function ofBound({ op, value, to }: Bounds, isFraction: boolean, said: readonly Said[], asked: Asked): string | null {
  const numbers = said.filter(({ as }) => as === 'number').flatMap((span) => numberOf(span, asked))
  const isSaid = (wanted: number) => numbers.some((number) => valueIn(number, isFraction) === wanted)
  if (value === 0 && (op === 'over' || op === 'under') && changes(said, op)) return null
  for (const wanted of to === undefined ? [value] : [value, to])
    if (!isSaid(wanted)) return `no quoted number comes to ${wanted}${isFraction ? ' (5 % is 0.05)' : ''}`
  if (op === 'equals') return null
  const isDirected = said.some(({ meanings }) =>
    meanings.some((each) =>
      op === 'between'
        ? each.kind === 'cue' && each.cue === 'between'
        : (each.kind === 'bound' || each.kind === 'bound_after') && each.op === op,
    ),
  )
  return isDirected ? null : `no quoted word says "${op.replaceAll('_', ' ')}"`
}

function changes(said: readonly Said[], op: 'over' | 'under'): boolean {
  return said.some(({ meanings }) =>
    meanings.some((each) => each.kind === 'change' && (op === 'over' ? each.rising : each.falling)),
  )
}

/** As the query has it; null for what is measured in something that would have to be converted. */
function valueIn({ value, unit }: NumberMatch, isFraction: boolean): number | null {
  if (unit === 'seconds' || unit === 'measure') return null
  if (isFraction && (unit === 'percent' || Math.abs(value) > 1)) return Number((value / 100).toPrecision(12))
  return unit === 'percent' && !isFraction ? null : value
}

/** Top or bottom, first or last, and how many. */
function ofRanking({ query, said, asked }: Case): string | null {
  const { limit, order } = query
  const isOfTurn = asked.last !== null && same(asked.last.order, order) && same(asked.last.limit, limit)
  if (isOfTurn) return null
  if (limit && !said.some(({ as }) => as === 'limit') && limit.count !== 1 && limit.count !== 10)
    return `nobody said "${limit.count}": without a number it is 1, or 10 of several`
  const [first] = order
  if (!first) return null
  const meanings = said.flatMap((span) => span.meanings)
  const orderings = meanings.flatMap((each) => (each.kind === 'ordering' ? [each.order] : []))
  if (first.by.kind !== 'measure')
    return said.some(({ as }) => as === 'order') ? null : 'no quoted word asks for that order'
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
