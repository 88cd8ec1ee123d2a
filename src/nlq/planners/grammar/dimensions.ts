/** Dimensions and their values in a question: breakdowns, filters, what is ranked or counted. */
import type { Item, Meaning } from '../../meaning.ts'
import { fold } from '../../text.ts'
import { directions } from '../../words/en.ts'
import type { Draft, DraftMeasure } from './draft.ts'
import { nameOfThing } from './things.ts'
import { fail, isPlural, near, span, take, text, unknown, type Walk } from './walk.ts'

export function onDimension(
  walk: Walk,
  item: Item,
  dimension: string,
  at: number,
  next: Item | undefined,
  before: Item | undefined,
): void {
  // "region EMEA", "where the status is not paid"
  const value = walk.items
    .slice(at + 1)
    .find(
      ({ meaning }) =>
        meaning.kind !== 'filler' && !(meaning.kind === 'cue' && (meaning.cue === 'with' || meaning.cue === 'not')),
    )
  const isConfirming =
    (value?.meaning.kind === 'value' &&
      value.meaning.dimension === dimension &&
      walk.cue !== 'by' &&
      walk.cue !== 'per') ||
    (before?.meaning.kind === 'value' &&
      before.meaning.dimension === dimension &&
      walk.cue === null &&
      walk.items[at - 1] === before)
  span(walk, item, 'dimension', dimension)
  if (isConfirming) {
    walk.draft.fit += 0.2
    if (walk.cue === 'by') take(walk)
    return
  }
  if (next?.meaning.kind === 'text_test') return
  const isNumeric = walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number')
  if (
    isNumeric &&
    (next?.meaning.kind === 'bound' || (next?.meaning.kind === 'cue' && next.meaning.cue === 'between'))
  ) {
    take(walk)
    return
  }
  if (walk.aggregation && isNumeric && walk.cue !== 'by') {
    take(walk)
    span(walk, walk.aggregation.item, 'aggregation', walk.aggregation.meaning.aggregation)
    walk.draft.measures.push({ kind: 'dimension', dimension, aggregation: walk.aggregation.meaning.aggregation })
    walk.aggregation = null
    walk.role = 'measure'
    return
  }
  const isSplitting = walk.cue === 'by' || walk.cue === 'per'
  // "By number of nights" is by the number itself; "count by country" counts what was said before.
  if (walk.counting && isSplitting && isNumeric && walk.items[at - 1] === walk.counting) {
    span(walk, walk.counting, 'aggregation', 'count')
    walk.counting = null
  }
  const isYesOrNo = walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'boolean')
  // "How many managers": those for whom it is so; yes and no are nothing to count.
  if (walk.counting && !walk.distinct && !isSplitting && isYesOrNo) {
    span(walk, item, 'value', `${dimension}=true`)
    walk.draft.members.push({ dimension, include: take(walk) !== 'not', values: [true] })
    walk.role = 'filter'
    return
  }
  if ((walk.counting || walk.distinct) && !isSplitting) {
    const views = walk.lexicon.viewsOf(dimension)
    // Yes and no are not counted.
    if (views.every((view) => view.dimensions.get(dimension)?.type === 'boolean')) return unknown(walk, item)
    span(walk, (walk.counting ?? walk.distinct)!, 'aggregation', 'count_distinct')
    if (walk.counting && walk.distinct) span(walk, walk.distinct, 'aggregation', 'count_distinct')
    const measure = { kind: 'dimension', dimension, aggregation: 'count_distinct' } as const
    if (!walk.distinct && !/(?:different|distinct|unique)/.test(text(walk, walk.counting!).toLowerCase()))
      walk.counted = measure
    walk.counting = null
    walk.distinct = null
    walk.draft.measures.push(measure)
    // "How many airports": the records called so, before the places that flights name.
    const isRecords = walk.lexicon
      .names(walk.tokens.slice(item.from, item.to))
      .some(({ named }) => named.kind === 'records')
    // "How many were hazardous" counts no yes and no.
    const isFlag = walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'boolean')
    walk.draft.fit -= isFlag ? 1.5 : isRecords ? 1 : 0.2
    walk.role = 'measure'
    return
  }
  if (walk.channel) walk.draft[walk.channel] = dimension
  walk.channel = null
  const leading = walk.cueItem
  const isWise = next?.meaning.kind === 'cue' && next.meaning.cue === 'wise'
  const cued = isWise ? 'by' : take(walk)
  // "share by channel within each region"
  const isWithin =
    leading !== null &&
    (/^(?:within|inside|in) (?:each|every)$/.test(text(walk, leading).toLowerCase()) ||
      walk.tokens[leading.from - 1]?.word === 'within')
  if (walk.draft.share && isWithin && !walk.draft.shareWithin?.includes(dimension))
    walk.draft.shareWithin = [...(walk.draft.shareWithin ?? []), dimension]
  // "Cost per hour" divides where hours are a number of each record; a row for each number of hours is "by hours".
  if (cued === 'per' && isNumeric && !isPlural(walk, item) && walk.draft.measures.length > 0 && !isYear(walk, item))
    return fail(walk, `I cannot divide by ${text(walk, item)}; for a row for each, ask "by ${text(walk, item)}".`)
  // "Gross per film" divides by the films, where they are counted.
  if (cued === 'per' && walk.draft.measures.length === 1 && isRecordsToo(walk, item)) walk.draft.fit -= 0.4
  const isFlag = walk.lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'boolean')
  // "gift orders" and "without gift" mean the quality; "by gift" means the breakdown.
  if (isFlag && cued !== 'by' && cued !== 'per') walk.draft.fit -= 0.8
  if (cued === 'not') {
    walk.draft.filters.push({ kind: 'empty', dimension, include: true })
    return
  }
  if (walk.draft.ranking && walk.draft.ranked === null && cued !== 'by' && cued !== 'per')
    return rankAxis(walk, item, { kind: 'dimension', dimension })
  if (cued === 'sort') {
    walk.draft.orderDimension = dimension
    return
  }
  // "Across all cars": over all records, not a row for each name of one.
  const isOverAll = leading !== null && /\ball\b/i.test(text(walk, leading))
  if (
    isOverAll &&
    walk.lexicon.names(walk.tokens.slice(item.from, item.to)).some(({ named }) => named.kind === 'records')
  )
    walk.draft.fit -= 1
  if (walk.draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension)) return
  if (cued === null && isNounOnly(walk, item, at)) {
    walk.draft.spans[walk.draft.spans.length - 1] = { ...walk.draft.spans.at(-1)!, as: 'noun' }
    return
  }
  // "Strikes that damaged the plane": no breakdown by it, which would be of all planes.
  if (cued === null && walk.draft.measures.length > 0 && walk.role !== 'by' && isOneOfMany(walk, item))
    return fail(walk, `It is not clear which ${text(walk, item)} that is about.`)
  // "orders regions" says less clearly what it wants than "orders by region".
  if (
    cued !== 'by' &&
    cued !== 'per' &&
    before !== undefined &&
    !(before.meaning.kind === 'cue' && before.meaning.cue === 'which')
  )
    walk.draft.fit -= 0.35
  walk.draft.by.push({ kind: 'dimension', dimension })
  if (cued === 'by' && leading === null && !isWise && walk.draft.by.length === 2) walk.joinsAxes = true
  if (cued === null && before?.meaning.kind === 'cue' && before.meaning.cue === 'which') walk.draft.picksGroups = true
  walk.lastBy = item
  walk.isLastBySplit = cued === 'by' || cued === 'per'
  walk.role = 'by'
}

