/** Whether the kind of answer is what the quoted words ask for: a count, a histogram, a list, what moved a figure. */
import type { KpiQuery, RowField } from '../../../analytics/kpi-query.ts'
import { leafDimensions } from '../../../analytics/why/leaf-dimensions.ts'
import { wordsToNumber } from '../../numbers.ts'
import { same } from '../../same.ts'
import { rowListings } from '../../words/en.ts'
import type { Asked } from './asked.ts'
import { convertedTo, targetOf } from './units-said.ts'
import { hasCue, type Case, type Said } from './spoken.ts'

export function ofShape(held: Case): string | null {
  const { query, said, asked } = held
  if (same(asked.last?.shape, query.shape)) return null
  switch (query.shape.kind) {
    case 'count_buckets':
    case 'count_members':
      return said.some((span) => span.as === 'aggregation' && hasCue(span, 'count'))
        ? null
        : 'no quoted word asks how many'
    case 'histogram':
      return ofHistogram(held, query.shape)
    case 'correlation':
      return said.some((span) => isRelation(span)) ? null : 'no quoted word asks how they go together'
    case 'records':
      return ofRecords(held, query.shape)
    case 'drivers':
      return ofDrivers(held, query.shape)
    case 'groups':
    case 'members':
    case 'over':
      return null
  }
}

type Shape<Kind extends KpiQuery['shape']['kind']> = Extract<KpiQuery['shape'], { kind: Kind }>

function isRelation(span: Said): boolean {
  return hasCue(span, 'relation') || span.meanings.some((each) => each.kind === 'chart' && each.chart === 'scatter')
}

function isFieldSaid(field: RowField, said: readonly Said[]): boolean {
  const name = field.kind === 'kpi' ? field.kpi : field.dimension
  return said.some(({ as, means }) => (as === 'measure' || as === 'dimension') && means === name)
}

function nameOf(field: RowField): string {
  return field.kind === 'kpi' ? field.kpi : field.dimension
}

function ofHistogram({ said, asked }: Case, { field, bins, width }: Shape<'histogram'>): string | null {
  const ranges = said.filter(({ meanings }) => meanings.some(({ kind }) => kind === 'bins'))
  if (!said.some((span) => hasCue(span, 'distribution')) && ranges.length === 0)
    return 'no quoted word asks for a distribution'
  if (!isFieldSaid(field, said)) return `no quoted word names ${nameOf(field)}, which the histogram is of`
  const numbers = said.filter(({ as }) => as === 'number')
  if (numbers.length === 0)
    return width === undefined && bins === 20 ? null : 'nobody said how many ranges there are or how wide they are'
  const [number, more] = numbers
  const range = ranges[0]
  if (!number || more || !range) return 'the number of a histogram stands with a word for ranges, and there is one'
  // "10 bins" says how many, "in bins of 10" and "10 steps" how wide.
  const isBefore = range.meanings.some((each) => each.kind === 'bins' && each.isBefore)
  const words = asked.question.text.slice(range.from, range.to)
  const at = asked.tokens.findIndex((token) => token.from >= number.from)
  const plain = wordsToNumber(asked.tokens, at)?.value
  const isCount = !isBefore && /(?:bins?|buckets|ranges|intervals)$/i.test(words) && number.to <= range.from
  if (isCount) return width === undefined && bins === plain ? null : `the histogram has bins: ${plain}`
  const wide = convertedTo(number, targetOf(field, asked), asked)
  return wide !== null && width === wide ? null : `the histogram has width: ${wide ?? 'in another unit than is kept'}`
}

/** A list is asked for as one; figures of groups are not given row by row. */
function ofRecords({ said, asked }: Case, { fields, whole, view }: Shape<'records'>): string | null {
  const missing = fields.find((field) => !isFieldSaid(field, said))
  if (missing) return `no quoted word names ${nameOf(missing)}, which is listed`
  if (whole) return said.some(isRelation) ? null : 'no quoted word asks how they go together'
  const { catalog } = asked.lexicon.knowledge
  const isNamed = said.some(
    ({ as, means }) => (as === 'view' || as === 'measure') && isOfRows(means, view ?? '', asked),
  )
  if (!isNamed)
    return `no quoted word names the records of ${catalog.views.get(view ?? '')?.label ?? 'the view'}, as view`
  if (!asked.corrected.some(({ word }) => rowListings.has(word)))
    return 'no word of the question asks for a list of records'
  const split = said.find(
    ({ as, from }) =>
      as === 'dimension' && splits.has(asked.corrected.findLast((token) => token.to <= from)?.word ?? ''),
  )
  return split
    ? `"${asked.question.text.slice(split.from, split.to)}" is a breakdown in the question, no field of records`
    : null
}

const splits = new Set(['by', 'per', 'each', 'every', 'across'])

function isOfRows(means: string, view: string, { lexicon }: Asked): boolean {
  const kpi = lexicon.knowledge.catalog.kpis.get(means)
  if (!kpi) return means === view
  return (
    kpi.view === view && kpi.measure.kind === 'simple' && kpi.measure.column === null && kpi.measure.where.size === 0
  )
}

function ofDrivers({ query, said, asked }: Case, { dimensions }: Shape<'drivers'>): string | null {
  if (!said.some(({ meanings }) => meanings.some((each) => each.kind === 'thread' && each.how === 'why')))
    return 'no quoted word, as thread, asks why'
  if (!said.some(({ meanings }) => meanings.some(({ kind }) => kind === 'change')))
    return 'no quoted word says that it moved; why something is as it is cannot be answered'
  const named = said.filter(({ as }) => as === 'dimension').map(({ means }) => means)
  if (named.length > 0)
    return dimensions.every((name) => named.includes(name)) ? null : 'by holds dimensions that were not said'
  const { catalog, values } = asked.lexicon.knowledge
  const [measure] = query.measures
  const view = measure?.kind === 'kpi' ? catalog.views.get(catalog.kpis.get(measure.kpi)!.view) : undefined
  const usual = view ? leafDimensions(view, values.get(view.name) ?? new Map(), query.filters) : dimensions
  return same(usual, dimensions) ? null : 'nobody said by which dimensions: leave by empty'
}
