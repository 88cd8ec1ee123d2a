/** Figures in a question: KPIs, counted records, and what is asked of them. */
import { rowCounter } from '../../counters.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Item, Meaning } from '../../meaning.ts'
import { isCarried } from '../../row-numbers.ts'
import type { DraftMeasure } from './draft.ts'
import { isSameMeasure, rowsCounted } from './same-measure.ts'
import { asThing, figureOf, splitByName } from './things.ts'
import { fail, failToRead, near, span, take, text, type Walk } from './walk.ts'

export function onMeasure(
  walk: Walk,
  item: Item,
  meaning: Meaning & { kind: 'kpi' | 'records' },
  before: Item | undefined,
): void {
  // "revenue / orders"
  const isDivided = walk.tokens[item.from]!.gap === '/' && walk.cue === null && walk.draft.measures.length > 0
  const { cueItem } = walk
  // "Across all orders": the whole of them.
  const kpis = walk.lexicon.knowledge.catalog.kpis
  const isOverAll =
    meaning.kind === 'records' &&
    walk.cue === 'by' &&
    cueItem !== null &&
    /\ball\b/i.test(text(walk, cueItem)) &&
    walk.draft.measures.some((measure) => measure.kind === 'kpi' && kpis.get(measure.kpi)?.view === meaning.view)
  if (isOverAll) {
    take(walk)
    span(walk, item, 'view', meaning.view)
    return
  }
  const cued = isDivided ? 'per' : take(walk)
  const isCounted = walk.counting !== null
  if (walk.counting !== null) {
    walk.isCounted = true
    span(walk, walk.counting, 'aggregation', 'count')
    walk.counting = null
  }
  const measure: DraftMeasure =
    meaning.kind === 'kpi' ? { kind: 'kpi', kpi: meaning.kpi } : { kind: 'records', view: meaning.view }
  span(walk, item, 'measure', meaning.kind === 'kpi' ? meaning.kpi : meaning.view)
  if (isCounted && meaning.kind === 'kpi') {
    const kpi = walk.lexicon.knowledge.catalog.kpis.get(meaning.kpi)!
    const isLevel = kpi.measure.kind === 'ratio' || ['average', 'median'].includes(kpi.measure.aggregation)
    // Money and averages are no answer to "how many".
    if (/^[A-Z]{3}$|^percent/.test(kpi.unit) || (isLevel && !walk.draft.wantsChange)) walk.draft.fit -= 1.5
    if (isLevel && !walk.comparative && /\bhow many\b/.test(walk.tokens.map(({ word }) => word).join(' ')))
      failToRead(walk, `How many ${kpi.label} makes no count.`)
  }
  if (walk.distinct) {
    walk.draft.fit -= 1
    span(walk, walk.distinct, 'aggregation', 'count_distinct')
    walk.distinct = null
  }
  const minuend = walk.draft.measures[0]
  if (
    cued === 'not' &&
    measure.kind === 'kpi' &&
    minuend?.kind === 'kpi' &&
    walk.draft.measures.length === 1 &&
    cueItem &&
    /^(?:minus|net of|less)$/i.test(text(walk, cueItem))
  ) {
    walk.draft.measures = [{ kind: 'difference', of: minuend.kpi, minus: measure.kpi }]
    walk.role = 'measure'
    return
  }
  if (cued === 'not') {
    walk.draft.lean.droppedMeasures.push(measure)
    walk.draft.lean.alone ??= { kind: 'unsupported', because: `I cannot leave out "${text(walk, item)}".` }
    return
  }
  const first = walk.draft.measures[0]
  const asksAverage = first?.kind === 'kpi' && walk.draft.measures.length === 1 && isAverage(first, walk)
  // "Average price per home": the average is over homes anyway.
  if (cued === 'per' && asksAverage && rowsCounted(measure, walk.lexicon.knowledge.catalog) !== null) {
    asThing(walk.draft, measure)
    return
  }
  const divisor = meaning.kind === 'kpi' ? meaning.kpi : rowCounter(meaning.view, walk.lexicon.knowledge.catalog)
  if (
    cued === 'per' &&
    first?.kind === 'kpi' &&
    divisor !== null &&
    walk.draft.measures.length === 1 &&
    walk.draft.by.length === 0 &&
    !walk.draft.grain
  ) {
    walk.draft.measures = [{ kind: 'ratio', of: first.kpi, over: divisor }]
    walk.draft.spans[walk.draft.spans.length - 1] = { ...walk.draft.spans.at(-1)!, means: divisor }
    walk.draft.spans.push({ ...walk.draft.spans.at(-1)!, as: 'share', means: 'ratio' })
    walk.role = 'measure'
    return
  }
  if (cued === 'per' && !first && meaning.kind === 'kpi' && walk.draft.by.length === 0 && !walk.draft.grain) {
    walk.draft.lean.per = meaning.kpi
    walk.draft.spans.push({ ...walk.draft.spans.at(-1)!, as: 'share', means: 'ratio' })
    const because = `I cannot break down by "${text(walk, item)}": it is a figure, not a dimension.`
    walk.draft.lean.alone ??= { kind: 'unsupported', because }
    return
  }
  // "The share of refunds in all orders": the part first, then the whole.
  if (walk.draft.share && first && /^(?:in|among|within|of)$/.test(wordBefore(walk, item)))
    walk.draft.isShareOfNext = false
  const known = walk.draft.measures.findIndex((other) => isSameMeasure(other, measure, walk.lexicon))
  if (
    known < 0 &&
    walk.draft.measures.length > 0 &&
    cued === null &&
    !isJoined(walk, item) &&
    !walk.draft.share &&
    !walk.relation &&
    walk.moreComparatives === 0 &&
    !(first?.kind === 'dimension' && first.aggregation === 'count_distinct')
  ) {
    const figure = figureOf(walk, item, measure)
    if (figure) {
      walk.draft.measures = [figure === measure ? aggregated(walk, measure) : figure]
      return
    }
    const { target } = walk.draft.conditions.at(-1) ?? { target: null }
    const isTarget = target?.kind === 'measure' && target.index === walk.draft.measures.length
    if (!isTarget && !(meaning.kind === 'kpi' && isBounded(walk, item, meaning.kpi)))
      return failToRead(
        walk,
        `I read "${text(walk, item)}" as a second figure beside ${labelOf(walk.draft.measures.at(-1)!, walk.lexicon)}, and one figure cannot be limited by another here. Join them with "and" to see both.`,
      )
  }
  // "British versus German guests by booking value": the guests are who is compared.
  if (known < 0 && cued === 'by' && (walk.versus || walk.comparing) && walk.draft.members.length > 0) {
    const figure = figureOf(walk, item, measure)
    if (figure === measure) {
      walk.draft.measures = [aggregated(walk, measure)]
      return
    }
  }
  const isAnd = before?.meaning.kind === 'cue' && before.meaning.cue === 'and'
  if (known < 0 && (isAnd || walk.tokens[item.from]!.gap.includes(','))) walk.draft.listsMeasures = true
  // "Average and median wait": the figure in both ways.
  for (const { item: said, meaning: wanted } of walk.moreAggregations.splice(0)) {
    if (measure.kind !== 'kpi') return fail(walk, 'Records can only be counted.')
    span(walk, said, 'aggregation', wanted.aggregation)
    walk.draft.measures.push({ ...measure, aggregation: wanted.aggregation })
    walk.draft.listsMeasures = true
  }
  const index = known >= 0 ? known : walk.draft.measures.push(aggregated(walk, measure)) - 1
  if (known >= 0 && walk.aggregation) walk.draft.measures[known] = aggregated(walk, measure)
  if (index > 0 && walk.draft.ranking && walk.draft.by.length === 0 && !walk.draft.grain && rankNamed(walk)) return
  if (cued === 'by' && index > 0 && walk.draft.ranking?.count && walk.draft.by.length === 0 && !walk.draft.grain)
    return fail(
      walk,
      `I can rank the members of a dimension; ${labelOf(walk.draft.measures[0]!, walk.lexicon)} is a figure here.`,
    )
  if (cued === 'sort' || (walk.sorting && cued === 'by') || (cued === 'by' && walk.draft.ranking))
    walk.draft.orderMeasure = index
  else if (cued === 'by' && walk.draft.lean.how && walk.draft.measures.length === 1) walk.draft.lean.byFigure = true
  else if (cued === 'by' && walk.comparing && walk.draft.members.length > 0 && index === 0) walk.draft.fit -= 0.1
  else if (cued === 'by' && walk.draft.by.length === 0 && !walk.draft.grain)
    return fail(walk, `I cannot break down by "${text(walk, item)}": it is a figure, not a dimension.`)
  else if (cued === 'by' && index > 0) walk.draft.orderMeasure = index
  else if (cued === 'per')
    return fail(walk, `I cannot divide that by "${text(walk, item)}"; only one figure by another.`)
  walk.role = 'measure'
}