/** "Hours of courses that are not mandatory": the noun only carries the filter that follows. */
function isNounOnly({ items, tokens, draft }: Walk, item: Item, at: number): boolean {
  const lead = tokens[item.from - 1]?.word === 'the' ? tokens[item.from - 2] : tokens[item.from - 1]
  if (draft.measures.length === 0 || !/^(?:of|for|from|in|at)$/.test(lead?.word ?? '')) return false
  const after = items.slice(at + 1).filter(({ meaning }) => meaning.kind !== 'filler')
  const isRelative = after[0]?.meaning.kind === 'cue' && after[0].meaning.cue === 'with'
  const said = after.find(({ meaning }) => meaning.kind !== 'cue')?.meaning.kind
  return isRelative && (said === 'flag' || said === 'value' || said === 'text_test' || said === 'holding')
}

function isYear(walk: Walk, item: Item): boolean {
  return /\byears?\b/i.test(text(walk, item))
}

function isRecordsToo({ lexicon, tokens }: Walk, item: Item): boolean {
  return lexicon.names(tokens.slice(item.from, item.to)).some(({ named }) => named.kind === 'records')
}

/** "The plane": one, and not said which. */
function isOneOfMany(walk: Walk, item: Item): boolean {
  return articles.has(walk.tokens[item.from - 1]?.word ?? '') && !isPlural(walk, item)
}

