/** What can only be told when all items are read: waiting words, what is ranked, what stands side by side. */
import type { Cue } from '../../meaning.ts'
import { settleConditions } from './conditions.ts'
import { alongYears, courseOfLines } from './courses.ts'
import { aggregated } from './measures.ts'
import { settleShare } from './shares.ts'
import { settleSides } from './sides.ts'
import { settleForm } from './shapes.ts'
import { refuseMaskedList, shareOfSome } from './things.ts'
import { nameFigures } from './unnamed.ts'
import { fail, isPlural, span, text, unknown, type Walk } from './walk.ts'
import { asksWhose } from './whose.ts'

/** Settles what only the whole question decides. */
export function settle(walk: Walk): void {
  preferTimes(walk)
  panelsOfLast(walk)
  grainBesidePart(walk)
  settleSides(walk)
  settleConditions(walk)
  nameFigures(walk)
  sumOrCount(walk)
  shareOfSome(walk)
  refuseMaskedList(walk)
  alongYears(walk)
  courseOfLines(walk)
  if (
    walk.draft.time !== null &&
    walk.draft.whens.length === 0 &&
    walk.draft.grain === null &&
    !walk.draft.wantsTrend &&
    walk.draft.parts.length === 0
  )
    fail(walk, 'A date was named, but no period of it and no grain.')
  const open: Cue | null = walk.cue
  if (open === 'by' || open === 'per' || open === 'not' || open === 'versus') {
    walk.draft.fit -= 2
    // "Revenue for each", after a list of regions.
    const last = walk.items.at(-1)
    if (walk.cueItem && walk.cueItem === last && /\b(?:each|every)$/i.test(text(walk, last))) {
      walk.draft.fit += 2
      walk.draft.lean.how ??= 'it'
      walk.draft.lean.alone ??= { kind: 'unknown', text: text(walk, last) }
    } else if (walk.cueItem) unknown(walk, walk.cueItem)
  }
  if (walk.aggregation) {
    const first = walk.draft.measures[0]
    // "revenue on average": the walk.aggregation came last.
    if (walk.draft.measures.length === 1 && first?.kind === 'kpi' && !first.aggregation)
      walk.draft.measures[0] = aggregated(walk, first)
    else {
      const { item, meaning } = walk.aggregation
      span(walk, item, 'aggregation', meaning.aggregation)
      walk.draft.lean.aggregation = meaning.aggregation
      if (meaning.aggregation !== 'sum' && !walk.draft.countBuckets) {
        walk.draft.fit -= 1
        walk.draft.lean.alone ??= { kind: 'unknown', text: text(walk, item) }
      }
    }
  }
  if (walk.counting) {
    span(walk, walk.counting, 'aggregation', 'count')
    if (walk.draft.measures.length === 0) {
      walk.draft.lean.counts = true
      walk.draft.lean.alone ??= { kind: 'no_measure' }
    }
  }
  if (walk.distinct) {
    walk.draft.fit -= 1
    unknown(walk, walk.distinct)
  }
  inCurrency(walk)
  settleForm(walk)
  settleShare(walk)
  if (walk.overRecords) fail(walk, 'Records can only be counted.')
  extremeOf(walk)
  if (walk.draft.ranking && walk.draft.ranked === null) {
    const axes = walk.draft.by.length
    if (axes > 0 && walk.draft.ranking.count === null && !walk.draft.asksWhen && walk.isLastBySplit) {
      // "highest revenue by region": all of them, the highest first.
      const { rank } = walk.draft.ranking
      walk.draft.ranked = { kind: 'axis', index: 0 }
      walk.draft.listsAll = rank === 'highest' || rank === 'lowest' || rank === 'best' || rank === 'worst'
    } else if (axes > 0) {
      walk.draft.ranksPairs = walk.joinsAxes && axes === 2 && walk.isLastBySplit
      walk.draft.ranked = { kind: 'axis', index: 0 }
      walk.draft.rankedIsPlural = walk.lastBy !== null && isPlural(walk, walk.lastBy)
    } else if (walk.draft.grain) {
      walk.draft.ranked = { kind: 'grain' }
      walk.draft.rankedIsPlural = walk.lastBy !== null && isPlural(walk, walk.lastBy)
    }
  }
  if (walk.comparing || walk.versus || isPooled(walk)) comparedMembers(walk)
  const { lean } = walk.draft
  lean.besides = walk.comparing || walk.versus
  lean.saysOnes = walk.tokens.some(
    ({ word }) => word === 'ones' || word === 'top' || word === 'bottom' || word === 'those',
  )
  lean.splits = walk.isLastBySplit
  lean.saysAll = walk.tokens.some(({ word }) => word === 'all' || word === 'every')
  lean.asksOne = /^(?:which|who|what|whats|where|when)$/.test(walk.tokens[0]?.word ?? '')
  lean.asksWhose = asksWhose(walk.tokens.map(({ word }) => word))
}

/** "Tickets resolved last week" is about the time of resolving wherever the catalog has it, "resolved tickets" too. */
function preferTimes(walk: Walk): void {
  if (walk.draft.whens.length === 0) return
  for (const item of walk.items) {
    const named = walk.lexicon.names(walk.tokens.slice(item.from, item.to)).some((match) => match.named.kind === 'time')
    if (named && item.meaning.kind === 'value') walk.draft.fit -= 1
    if (named && item.meaning.kind === 'time') walk.draft.fit += 0.5
  }
}

