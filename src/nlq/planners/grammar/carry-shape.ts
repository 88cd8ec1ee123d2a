/** What of the figures, axes, order and limit of a turn stays in the one that follows up on it. */
import type { ChartKind } from '../../../analytics/chart-kinds.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import { emptied } from './carry-filters.ts'
import type { Draft, DraftMeasure, Fault } from './draft.ts'
import { isSameMeasure, rowsCounted } from './same-measure.ts'

const chartsOfTwo: ReadonlySet<ChartKind> = new Set<ChartKind>(['heatmap', 'stacked_bar', 'grouped_bar', 'multi_line'])

type Fail = (because: string) => void

/** The figures, and where each of the ones said now has gone. */
export function measuresOf(
  draft: Draft,
  old: Draft,
  sorts: boolean,
  lexicon: Lexicon,
  fail: Fail,
): { readonly measures: DraftMeasure[]; readonly indexes: readonly number[] } {
  const { lean } = draft
  const isSame = (one: DraftMeasure) => (other: DraftMeasure) => isSameMeasure(one, other, lexicon)
  const adds =
    sorts ||
    lean.how === 'also' ||
    (lean.how === 'it' && old.kept?.limit && draft.by.length === 0) ||
    // "As a percentage of orders"
    (draft.share && draft.isShareOfNext && draft.by.length === 0) ||
    // "Only those with more than 5 orders"
    draft.conditions.some(({ target }) => target?.kind === 'measure')
  if (draft.measures.length > 0 && adds) {
    const measures = [...old.measures]
    const indexes = draft.measures.map((one) => {
      const known = measures.findIndex(isSame(one))
      return known >= 0 ? known : measures.push(one) - 1
    })
    return { measures, indexes }
  }
  if (draft.measures.length > 0) return { measures: draft.measures, indexes: draft.measures.map((_, at) => at) }
  let measures = old.measures
  if (lean.droppedMeasures.length > 0) {
    measures = old.measures.filter((one) => !lean.droppedMeasures.some(isSame(one)))
    if (measures.length === old.measures.length) fail('That figure was not asked for, so it cannot be taken away.')
    else if (measures.length === 0) fail('Without that figure nothing is left to show.')
  }
  if (lean.per !== null) {
    const [of] = measures
    if (measures.length === 1 && of?.kind === 'kpi' && !of.aggregation)
      measures = [{ kind: 'ratio', of: of.kpi, over: lean.per }]
    else fail('Only one plain figure can be divided by another.')
  }
  if (lean.counts && !measures.every((one) => isCount(one, lexicon)))
    fail('What was asked for before is no number of things, so I cannot say how many.')
  const { aggregation } = lean
  if (aggregation !== null)
    measures = measures.map((one) => {
      if (one.kind !== 'kpi') {
        if (aggregation !== 'sum') fail('There is no such aggregate of that.')
        return one
      }
      return aggregation === 'sum' ? { kind: 'kpi', kpi: one.kpi } : { ...one, aggregation }
    })
  return { measures, indexes: [] }
}

/** Whether it is a number of things. */
export function isCount(measure: DraftMeasure, { knowledge: { catalog } }: Lexicon): boolean {
  if (rowsCounted(measure, catalog) !== null || measure.kind === 'dimension') return true
  return measure.kind === 'kpi' && catalog.kpis.get(measure.kpi)!.unit === 'count'
}

export interface CarriedAxes {
  readonly by: Draft['by']
  /** Dimensions whose filter goes: "all regions". */
  readonly unfilters: ReadonlySet<string>
  /** Whether axes were added to those there were. */
  readonly adds: boolean
  readonly fault: Fault | null
}

export function axesOf(draft: Draft, old: Draft, isTotal: boolean, lexicon: Lexicon, fail: Fail): CarriedAxes {
  const { lean } = draft
  const none = { unfilters: new Set<string>(), adds: false, fault: null }
  if (lean.drops.includes('breakdown') && old.by.length === 0 && old.grain === null)
    fail('There is no breakdown to take away.')
  const gone = emptied(draft)
  if (isTotal || dropsAll(draft)) return { ...none, by: [] }
  const kept = old.by.filter((axis) => axis.kind !== 'dimension' || !gone.has(axis.dimension))
  if (lean.further && draft.by.length === 0) return drilled(draft, old, lexicon)
  // "Add France", after Germany: two members and not their sum.
  const besides = lean.besides || lean.how === 'also' ? sideBySide(draft, old) : []
  if (draft.by.length === 0)
    return { ...none, by: [...kept, ...besides.filter((axis) => !has(kept, axis))], adds: true }
  const filtered = new Set(
    old.members.flatMap(({ dimension, include }) =>
      include && draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension) ? [dimension] : [],
    ),
  )
  // "For all regions again", when it was broken down by something else: only the filter goes.
  if (lean.saysAll && filtered.size > 0 && (old.by.length > 0 || lean.again))
    return { ...none, by: kept, unfilters: filtered }
  if (lean.how === 'only' && !lean.splits && !draft.ranking && draft.measures.length + draft.members.length === 0)
    fail(`Only which ${draft.by.map((axis) => nameOfAxis(axis)).join(' and ')}? Name them.`)
  // A heat map and the like are of two.
  const isOfTwo = draft.chart !== null && chartsOfTwo.has(draft.chart) && draft.by.length === 1 && old.by.length === 1
  const adds = lean.how === 'also' || lean.further || isOfTwo
  const by = adds ? [...kept, ...draft.by.filter((axis) => !has(kept, axis))] : draft.by
  return { by, unfilters: lean.saysAll ? filtered : new Set(), adds, fault: null }
}