const articles = new Set('the a an this that their its his her our'.split(' '))

/** The axis that a ranking word is about. */
export function rankAxis(walk: Walk, item: Item, axis: Draft['by'][number]): void {
  walk.draft.by.push(axis)
  walk.draft.ranked = { kind: 'axis', index: walk.draft.by.length - 1 }
  walk.draft.rankedIsPlural = isPlural(walk, item)
  walk.lastBy = item
  walk.role = 'by'
  take(walk)
}

export function onFlag(walk: Walk, item: Item, { dimension, isTrue }: Meaning & { kind: 'flag' }): void {
  const cued = isOfDivisor(walk, item) ? null : take(walk)
  const isNot = cued === 'not'
  if (cued === 'by' || cued === 'per') walk.draft.fit -= 1
  const value = isNot !== isTrue
  span(walk, item, 'value', `${dimension}=${value}`)
  const open = walk.draft.members.find((members) => members.dimension === dimension && members.include)
  // "Fragile: yes" was said twice; both qualities together are the two side by side.
  if (open?.values.includes(value)) return
  if (open) {
    open.values = [...open.values, value]
    walk.versus = true
  } else walk.draft.members.push({ dimension, include: true, values: [value] })
  walk.role = 'filter'
}

/** "Cost per damaging strike": what is divided by comes after its quality. */
function isOfDivisor(walk: Walk, item: Item): boolean {
  const next = walk.items[walk.items.indexOf(item) + 1]?.meaning.kind
  return walk.cue === 'per' && (next === 'records' || next === 'kpi')
}

export function onValue(walk: Walk, item: Item, { dimension, value }: Meaning & { kind: 'value' }): void {
  const cued = isOfDivisor(walk, item) ? null : take(walk)
  span(walk, item, 'value', `${dimension}=${value}`)
  // "The longest haul": what is ranked is no part of somebody's name.
  if (item.fit < 0.8 && walk.items[walk.items.indexOf(item) - 1]?.meaning.kind === 'ranking') unknown(walk, item)
  if (cued === 'by' || cued === 'per') walk.draft.fit -= 0.8
  walk.draft.fit += directionFit(walk, item, dimension)
  const lead = walk.tokens[item.from - 1]?.word ?? ''
  const isRangeEnd = /^(?:to|through|thru|until)$/.test(lead) || /^[-–—]$/.test(walk.tokens[item.from]!.gap)
  if (/^\d+$/.test(String(value)) && isRangeEnd) fail(walk, 'I cannot take a range of members yet. Name each of them.')
  // A bare number is rarely a member; "triage 1" says that it is.
  if (/^\d+$/.test(String(value)) && item.to === item.from + 1 && !isBesideItsDimension(walk, item, dimension))
    walk.draft.fit -= 0.8
  const include = cued !== 'not'
  if (
    walk.draft.members.some(
      (one) => one.dimension === dimension && one.include !== include && one.values.includes(value),
    )
  )
    fail(walk, `"${text(walk, item)}" is both asked for and left out.`)
  const joined = near(walk, walk.items.indexOf(item), -1)?.meaning
  const isAdded = joined?.kind === 'cue' && joined.cue === 'and'
  const joiner = near(walk, walk.items.indexOf(item), -1)
  const last = walk.draft.members.at(-1)
  if (isAdded && joiner && /^or$/i.test(text(walk, joiner)) && last && last.dimension !== dimension)
    fail(
      walk,
      'I cannot take one thing or another of a different kind; both would have to hold. Ask for one at a time.',
    )
  const isWithin = (one: string, other: string) =>
    walk.lexicon.viewsOf(one).some((view) => view.dimensions.get(one)?.within === other)
  if (
    isAdded &&
    walk.draft.members.some(
      (members) => isWithin(dimension, members.dimension) || isWithin(members.dimension, dimension),
    )
  )
    fail(
      walk,
      'One of these may hold the other, so I cannot tell whether both must be true or either. Ask for one at a time.',
    )
  const open = walk.draft.members.find((members) => members.dimension === dimension && members.include === include)
  if (open && !isListedWith(walk, item, dimension) && !walk.versus && !walk.comparing)
    fail(walk, 'I cannot keep two sets of filters apart in one question. Ask for them one after the other.')
  if (open) {
    if (!open.values.includes(value)) open.values = [...open.values, value]
  } else {
    if (walk.draft.members.some((members) => members.dimension === dimension)) walk.draft.fit -= 0.5
    walk.draft.members.push({ dimension, include, values: [value] })
  }
  if (walk.counting && !walk.draft.measures.length) walk.draft.fit -= 0.3
  walk.role = include ? (cued === 'versus' ? 'versus' : 'filter') : 'not'
}

