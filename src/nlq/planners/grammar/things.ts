/** Records named in a question that are what a figure is of, and no figure themselves. */
import type { Kpi } from '../../../analytics/catalog.ts'
import { rowCounter } from '../../counters.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import { namingDimension } from '../../naming.ts'
import type { Span } from '../../plan.ts'
import type { Draft, DraftMeasure, DraftMembers } from './draft.ts'
import { rowsCounted } from './same-measure.ts'
import { isPlural, near, type Walk } from './walk.ts'

/** What was named is what the figure is of. */
export function asThing(draft: Draft, thing: DraftMeasure): Span | null {
  const name = thing.kind === 'kpi' ? thing.kpi : thing.kind === 'records' ? thing.view : ''
  const at = draft.spans.findIndex((each) => each.as === 'measure' && each.means === name)
  if (at < 0) return null
  draft.spans[at] = { ...draft.spans[at]!, as: 'view' }
  return draft.spans[at]
}

/** "Top ten films": each by its name, where they have one. */
export function splitByName(walk: Walk, thing: DraftMeasure): boolean {
  const { draft, lexicon } = walk
  const naming = nameOfThing(thing, lexicon)
  if (naming === null) return false
  const said = asThing(draft, thing)
  if (said) draft.spans.push({ ...said, as: 'dimension', means: naming })
  const item = walk.items.find(
    ({ from, to }) => walk.tokens[from]!.from === said?.from && walk.tokens[to - 1]!.to === said.to,
  )
  draft.by.push({ kind: 'dimension', dimension: naming })
  draft.rankedIsPlural = item !== undefined && isPlural(walk, item)
  if (draft.ranking) draft.ranked = { kind: 'axis', index: draft.by.length - 1 }
  return true
}

/** The dimension that names what is counted, if it is records with names. */
export function nameOfThing(thing: DraftMeasure, { knowledge: { catalog } }: Lexicon): string | null {
  const view = rowsCounted(thing, catalog)
  return view === null ? null : namingDimension(catalog.views.get(view)!)
}

/**
 * "Time to resolve tickets", "booking value of German guests": of two, the records or people are the thing that the other
 * is a figure of. That figure, the one before or this one; null where they are two figures.
 */
export function figureOf(walk: Walk, item: Item, measure: DraftMeasure): DraftMeasure | null {
  const [first, second] = walk.draft.measures
  if (!first || second) return null
  const at = walk.items.indexOf(item)
  const lead = near(walk, at, -1)
  const isAfterPreposition = prepositions.has(walk.tokens[item.from - 1]?.word ?? '')
  // "Of urgent tickets": members may stand before the thing.
  const isOfIt =
    walk.role === 'measure' || isAfterPreposition || lead?.meaning.kind === 'value' || lead?.meaning.kind === 'flag'
  // "At least 50 flights": what a number stands before is counted for itself.
  const isLed =
    lead?.meaning.kind === 'number' ||
    (lead?.meaning.kind === 'cue' && lead.meaning.cue !== 'by' && !isAfterPreposition)
  if (!isOfIt || isLed) return null
  const isThing = (thing: DraftMeasure, figure: DraftMeasure) => {
    if (thingsCounted(figure, walk.lexicon) === null && isSomeOf(thing, figure, walk.lexicon)) return true
    const view = thingsCounted(thing, walk.lexicon)
    if (view === null || !viewsOf(figure, walk.lexicon).includes(view)) return false
    // The average age of patients is no average over their visits.
    if (figure.kind === 'dimension' && !isRows(thing, walk.lexicon)) return false
    // The bookings of guests are bookings; the guests of bookings are guests.
    return thingsCounted(figure, walk.lexicon) === null || isRows(thing, walk.lexicon) !== isRows(figure, walk.lexicon)
  }
  if (isThing(measure, first)) {
    limitTo(walk, measure)
    return first
  }
  // "Tickets resolution time"; but what comes after a preposition is no figure of what stands before it.
  const isApart =
    walk.items[at - 1]?.meaning.kind === 'filler' ||
    walk.tokens.slice(0, item.from).some(({ from, word }) => from > placeOf(walk, first) && prepositions.has(word))
  if (!isThing(first, measure) || isApart) return null
  limitTo(walk, first)
  return measure
}

/** "Satisfaction of urgent tickets": a KPI that counts some of the records names these, where it tells them by dimensions. */
function isSomeOf(thing: DraftMeasure, figure: DraftMeasure, lexicon: Lexicon): boolean {
  const kpi = thing.kind === 'kpi' && !thing.aggregation ? lexicon.knowledge.catalog.kpis.get(thing.kpi) : undefined
  if (!kpi || figure.kind !== 'kpi' || !viewsOf(figure, lexicon).includes(kpi.view)) return false
  return kpi.measure.kind === 'simple' && kpi.measure.aggregation === 'count' && wherePlaces(kpi, lexicon) !== null
}

