/** Follow-ups: what a turn says replaces that part of the turn before; the rest stays. */
import { GRAINS } from '../../../analytics/catalog.ts'
import { viewsOfQuery } from '../../../analytics/kpi-query-meaning.ts'
import type { Lexicon } from '../../lexicon.ts'
import { conditionsOf, filtersOf, membersOf, partsOf } from './carry-filters.ts'
import { axesOf, dropsAll, isCount, limitOf, measuresOf, orderOf, resetsBound } from './carry-shape.ts'
import type { Draft } from './draft.ts'
import { driversOf } from './drivers.ts'
import { unsupported } from './lean.ts'
import { draftOf, type Answered } from './turn-draft.ts'
import { asksWhatMoved } from './what-moved.ts'
import { missingDimension } from './views.ts'
import { same } from '../../same.ts'

/** The draft with what it leaves open taken from the thread; null when it does not follow up on anything. */
export function followUp(said: Draft, answers: readonly Answered[], lexicon: Lexicon): Draft | null {
  if (said.spans.length === 0) return null
  const last = answers.at(-1)
  if (!last) return null
  const old = draftOf(last.query)
  const draft = asAfter(said, old)
  if (!leansOn(draft, old)) return null
  if (draft.form?.kind === 'members' && draft.form.isExplicit) return null
  if (draft.countsByDefault !== null && draft.lean.how === null && !countsBefore(draft, old, lexicon)) return null
  if (draft.lean.how === 'back') return goBack(draft, answers.at(-2))
  // It names figure and period itself.
  if (asksWhatMoved(draft) && draft.whens.length > 0) return null
  if (draft.lean.why) return driversOf(draft, old, lexicon)
  const merged = merge(withoutCount(draft, old, lexicon), old, lexicon)
  const isSameShape = same(merged.by, old.by) && merged.grain === old.grain
  if (isSameShape && last.wish && !isTotal(draft, old)) {
    merged.chart ??= last.wish.kind ?? null
    merged.colour ??= last.wish.colour ?? null
    merged.panels ??= last.wish.panels ?? null
  }
  return merged
}

/** What the words may mean, given what was asked before. */
function asAfter(draft: Draft, old: Draft): Draft {
  const { fault } = draft
  // A list of names is only meant where there is nothing to go on from.
  const form = draft.form?.kind === 'members' && !draft.form.isExplicit ? null : draft.form
  if (fault?.kind !== 'which_measure') return { ...draft, form }
  // "Which has the longest", after waiting times: the longest wait.
  const known = fault.measures.filter((one) => old.measures.some((other) => same(one, other)))
  if (known.length !== 1 && draft.countsByDefault === null) return { ...draft, form }
  return { ...draft, form, fault: null, measures: draft.countsByDefault === null ? known : [] }
}

/** "How many were cancelled", after a number of orders: of those, not of whatever else could be counted. */
function withoutCount(draft: Draft, old: Draft, lexicon: Lexicon): Draft {
  if (!countsBefore(draft, old, lexicon)) return draft
  return { ...draft, measures: [], lean: { ...draft.lean, counts: draft.countsByDefault === 'asked' } }
}

function countsBefore(draft: Draft, old: Draft, lexicon: Lexicon): boolean {
  if (draft.countsByDefault === null) return false
  if (draft.countsByDefault === 'asked' && !old.measures.every((one) => isCount(one, lexicon))) return false
  const [view] = viewsOfQuery(old.kept!.query, lexicon.knowledge.catalog)
  return missingDimension(draft, view ? [view] : []) === null
}

function goBack(draft: Draft, turn: Answered | undefined): Draft {
  if (!turn) return { ...draft, fault: unsupported('There is no answer before this one that I could go back to.') }
  return { ...draftOf(turn.query), chart: turn.wish?.kind ?? null, spans: draft.spans, lean: draft.lean }
}

/** Whether it needs the turn before, or says of itself what it is about. */
function leansOn(draft: Draft, old: Draft): boolean {
  const { lean, measures } = draft
  const saysSomething =
    draft.by.length > 0 || draft.grain || draft.whens.length > 0 || draft.members.length > 0 || draft.filters.length > 0
  if (draft.distribution) return measures.length === 0 && draft.by.length === 0
  return (
    measures.length === 0 ||
    draft.countsByDefault !== null ||
    sortsOnly(draft) ||
    (lean.how !== null && lean.how !== 'only') ||
    (lean.how === 'only' && !saysSomething) ||
    lean.others ||
    lean.flip ||
    lean.why ||
    ranksOnly(draft, old) ||
    sharesOnly(draft) ||
    (draft.spans[0]?.as === 'condition' && old.by.length > 0) ||
    isBareFigure(draft)
  )
}