/** "Top ten films by gross": the records called films, each by its name. */
function rankNamed(walk: Walk): boolean {
  const { draft, lexicon } = walk
  const { catalog } = lexicon.knowledge
  const [thing, figure, more] = draft.measures
  if (!thing || figure?.kind !== 'kpi' || more || walk.isCounted) return false
  if (catalog.kpis.get(figure.kpi)!.view !== rowsCounted(thing, catalog) || !splitByName(walk, thing)) return false
  draft.measures = [figure]
  walk.role = 'measure'
  return true
}

/** The word before, passing over "all", "the" and "total". */
function wordBefore({ tokens }: Walk, item: Item): string {
  let at = item.from - 1
  while (/^(?:all|the|total|our|overall)$/.test(tokens[at]?.word ?? '')) at--
  return tokens[at]?.word ?? ''
}

/** Whether a bound follows: "films with a budget over 100 million". */
function isBounded(walk: Walk, item: Item, kpi: string): boolean {
  if (!isCarried(walk.lexicon.knowledge.catalog.kpis.get(kpi)!)) return false
  const at = walk.items.indexOf(item)
  const next = near(walk, at, 1)?.meaning
  if ((next?.kind === 'bound' && next.subject === null) || (next?.kind === 'cue' && next.cue === 'between')) return true
  const number = near(walk, at, 1)
  return number?.meaning.kind === 'number' && near(walk, walk.items.indexOf(number), 1)?.meaning.kind === 'bound_after'
}

