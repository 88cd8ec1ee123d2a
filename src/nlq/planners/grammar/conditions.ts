/** What a bound is about: a number of each record, or the figure of each group. */
import type { Catalog, Kpi } from '../../../analytics/catalog.ts'
import type { Item } from '../../meaning.ts'
import { figuresOf, type Figured } from '../../subjects.ts'
import { tokenize, type Token } from '../../text.ts'
import { durationUnits, unitFamilies } from '../../words/en.ts'
import { people, type Subject } from '../../words/en-everyday.ts'
import { isCarried } from '../../row-numbers.ts'
import type { Draft, DraftCondition, DraftMeasure } from './draft.ts'
import { namingDimension } from '../../naming.ts'
import { rowsCounted } from './same-measure.ts'
import { secondsOf } from '../../units.ts'
import { asThing, splitByName } from './things.ts'
import { fail, span, take, unknown, type Walk } from './walk.ts'

/** Where a bound stands: its number, the words before and after, and the numeric dimension that they name. */
interface Place {
  readonly at: number
  readonly bound: Item | null
  readonly after: Item | undefined
  readonly dimension: string | null
}

/** The numeric dimension that words name, if any. */
export function numericDimension(walk: Walk, words: readonly Token[]): string | null {
  for (const { named } of walk.lexicon.names(words))
    if (named.kind === 'dimension' && isNumeric(walk, named.dimension)) return named.dimension
  return null
}

function isNumeric({ lexicon }: Walk, dimension: string): boolean {
  return lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number')
}

function isKeptIn(unit: ReadonlySet<string>, dimension: string, { lexicon }: Walk): boolean {
  return lexicon.viewsOf(dimension).some((view) => {
    const { column, label, description } = view.dimensions.get(dimension)!
    return [column, label, description ?? ''].some((words) =>
      tokenize(words.replaceAll('_', ' ')).some((token) => unit.has(token.word)),
    )
  })
}

/** "Over 2000 miles", "between 30 and 40 years old": the dimension that the words after a number name. */
export function subjectOf(walk: Walk, bound: Item | null, last: Item, after: Item | undefined): string | null {
  const unit = last.to - last.from > 1 ? walk.tokens[last.to - 1]!.word : ''
  const named = unit === '' ? null : numericDimension(walk, walk.tokens.slice(last.to - 1, last.to))
  if (named) return named
  const family = unitFamilies.find(({ words }) => words.has(unit))
  for (const subject of family?.subjects ?? []) {
    const found = numericDimension(walk, tokenize(subject))
    // 500 kilograms are no 500 pounds: the catalog must say in some way that it is kept in that unit.
    if (found && isKeptIn(family!.words, found, walk)) return found
  }
  const said = bound?.meaning.kind === 'bound' && !durationUnits.has(unit) ? bound.meaning.subject : null
  for (const name of said?.names.flat() ?? []) {
    const found = numericDimension(walk, tokenize(name))
    if (found && (!family || isKeptIn(family.words, found, walk))) return found
  }
  if (after?.meaning.kind !== 'dimension' || walk.items[walk.items.indexOf(last) + 1] !== after) return null
  const following = numericDimension(walk, walk.tokens.slice(after.from, after.to))
  if (following === null) return null
  span(walk, after, 'dimension', following)
  walk.used.add(after)
  return following
}

/** "Above the fifth floor": a bound on the number that members are. */
export function boundMember(walk: Walk, bound: Item, member: Item): boolean {
  const { meaning } = member
  if (bound.meaning.kind !== 'bound' || meaning.kind !== 'value' || typeof meaning.value !== 'number') return false
  const { dimension, value } = meaning
  span(walk, bound, 'condition', bound.meaning.op)
  span(walk, member, 'number', String(value))
  span(walk, member, 'dimension', dimension)
  walk.used.add(member)
  walk.draft.conditions.push({
    bounds: { op: bound.meaning.op, value },
    unit: null,
    target: { kind: 'dimension', dimension },
    figure: 'value',
    mayBeOfRecords: false,
  })
  take(walk)
  return true
}