/** "The highest price", "the longest wait by ward": of single records where the figure is an average of them. */
function extremeOf(walk: Walk): void {
  const { draft, lexicon } = walk
  const { ranking } = draft
  const [measure, more] = draft.measures
  if (ranking?.count !== null || draft.ranked !== null || more || measure?.kind !== 'kpi' || measure.aggregation) return
  if (draft.asksWhen || (draft.grain !== null && !walk.isOfRecords) || draft.picksGroups || draft.wantsChange) return
  if (draft.by.length > 0 && !walk.isLastBySplit) return
  // Who earns the most is a person, and which home is dearest a home: neither is an amount.
  if (walk.tokens.some(({ word }) => word === 'who' || word === 'which')) return
  const kpi = lexicon.knowledge.catalog.kpis.get(measure.kpi)!
  const isGood = ranking.rank === 'best' || ranking.rank === 'worst'
  // "The best score by region" are the regions in that order.
  if ((isGood && draft.by.length > 0) || draft.lean.how !== null) return
  const isTop = ranking.rank === 'highest' || (isGood && (ranking.rank === 'best') === (kpi.goodWhen !== 'down'))
  const aggregation = isTop ? 'max' : 'min'
  const isLevel =
    walk.isOfRecords ||
    (kpi.measure.kind === 'simple' && ['average', 'median', 'min', 'max'].includes(kpi.measure.aggregation))
  const has =
    kpi.also.includes(aggregation) || (kpi.measure.kind === 'simple' && kpi.measure.aggregation === aggregation)
  const said = draft.spans.findLastIndex(({ as }) => as === 'order')
  if (!isLevel || !has || said < 0) return
  draft.spans[said] = { ...draft.spans[said]!, as: 'aggregation', means: aggregation }
  draft.measures = [{ ...measure, aggregation }]
  draft.ranking = null
}

/** "Revenue in euros": what it is kept in anyway; nothing is converted. */
function inCurrency(walk: Walk): void {
  const { draft, currency, lexicon } = walk
  if (!currency) return
  const measure = draft.measures.find(
    (one) => one.kind === 'kpi' && lexicon.knowledge.catalog.kpis.get(one.kpi)!.unit === currency.code,
  )
  if (measure?.kind !== 'kpi') return fail(walk, `I convert no money: there is no figure in ${currency.code} in this.`)
  span(walk, currency.item, 'measure', measure.kpi)
  // "Which grew most, in euros": by how much, not by what percentage.
  if (draft.wantsChange) draft.wantsChange = { ...draft.wantsChange, relative: false }
}

/** "How many nights did Germans book": the nights of their bookings added up, or how many different numbers of nights? */
function sumOrCount({ draft, counted, lexicon }: Walk): void {
  const at = draft.measures.findIndex((measure) => measure.kind === 'dimension' && measure === counted)
  const limits = draft.members.length + draft.filters.length + draft.whens.length + draft.by.length
  if (at < 0 || counted?.kind !== 'dimension' || limits === 0) return
  const isNumber = lexicon
    .viewsOf(counted.dimension)
    .some((view) => view.rows && view.dimensions.get(counted.dimension)?.type === 'number')
  if (!isNumber) return
  const asSum = draft.measures.with(at, { ...counted, aggregation: 'sum' })
  draft.fault ??= { kind: 'which_draft', drafts: [{ ...draft, measures: asSum }, { ...draft }] }
}

/** Panels that no dimension was named for are of the one named last. */
function panelsOfLast({ draft, panelled }: Walk): void {
  const last = draft.by.findLast((axis) => axis.kind === 'dimension')
  if (panelled !== null && last?.kind === 'dimension') draft.panels = last.dimension
  // "Colour by channel", after a breakdown by region: by both.
  if ((draft.colour ?? draft.panels) !== null && draft.measures.length === 0) draft.lean.how ??= 'also'
}

/** In "by weekday and hour" the hour is one of the day's, no bucket of the calendar. */
function grainBesidePart(walk: Walk): void {
  const { draft } = walk
  const part = draft.grain === 'hour' ? ('hour_of_day' as const) : null
  const isBeside = draft.by.some(
    (axis) =>
      axis.kind === 'part' && (axis.part === 'day_of_week' || axis.part === 'hour_of_day') && axis.part !== part,
  )
  if (part === null || !isBeside || draft.by.length > 2 || walk.draft.window || walk.draft.ranked?.kind === 'grain')
    return
  draft.by.push({ kind: 'part', part })
  draft.grain = null
}

/** "The average age of Boston and Salem": an average of both at once is none of either. */
function isPooled({ draft, tokens, items, lexicon }: Walk): boolean {
  const { kpis } = lexicon.knowledge.catalog
  const isAveraged = draft.measures.some((measure) => {
    if (measure.kind === 'ratio') return true
    const kpi = measure.kind === 'kpi' ? kpis.get(measure.kpi) : undefined
    if (!kpi) return measure.kind === 'dimension' && measure.aggregation !== 'count_distinct'
    if (kpi.measure.kind === 'ratio') return true
    const how = (measure.kind === 'kpi' && measure.aggregation) || kpi.measure.aggregation
    return how === 'average' || how === 'median'
  })
  if (!isAveraged || draft.distribution || draft.form) return false
  const named = items.filter(({ meaning }) => meaning.kind === 'value')
  const between = named.slice(1).flatMap((item, at) => tokens.slice(named[at]!.to, item.from).map(({ word }) => word))
  return (between.includes('and') || between.includes('&')) && !between.includes('or')
}

/** Germany versus France: the members side by side, not added up. */
function comparedMembers(walk: Walk): void {
  for (const members of walk.draft.members)
    if (
      members.include &&
      members.values.length > 1 &&
      walk.draft.by.length < 3 &&
      !walk.draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === members.dimension)
    )
      walk.draft.by.push({ kind: 'dimension', dimension: members.dimension })
}