/** "The cheapest one", after costs by carrier: a ranking needs something to rank. */
function ranksOnly(draft: Draft, old: Draft): boolean {
  return (
    draft.ranking !== null &&
    draft.ranked === null &&
    draft.by.length === 0 &&
    draft.grain === null &&
    !draft.asksWhen &&
    old.by.length > 0 &&
    draft.measures.every((one) => old.measures.some((other) => same(one, other)))
  )
}

/** "As a percentage of orders": of which the figure before is the part. */
function sharesOnly(draft: Draft): boolean {
  return (
    draft.share &&
    draft.isShareOfNext &&
    draft.measures.length === 1 &&
    draft.by.length + draft.members.length + draft.filters.length + draft.whens.length === 0
  )
}

/** "Sorted by orders" */
function sortsOnly(draft: Draft): boolean {
  return draft.orderMeasure !== null && draft.by.length === 0 && draft.grain === null
}

/** "orders", after a question about revenue: the same of orders. */
function isBareFigure(draft: Draft): boolean {
  return draft.spans.every(({ as }) => as === 'measure') && draft.conditions.length === 0 && draft.isBare
}

/** "in total", "just the number": one figure. */
function isTotal(draft: Draft, old: Draft): boolean {
  const saysShape =
    draft.by.length > 0 ||
    draft.grain !== null ||
    draft.wantsTrend ||
    draft.ranking !== null ||
    draft.window !== null ||
    draft.share ||
    draft.distribution
  const isOneNumber = draft.chart === 'number' && (old.by.length > 0 || old.grain !== null)
  return !saysShape && (draft.lean.aggregation === 'sum' || isOneNumber)
}

