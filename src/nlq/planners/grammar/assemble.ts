/** A row of meanings → a draft: what each item does, by what stands before it. */
import { GRAINS } from '../../../analytics/catalog.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Cue, Item } from '../../meaning.ts'
import type { Token } from '../../text.ts'
import { onDimension, onFlag, onTextTest, onValue, rankAxis } from './dimensions.ts'
import type { Draft } from './draft.ts'
import { aggregated, onMeasure } from './measures.ts'
import { onNumber } from './numbers.ts'
import { onGrain, onTime, onWhen } from './times.ts'
import { startWalk, fail, isPlural, leave, near, span, take, text, unknown, type Walk } from './walk.ts'

/** Reads items left to right. Faults and ill fits are kept in the draft; nothing is dropped. */
export function assemble(tokens: readonly Token[], items: readonly Item[], lexicon: Lexicon): Draft {
  const walk = startWalk(tokens, items, lexicon)
  items.forEach((_, at) => onItem(walk, at))
  settle(walk)
  walk.draft.isBare = items.every(
    ({ meaning }) =>
      meaning.kind === 'kpi' || meaning.kind === 'records' || (meaning.kind === 'cue' && meaning.cue === 'and'),
  )
  return walk.draft
}

function onItem(walk: Walk, at: number): void {
  const item = walk.items[at]!
  if (walk.used.has(item)) return
  const { meaning } = item
  const next = near(walk, at, 1)
  const before = near(walk, at, -1)
  switch (meaning.kind) {
    case 'filler':
      return
    case 'unknown':
      unknown(walk, item)
      walk.draft.fit -= 1
      take(walk)
      return
    case 'cue':
      onCue(walk, meaning.cue, item)
      return
    case 'kpi':
    case 'records':
      onMeasure(walk, item, meaning, before)
      return
    case 'dimension':
      onDimension(walk, item, meaning.dimension, at, next, before)
      return
    case 'flag':
      onFlag(walk, item, meaning)
      return
    case 'value':
      onValue(walk, item, meaning)
      return
    case 'time':
      onTime(walk, item, meaning.time)
      return
    case 'view':
      span(walk, item, 'view', meaning.view)
      walk.draft.fit -= 0.3
      take(walk)
      return
    case 'when':
      onWhen(walk, item, meaning.when)
      return
    case 'grain':
      onGrain(walk, item, meaning, next, before)
      return
    case 'part':
      span(walk, item, 'time_part', meaning.part)
      if (walk.draft.ranking) rankAxis(walk, item, { kind: 'part', part: meaning.part })
      else walk.draft.by.push({ kind: 'part', part: meaning.part })
      take(walk)
      walk.role = 'by'
      return
    case 'part_values': {
      const isNot = take(walk) === 'not'
      span(walk, item, 'time_part', `${meaning.part}=${meaning.values.join(',')}`)
      if (walk.versus || walk.comparing)
        return fail(walk, 'I cannot put days of the week side by side like that yet; ask "by weekday".')
      const open = walk.draft.parts.find((part) => part.part === meaning.part && part.include === !isNot)
      if (open) open.values = [...new Set([...open.values, ...meaning.values])]
      else walk.draft.parts.push({ part: meaning.part, values: meaning.values, include: !isNot })
      walk.role = 'filter'
      return
    }
    case 'aggregation':
      if (walk.aggregation) walk.draft.fit -= 0.5
      walk.aggregation = { item, meaning }
      return
    case 'number':
      onNumber(walk, item, meaning, at, next, before)
      return
    case 'bound':
      if (next?.meaning.kind !== 'number') walk.draft.fit -= 1.5
      return
    case 'bound_after':
      if (before?.meaning.kind !== 'number') walk.draft.fit -= 2
      return
    case 'ranking':
      span(walk, item, 'order', meaning.rank)
      // "revenue by category for the top 5 products" would need the five before the rest.
      if (
        walk.draft.by.length > 0 &&
        /^(for|of|among|within|in|from)$/.test(
          walk.tokens[item.from - 1]?.word === 'the'
            ? (walk.tokens[item.from - 2]?.word ?? '')
            : (walk.tokens[item.from - 1]?.word ?? ''),
        )
      )
        fail(walk, 'I cannot first pick the top ones and then break something else down by them yet.')
      if (walk.draft.ranking && walk.draft.ranking.rank !== meaning.rank)
        fail(walk, 'I can rank from one end at a time.')
      if (walk.draft.ranking?.count && (before?.meaning.kind === 'cue' || next?.meaning.kind === 'number'))
        fail(walk, 'I can make one ranking at a time.')
      walk.draft.ranking = { rank: meaning.rank, count: walk.draft.ranking?.count ?? null }
      return
    case 'change':
      span(walk, item, 'comparison', 'change')
      walk.draft.wantsChange = {
        falling: meaning.falling,
        rising: meaning.rising,
        relative: meaning.relative || (walk.draft.wantsChange?.relative ?? false),
      }
      return
    case 'before':
      span(walk, item, 'comparison', meaning.how)
      walk.draft.compare = { kind: meaning.how }
      walk.draft.beforeUnit =
        meaning.how === 'previous'
          ? (GRAINS.find((grain) => walk.tokens.slice(item.from, item.to).some(({ word }) => word === grain)) ?? null)
          : null
      take(walk)
      return
    case 'step':
      span(walk, item, 'grain', meaning.grain)
      span(walk, item, 'comparison', 'step')
      walk.draft.step = meaning.grain
      return
    case 'ordering':
      span(walk, item, 'order', meaning.order)
      walk.draft.orderings.push(meaning.order)
      take(walk)
      return
    case 'chart':
      span(walk, item, 'chart', meaning.chart)
      if (walk.draft.chart && walk.draft.chart !== meaning.chart) walk.draft.fit -= 0.5
      walk.draft.chart = meaning.chart
      take(walk)
      return
    case 'channel':
      span(walk, item, 'chart', meaning.channel)
      walk.channel = meaning.channel
      // "Small multiples of …" names its dimension later, or leaves it to the last one.
      if (/ (?:by|for|per|each|on|to)$/.test(text(walk, item).toLowerCase())) leave(walk, 'by', item)
      else walk.panelled = item
      return
    case 'text_test':
      onTextTest(walk, item, meaning.test, next, before)
      return
    case 'text':
      if (before?.meaning.kind !== 'text_test') unknown(walk, item)
      return
    case 'thread':
      span(walk, item, 'thread', meaning.how)
      walk.draft.thread = meaning.how
      if (text(walk, item).endsWith(' by')) leave(walk, 'by', item)
      if (meaning.how === 'without') leave(walk, 'not', item)
      return
  }
}

