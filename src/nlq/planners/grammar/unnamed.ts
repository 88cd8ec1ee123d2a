/** Figures that no name was said for: sold, the cheapest, a split of men and women. */
import type { View } from '../../../analytics/catalog.ts'
import { rowCounter } from '../../counters.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import { figuresOf, type Figured } from '../../subjects.ts'
import { functionWords } from '../../words/en.ts'
import type { Subject } from '../../words/en-everyday.ts'
import type { Draft, DraftMeasure } from './draft.ts'
import { rowsCounted } from './same-measure.ts'
import { asThing, splitByName, thingsCounted } from './things.ts'
import { isPlural, near, span, text, unknown, type Walk } from './walk.ts'

/** Gives a draft the figure that its everyday words, its superlative or its counting mean. */
export function nameFigures(walk: Walk): void {
  const { draft } = walk
  const { rankingSubject } = walk
  if (rankingSubject && draft.wantsChange === null) bySuperlative(walk, rankingSubject.item, rankingSubject.subject)
  for (const { item, subject } of walk.everyday) byWord(walk, item, subject)
  if (draft.measures.length > 0 || !isCountMeant(walk)) return
  // "Number of oscars": what only holds the word is not what is counted.
  const counted = walk.counting && near(walk, walk.items.indexOf(walk.counting), 1)
  if (counted?.meaning.kind === 'value' && counted.fit < 0.9) unknown(walk, counted)
  else countRecords(walk)
}

/** "The most expensive category", "our oldest customers": by the price, by the age. */
function bySuperlative(walk: Walk, item: Item, subject: Subject): void {
  const { draft, lexicon } = walk
  const isOfCount = subject.names[0]![0] === ''
  if (draft.measures.some((measure) => isOfSubject(measure, subject, walk))) return nearEnd(walk, subject)
  if (isOfCount) {
    if (draft.measures.length === 0 && draft.by.length > 0) countRecords(walk)
    return
  }
  const things = draft.measures.filter((measure) => rowsCounted(measure, lexicon.knowledge.catalog) !== null)
  if (things.length < draft.measures.length) return
  // "How many of the cheapest" counts; else the records are what is ranked.
  if (things.length > 0 && walk.isCounted) return
  const found = figuresOf(subject, viewsFor(walk), lexicon)
  if (found.length === 0) {
    if (things.length > 0 || draft.by.length > 0) unknown(walk, item)
    return
  }
  take(walk, item, found, things)
  nearEnd(walk, subject)
}

/** The fastest is the least of a time, and the most of anything else that is fast. */
function nearEnd({ draft, lexicon }: Walk, subject: Subject): void {
  const first = draft.measures[0]
  const unit = first?.kind === 'kpi' ? lexicon.knowledge.catalog.kpis.get(first.kpi)!.unit : ''
  if (!draft.ranking || !subject.units?.test(unit)) return
  const { rank } = draft.ranking
  if (rank === 'best') draft.ranking = { ...draft.ranking, rank: 'lowest' }
  if (rank === 'worst') draft.ranking = { ...draft.ranking, rank: 'highest' }
}

/** "How much did we sell": the sales. Beside a figure of its kind the word says nothing new. */
function byWord(walk: Walk, item: Item, subject: Subject): void {
  const { draft, lexicon } = walk
  // "Which plans do we sell" asks which there are.
  if (asksWhatThereIs(walk)) return unknown(walk, item)
  const { catalog } = lexicon.knowledge
  const own = draft.measures.find((measure) => isOfSubject(measure, subject, walk))
  if (own?.kind === 'kpi') return span(walk, item, 'measure', own.kpi)
  const things = draft.measures.filter((measure) =>
    subject.units === null ? rowsCounted(measure, catalog) !== null : thingsCounted(measure, lexicon) !== null,
  )
  // "Revenue earned", "tickets sold": beside a figure such a verb carries nothing; but what people earn is no count of them.
  const isLight = item.to === item.from + 1 && functionWords.has(walk.tokens[item.from]!.word)
  const isOfPeople =
    subject.units !== null && draft.measures.every((measure) => thingsCounted(measure, lexicon) !== null)
  if (isLight && subject.units !== null && draft.measures.length > 0 && !isOfPeople) return
  if (things.length < draft.measures.length || (things.length > 0 && walk.isCounted)) return unknown(walk, item)
  const isCount = walk.tokens.some(({ word }, at) => word === 'many' && walk.tokens[at - 1]?.word === 'how')
  const found = figuresOf(subject, viewsFor(walk), lexicon).filter(
    (figure) => !isCount || figure.kind !== 'kpi' || !/^[A-Z]{3}$/.test(catalog.kpis.get(figure.kpi)!.unit),
  )
  if (found.length === 0) return unknown(walk, item)
  take(walk, item, found, things)
}