export function addCondition(
  walk: Walk,
  bounds: DraftCondition['bounds'],
  unit: DraftCondition['unit'],
  { at, bound, after, dimension }: Place,
): void {
  const { draft } = walk
  const figure = draft.share
    ? 'share'
    : draft.wantsChange
      ? unit === 'percent' || draft.wantsChange.relative
        ? 'change_percent'
        : 'change'
      : 'value'
  const first = bound ? walk.items.indexOf(bound) : at
  let target: DraftCondition['target'] = dimension ? { kind: 'dimension', dimension } : null
  let subject: { item: Item; of: Subject } | null = null
  const isFollowed = after?.meaning.kind === 'kpi' || after?.meaning.kind === 'records'
  // "More than 5 orders": what is counted follows.
  if (target === null && isFollowed) {
    const wanted = after.meaning.kind === 'kpi' ? after.meaning.kpi : after.meaning.view
    const known = draft.measures.findIndex(
      (measure) =>
        (measure.kind === 'kpi' && measure.kpi === wanted) || (measure.kind === 'records' && measure.view === wanted),
    )
    target = { kind: 'measure', index: known >= 0 ? known : draft.measures.length }
  } else if (target === null) {
    subject = sayingOf(walk, bound, first, after)
    const named = walk.items
      .slice(0, first)
      .findLast((item) => item.meaning.kind === 'dimension' || item.meaning.kind === 'kpi')
    const age = subject === null && unit === null ? ageOf(walk, first) : null
    if (age !== null) target = { kind: 'dimension', dimension: age }
    else if (subject === null && named?.meaning.kind === 'dimension' && isNumeric(walk, named.meaning.dimension))
      target = { kind: 'dimension', dimension: named.meaning.dimension }
  }
  draft.conditions.push({
    bounds,
    unit,
    target: target ?? (draft.measures.length > 0 ? { kind: 'measure', index: draft.measures.length - 1 } : null),
    figure,
    mayBeOfRecords:
      unit === null &&
      figure === 'value' &&
      target === null &&
      draft.by.length === 0 &&
      draft.grain === null &&
      walk.role === 'measure',
  })
  walk.bounds.push({
    condition: draft.conditions.at(-1)!,
    first,
    subject,
    unitWord: walk.tokens[walk.items[at]!.to - 1]!.word,
  })
  take(walk)
}

/** "Women under 30", "staff over 60": people's age, where the catalog has it of each. */
function ageOf(walk: Walk, first: number): string | null {
  const person = walk.items
    .slice(0, first)
    .findLast(({ meaning }) => meaning.kind !== 'filler' && !(meaning.kind === 'cue' && meaning.cue === 'with'))
  if (!person || !people.has(walk.tokens[person.to - 1]!.word)) return null
  return numericDimension(walk, tokenize('age'))
}

/** "Longer than", "weighing under", "cost more than": what the words before a number are about. */
function sayingOf(
  walk: Walk,
  bound: Item | null,
  first: number,
  after: Item | undefined,
): { item: Item; of: Subject } | null {
  // "50 mm of rain"
  if (after?.meaning.kind === 'everyday') {
    walk.used.add(after)
    return { item: after, of: after.meaning.subject }
  }
  if (bound?.meaning.kind === 'bound' && bound.meaning.subject) return { item: bound, of: bound.meaning.subject }
  const word = walk.everyday.findIndex(({ item }) => walk.items.indexOf(item) === first - 1)
  if (word < 0) return null
  const [{ item, subject } = { item: bound!, subject: null }] = walk.everyday.splice(word, 1)
  return subject && { item, of: subject }
}

/** Settles what each bound is about, once all figures are known. */
export function settleConditions(walk: Walk): void {
  for (const { condition, first, subject, unitWord } of walk.bounds) {
    if (subject && !nameSubject(walk, condition, subject.item, subject.of, unitWord)) return
    ofRecords(walk, condition, first, unitWord)
  }
}

function nameSubject(walk: Walk, condition: DraftCondition, item: Item, subject: Subject, unitWord: string): boolean {
  const { draft, lexicon } = walk
  const { catalog } = lexicon.knowledge
  const counted = draft.measures.map((measure) => rowsCounted(measure, catalog)).filter((name) => name !== null)
  const views = [...catalog.views.values()].filter(({ name }) => counted.length === 0 || counted.includes(name))
  const already = draft.measures.findIndex(
    (measure) => measure.kind === 'kpi' && subject.units?.test(catalog.kpis.get(measure.kpi)!.unit),
  )
  if (already >= 0) {
    condition.target = { kind: 'measure', index: already }
    return true
  }
  const [figure, second] = figuresOf(subject, views, lexicon).filter((each) =>
    isMeasuredIn(each, condition, unitWord, walk),
  )
  if (!figure || second) {
    unknown(walk, item)
    return false
  }
  if (figure.kind === 'dimension') {
    span(walk, item, 'dimension', figure.dimension)
    condition.target = { kind: 'dimension', dimension: figure.dimension }
    return true
  }
  span(walk, item, 'measure', figure.kpi)
  draft.measures.push(figure)
  condition.target = { kind: 'measure', index: draft.measures.length - 1 }
  return true
}

/** The view whose rows, or whose people, a measure counts. */
function countedView(measure: DraftMeasure, catalog: Catalog): string | null {
  const kpi = measure.kind === 'kpi' && !measure.aggregation ? catalog.kpis.get(measure.kpi) : undefined
  const isDistinct = kpi?.measure.kind === 'simple' && kpi.measure.aggregation === 'count_distinct'
  return kpi && isDistinct ? kpi.view : rowsCounted(measure, catalog)
}