function onCue(walk: Walk, next: Cue, item: Item): void {
  switch (next) {
    case 'by':
    case 'per':
      leave(walk, next, item)
      return
    case 'and':
      // A list goes on with what it is a list of.
      if (walk.role === 'by' || walk.role === 'not' || walk.role === 'versus') walk.cue ??= walk.role
      return
    case 'with':
      if (walk.role === 'by' && walk.lastBy && !walk.isLastBySplit) walk.draft.picksGroups = true
      // "compare with last year"
      if (walk.comparing && walk.cue === null) return leave(walk, 'versus', item)
      return
    case 'not':
      span(walk, item, 'negation', 'not')
      leave(walk, 'not', item)
      return
    case 'versus':
      span(walk, item, 'comparison', 'versus')
      walk.versus = true
      leave(walk, 'versus', item)
      return
    case 'compare':
      span(walk, item, 'comparison', 'compare')
      walk.comparing = true
      return
    case 'count':
      walk.counting = item
      return
    case 'distinct':
      walk.distinct = item
      return
    case 'share':
      span(walk, item, 'share', 'share')
      walk.draft.share = true
      walk.draft.isShareOfNext = walk.draft.measures.length === 0
      return
    case 'running':
      span(walk, item, 'window', 'running_total')
      walk.draft.window = { kind: 'running_total' }
      return
    case 'moving':
      span(walk, item, 'window', 'moving_average')
      walk.draft.window = {
        kind: 'moving_average',
        buckets: walk.draft.window?.kind === 'moving_average' ? walk.draft.window.buckets : null,
      }
      return
    case 'distribution':
      span(walk, item, 'shape', 'distribution')
      walk.draft.distribution = true
      return
    case 'peak':
      if (/peak|record/.test(text(walk, item))) {
        span(walk, item, 'order', 'highest')
        walk.draft.ranking ??= { rank: 'highest', count: null }
      } else {
        span(walk, item, 'shape', 'peak')
        walk.draft.asksWhen = true
      }
      return
    case 'trend':
      span(walk, item, 'grain', 'trend')
      walk.draft.wantsTrend = true
      take(walk)
      return
    case 'sort':
      span(walk, item, 'order', 'sort')
      walk.sorting = true
      // "sorted by region" sorts by it, "rank regions" ranks them.
      if (/ (?:by|of)$/.test(text(walk, item))) leave(walk, 'sort', item)
      return
    case 'which':
      return
    case 'between': {
      const at = walk.items.indexOf(item)
      // A stretch that begins before it ends would have been read as one.
      if (near(walk, at, 1)?.meaning.kind === 'when') fail(walk, 'That period ends before it begins.')
      return
    }
  }
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

/** Panels that no dimension was named for are of the one named last. */
function panelsOfLast({ draft, panelled }: Walk): void {
  const last = draft.by.findLast((axis) => axis.kind === 'dimension')
  if (panelled !== null && last?.kind === 'dimension') draft.panels = last.dimension
  // "Colour by channel", after a breakdown by region: by both.
  if ((draft.colour ?? draft.panels) !== null && draft.measures.length === 0) draft.thread ??= 'also'
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

function settle(walk: Walk): void {
  preferTimes(walk)
  panelsOfLast(walk)
  grainBesidePart(walk)
  const counted = walk.draft.measures.find((measure) => measure.kind === 'dimension')
  if (counted?.kind === 'dimension' && walk.draft.conditions.length > 0)
    fail(
      walk,
      `I cannot count those yet, but I can list them: ask for "${counted.dimension.replaceAll('_', ' ')} with …" instead of how many.`,
    )
  if (
    walk.draft.time !== null &&
    walk.draft.whens.length === 0 &&
    walk.draft.grain === null &&
    !walk.draft.wantsTrend &&
    walk.draft.parts.length === 0
  )
    fail(walk, 'A date was named, but no period of it and no grain.')
  const lastPart = walk.draft.parts.length > 0 && (walk.versus || walk.comparing)
  if (lastPart) fail(walk, 'I cannot put days of the week side by side like that yet; ask "by weekday".')
  const open: Cue | null = walk.cue
  if (open === 'by' || open === 'per' || open === 'not' || open === 'versus') {
    walk.draft.fit -= 2
    if (walk.cueItem) unknown(walk, walk.cueItem)
  }
  if (walk.aggregation) {
    const first = walk.draft.measures[0]
    // "revenue on average": the walk.aggregation came last.
    if (walk.draft.measures.length === 1 && first?.kind === 'kpi' && !first.aggregation)
      walk.draft.measures[0] = aggregated(walk, first)
    else if (walk.aggregation.meaning.aggregation === 'sum' || walk.draft.countBuckets)
      span(walk, walk.aggregation.item, 'aggregation', walk.aggregation.meaning.aggregation)
    else {
      walk.draft.fit -= 1
      unknown(walk, walk.aggregation.item)
    }
  }
  if (walk.counting) {
    if (walk.draft.measures.length > 0) span(walk, walk.counting, 'aggregation', 'count')
    else walk.draft.fault ??= { kind: 'no_measure' }
  }
  if (walk.distinct) {
    walk.draft.fit -= 1
    unknown(walk, walk.distinct)
  }
  if (walk.draft.ranking && walk.draft.ranked === null) {
    const axes = walk.draft.by.length
    if (axes > 0 && walk.draft.ranking.count === null && !walk.draft.asksWhen && walk.isLastBySplit) {
      // "highest revenue by region": all of them, the highest first.
      const { rank } = walk.draft.ranking
      walk.draft.ranked = { kind: 'axis', index: 0 }
      walk.draft.listsAll = rank === 'highest' || rank === 'lowest' || rank === 'best' || rank === 'worst'
    } else if (axes > 0) {
      walk.draft.ranked = { kind: 'axis', index: 0 }
      walk.draft.rankedIsPlural = walk.lastBy !== null && isPlural(walk, walk.lastBy)
    } else if (walk.draft.grain) {
      walk.draft.ranked = { kind: 'grain' }
      walk.draft.rankedIsPlural = walk.lastBy !== null && isPlural(walk, walk.lastBy)
    }
  }
  if (walk.comparing || walk.versus) comparedMembers(walk)
}

/** Germany walk.versus France: the members side by side, not added up. */
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
