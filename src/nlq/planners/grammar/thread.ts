/** Follow-ups: what a turn says replaces that part of the turn before; the rest stays. */
import type { Filter, KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Turn } from '../../plan.ts'
import { emptyDraft, type Draft, type DraftMeasure } from './draft.ts'
import { pickedDimensions } from './empties.ts'

/** The draft with what it leaves open taken from the thread; null when it does not follow up on anything. */
export function followUp(draft: Draft, thread: readonly Turn[]): Draft | null {
  const turns = thread.filter((turn) => turn.query !== null)
  const back = draft.thread === 'back'
  const before = turns.at(back ? -2 : -1)?.query
  if (!before) return null
  if (draft.spans.length === 0) return null
  const sortsOnly = draft.orderMeasure !== null && draft.by.length === 0 && draft.grain === null
  const saysSomething =
    draft.by.length > 0 || draft.grain || draft.whens.length > 0 || draft.members.length > 0 || draft.filters.length > 0
  const isFollowUp =
    draft.measures.length === 0 ||
    sortsOnly ||
    (draft.thread !== null && draft.thread !== 'only') ||
    (draft.thread === 'only' && !saysSomething) ||
    isBareFigure(draft)
  if (!isFollowUp || draft.distribution || before.shape.kind === 'histogram') return null
  const old = draftOf(before)
  if (back) return { ...old, spans: draft.spans }
  const by =
    draft.by.length === 0
      ? old.by
      : draft.thread === 'also'
        ? [...old.by, ...draft.by.filter((axis) => !old.by.some((other) => isSame(axis, other)))]
        : draft.by
  const replacesBy = draft.by.length > 0 && draft.thread !== 'also'
  const known = sortsOnly ? old.measures.findIndex((measure) => isSame(measure, draft.measures[0])) : -1
  const measures =
    draft.measures.length === 0 || known >= 0
      ? old.measures
      : sortsOnly || draft.thread === 'also'
        ? [...old.measures, ...draft.measures.filter((one) => !old.measures.some((other) => isSame(one, other)))]
        : draft.measures
  const orderMeasure = sortsOnly ? (known >= 0 ? known : old.measures.length) : draft.orderMeasure
  const named = new Set(draft.members.map(({ dimension }) => dimension))
  const merged: Draft = {
    ...draft,
    measures,
    orderMeasure,
    by,
    grain: draft.grain ?? (replacesBy ? null : old.grain),
    time: draft.time ?? old.time,
    members: [
      ...old.members.filter(
        (members) =>
          !named.has(members.dimension) &&
          // "Germany" before, "all countries" now.
          !(
            members.include &&
            members.values.length === 1 &&
            draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === members.dimension)
          ),
      ),
      ...newMembers(draft, old),
    ],
    filters: [...old.filters, ...draft.filters],
    parts: draft.parts.length > 0 ? draft.parts : old.parts,
    share: draft.share || (old.share && draft.measures.length === 0),
    window: draft.window ?? (replacesBy ? null : old.window),
    countBuckets: draft.countBuckets ?? old.countBuckets,
    kept: old.kept && {
      ...old.kept,
      ...(draft.measures.length > 0
        ? {
            conditions: [],
            order: old.kept.order.filter(({ by: key }) => key.kind !== 'measure' || key.index < measures.length),
          }
        : {}),
    },
  }
  if (merged.kept && (draft.ranking !== null || draft.orderings.length > 0 || sortsOnly))
    merged.kept = { ...merged.kept, order: [], limit: null }
  if (merged.ranking && old.kept?.limit)
    merged.ranking = { ...merged.ranking, count: merged.ranking.count ?? old.kept.limit.count }
  if (draft.byFigure && old.kept?.limit === null && old.kept.order.length === 0)
    return {
      ...merged,
      fault: { kind: 'unsupported', because: 'I can only break down by a dimension, not by a figure.' },
    }
  if (draft.ranking && draft.ranked === null) {
    if (by.length > 0) merged.ranked = { kind: 'axis', index: 0 }
    else if (merged.grain) merged.ranked = { kind: 'grain' }
    merged.rankedIsPlural = draft.thread !== 'which'
  }
  return merged
}

/** What a member list becomes: taken out of a filter that names it, put back where one leaves it out. */
function newMembers(draft: Draft, old: Draft): Draft['members'] {
  return draft.members.flatMap((said) => {
    const before = old.members.find(({ dimension }) => dimension === said.dimension)
    if (!before || draft.thread === 'only' || before.include === said.include) return [said]
    const values = before.values.filter((value) => !said.values.includes(value))
    if (values.length === before.values.length) return [said]
    return values.length > 0 ? [{ ...before, values }] : []
  })
}

/** "orders", after a question about revenue: the same of orders. */
function isBareFigure(draft: Draft): boolean {
  return (
    draft.spans.length > 0 &&
    draft.spans.every(({ as }) => as === 'measure') &&
    draft.conditions.length === 0 &&
    draft.isBare
  )
}

function draftOf(query: KpiQuery): Draft {
  return {
    ...emptyDraft(),
    measures: query.measures.map(measureOf),
    by: [...query.by],
    grain: query.shape.kind === 'count_buckets' ? null : (query.grain ?? null),
    countBuckets: query.shape.kind === 'count_buckets' ? (query.grain ?? null) : null,
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
    window: query.window ?? null,
    kept: {
      period: query.period ?? null,
      compare: query.compare ?? null,
      order: query.order,
      limit: query.limit ?? null,
      conditions: query.conditions,
    },
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

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
