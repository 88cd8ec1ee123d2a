/** A row of meanings → a draft: what each item does, by what stands before it. */
import { GRAINS } from '../../../analytics/catalog.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import type { Token } from '../../text.ts'
import { onDimension, onFlag, onHolding, onTextTest, onValue, rankAxis } from './dimensions.ts'
import type { Draft } from './draft.ts'
import { onCue } from './cues.ts'
import { onQueryPart, onReplaced, onThread } from './lean-words.ts'
import { onMeasure } from './measures.ts'
import { boundMember } from './conditions.ts'
import { onNumber } from './numbers.ts'
import { onRanking } from './ranks.ts'
import { settle } from './settle.ts'
import { onBinNumber, onBins } from './bins.ts'
import { onGrain, onHolidays, onPartValues, onShift, onTime, onWhen } from './times.ts'
import { startWalk, fail, leave, near, span, take, text, unknown, type Walk } from './walk.ts'

/** Reads items left to right. Faults and ill fits are kept in the draft; nothing is dropped. */
export function assemble(tokens: readonly Token[], items: readonly Item[], lexicon: Lexicon): Draft {
  const walk = startWalk(tokens, items, lexicon)
  items.forEach((_, at) => onItem(walk, at))
  settle(walk)
  walk.draft.isBare = items.every(
    ({ meaning, from, to }) =>
      meaning.kind === 'kpi' ||
      meaning.kind === 'records' ||
      (meaning.kind === 'cue' && meaning.cue === 'and') ||
      (meaning.kind === 'filler' && tokens.slice(from, to).every(({ word }) => bareWords.has(word))),
  )
  return walk.draft
}

/** "Of orders", "the orders please" are names alone. */
const bareWords = new Set('of for the a please now just in'.split(' '))

function onItem(walk: Walk, at: number): void {
  const item = walk.items[at]!
  if (walk.used.has(item)) return
  const { meaning } = item
  const next = near(walk, at, 1)
  const before = near(walk, at, -1)
  if (walk.replacing && onReplaced(walk, item)) return
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
    case 'holding':
      onHolding(walk, item, meaning)
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
      // "Higher on weekends than on weekdays" is no change over time.
      if (meaning.part === 'weekend' && /\bthan\b/.test(text(walk, item))) walk.draft.wantsChange = null
      if ((walk.versus || walk.comparing) && walk.draft.parts.some(({ part }) => part === meaning.part))
        fail(walk, 'I cannot put groups of days side by side like that yet; ask "by weekday".')
      if (walk.draft.ranking) rankAxis(walk, item, { kind: 'part', part: meaning.part })
      else walk.draft.by.push({ kind: 'part', part: meaning.part })
      take(walk)
      walk.role = 'by'
      return
    case 'part_values':
      onPartValues(walk, item, meaning)
      return
    case 'aggregation':
      if (walk.aggregation && before?.meaning.kind === 'cue' && before.meaning.cue === 'and')
        walk.moreAggregations.push(walk.aggregation)
      else if (walk.aggregation) walk.draft.fit -= 0.5
      walk.aggregation = { item, meaning }
      return
    case 'number':
      if (onBinNumber(walk, at)) return
      onNumber(walk, item, meaning, at, next, before)
      return
    case 'bound':
      if (next?.meaning.kind === 'value' && boundMember(walk, item, next)) return
      if (next?.meaning.kind !== 'number') walk.draft.fit -= 1.5
      return
    case 'bound_after':
      if (before?.meaning.kind !== 'number') walk.draft.fit -= 2
      return
    case 'ranking':
      onRanking(walk, item, meaning, next, before)
      return
    case 'currency':
      walk.currency = { item, code: meaning.code }
      return
    case 'comparative':
      span(walk, item, 'comparison', 'comparative')
      if (walk.comparative) walk.moreComparatives++
      walk.comparative = { item, subject: meaning.subject }
      return
    case 'everyday':
      walk.everyday.push({ item, subject: meaning.subject })
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
      // "A year ago" is a period of its own where nothing is compared with it.
      if (/ ago$/i.test(text(walk, item)) && walk.cue !== 'versus' && !walk.comparing && walk.draft.whens.length === 0)
        walk.draft.fit -= 1
      walk.draft.compare = { kind: meaning.how }
      walk.draft.beforeUnit =
        meaning.how === 'previous'
          ? (GRAINS.find((grain) => walk.tokens.slice(item.from, item.to).some(({ word }) => word === grain)) ?? null)
          : /year (?:over|on) year|yoy|y o y/.test(text(walk, item).toLowerCase())
            ? 'year'
            : null
      take(walk)
      return
    case 'holidays':
      onHolidays(walk, item)
      return
    case 'shift':
      onShift(walk, item, meaning)
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
    case 'bins':
      onBins(walk, item, meaning.isBefore, at)
      return
    case 'plot_axis':
      onPlotAxis(walk, item, meaning.axis, next, before)
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
      onThread(walk, item, meaning.how, at)
      return
    case 'query_part':
      onQueryPart(walk, item, meaning.part)
      return
  }
}

/** "Sorted by the y axis", "list the x axis in ascending order"; anywhere else an axis only says where something is drawn. */
function onPlotAxis(walk: Walk, item: Item, axis: 'x' | 'y', next: Item | undefined, before: Item | undefined): void {
  const isSorted =
    walk.cue === 'sort' ||
    /^(?:rank|sort|order)/i.test(text(walk, item)) ||
    walk.sorting ||
    next?.meaning.kind === 'ordering' ||
    (before?.meaning.kind === 'ordering' && walk.cue !== null) ||
    (walk.cue === 'by' && walk.draft.orderings.length > 0)
  span(walk, item, isSorted ? 'order' : 'chart', axis)
  if (isSorted) {
    walk.draft.orderAxis = axis
    take(walk)
  }
}