/** A figure of single records, by itself or as it was asked for. */
function isAverage({ kpi, aggregation }: DraftMeasure & { kind: 'kpi' }, { lexicon }: Walk): boolean {
  const { measure } = lexicon.knowledge.catalog.kpis.get(kpi)!
  const own = measure.kind === 'simple' ? measure.aggregation : null
  return ['average', 'median'].includes(aggregation ?? own ?? '')
}

/** Whether "and", a comma or the like stands between this figure and what comes before it. */
function isJoined(walk: Walk, item: Item): boolean {
  for (let at = walk.items.indexOf(item); at > 0; at--) {
    if (/[,/]/.test(walk.tokens[walk.items[at]!.from]!.gap)) return true
    const { meaning } = walk.items[at - 1]!
    const isPassed =
      meaning.kind === 'filler' ||
      meaning.kind === 'aggregation' ||
      (meaning.kind === 'cue' && (meaning.cue === 'count' || meaning.cue === 'distinct'))
    if (!isPassed) return meaning.kind === 'cue' && (meaning.cue === 'and' || meaning.cue === 'versus')
  }
  return false
}

export function aggregated(walk: Walk, measure: DraftMeasure): DraftMeasure {
  if (!walk.aggregation) return measure
  const { item, meaning } = walk.aggregation
  walk.aggregation = null
  span(walk, item, 'aggregation', meaning.aggregation)
  if (measure.kind === 'kpi') return { ...measure, aggregation: meaning.aggregation }
  if (measure.kind === 'records') {
    if (meaning.aggregation !== 'sum') walk.overRecords = { item, meaning }
    return measure
  }
  return measure
}

function labelOf(measure: DraftMeasure, { knowledge: { catalog } }: Lexicon): string {
  switch (measure.kind) {
    case 'kpi':
      return catalog.kpis.get(measure.kpi)!.label
    case 'records':
      return catalog.views.get(measure.view)!.label
    case 'dimension':
      return measure.dimension.replaceAll('_', ' ')
    case 'ratio':
      return `${catalog.kpis.get(measure.of)!.label} per ${catalog.kpis.get(measure.over)!.label}`
    case 'difference':
      return `${catalog.kpis.get(measure.of)!.label} minus ${catalog.kpis.get(measure.minus)!.label}`
  }
}
