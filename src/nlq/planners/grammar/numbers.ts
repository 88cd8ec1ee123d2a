/** Numbers in a question: conditions, limits, members of numeric dimensions. */
import type { Item, Meaning } from '../../meaning.ts'
import type { NumberUnit } from '../../numbers.ts'
import { durationUnits, multipliers } from '../../words/en.ts'
import { addCondition, numericDimension, subjectOf } from './conditions.ts'
import { fail, isPlural, near, span, take, text, unknown, type Walk } from './walk.ts'

export function onNumber(
  walk: Walk,
  item: Item,
  { value, unit }: Meaning & { kind: 'number' },
  at: number,
  next: Item | undefined,
  before: Item | undefined,
): void {
  const isWindow = next?.meaning.kind === 'grain' && walk.draft.window?.kind === 'moving_average'
  const bound = before?.meaning.kind === 'bound' && !isWindow ? before : null
  const after = next?.meaning.kind === 'bound_after' ? next : null
  if (bound || after) {
    // "orders with more than 3 items": a condition on a number that is no figure here.
    const counted = walk.items[at + 1]
    if (
      bound &&
      counted?.meaning.kind === 'dimension' &&
      numericDimension(walk, walk.tokens.slice(counted.from, counted.to)) === null
    ) {
      fail(walk, `I cannot set a condition on the number of "${text(walk, counted)}" yet.`)
      return
    }
    const op = ((bound ?? after)!.meaning as Meaning & { kind: 'bound' | 'bound_after' }).op
    span(walk, (bound ?? after)!, 'condition', op)
    span(walk, item, 'number', String(value))
    const subject = subjectOf(walk, bound, item, after ? undefined : next)
    addCondition(walk, { op, value }, unit, {
      at,
      bound,
      after: after ? near(walk, walk.items.indexOf(after), 1) : next,
      dimension: subject,
    })
    return
  }
  const end = rangeEnd(walk, at, before)
  if (end) {
    walk.used.add(end)
    return onRange(walk, item, end, null)
  }
  const opener = before?.meaning.kind === 'cue' && before.meaning.cue === 'between' ? before : null
  if (opener) {
    const link = walk.items.slice(at + 1).find((other) => other.meaning.kind !== 'filler')
    const end = link && near(walk, walk.items.indexOf(link), 1)
    if (link?.meaning.kind === 'cue' && link.meaning.cue === 'and' && end?.meaning.kind === 'number') {
      span(walk, opener, 'condition', 'between')
      return onRange(walk, item, end as NumberItem, opener)
    }
  }
  const previous = walk.items.slice(0, at).findLast((other) => other.meaning.kind !== 'filler')
  const isRangeEnd =
    previous?.meaning.kind === 'cue' &&
    previous.meaning.cue === 'and' &&
    near(walk, walk.items.indexOf(previous), -1)?.meaning.kind === 'number'
  if (isRangeEnd && walk.draft.conditions.at(-1)?.bounds.op === 'between') return
  if (
    Number.isInteger(value) &&
    value > 0 &&
    value <= 1000 &&
    unit === null &&
    (before?.meaning.kind === 'ranking' || next?.meaning.kind === 'ranking')
  ) {
    span(walk, item, 'limit', String(value))
    const rank = next?.meaning.kind === 'ranking' ? next.meaning.rank : walk.draft.ranking!.rank
    walk.draft.ranking = { rank, count: value }
    return
  }
  // "Which 3 regions had the fewest orders": the ranking comes later.
  const ranks = walk.items.slice(at).some((other) => other.meaning.kind === 'ranking')
  if (
    ((before?.meaning.kind === 'cue' && before.meaning.cue === 'which') ||
      (next !== undefined && next === walk.items[at + 1] && isPlural(walk, next))) &&
    ranks &&
    unit === null &&
    Number.isInteger(value) &&
    value > 0 &&
    (next?.meaning.kind === 'dimension' || next?.meaning.kind === 'grain')
  ) {
    span(walk, item, 'limit', String(value))
    walk.draft.countAsked = value
    return
  }
  if (next?.meaning.kind === 'grain' && unit === null) {
    const moving = near(walk, walk.items.indexOf(next), 1)
    if (moving?.meaning.kind === 'cue' && moving.meaning.cue === 'moving') {
      span(walk, item, 'window', String(value))
      walk.draft.window = { kind: 'moving_average', buckets: value }
      return
    }
  }
  // "moving average over 7 days"
  if (next?.meaning.kind === 'grain' && walk.draft.window?.kind === 'moving_average' && unit === null) {
    span(walk, item, 'window', String(value))
    span(walk, next, 'grain', next.meaning.grain)
    walk.used.add(next)
    walk.draft.window = { kind: 'moving_average', buckets: value }
    walk.draft.grain = next.meaning.grain
    return
  }
  const isAxis = walk.lastBy === before && walk.isLastBySplit
  if (before?.meaning.kind === 'dimension' && walk.items[at - 1] === before && !isAxis) {
    const { dimension } = before.meaning
    if (walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number')) {
      span(walk, item, 'value', `${dimension}=${value}`)
      walk.draft.by = walk.draft.by.filter((axis) => axis.kind !== 'dimension' || axis.dimension !== dimension)
      walk.draft.members.push({ dimension, include: take(walk) !== 'not', values: [value] })
      return
    }
  }
  const listed = listedWith(walk, at)
  if (listed && unit === null) {
    span(walk, item, 'value', `${listed}=${value}`)
    const open = walk.draft.members.find(({ dimension }) => dimension === listed)
    if (open) open.values = [...open.values, value]
    else walk.draft.members.push({ dimension: listed, include: take(walk) !== 'not', values: [value] })
    walk.cue = null
    return
  }
  walk.draft.fit -= 1
  if (value <= 0 || unit !== null || walk.draft.lean.count !== null) return unknown(walk, item)
  // "10 instead", after a top five.
  span(walk, item, 'limit', String(value))
  walk.draft.lean.count = value
  walk.draft.lean.alone ??= { kind: 'unknown', text: text(walk, item) }
}

