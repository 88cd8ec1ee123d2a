/** Time in a question: periods, grains, time columns. */
import type { When } from '../../when.ts'
import type { Cue, Item, Meaning } from '../../meaning.ts'
import { fail, isPlural, near, span, take, text, unknown, type Walk } from './walk.ts'

export function onTime(walk: Walk, item: Item, time: string): void {
  const cued = take(walk)
  span(walk, item, 'dimension', time)
  walk.draft.time = walk.draft.time && walk.draft.time !== 'time' ? walk.draft.time : time
  if ((cued === 'by' || cued === 'per') && !walk.draft.grain && !walk.draft.by.length) {
    walk.draft.wantsTrend = true
    walk.draft.spans.push({ ...walk.draft.spans.at(-1)!, as: 'grain', means: 'trend' })
  }
}

export function onWhen(walk: Walk, item: Item, when: When): void {
  const cued = take(walk)
  span(walk, item, 'period', when.isAllTime ? 'all time' : text(walk, item))
  if (cued === 'not') return fail(walk, `I cannot leave out a period ("${text(walk, item)}") yet.`)
  if (cued === 'by') walk.draft.fit -= 0.8
  if (
    walk.draft.whens.length > 0 &&
    (cued === 'versus' ||
      walk.comparing ||
      walk.role === 'versus' ||
      walk.draft.wantsChange ||
      near(walk, walk.items.indexOf(item), -1)?.meaning.kind === 'cue')
  ) {
    if (walk.draft.compare) walk.draft.fit -= 1
    const isJoined = cued !== 'versus' && !walk.comparing && walk.role !== 'versus' && !walk.draft.wantsChange
    walk.draft.compare = isJoined ? { kind: 'joined', when } : { kind: 'when', when }
    if (isJoined) walk.draft.fit -= 0.3
  } else if (cued === 'versus' || isComparedWith(walk, item)) walk.draft.compare = { kind: 'when', when }
  else if (walk.draft.whens.length > 0) {
    walk.draft.fit -= 1.5
    fail(walk, 'I found two periods in this and cannot tell how they belong together.')
  } else walk.draft.whens.push(when)
}

/** "Compare it to last year" */
function isComparedWith(walk: Walk, item: Item): boolean {
  if (!walk.comparing || walk.draft.whens.length > 0) return false
  return /^(?:to|with|against)$/.test(walk.tokens[item.from - 1]?.word ?? '')
}

export function onGrain(
  walk: Walk,
  item: Item,
  { grain, isAdverb }: Meaning & { kind: 'grain' },
  next: Item | undefined,
  before: Item | undefined,
): void {
  if (walk.counting) {
    span(walk, walk.counting, 'aggregation', 'count')
    walk.counting = null
    span(walk, item, 'grain', grain)
    walk.draft.countBuckets = grain
    return
  }
  if (next?.meaning.kind === 'cue' && next.meaning.cue === 'moving' && before?.meaning.kind === 'number') {
    span(walk, item, 'grain', grain)
    walk.draft.grain = grain
    return
  }
  const leading = walk.cueItem
  const cued = take(walk)
  span(walk, item, 'grain', grain)
  if (cued === 'not') {
    walk.draft.lean.dropsGrain = true
    walk.draft.lean.alone ??= { kind: 'unsupported', because: 'There is nothing before this to take that away from.' }
    return
  }
  const { aggregation } = walk
  const isEach =
    isAdverb && (aggregation !== null || (next?.meaning.kind === 'aggregation' && next.meaning.aggregation !== 'sum'))
  if (isEach && cued !== 'by' && walk.draft.measures.length === 0) {
    walk.each = grain
    return
  }
  if (leading && /\b(?:each|every)\b|^per$/i.test(text(walk, leading))) walk.draft.ranksEachBucket = true
  if (walk.draft.ranking && cued !== 'by' && cued !== 'per' && walk.draft.ranked === null) {
    if (
      grain === 'hour' &&
      /busiest|quietest|peak/.test(
        walk.tokens
          .slice(0, item.from)
          .map((token) => token.word)
          .join(' '),
      )
    ) {
      walk.draft.by.push({ kind: 'part', part: 'hour_of_day' })
      walk.draft.ranked = { kind: 'axis', index: walk.draft.by.length - 1 }
    } else {
      walk.draft.grain = grain
      walk.draft.ranked = { kind: 'grain' }
    }
    walk.draft.rankedIsPlural = isPlural(walk, item)
    return
  }
  // "Average orders per day by month"
  if (walk.draft.grain && walk.grainCue === 'per' && cued === 'by') walk.each = walk.draft.grain
  else if (walk.draft.grain && walk.draft.grain !== grain) walk.draft.fit -= 1
  const leads = (other: Item | undefined, cues: readonly Cue[]) =>
    other?.meaning.kind === 'cue' && cues.includes(other.meaning.cue)
  // "on which day", "days with revenue under 100"
  const isListed =
    walk.items.indexOf(item) === 0 &&
    isPlural(walk, item) &&
    walk.items.some((other) => other.meaning.kind === 'number')
  const isAsked = leads(before, ['which', 'peak']) || leads(next, ['with']) || isListed
  if (cued !== 'by' && cued !== 'per' && !isAdverb && !isAsked && !leads(next, ['wise'])) unknown(walk, item)
  walk.draft.grain = grain
  walk.grainCue = cued === 'per' || (leading !== null && / each$| every$/.test(text(walk, leading))) ? 'per' : 'by'
  walk.lastBy = item
  walk.role = 'by'
}