/** Hours are no answer to how many kilometres. */
function isMeasuredIn(figure: Figured, { unit }: DraftCondition, unitWord: string, walk: Walk): boolean {
  const { lexicon } = walk
  const own = figure.kind === 'kpi' ? lexicon.knowledge.catalog.kpis.get(figure.kpi)!.unit : ''
  if (unit === 'measure') {
    const family = unitFamilies.find(({ words }) => words.has(unitWord))
    if (!family) return true
    return figure.kind === 'kpi' ? family.words.has(own) : isKeptIn(family.words, figure.dimension, walk)
  }
  if (unit !== 'seconds') return true
  return figure.kind === 'kpi'
    ? durationUnits.has(own)
    : lexicon.viewsOf(figure.dimension).some((view) => secondsOf(view.dimensions.get(figure.dimension)!) !== null)
}

/** "Cars with more than 200 horsepower": each car's own, where horsepower is a number that every record carries. */
function ofRecords(walk: Walk, condition: DraftCondition, first: number, unitWord: string): void {
  const { draft, lexicon } = walk
  const { catalog } = lexicon.knowledge
  const { target } = condition
  const index = target?.kind === 'measure' ? target.index : -1
  const measure = draft.measures[index]
  if (measure?.kind !== 'kpi' || measure.aggregation || draft.measures.length > 2) return
  const kpi = catalog.kpis.get(measure.kpi)!
  const view = catalog.views.get(kpi.view)!
  if (!isCarried(kpi) || view.rows === null) return
  const family = condition.unit === 'measure' ? unitFamilies.find(({ words }) => words.has(unitWord)) : undefined
  // Tons are no kilograms.
  if (family && kpi.unit !== unitWord && !family.words.has(kpi.unit))
    return fail(walk, `${kpi.label} is kept in ${kpi.unit}; I convert no units.`)
  const thing = draft.measures.find((other) => countedView(other, catalog) === kpi.view)
  // "The share of homes over a million" is a share of homes, not a share over a million.
  const isOwnShare =
    condition.figure === 'share' && condition.unit !== 'percent' && thing !== undefined && thing !== measure
  if (condition.figure !== 'value' && !isOwnShare) return
  const isAsked = walk.counting !== null && draft.measures.length === 1
  if (!isAsked && !isSaidOfRecords(walk, first, kpi, thing !== undefined)) return
  if (walk.counting) {
    span(walk, walk.counting, 'aggregation', 'count')
    walk.counting = null
    walk.isCounted = true
  }
  if (!thing && draft.measures.length > 1) return
  condition.figure = 'value'
  condition.target = { kind: 'field', kpi: kpi.name }
  const isNamed = draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === namingDimension(view))
  if (isNamed) return
  const isGrouped = draft.by.length > 0 || draft.grain !== null
  const lists = !walk.isCounted && !isGrouped && !draft.share && draft.ranking === null
  const counted: DraftMeasure = thing ?? { kind: 'records', view: view.name }
  // Records with names are listed, with the figure that was asked about; others are counted.
  if (lists && splitByName(walk, counted)) draft.measures = [measure]
  else draft.measures = [counted]
  if (thing && draft.measures[0] !== thing) asThing(draft, thing)
}

/** Whether the noun that the bound follows is the records, not the members of a dimension: makers whose cars …, cars with …. */
function isSaidOfRecords(walk: Walk, first: number, kpi: Kpi, hasThing: boolean): boolean {
  const { items, lexicon } = walk
  const { catalog } = lexicon.knowledge
  const naming = namingDimension(catalog.views.get(kpi.view)!)
  for (let at = first - 1; at >= 0; at--) {
    const { meaning } = items[at]!
    if (walk.used.has(items[at]!)) continue
    if (meaning.kind === 'records') return true
    if (meaning.kind === 'kpi' && meaning.kpi !== kpi.name)
      return countedView({ kind: 'kpi', kpi: meaning.kpi }, catalog) !== null
    if ((meaning.kind === 'value' || meaning.kind === 'flag') && !hasThing) return true
    const lead = items[at - 1]?.meaning
    const isSplit = lead?.kind === 'cue' && (lead.cue === 'by' || lead.cue === 'per')
    if (meaning.kind === 'dimension' && !isSplit) return meaning.dimension === naming
  }
  return false
}

/** Drafts in which the number is each of these of a record. */
export function withTargets(
  draft: Draft,
  index: number,
  targets: readonly NonNullable<DraftCondition['target']>[],
): readonly Draft[] {
  return targets.map((target) => ({
    ...draft,
    conditions: draft.conditions.map((condition, at) => (at === index ? { ...condition, target } : condition)),
  }))
}