/** "Floors 2 and 3", "4 or 6 cylinders": the numeric dimension whose members are listed. */
function listedWith(walk: Walk, at: number): string | null {
  const isLink = (item: Item | undefined) =>
    item?.meaning.kind === 'cue' && (item.meaning.cue === 'and' || item.meaning.cue === 'versus')
  const item = walk.items[at]!
  if (walk.items.some(({ meaning }) => meaning.kind === 'cue' && meaning.cue === 'between')) return null
  const [before, next] = [near(walk, at, -1), near(walk, at, 1)]
  const last = walk.draft.members.at(-1)
  const isGoingOn = isLink(before) || /,/.test(walk.tokens[item.from]!.gap)
  if (isGoingOn && last && typeof last.values.at(-1) === 'number') return last.dimension
  for (let to = at + 1; isLink(next) && to < walk.items.length; to++) {
    const { meaning } = walk.items[to]!
    if (meaning.kind === 'value') return typeof meaning.value === 'number' ? meaning.dimension : null
    if (meaning.kind !== 'number' && meaning.kind !== 'filler' && !isLink(walk.items[to])) return null
  }
  return null
}

type NumberItem = Item & { readonly meaning: Meaning & { readonly kind: 'number' } }

/** "Aged 18 to 25", "price 300k-500k": the other end, where something measured stands before. */
function rangeEnd(walk: Walk, at: number, before: Item | undefined): NumberItem | null {
  const [link, after] = [walk.items[at + 1], walk.items[at + 2]]
  const isDash = link !== undefined && /^[-–—]$/.test(walk.tokens[link.from]!.gap)
  const isTo = link !== undefined && /^(?:to|through)$/i.test(text(walk, link))
  const end = isDash ? link : isTo ? after : undefined
  const isNumeric = (item: Item | undefined) =>
    item?.meaning.kind === 'dimension' && numericDimension(walk, walk.tokens.slice(item.from, item.to)) !== null
  const lead = before?.meaning.kind
  const isMeasured = lead === 'everyday' || lead === 'kpi' || lead === 'records' || isNumeric(before)
  if (end?.meaning.kind !== 'number' || !(isMeasured || isNumeric(walk.items[walk.items.indexOf(end) + 1]))) return null
  return end as NumberItem
}

/** From one number to another, both included. */
function onRange(walk: Walk, from: Item, to: NumberItem, opener: Item | null): void {
  const { value, unit } = (from as NumberItem).meaning
  const after = near(walk, walk.items.indexOf(to), 1)
  span(walk, from, 'number', String(value))
  span(walk, to, 'number', String(to.meaning.value))
  const bounds = { op: 'between' as const, value: alike(walk, value, unit, to), to: to.meaning.value }
  addCondition(walk, bounds, unit ?? to.meaning.unit, {
    at: walk.items.indexOf(from),
    bound: opener,
    after,
    dimension: subjectOf(walk, null, to, after),
  })
}

/** "Between 90 and 120 minutes", "1 to 2 million": what is said after the second number holds for the first. */
function alike({ tokens }: Walk, value: number, unit: NumberUnit | null, end: Item): number {
  const last = tokens[end.to - 1]!.word
  const seconds = durationUnits.get(last)
  if (unit === null && seconds !== undefined) return value * seconds
  const times = multipliers.get(last)
  const digits = Number(tokens[end.from]!.word)
  return times !== undefined && end.to - end.from > 1 && value < digits ? value * times : value
}