/** The records that were named are what the figure is of, no figure themselves. */
function take(walk: Walk, item: Item, found: readonly Figured[], things: readonly DraftMeasure[]): void {
  const { draft } = walk
  for (const thing of things) {
    const isRanked = draft.ranking !== null && draft.by.length === 0 && draft.grain === null
    if (isRanked && splitByName(walk, thing)) continue
    asThing(draft, thing)
    walk.isOfRecords = true
  }
  const asMeasure = (figure: Figured): DraftMeasure =>
    figure.kind === 'kpi' ? figure : { ...figure, aggregation: 'average' }
  const [only, second] = found
  if (second) {
    draft.measures = []
    draft.fault ??= { kind: 'which_measure', measures: found.map(asMeasure) }
    return
  }
  draft.measures = [asMeasure(only!)]
  if (only!.kind === 'kpi') return span(walk, item, 'measure', only!.kpi)
  span(walk, item, 'dimension', only!.dimension)
  span(walk, item, 'aggregation', 'average')
}

function isOfSubject(measure: DraftMeasure, subject: Subject, { lexicon }: Walk): boolean {
  if (measure.kind !== 'kpi') return false
  const kpi = lexicon.knowledge.catalog.kpis.get(measure.kpi)!
  if (subject.units?.test(kpi.unit)) return true
  const views = [lexicon.knowledge.catalog.views.get(kpi.view)!]
  return figuresOf(subject, views, lexicon).some((figure) => figure.kind === 'kpi' && figure.kpi === kpi.name)
}

/** "Breakdown by gender", "how many women", "engineers in Paris": a count of what is there. */
function isCountMeant(walk: Walk): boolean {
  const { draft, items, tokens } = walk
  if (draft.by.length === 0 && draft.members.length === 0) return false
  if (draft.distribution) return draft.by.length > 0 && !isNumeric(walk)
  if (walk.counting || walk.isCounted) return true
  // "More women than men"
  if (
    walk.comparative &&
    walk.comparative.subject === null &&
    walk.everyday.length === 0 &&
    !tokens.some(({ word }) => /^(?:do|does|did)$/.test(word))
  ) {
    const said = text(walk, walk.comparative.item).toLowerCase()
    if (said === 'more' || said === 'fewer') return true
  }
  if (draft.share && draft.members.length > 0) return true
  if (draft.by.length > 0 && tokens.some(({ word }) => splitWords.has(word))) return true
  return items.some(
    (item) =>
      item.meaning.kind === 'value' &&
      isPlural(walk, item) &&
      !tokens.some(({ word }) => askingWords.has(word)) &&
      String(item.meaning.value).toLowerCase() !== text(walk, item).toLowerCase(),
  )
}

/** A number's own distribution is of its records, range by range. */
function isNumeric({ draft, lexicon }: Walk): boolean {
  return draft.by.some(
    (axis) =>
      axis.kind === 'dimension' &&
      lexicon.viewsOf(axis.dimension).some((view) => view.dimensions.get(axis.dimension)?.type === 'number'),
  )
}

/** Beside these a member is the subject of a verb, and what is asked is what it does. */
const askingWords = new Set('what how much do does did make makes made get got is are was were why when who'.split(' '))
const splitWords = new Set('breakdown split broken mix composition makeup distribution distributed'.split(' '))

/** Counts the rows of the one view that has all of it; several views are for the person to choose from. */
function countRecords(walk: Walk): void {
  const { draft, lexicon } = walk
  const found = viewsFor(walk)
    .map((view) => counterOf(view, lexicon))
    .filter((measure) => measure !== null)
  const [only, second] = found
  if (!only) return
  if (second) {
    draft.countsByDefault = walk.counting || walk.isCounted ? 'asked' : 'implied'
    draft.fault ??= { kind: 'which_measure', measures: found }
    return
  }
  draft.measures = [only]
  draft.countsByDefault = walk.counting || walk.isCounted ? 'asked' : 'implied'
  if (walk.counting) span(walk, walk.counting, 'aggregation', 'count')
  walk.counting = null
}

function counterOf(view: View, { knowledge }: Lexicon): DraftMeasure | null {
  if (view.rows) return { kind: 'records', view: view.name }
  const kpi = rowCounter(view.name, knowledge.catalog)
  return kpi === null ? null : { kind: 'kpi', kpi }
}

/** Views that have every dimension of the draft. */
function viewsFor({ draft, lexicon }: Walk): readonly View[] {
  const named = viewsNamed(draft, lexicon)
  const wanted = [
    ...draft.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : [])),
    ...draft.members.map(({ dimension }) => dimension),
    ...draft.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : [])),
  ]
  return named.filter((view) => wanted.every((name) => view.dimensions.get(name)?.masked === false))
}

function viewsNamed(draft: Draft, { knowledge: { catalog } }: Lexicon): readonly View[] {
  const counted = draft.measures.map((measure) => rowsCounted(measure, catalog)).filter((name) => name !== null)
  const all = [...catalog.views.values()]
  return counted.length > 0 ? all.filter(({ name }) => counted.includes(name)) : all
}

/** "Which courses do we offer", "what products do you have": the members themselves. */
export function asksWhatThereIs({ draft, tokens }: Walk): boolean {
  const said = tokens.map(({ word }) => word).join(' ')
  return (
    draft.measures.length === 0 &&
    draft.by.length > 0 &&
    draft.ranking === null &&
    /^(?:which|what|whats) .*\b(?:do|did|does) (?:we|you|they) (?:sell|offer|have|carry|stock|serve|provide|run|use|operate|cover|support)\b/.test(
      said,
    )
  )
}
