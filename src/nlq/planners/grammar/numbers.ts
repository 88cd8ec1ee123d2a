/** Numbers in a question: conditions, limits, members of numeric dimensions. */
import type { Item, Meaning } from '../../meaning.ts'
import type { Draft } from './draft.ts'
import { fail, near, span, take, text, unknown, type Walk } from './walk.ts'

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
    if (bound && counted?.meaning.kind === 'dimension') {
      fail(walk, `I cannot set a condition on the number of "${text(walk, counted)}" yet.`)
      return
    }
    const op = ((bound ?? after)!.meaning as Meaning & { kind: 'bound' | 'bound_after' }).op
    span(walk, (bound ?? after)!, 'condition', op)
    span(walk, item, 'number', String(value))
    addCondition(walk, { op, value }, unit, after ? near(walk, walk.items.indexOf(after), 1) : next)
    return
  }
  const opener = before?.meaning.kind === 'cue' && before.meaning.cue === 'between' ? before : null
  if (opener) {
    const link = walk.items.slice(at + 1).find((other) => other.meaning.kind !== 'filler')
    const end = link && near(walk, walk.items.indexOf(link), 1)
    if (link?.meaning.kind === 'cue' && link.meaning.cue === 'and' && end?.meaning.kind === 'number') {
      span(walk, opener, 'condition', 'between')
      span(walk, item, 'number', String(value))
      span(walk, end, 'number', String(end.meaning.value))
      addCondition(
        walk,
        { op: 'between', value, to: end.meaning.value },
        unit ?? end.meaning.unit,
        near(walk, walk.items.indexOf(end), 1),
      )
      return
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
  if (before?.meaning.kind === 'dimension' && walk.items[at - 1] === before) {
    const { dimension } = before.meaning
    if (walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number')) {
      span(walk, item, 'value', `${dimension}=${value}`)
      walk.draft.by = walk.draft.by.filter((axis) => axis.kind !== 'dimension' || axis.dimension !== dimension)
      walk.draft.members.push({ dimension, include: take(walk) !== 'not', values: [value] })
      return
    }
  }
  walk.draft.fit -= 1
  unknown(walk, item)
}

function addCondition(
  walk: Walk,
  bounds: Draft['conditions'][number]['bounds'],
  unit: Draft['conditions'][number]['unit'],
  after: Item | undefined,
): void {
  const figure = walk.draft.share
    ? 'share'
    : walk.draft.wantsChange
      ? unit === 'percent' || walk.draft.wantsChange.relative
        ? 'change_percent'
        : 'change'
      : 'value'
  let target: Draft['conditions'][number]['target'] = null
  // "more than 5 orders": what is counted follows.
  if (after?.meaning.kind === 'kpi' || after?.meaning.kind === 'records') {
    const wanted = after.meaning.kind === 'kpi' ? after.meaning.kpi : after.meaning.view
    const known = walk.draft.measures.findIndex(
      (measure) =>
        (measure.kind === 'kpi' && measure.kpi === wanted) || (measure.kind === 'records' && measure.view === wanted),
    )
    target = { kind: 'measure', index: known >= 0 ? known : walk.draft.measures.length }
  } else {
    const named = walk.items
      .slice(
        0,
        walk.items.findIndex((item) => item.meaning.kind === 'number'),
      )
      .findLast((item) => item.meaning.kind === 'dimension' || item.meaning.kind === 'kpi')
    if (named?.meaning.kind === 'dimension') {
      const { dimension } = named.meaning
      if (walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number'))
        target = { kind: 'dimension', dimension }
    }
  }
  walk.draft.conditions.push({
    bounds,
    unit,
    target:
      target ?? (walk.draft.measures.length > 0 ? { kind: 'measure', index: walk.draft.measures.length - 1 } : null),
    figure,
  })
  take(walk)
}
