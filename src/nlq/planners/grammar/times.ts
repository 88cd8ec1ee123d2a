/** Time in a question: periods, grains, time columns. */
import type { Grain } from '../../../analytics/catalog.ts'
import { isOneStyle, type When } from '../../when.ts'
import type { Cue, Item, Meaning } from '../../meaning.ts'
import { fail, isPlural, near, span, take, text, unknown, type Walk } from './walk.ts'

export function onTime(walk: Walk, item: Item, time: string): void {
  span(walk, item, 'dimension', time)
  walk.draft.time = walk.draft.time && walk.draft.time !== 'time' ? walk.draft.time : time
  // "by arrival month"
  const next = walk.items[walk.items.indexOf(item) + 1]
  if (next?.meaning.kind === 'grain' || next?.meaning.kind === 'part') return
  const cued = take(walk)
  if ((cued === 'by' || cued === 'per') && !walk.draft.grain && !walk.draft.by.length) {
    walk.draft.wantsTrend = true
    walk.draft.spans.push({ ...walk.draft.spans.at(-1)!, as: 'grain', means: 'trend' })
  }
}

export function onWhen(walk: Walk, item: Item, when: When): void {
  const before = near(walk, walk.items.indexOf(item), -1)
  const leading = walk.cueItem
  const cued = take(walk)
  const { draft } = walk
  if (cued === 'not') {
    span(walk, item, 'period', `without ${text(walk, item)}`)
    draft.without.push(when)
    walk.role = 'not'
    return
  }
  span(walk, item, 'period', when.isAllTime ? 'all time' : text(walk, item))
  if (cued === 'by') draft.fit -= 0.8
  // Set against something, "a year ago" is as long a stretch then.
  if ((cued === 'versus' || walk.comparing) && / ago$/i.test(text(walk, item)) && draft.whens[0]?.unit !== when.unit)
    draft.fit -= 0.5
  // "against the average of the previous four weeks"
  if (cued === 'versus' && walk.aggregation && leading && walk.aggregation.item.from >= leading.to)
    fail(
      walk,
      'I can compare with another period, not with an average over periods. Ask for those periods by week or day.',
    )
  const isListed =
    before?.meaning.kind === 'cue' ||
    (before?.meaning.kind === 'when' && /[,(:;–—-]/.test(walk.tokens[item.from]?.gap ?? ''))
  const isAgainst = cued === 'versus' || walk.comparing || walk.role === 'versus' || draft.wantsChange !== null
  if (when.ends && walk.comparing) draft.setsEndsApart = true
  if (draft.whens.length === 0) {
    if (cued === 'versus' || isComparedWith(walk, item)) draft.compare = { kind: 'when', when }
    else draft.whens.push(when)
    return
  }
  if (!isOneStyle(draft.whens[0]!, when)) {
    draft.fit -= 3
    return fail(walk, 'I cannot tell which dates those are. Write the months as words.')
  }
  if (!isAgainst && !isListed) {
    draft.fit -= 1.5
    return fail(walk, 'I found two periods in this and cannot tell how they belong together.')
  }
  if (draft.compare?.kind === 'when' || draft.compare?.kind === 'joined') {
    draft.listed = draft.listed.length > 0 ? [...draft.listed, when] : [draft.whens[0]!, draft.compare.when, when]
    return
  }
  if (draft.compare) draft.fit -= 1
  draft.compare = isAgainst ? { kind: 'when', when } : { kind: 'joined', when }
  if (!isAgainst) draft.fit -= 0.3
}

/** "Mondays", "between 9am and 5pm"; set against each other they are rows. */
export function onPartValues(walk: Walk, item: Item, { part, values, each }: Meaning & { kind: 'part_values' }): void {
  const cued = take(walk)
  const { draft } = walk
  span(walk, item, 'time_part', `${part}=${values.join(',')}`)
  if (each) {
    if (draft.grain && draft.grain !== each) draft.fit -= 1
    draft.grain = each
    draft.spans.push({ ...draft.spans.at(-1)!, as: 'grain', means: each })
  }
  const open = draft.parts.find((one) => one.part === part && one.include === (cued !== 'not'))
  const isAgainst = walk.versus || walk.comparing || cued === 'versus'
  if (isAgainst && open && !draft.by.some((axis) => axis.kind === 'part')) {
    if (open.values.length > 1 || values.length > 1)
      fail(walk, 'I cannot put groups of days side by side like that yet; ask "by weekday".')
    draft.by.push({ kind: 'part', part })
  }
  if (open) open.values = [...new Set([...open.values, ...values])]
  else draft.parts.push({ part, values, include: cued !== 'not' })
  walk.role = cued === 'not' ? 'not' : isAgainst ? 'versus' : 'filter'
}

/** "On public holidays", "except holidays". */
export function onHolidays(walk: Walk, item: Item): void {
  const cued = take(walk)
  span(walk, item, 'time_part', 'holidays')
  if (cued === 'by' || cued === 'per' || walk.versus || walk.comparing || cued === 'versus')
    return fail(walk, 'I can keep to public holidays or leave them out, not set them apart or side by side.')
  walk.draft.filters.push({ kind: 'holidays', include: cued !== 'not' })
  walk.role = cued === 'not' ? 'not' : 'filter'
}

/** "The same day last week", "three weeks earlier". */
export function onShift(walk: Walk, item: Item, { unit, count, year, isStretch }: Meaning & { kind: 'shift' }): void {
  const isAgainst = take(walk) === 'versus' || walk.comparing || walk.draft.wantsChange !== null
  span(walk, item, 'comparison', 'shift')
  if (!isAgainst && !/^(?:the )?(?:same|this time)/i.test(text(walk, item))) walk.draft.fit -= 1
  if (walk.draft.compare) walk.draft.fit -= 1
  walk.draft.compare = { kind: 'shift', shift: { unit, count, year, ...(isStretch ? { isStretch } : {}) } }
}

/** "Compare it to last year" */
function isComparedWith(walk: Walk, item: Item): boolean {
  if (!walk.comparing || walk.draft.whens.length > 0) return false
  return /^(?:to|with|against)$/.test(walk.tokens[item.from - 1]?.word ?? '')
}

export function onGrain(
  walk: Walk,
  item: Item,
  { grain, isAdverb, isFiscal }: Meaning & { kind: 'grain' },
  next: Item | undefined,
  before: Item | undefined,
): void {
  if (isFiscal && !isOfCalendar(grain, walk.lexicon.knowledge.catalog.fiscalYearStarts))
    fail(walk, `Fiscal ${grain}s are no ${grain}s of the calendar here, and I have only those. Name the one you mean.`)
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

/** Whether fiscal quarters (or years) begin when those of the calendar do. */
function isOfCalendar(grain: Grain, fiscalYearStarts: number): boolean {
  return fiscalYearStarts === 1 || (grain === 'quarter' && fiscalYearStarts % 3 === 1)
}
