/** An answered turn as a draft again, so that a follow-up can replace parts of it. */
import type { Filter, KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Turn } from '../../plan.ts'
import { sinceReset } from '../../reset.ts'
import { tokenize } from '../../text.ts'
import { emptyDraft, type Draft, type DraftMeasure, type Form } from './draft.ts'
import { pickedDimensions } from '../../empties.ts'
import { tagThread } from './tag-thread.ts'
import type { Item } from '../../meaning.ts'

/** A turn that was answered. */
export type Answered = Turn & { readonly query: KpiQuery }

/** The answers that "go back" goes through, the current one last: without those gone back from or forgotten. */
export function answersBehind(thread: readonly Turn[]): readonly Answered[] {
  const answers: Answered[] = []
  for (const turn of sinceReset(thread)) {
    if (goesBack(turn.text) && answers.length > 1) answers.pop()
    else if (isAnswered(turn)) answers.push(turn)
  }
  return answers
}

function isAnswered(turn: Turn): turn is Answered {
  return turn.query !== null
}

function goesBack(text: string): boolean {
  const tokens = tokenize(text)
  if (tokens.length > 8) return false
  const items: Item[] = []
  tokens.forEach((_, at) => tagThread(tokens, at, true, items))
  return items.some(({ meaning }) => meaning.kind === 'thread' && meaning.how === 'back')
}

/** The draft that leads to this query. */
export function draftOf(query: KpiQuery): Draft {
  const { shape } = query
  const field = shape.kind === 'histogram' ? shape.field : null
  return {
    ...emptyDraft(),
    measures: field?.kind === 'kpi' ? [{ kind: 'kpi', kpi: field.kpi }] : query.measures.map(measureOf),
    by: field?.kind === 'dimension' ? [{ kind: 'dimension', dimension: field.dimension }] : [...query.by],
    distribution: field !== null,
    grain: shape.kind === 'count_buckets' ? null : (query.grain ?? null),
    countBuckets: shape.kind === 'count_buckets' ? (query.grain ?? null) : null,
    time: query.time ?? null,
    members: query.filters.flatMap((filter) =>
      filter.kind === 'members'
        ? [{ dimension: filter.dimension, include: filter.include, values: filter.values }]
        : [],
    ),
    filters: query.filters.filter(
      (filter) => filter.kind !== 'members' && filter.kind !== 'part' && !isOfRanking(filter, query),
    ),
    parts: query.filters.flatMap((filter) => (filter.kind === 'part' ? [filter] : [])),
    share: query.share !== undefined,
    shareWithin: query.share?.within ?? null,
    shareOf: query.share?.of ?? null,
    window: query.window ?? null,
    form: formOf(shape),
    kept: {
      query,
      period: query.period ?? null,
      compare: query.compare ?? null,
      order: query.order,
      limit: query.limit ?? null,
      conditions: query.conditions,
    },
  }
}

function formOf(shape: KpiQuery['shape']): Form | null {
  switch (shape.kind) {
    case 'over':
    case 'count_members':
    case 'correlation':
      return shape
    case 'members':
      return { kind: 'members', isExplicit: true }
    case 'records':
    case 'groups':
    case 'histogram':
    case 'count_buckets':
    case 'drivers':
      return null
  }
}

/** A ranking leaves out what has no value; what follows it may be none. */
function isOfRanking(filter: Filter, query: KpiQuery): boolean {
  return filter.kind === 'empty' && !filter.include && pickedDimensions(query).includes(filter.dimension)
}

function measureOf(measure: KpiQuery['measures'][number]): DraftMeasure {
  switch (measure.kind) {
    case 'kpi':
      return { kind: 'kpi', kpi: measure.kpi, ...(measure.aggregation ? { aggregation: measure.aggregation } : {}) }
    case 'records':
      return { kind: 'records', view: measure.view }
    case 'dimension':
      return { kind: 'dimension', dimension: measure.dimension, aggregation: measure.aggregation }
    case 'ratio':
      return { kind: 'ratio', of: measure.of.kpi, over: measure.over.kpi }
    case 'difference':
      return { kind: 'difference', of: measure.of.kpi, minus: measure.minus.kpi }
  }
}