/** "Remove the breakdown", and not "remove the channel breakdown". */
export function dropsAll(draft: Draft): boolean {
  return draft.lean.drops.includes('breakdown') && emptied(draft).size === 0 && !draft.lean.dropsGrain
}

/** Germany before, "compare with France" now: one beside the other. */
function sideBySide(draft: Draft, old: Draft): Draft['by'] {
  return draft.members.flatMap(({ dimension, include }) =>
    include && old.members.some((members) => members.include && members.dimension === dimension)
      ? [{ kind: 'dimension' as const, dimension }]
      : [],
  )
}

/** The next level of the hierarchy that the last axis or a member named now belongs to. */
function drilled(draft: Draft, old: Draft, lexicon: Lexicon): CarriedAxes {
  const named = draft.members.find(({ include }) => include)?.dimension
  const from =
    named ??
    old.by.findLast((axis) => axis.kind === 'dimension')?.dimension ??
    old.members.find(({ include }) => include)?.dimension
  const child =
    from === undefined
      ? undefined
      : lexicon
          .viewsOf(from)
          .flatMap(
            (view) => [...view.dimensions.values()].find(({ within, masked }) => within === from && !masked) ?? [],
          )[0]
  const none = { unfilters: new Set<string>(), adds: true }
  if (!child) return { ...none, by: old.by, fault: { kind: 'which_axis' } }
  const stays =
    named === undefined ? old.by : old.by.filter((axis) => axis.kind !== 'dimension' || axis.dimension !== named)
  return { ...none, by: [...stays, { kind: 'dimension', dimension: child.name }], fault: null }
}

/** The order before, turned round if asked, without keys that are gone. */
export function orderOf(draft: Draft, old: Draft, measures: number, axes: number, fail: Fail): KpiQuery['order'] {
  const { lean } = draft
  if (lean.drops.includes('order')) return []
  const order = (old.kept?.order ?? []).filter(
    ({ by }) =>
      (by.kind !== 'measure' ||
        (by.index < measures && (by.figure === 'value' || !lean.drops.includes('comparison')))) &&
      (by.kind !== 'axis' || by.index < axes),
  )
  if (!lean.flip) return order
  if (order.length > 0)
    return order.map(({ by, direction }) => ({ by, direction: direction === 'ascending' ? 'descending' : 'ascending' }))
  if (old.grain !== null && old.by.length === 0) return [{ by: { kind: 'time' }, direction: 'descending' }]
  fail('It was in no order that could be turned round; say "highest first" or "lowest first".')
  return order
}

/** "Make it 5000", after a single condition: its bound. */
export function resetsBound(draft: Draft, old: Draft): boolean {
  return draft.lean.count !== null && !old.kept?.limit && old.kept?.conditions.length === 1
}

/** How many rows stay: as before, another number, or all. */
export function limitOf(draft: Draft, old: Draft, { by, adds }: CarriedAxes, fail: Fail): KpiQuery['limit'] | null {
  const { lean } = draft
  const limit = old.kept?.limit ?? null
  const repeats = draft.by.length > 0 && draft.by.every((axis) => has(old.by, axis))
  if (lean.drops.includes('limit') || lean.all || (lean.saysAll && repeats)) {
    if (lean.drops.includes('limit') && !limit) fail('There is no limit to take away.')
    return null
  }
  if (lean.count !== null && !resetsBound(draft, old)) {
    if (!Number.isInteger(lean.count) || lean.count > 1000) fail(`I do not know what ${lean.count} is meant to be.`)
    if (limit) return { ...limit, count: lean.count }
    if (lean.how === 'only' || (old.kept?.order.length ?? 0) > 0) return { count: lean.count }
    fail(`I do not know what ${lean.count} is meant to be.`)
    return null
  }
  if (!limit) return null
  // "By month", after a top five: every month of the same five.
  if ((draft.grain || draft.wantsTrend) && !old.grain && by.length === 1) return { count: limit.count, of: 'members' }
  const isReplaced = draft.by.length > 0 && !adds && !repeats && lean.how !== 'what_about' && lean.how !== 'same'
  return isReplaced ? null : limit
}

function has(axes: Draft['by'], axis: Draft['by'][number]): boolean {
  return axes.some((other) => JSON.stringify(other) === JSON.stringify(axis))
}

function nameOfAxis(axis: Draft['by'][number]): string {
  switch (axis.kind) {
    case 'dimension':
      return axis.dimension.replaceAll('_', ' ')
    case 'part':
      return axis.part.replaceAll('_', ' ')
    case 'periods':
      return 'period'
  }
}
