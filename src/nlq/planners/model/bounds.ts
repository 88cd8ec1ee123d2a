/** Numbers of conditions: which, in which direction and of which figure is what the words beside each number say. */
import type { Bounds } from '../../../analytics/kpi-query.ts'
import type { NumberMatch } from '../../numbers.ts'
import { phraseMeanings } from '../../phrases.ts'
import { same } from '../../same.ts'
import type { Token } from '../../text.ts'
import type { Asked } from './asked.ts'
import { hasCueIn, lastBefore, nextAfter, wordsBetween } from './places.ts'
import { changes, isKept, numberOf, type Case, type Said } from './spoken.ts'

/** The first bound that the question does not set, for the model. */
export function boundsFault(held: Case): string | null {
  const { query, asked } = held
  const { kpis } = asked.lexicon.knowledge.catalog
  for (const { measure: index, figure, bounds } of query.conditions) {
    if (asked.last?.conditions.some((other) => same(other.bounds, bounds))) continue
    const measure = query.measures[index]
    const kpi = measure?.kind === 'kpi' ? measure.kpi : null
    const isOfUnit = kpi !== null && kpis.get(kpi)?.unit === 'percent'
    const isFraction = figure === 'change_percent' || figure === 'share' || isOfUnit
    const isChange = figure === 'change' || figure === 'change_percent'
    const fault = boundFault(bounds, { isFraction, isChange, name: kpi }, held)
    if (fault !== null) return fault
  }
  for (const filter of query.filters) {
    if (filter.kind !== 'range' || isKept(filter, asked)) continue
    const name = filter.field.kind === 'kpi' ? filter.field.kpi : filter.field.dimension
    const isFraction = kpis.get(name)?.unit === 'percent'
    const fault = boundFault(filter.bounds, { isFraction, isChange: false, name }, held)
    if (fault !== null) return fault
  }
  return null
}

interface Of {
  readonly isFraction: boolean
  readonly isChange: boolean
  /** Of the KPI or dimension that is bounded; null where it has no name of its own. */
  readonly name: string | null
}

function boundFault({ op, value, to }: Bounds, { isFraction, isChange, name }: Of, held: Case): string | null {
  const { said, asked } = held
  if (isChange && value === 0 && (op === 'over' || op === 'under') && changes(said, op)) return null
  const numbers = said.filter(({ as }) => as === 'number')
  const saying = (wanted: number) =>
    numbers.filter((span) => numberOf(span, asked).some((number) => valueIn(number, isFraction) === wanted))
  for (const wanted of to === undefined ? [value] : [value, to])
    if (saying(wanted).length === 0) return `no quoted number comes to ${wanted}${isFraction ? ' (5 % is 0.05)' : ''}`
  const places = saying(value)
  const directed = places.filter((span) => isDirected(op, span, held))
  if (directed.length === 0) return `no word beside that number says "${op.replaceAll('_', ' ')}"`
  if (name !== null && !directed.some((span) => isOf(name, span, held)))
    return `the number ${value} is not set beside ${name} in the question`
  return null
}

/** By the words before the number or after it; where there are none, by any that is quoted, and `equals` goes without saying. */
function isDirected(op: Bounds['op'], span: Said, { said, asked }: Case): boolean {
  const beside = opsBeside(span, asked)
  if (beside.length > 0) return beside.includes(op)
  const quoted = said.filter(({ as }) => as === 'condition').flatMap(({ meanings }) => meanings.flatMap(opsOf))
  return op === 'equals' ? quoted.length === 0 : quoted.includes(op)
}

function opsOf(meaning: ReturnType<typeof phraseMeanings>[number]): readonly Bounds['op'][] {
  if (meaning.kind === 'bound' || meaning.kind === 'bound_after') return [meaning.op]
  return meaning.kind === 'cue' && meaning.cue === 'between' ? ['between'] : []
}

const longestBound = 5

function opsBeside(span: Said, asked: Asked): readonly Bounds['op'][] {
  const [number] = numberOf(span, asked)
  const start = asked.corrected.findIndex((token) => token.from >= span.from)
  if (start < 0) return []
  // "or more" stands behind a unit, "over" before a sign or an article.
  const behind = asked.corrected.slice(Math.max(number?.to ?? start + 1, start + 1))
  for (const skipped of [0, 1])
    for (let length = longestBound; length > 0; length--) {
      const found = phraseMeanings(behind.slice(skipped, skipped + length)).filter(({ kind }) => kind === 'bound_after')
      if (found.length > 0) return found.flatMap(opsOf)
    }
  const before = asked.corrected.slice(0, start)
  while (before.length > 0 && isSkipped(before.at(-1)!)) before.pop()
  for (let length = Math.min(longestBound, before.length); length > 0; length--) {
    const found = phraseMeanings(before.slice(-length)).flatMap(opsOf)
    if (found.length > 0) return found
  }
  return []
}

function isSkipped({ word }: Token): boolean {
  return skipped.has(word)
}

const skipped = new Set(['a', 'an', 'the', '$', '€', '£', '¥', 'of'])

/** More words between a name and its number than this, and it may be another's. */
const mostBetween = 5
const mostBehind = 2

/** "Charges of at least 1000", "more than 10 readmissions"; where neither stands there, the one that is named. */
function isOf(name: string, span: Said, { said, asked }: Case): boolean {
  const named = said.filter(({ as }) => as === 'measure' || as === 'dimension' || as === 'noun')
  const [before, after] = [lastBefore(span, named), nextAfter(span, named)]
  const behind = after && wordsBetween(span.to, after.from, asked).length <= mostBehind ? after : undefined
  if (before) {
    const between = wordsBetween(before.to, span.from, asked)
    const leads = between.length <= mostBetween && !(behind && hasCueIn(between, 'with', 'which'))
    if (leads && (before.as === 'measure' || before.means === name)) return before.means === name
  }
  if (behind) return behind.means === name
  const figures = new Set(said.flatMap(({ as, means }) => (as === 'measure' ? [means] : [])))
  return figures.has(name) ? figures.size === 1 : figures.size === 0 || named.some(({ means }) => means === name)
}

/** As the query has it; null for what is measured in something that would have to be converted. */
function valueIn({ value, unit }: NumberMatch, isFraction: boolean): number | null {
  if (unit === 'seconds' || unit === 'measure') return null
  if (isFraction && (unit === 'percent' || Math.abs(value) > 1)) return Number((value / 100).toPrecision(12))
  return unit === 'percent' && !isFraction ? null : value
}