/** "Share of urgent tickets": of all tickets. */
export function shareOfSome({ draft, lexicon }: Walk): void {
  const { catalog } = lexicon.knowledge
  const [some, more] = draft.measures
  const isAlone = draft.by.length === 0 && draft.grain === null && draft.members.length + draft.filters.length === 0
  if (!draft.share || some?.kind !== 'kpi' || more || !isAlone) return
  const kpi = catalog.kpis.get(some.kpi)!
  const isSome = kpi.measure.kind === 'simple' && kpi.measure.aggregation === 'count' && kpi.measure.where.size > 0
  const all = isSome ? rowCounter(kpi.view, catalog) : null
  if (all === null) return
  draft.measures = [{ kind: 'ratio', of: kpi.name, over: all }]
  draft.share = false
}

/** "List the patients": their number is no list of them, and who they are is masked. */
export function refuseMaskedList({ draft, lexicon, tokens, isCounted }: Walk): void {
  const { catalog } = lexicon.knowledge
  const [only, more] = draft.measures
  if (only?.kind !== 'kpi' || more || isCounted || draft.by.length > 0 || draft.grain !== null) return
  const { measure, view } = catalog.kpis.get(only.kpi)!
  if (measure.kind !== 'simple' || measure.aggregation !== 'count_distinct') return
  const masked = [...catalog.views.get(view)!.dimensions.values()].find((each) => each.column === measure.column)
  if (masked?.masked && tokens.some(({ word }) => listing.has(word)))
    draft.fault ??= { kind: 'masked', label: masked.label }
}

const listing = new Set('list lists names enumerate who'.split(' '))

/** The dimensions by which a KPI's rows are told from others; null when it tells them by nothing, or by something else. */
function wherePlaces(kpi: Kpi, { knowledge: { catalog } }: Lexicon): readonly DraftMembers[] | null {
  if (kpi.measure.kind !== 'simple' || kpi.measure.where.size === 0) return null
  const dimensions = [...catalog.views.get(kpi.view)!.dimensions.values()].filter(({ masked }) => !masked)
  const found = [...kpi.measure.where].flatMap(([column, values]): DraftMembers[] => {
    const dimension = dimensions.find((each) => each.column === column)
    return dimension ? [{ dimension: dimension.name, include: true, values }] : []
  })
  return found.length === kpi.measure.where.size ? found : null
}

/** What was named is the thing, and all of it unless the name says which. */
function limitTo(walk: Walk, thing: DraftMeasure): void {
  asThing(walk.draft, thing)
  const kpi = thing.kind === 'kpi' ? walk.lexicon.knowledge.catalog.kpis.get(thing.kpi) : undefined
  const members = kpi ? (wherePlaces(kpi, walk.lexicon) ?? []) : []
  walk.draft.members.push(...members.map((each) => ({ ...each })))
}

const prepositions = new Set('of from for among in across within'.split(' '))

/** Where in the question the figure that was named first stands. */
function placeOf({ draft }: Walk, measure: DraftMeasure): number {
  const name = measure.kind === 'kpi' ? measure.kpi : measure.kind === 'records' ? measure.view : ''
  return draft.spans.find(({ as, means }) => as === 'measure' && means === name)?.from ?? 0
}

/** The view whose rows a measure counts, or whose people: a number of different ones. */
export function thingsCounted(measure: DraftMeasure, { knowledge: { catalog } }: Lexicon): string | null {
  const rows = rowsCounted(measure, catalog)
  if (rows !== null || measure.kind !== 'kpi' || measure.aggregation) return rows
  const kpi = catalog.kpis.get(measure.kpi)!
  const isPeople =
    kpi.measure.kind === 'simple' && kpi.measure.aggregation === 'count_distinct' && kpi.measure.where.size === 0
  return isPeople ? kpi.view : null
}

function isRows(measure: DraftMeasure, { knowledge: { catalog } }: Lexicon): boolean {
  return rowsCounted(measure, catalog) !== null
}

/** The views that a measure may be read from, by name. */
export function viewsOf(measure: DraftMeasure, lexicon: Lexicon): readonly string[] {
  if (measure.kind === 'records') return [measure.view]
  if (measure.kind === 'dimension') return lexicon.viewsOf(measure.dimension).map(({ name }) => name)
  return measure.kind === 'kpi' ? [lexicon.knowledge.catalog.kpis.get(measure.kpi)!.view] : []
}