function isBesideItsDimension(walk: Walk, item: Item, dimension: string): boolean {
  const at = walk.items.indexOf(item)
  const isIt = (other: Item | undefined) => other?.meaning.kind === 'dimension' && other.meaning.dimension === dimension
  return (
    isIt(near(walk, at, -1)) ||
    isIt(near(walk, at, 1)) ||
    walk.draft.members.some((members) => members.dimension === dimension)
  )
}

/** "from Chicago" is an origin, "to Chicago" a destination, where the catalog has such. */
function directionFit(walk: Walk, item: Item, dimension: string): number {
  const direction = directions.get(walk.tokens[item.from - 1]?.word ?? '')
  if (!direction) return 0
  const named = walk.lexicon.viewsOf(dimension).flatMap((view) => {
    const { name, label, synonyms } = view.dimensions.get(dimension)!
    return [name, label, ...synonyms].flatMap((text) => fold(text).split(/[ _]/))
  })
  const opposite = [...directions.values()].some(
    (other) => other !== direction && named.some((word) => other.has(word)),
  )
  return named.some((word) => direction.has(word)) ? 0.4 : opposite ? -0.4 : 0
}

export function onTextTest(
  walk: Walk,
  item: Item,
  test: 'contains' | 'starts_with' | 'ends_with',
  next: Item | undefined,
  before: Item | undefined,
): void {
  const dimension = testedBy(walk, item, before)
  if (dimension === null || !next) {
    walk.draft.fit -= 2
    return
  }
  const words = next.meaning.kind === 'text' ? next.meaning.text : text(walk, next)
  walk.used.add(next)
  span(walk, item, 'condition', test)
  span(walk, next, 'value', `${dimension}~${words}`)
  walk.draft.filters.push({ kind: 'text', dimension, test, include: take(walk) !== 'not', text: words })
}

/** "Hotels whose name starts with …": the dimension said last, or the one that names the records said last. */
function testedBy(walk: Walk, item: Item, before: Item | undefined): string | null {
  if (before?.meaning.kind === 'dimension') return before.meaning.dimension
  const noun = walk.items
    .slice(0, walk.items.indexOf(item))
    .findLast(({ meaning }) => !['filler', 'cue', 'unknown'].includes(meaning.kind))
  if (noun?.meaning.kind === 'dimension') return noun.meaning.dimension
  const measure: DraftMeasure | null =
    noun?.meaning.kind === 'records' || noun?.meaning.kind === 'kpi' ? noun.meaning : null
  const naming = measure && nameOfThing(measure, walk.lexicon)
  if (naming && noun) span(walk, noun, 'dimension', naming)
  return naming
}

export function onHolding(walk: Walk, item: Item, { dimension, text: words }: Meaning & { kind: 'holding' }): void {
  const cued = take(walk)
  if (cued === 'by' || cued === 'per') walk.draft.fit -= 0.8
  span(walk, item, 'value', `${dimension}~${words}`)
  walk.draft.filters.push({ kind: 'text', dimension, test: 'contains', include: cued !== 'not', text: words })
  walk.role = cued === 'not' ? 'not' : 'filter'
}

/** Whether the value goes on a list of the same dimension: nothing but values and joining words in between. */
function isListedWith(walk: Walk, item: Item, dimension: string): boolean {
  const before = walk.items
    .slice(0, walk.items.indexOf(item))
    .findLast(({ meaning }) => meaning.kind !== 'filler' && meaning.kind !== 'cue')
  // "4 or 6 cylinders"
  if (before?.meaning.kind === 'number') return typeof walk.draft.members.at(-1)?.values.at(-1) === 'number'
  return (
    (before?.meaning.kind === 'value' || before?.meaning.kind === 'dimension') && before.meaning.dimension === dimension
  )
}
