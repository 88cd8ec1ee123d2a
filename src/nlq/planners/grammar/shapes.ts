/** Answers that are no plain groups: averages over days, members, counts of members, correlations. */
import type { Aggregation, Grain } from '../../../analytics/catalog.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft, DraftMeasure, Form } from './draft.ts'
import { rowsCounted } from './same-measure.ts'
import { isOwn } from './settle-measures.ts'
import { asThing, splitByName, viewsOf } from './things.ts'
import { asksWhatThereIs } from './unnamed.ts'
import { span, type Walk } from './walk.ts'

/** Finds the form of the answer in what was said. */
export function settleForm(walk: Walk): void {
  countMembers(walk)
  overBuckets(walk)
  correlate(walk)
  listMembers(walk)
}

type Over = (Form & { kind: 'over' })['aggregate']

/** "Average daily revenue", "orders per week on average": of the buckets' figures, where the figure is no average itself. */
function overBuckets(walk: Walk): void {
  const { draft, lexicon } = walk
  const [measure, more] = draft.measures
  const aggregate = walk.overRecords?.meaning.aggregation ?? (measure?.kind === 'kpi' ? measure.aggregation : undefined)
  const grain = walk.each ?? (walk.grainCue === 'per' ? draft.grain : null)
  if (!measure || more || !isOver(aggregate) || grain === null || draft.window || draft.share) {
    if (walk.each) draft.grain ??= walk.each
    return
  }
  const kpi = measure.kind === 'kpi' ? lexicon.knowledge.catalog.kpis.get(measure.kpi)! : null
  if (kpi && isOwn(kpi, aggregate)) {
    draft.grain ??= grain
    return
  }
  if (walk.overRecords) span(walk, walk.overRecords.item, 'aggregation', aggregate)
  walk.overRecords = null
  const over = (plain: DraftMeasure): Draft => ({
    ...draft,
    measures: [plain],
    grain: draft.grain === grain && walk.each === null ? null : draft.grain,
    form: { kind: 'over', aggregate, each: { kind: 'bucket', grain } },
  })
  const plain: DraftMeasure = measure.kind === 'kpi' ? { kind: 'kpi', kpi: measure.kpi } : measure
  // "Average price per month": of the months' sums, or of the records of each month?
  const hasRecords = kpi !== null && lexicon.knowledge.catalog.views.get(kpi.view)!.rows !== null
  if (hasRecords && kpi.also.includes(aggregate) && walk.each === null) {
    draft.fault ??= { kind: 'which_draft', drafts: [over(plain), { ...draft }] }
    return
  }
  Object.assign(draft, over(plain))
}

function isOver(aggregation: Aggregation | undefined): aggregation is Over {
  return aggregation === 'average' || aggregation === 'median' || aggregation === 'min' || aggregation === 'max'
}

/** "How many regions had more than 300 orders": counts the regions, under the condition. */
function countMembers(walk: Walk): void {
  const { draft, lexicon } = walk
  const at = draft.measures.findIndex(({ kind }) => kind === 'dimension')
  const counted = draft.measures[at]
  if (counted?.kind !== 'dimension' || counted.aggregation !== 'count_distinct') return
  const others = draft.measures.filter((measure) => measure !== counted)
  const [only, more] = others
  const conditions = draft.conditions.filter(({ target }) => target?.kind === 'measure')
  const moves = draft.wantsChange !== null && draft.wantsChange.rising !== draft.wantsChange.falling
  if (!only && (draft.conditions.length > 0 || moves)) draft.fault ??= { kind: 'no_measure' }
  if (!only || more || draft.listsMeasures) return
  if (conditions.length === 0 && !moves) {
    // "How many countries with tickets": those that the tickets name.
    if (rowsCounted(only, lexicon.knowledge.catalog) !== null) {
      asThing(draft, only)
      draft.measures = [counted]
      return
    }
    draft.conditions.push({
      bounds: { op: 'over', value: 0 },
      unit: null,
      target: { kind: 'measure', index: 0 },
      figure: 'value',
      mayBeOfRecords: false,
    })
  }
  for (const condition of conditions)
    if (condition.target?.kind === 'measure') condition.target = { kind: 'measure', index: 0 }
  draft.measures = [only]
  draft.picksGroups = moves
  draft.form = { kind: 'count_members', of: counted.dimension }
}

