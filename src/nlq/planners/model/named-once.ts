/** Whether everything in a query that has a name was quoted by it: no other figure that a word might also stand for, no other date, no other value. */
import type { KpiQuery, RowField } from '../../../analytics/kpi-query.ts'
import { kpisOf } from '../../../analytics/measured.ts'
import { same } from '../../same.ts'
import { wordsIn } from './asked.ts'
import { negates } from './negations.ts'
import type { Case, Said } from './spoken.ts'

/** The first part that goes by a name that nobody said, for the model. */
export function namedFault(held: Case): string | null {
  return figureFault(held) ?? timeFault(held) ?? eachFault(held) ?? guessFault(held) ?? valueFault(held)
}

/** Each figure is named, one that is both shown and filtered by for each; and each that is named is used. */
function figureFault({ query, said, asked }: Case): string | null {
  const names = said.flatMap(({ as, means }) => (as === 'measure' || as === 'view' ? [means] : []))
  const before = (asked.last?.measures ?? []).flatMap(kpisOf)
  const fields = fieldsIn(query).flatMap((field) => (field.kind === 'kpi' ? [field.kpi] : []))
  const shown = [...query.measures.flatMap(kpisOf), ...fields]
  const filtered = query.filters.flatMap((filter) =>
    filter.kind === 'range' && filter.field.kind === 'kpi' ? [filter.field.kpi] : [],
  )
  for (const kpi of new Set([...shown, ...filtered])) {
    const isKept = asked.last?.filters.some(
      (filter) => filter.kind === 'range' && same(filter.field, { kind: 'kpi', kpi }),
    )
    const uses = (shown.includes(kpi) ? 1 : 0) + (filtered.includes(kpi) ? 1 : 0)
    const times = names.filter((name) => name === kpi).length + (before.includes(kpi) ? 1 : 0) + (isKept ? 1 : 0)
    if (times === 0) return `no quoted words name ${kpi}`
    if (times < uses) return `${kpi} is named once, and both shown and filtered by: set a condition on groups instead`
  }
  const { kpis } = asked.lexicon.knowledge.catalog
  const listed = said.find(({ as, means }) => as === 'view' && kpis.has(means) && query.measures.length === 0)
  if (listed) return `${listed.means} was said, and the query only lists`
  const unused = said.find(
    ({ as, means }) => as === 'measure' && kpis.has(means) && !shown.includes(means) && !filtered.includes(means),
  )
  return unused ? `${unused.means} was said, and the query leaves it out` : null
}

/** The numbers of records that a shape shows. */
function fieldsIn({ shape }: KpiQuery): readonly RowField[] {
  if (shape.kind === 'records') return shape.fields
  return shape.kind === 'histogram' ? [shape.field] : []
}

/** By another date than the view's own only where it is named. */
function timeFault({ query: { time }, said, asked }: Case): string | null {
  if (time === undefined || time === 'time' || asked.last?.time === time) return null
  const isSaid = said.some(({ as, means }) => (as === 'dimension' || as === 'noun') && means === time)
  return isSaid ? null : `no quoted word asks for the time "${time}"`
}

/** "On average per ward". */
function eachFault({ query: { shape }, said, asked }: Case): string | null {
  if (shape.kind !== 'over' || shape.each.kind !== 'member' || same(asked.last?.shape, shape)) return null
  const { dimension } = shape.each
  const isSaid = said.some(({ as, means }) => (as === 'dimension' || as === 'noun') && means === dimension)
  return isSaid ? null : `no quoted word names ${dimension}, over which it is averaged`
}

/** A word that no list knows and that leads to a value may be anything, "ohne" too: it is a dimension only where one is broken down by. */
function guessFault({ query, said, asked }: Case): string | null {
  const guess = said.find(
    ({ as, means, isInterpretation }) =>
      isInterpretation &&
      as === 'dimension' &&
      !query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === means) &&
      !('of' in query.shape && query.shape.of === means) &&
      !('dimensions' in query.shape && query.shape.dimensions.includes(means)) &&
      !fieldsIn(query).some((field) => field.kind === 'dimension' && field.dimension === means) &&
      !(query.shape.kind === 'over' && query.shape.each.kind === 'member' && query.shape.each.dimension === means) &&
      !query.measures.some((measure) => measure.kind === 'dimension' && measure.dimension === means),
  )
  return guess
    ? `"${asked.question.text.slice(guess.from, guess.to)}" is taken as ${guess.means} and nothing is broken down by it`
    : null
}

/** Of the values of a dimension that words may stand for, the nearest; and a yes-or-no is yes where nothing negates it. */
function valueFault(held: Case): string | null {
  const { said, asked } = held
  for (const span of said) {
    if (span.as !== 'value' || span.means.includes('~')) continue
    const [dimension = '', ...rest] = span.means.split('=')
    const value = rest.join('=')
    const text = asked.question.text.slice(span.from, span.to)
    if (isNoOf(dimension, value, span, held)) return `"${text}" is no word for ${dimension} being ${value}`
    const run = asked.tokens.filter((token) => token.from >= span.from && token.to <= span.to)
    const found = asked.lexicon.values(run, true).filter((match) => match.dimension === dimension)
    const best = Math.max(0, ...found.map(({ fit }) => fit))
    const own = found.find((match) => String(match.value) === value)
    if (best > (own?.fit ?? 0)) return `"${text}" is a value of ${dimension}, and another than ${value}`
  }
  return null
}

/** "Emergency charges" are those of emergencies. */
function isNoOf(dimension: string, value: string, span: Said, { said, asked }: Case): boolean {
  if (value !== 'false') return false
  const names = asked.lexicon.names(wordsIn(span, asked), true)
  const isFlag = names.some(({ named }) => named.kind === 'flag' && named.dimension === dimension)
  return isFlag && !negates(span, said, asked)
}