function merge(draft: Draft, old: Draft, lexicon: Lexicon): Draft {
  const { lean } = draft
  const total = isTotal(draft, old)
  const sorts = sortsOnly(draft)
  const problems: string[] = []
  const fail = (because: string) => void problems.push(because)
  const { measures, indexes } = measuresOf(draft, old, sorts, lexicon, fail)
  const axes = axesOf(draft, old, total, lexicon, fail)
  const replacesBy = !same(axes.by, old.by) && !axes.by.some((axis) => old.by.some((other) => same(axis, other)))
  const hasNewMeasure = draft.measures.length > 0 && !sorts && !lean.droppedMeasures.length
  const distribution = draft.distribution || old.distribution
  if (old.distribution && (draft.by.length > 0 || draft.grain || draft.ranking || draft.compare || draft.share))
    fail('A distribution is not broken down, ranked or compared. Ask for the figure itself, such as its average.')
  const isShaped = distribution || total
  // "Which ones", after how many there were.
  const lists =
    lean.how === 'which' && draft.ranking === null && (old.form?.kind === 'count_members' || old.countBuckets !== null)
  const drops = (part: (typeof lean.drops)[number]) => lean.drops.includes(part)
  const merged: Draft = {
    ...draft,
    measures: distribution ? measures.slice(0, 1) : measures,
    orderMeasure: sorts
      ? (indexes[0] ?? null)
      : draft.orderMeasure === null
        ? null
        : (indexes[draft.orderMeasure] ?? null),
    by:
      lists && old.form?.kind === 'count_members'
        ? [{ kind: 'dimension', dimension: old.form.of }]
        : distribution && measures.length === 0
          ? old.by
          : isShaped
            ? []
            : axes.by,
    grain:
      isShaped || lean.dropsGrain || dropsAll(draft)
        ? null
        : (draft.grain ??
          (lists ? old.countBuckets : null) ??
          ((replacesBy && lean.how === 'instead') || isTooShort(draft, old) ? null : old.grain)),
    time: draft.time ?? old.time,
    members: membersOf(draft, old, axes.unfilters, fail).filter(
      (one) => !isForeign(one, hasNewMeasure, measures, old, lexicon),
    ),
    filters: filtersOf(draft, old),
    parts: partsOf(draft, old),
    conditions: conditionsOf(draft, indexes),
    isShareOfNext: sharesOnly(draft) ? false : draft.isShareOfNext,
    share: !isShaped && !drops('share') && (draft.share || (old.share && (!hasNewMeasure || lean.how !== null))),
    shareWithin: draft.shareWithin ?? (draft.share ? null : old.shareWithin),
    shareOf: draft.share ? draft.shareOf : old.shareOf,
    window: isShaped ? null : (draft.window ?? (replacesBy ? null : old.window)),
    countBuckets: lists ? null : (draft.countBuckets ?? old.countBuckets),
    picksGroups: draft.picksGroups || (lean.asksOne && axes.by.length > 0),
    distribution,
    form: draft.form ?? (lists || isShaped || draft.countBuckets ? null : formAfter(measures.length, old)),
    kept: old.kept && {
      ...old.kept,
      period: drops('period') ? null : old.kept.period,
      compare: isShaped || drops('comparison') || (drops('period') && old.kept.compare) ? null : old.kept.compare,
      conditions: isShaped || hasNewMeasure || draft.conditions.length > 0 ? [] : keptConditions(draft, old),
      ...(isShaped
        ? { order: [], limit: null }
        : {
            order: orderOf(draft, old, measures.length, axes.by.length, fail),
            limit: limitOf(draft, old, axes, fail),
          }),
    },
    lean: { ...lean, alone: null },
    spans: resetsBound(draft, old)
      ? draft.spans.map((span) => (span.as === 'limit' ? { ...span, as: 'number' } : span))
      : draft.spans,
  }
  if (drops('period') && !old.kept?.period) fail('There was no period to take away.')
  if (drops('comparison') && !old.kept?.compare) fail('There was no comparison to take away.')
  if (lean.dropsGrain && old.grain === null) fail('It was not broken down by time.')
  if (merged.kept && (draft.ranking !== null || draft.orderings.length > 0 || sorts))
    merged.kept = { ...merged.kept, order: [], limit: null }
  if (merged.ranking && old.kept?.limit)
    merged.ranking = { ...merged.ranking, count: merged.ranking.count ?? lean.count ?? old.kept.limit.count }
  if (lean.asksOne && merged.ranking && draft.ranking?.count === null && draft.by.length === 0)
    merged.ranking = { ...merged.ranking, count: 1 }
  if (lean.byFigure && old.kept?.limit === null && old.kept.order.length === 0)
    fail('I can only break down by a dimension, not by a figure.')
  if (draft.ranking && draft.ranked === null) {
    if (merged.by.length > 0) merged.ranked = { kind: 'axis', index: 0 }
    else if (merged.grain) merged.ranked = { kind: 'grain' }
    merged.rankedIsPlural = lean.saysOnes
  }
  merged.fault ??= axes.fault
  if (problems[0] !== undefined) merged.fault ??= unsupported(problems[0])
  return merged
}

/** Of several filters, one that the new figure's view has no dimension for is left behind, and the sentence says so. */
function isForeign(
  { dimension }: Draft['members'][number],
  hasNewMeasure: boolean,
  measures: Draft['measures'],
  old: Draft,
  { knowledge: { catalog } }: Lexicon,
): boolean {
  const [first] = measures
  if (!hasNewMeasure || first?.kind !== 'kpi') return false
  const { dimensions } = catalog.views.get(catalog.kpis.get(first.kpi)!.view)!
  const wasThere = old.members.some((one) => one.dimension === dimension)
  return wasThere && !dimensions.has(dimension) && old.members.some((one) => dimensions.has(one.dimension))
}

/** "Last month", after quarters: a stretch shorter than one of them. */
function isTooShort(draft: Draft, old: Draft): boolean {
  const at = GRAINS.findIndex((grain) => grain === draft.whens[0]?.unit)
  return at >= 0 && old.grain !== null && at < GRAINS.indexOf(old.grain)
}

/** A list of members stays one until a figure is asked for. */
function formAfter(measures: number, old: Draft): Draft['form'] {
  return old.form?.kind === 'members' && measures > 0 ? null : old.form
}

function keptConditions(draft: Draft, old: Draft): NonNullable<Draft['kept']>['conditions'] {
  const conditions = old.kept?.conditions ?? []
  const { count } = draft.lean
  if (count === null || !resetsBound(draft, old)) return conditions
  return conditions.map((one) => ({ ...one, bounds: { op: one.bounds.op, value: count } }))
}
