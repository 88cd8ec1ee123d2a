/** Numbers in a question: conditions, limits, members of numeric dimensions. */
import type { Item, Meaning } from '../../meaning.ts'
import type { Draft } from './draft.ts'
import { tokenize, type Token } from '../../text.ts'
import { boundSubjects, unitFamilies } from '../../words/en.ts'
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
    addCondition(walk, { op, value }, unit, after ? near(walk, walk.items.indexOf(after), 1) : next, subject)
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
        subjectOf(walk, null, end, near(walk, walk.items.indexOf(end), 1)),
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
  // "Which 3 regions had the fewest orders": the ranking comes later.
  const ranks = walk.items.slice(at).some((other) => other.meaning.kind === 'ranking')
  if (
    before?.meaning.kind === 'cue' &&
    before.meaning.cue === 'which' &&
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

/** The numeric dimension that words name, if any. */
function numericDimension(walk: Walk, words: readonly Token[]): string | null {
  for (const { named } of walk.lexicon.names(words))
    if (
      named.kind === 'dimension' &&
      walk.lexicon.viewsOf(named.dimension).some((view) => view.dimensions.get(named.dimension)?.type === 'number')
    )
      return named.dimension
  return null
}

function isKeptIn(unit: ReadonlySet<string>, dimension: string, { lexicon }: Walk): boolean {
  return lexicon.viewsOf(dimension).some((view) => {
    const { column, label, description } = view.dimensions.get(dimension)!
    return [column, label, description ?? ''].some((text) =>
      tokenize(text.replaceAll('_', ' ')).some((token) => unit.has(token.word)),
    )
  })
}

/** "older than 60", "over 2000 miles", "between 30 and 40 years old": the dimension that the words around a number name. */
function subjectOf(walk: Walk, bound: Item | null, last: Item, after: Item | undefined): string | null {
  const unit = last.to - last.from > 1 ? walk.tokens[last.to - 1]!.word : ''
  const named = unit === '' ? null : numericDimension(walk, walk.tokens.slice(last.to - 1, last.to))
  if (named) return named
  const family = unitFamilies.find(({ words }) => words.has(unit))
  const subjects = [
    ...(boundSubjects.get(bound ? text(walk, bound).toLowerCase() : '') ?? []),
    ...(family?.subjects ?? []),
  ]
  for (const subject of subjects) {
    const found = numericDimension(walk, tokenize(subject))
    // 500 kilograms are no 500 pounds: the catalog must say in some way that it is kept in that unit.
    if (found && (!family || isKeptIn(family.words, found, walk))) return found
  }
  if (after?.meaning.kind !== 'dimension' || walk.items[walk.items.indexOf(last) + 1] !== after) return null
  const following = numericDimension(walk, walk.tokens.slice(after.from, after.to))
  if (following === null) return null
  span(walk, after, 'dimension', following)
  walk.used.add(after)
  return following
}

function addCondition(
  walk: Walk,
  bounds: Draft['conditions'][number]['bounds'],
  unit: Draft['conditions'][number]['unit'],
  after: Item | undefined,
  subject: string | null,
): void {
  const figure = walk.draft.share
    ? 'share'
    : walk.draft.wantsChange
      ? unit === 'percent' || walk.draft.wantsChange.relative
        ? 'change_percent'
        : 'change'
      : 'value'
  let target: Draft['conditions'][number]['target'] = subject ? { kind: 'dimension', dimension: subject } : null
  // "more than 5 orders": what is counted follows.
  if (target === null && (after?.meaning.kind === 'kpi' || after?.meaning.kind === 'records')) {
    const wanted = after.meaning.kind === 'kpi' ? after.meaning.kpi : after.meaning.view
    const known = walk.draft.measures.findIndex(
      (measure) =>
        (measure.kind === 'kpi' && measure.kpi === wanted) || (measure.kind === 'records' && measure.view === wanted),
    )
    target = { kind: 'measure', index: known >= 0 ? known : walk.draft.measures.length }
  } else if (target === null) {
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
    mayBeOfRecords:
      unit === null &&
      figure === 'value' &&
      target === null &&
      walk.draft.by.length === 0 &&
      walk.draft.grain === null &&
      walk.role === 'measure',
  })
  take(walk)
}