/** "The relationship between price and size": both figures of each group, of each record by its name where no group was said. */
function correlate(walk: Walk): void {
  const { draft } = walk
  const isDrawn = walk.versus && walk.tokens.some(({ word }) => drawingWords.has(word))
  const isPlotted = (draft.chart === 'scatter' || isDrawn) && draft.measures.length > 1
  if (!walk.relation && !isPlotted) return
  if (walk.relation) span(walk, walk.relation, 'shape', 'correlation')
  // "For his films, plot budget against gross": the films are what both are figures of.
  const thing = draft.measures.find((measure) => rowsCounted(measure, walk.lexicon.knowledge.catalog) !== null)
  if (thing && draft.measures.length === 3 && !walk.isCounted && asThing(draft, thing))
    draft.measures = draft.measures.filter((measure) => measure !== thing)
  const [one, other, more] = draft.measures
  if (!one || !other || more) return
  const points = pointsOf(walk)
  if (points) {
    draft.form = points
    return
  }
  const isGrouped = draft.by.length > 0 || draft.grain !== null || draft.wantsTrend
  if (!isGrouped && !splitBySharedName(walk)) {
    draft.fault ??= { kind: 'no_group', because: 'It is not clear over what the two figures are to be compared.' }
  }
  draft.form = { kind: 'correlation' }
}

const drawingWords = new Set('plot plots plotted plotting draw graph'.split(' '))

/** Two numbers that each record carries, with no group named: a point a record. */
function pointsOf({ draft, lexicon }: Walk): Form | null {
  const { kpis, views } = lexicon.knowledge.catalog
  if (draft.by.length > 0 || draft.grain !== null || draft.wantsTrend || draft.ranking || draft.compare) return null
  const read = draft.measures.map((measure) => {
    const kpi = measure.kind === 'kpi' && !measure.aggregation ? kpis.get(measure.kpi)! : null
    return kpi?.measure.kind === 'simple' && kpi.measure.column !== null && isOfRecord(kpi.measure.aggregation)
      ? kpi
      : null
  })
  const [one, other] = read
  if (!one || !other || one.view !== other.view || !views.get(one.view)?.rows) return null
  return { kind: 'points', view: one.view, kpis: [one.name, other.name] }
}

/** What different ones are counted of is no number. */
function isOfRecord(aggregation: Aggregation): boolean {
  return aggregation !== 'count' && aggregation !== 'count_distinct'
}

/** Both figures of every record, where the records have names. */
function splitBySharedName(walk: Walk): boolean {
  const { draft, lexicon } = walk
  const views = new Set(draft.measures.map((measure) => (measure.kind === 'kpi' ? viewsOf(measure, lexicon)[0] : null)))
  const [view] = views
  return views.size === 1 && typeof view === 'string' && splitByName(walk, { kind: 'records', view })
}

/** "List the carriers", "which regions are there": the members themselves. */
function listMembers(walk: Walk): void {
  const { draft } = walk
  const isOpen =
    draft.measures.length === 0 &&
    draft.by.length > 0 &&
    draft.by.every(({ kind }) => kind === 'dimension') &&
    draft.grain === null &&
    draft.ranking === null &&
    !draft.share &&
    !draft.distribution &&
    draft.conditions.length === 0 &&
    !draft.wantsTrend &&
    draft.compare === null &&
    draft.wantsChange === null &&
    draft.lean.how === null &&
    walk.counting === null
  if (!isOpen) return
  const isExplicit =
    draft.filters.length > 0 || asksWhatThereIs(walk) || walk.tokens.some(({ word }) => listingWords.has(word))
  const isDoing = walk.tokens.some(({ word }) => doingWords.has(word))
  if (isExplicit || (!isDoing && walk.tokens.some(({ word }) => showingWords.has(word))))
    draft.form = { kind: 'members', isExplicit }
}

const listingWords = new Set('list lists names available exist exists there enumerate have'.split(' '))
/** Words that list members where nothing else is asked of them. */
const showingWords = new Set('which what whats show display give name distinct different all'.split(' '))

/** With these something is asked of the members. */
const doingWords = new Set('do does did make makes made get gets got how much'.split(' '))

/** The one view that a list of members is read from: one whose records they are, else the first that has them all. */
export function viewOfMembers(draft: Draft, lexicon: Lexicon): string | null {
  const wanted = [
    ...draft.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : [])),
    ...draft.members.map(({ dimension }) => dimension),
    ...draft.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : [])),
  ]
  const having = [...lexicon.knowledge.catalog.views.values()].filter((view) =>
    wanted.every((name) => view.dimensions.get(name)?.masked === false),
  )
  return having[0]?.name ?? null
}

/** For what each figure is made, as the form says; the grain it needs of the view. */
export function grainOfForm(form: Form | null): Grain | null {
  return form?.kind === 'over' && form.each.kind === 'bucket' ? form.each.grain : null
}
