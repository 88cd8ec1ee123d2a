/** Records named in a question that are what a figure is of, and no figure themselves. */
import type { Lexicon } from '../../lexicon.ts'
import { namingDimension } from '../../naming.ts'
import type { Span } from '../../plan.ts'
import type { Draft, DraftMeasure } from './draft.ts'
import { rowsCounted } from './same-measure.ts'
import { isPlural, type Walk } from './walk.ts'

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
