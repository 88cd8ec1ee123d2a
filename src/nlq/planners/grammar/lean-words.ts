/** Words that lean on the turn before: what each says of it. */
import type { Item, QueryPart, ThreadHow } from '../../meaning.ts'
import type { ReadingPart } from '../../plan.ts'
import { unsupported } from './lean.ts'
import { leave, near, span, text, unknown, type Walk } from './walk.ts'

/** The stronger word decides: in "and orders too" it is "too". */
const strength: readonly ThreadHow[] = [
  'what_about',
  'instead',
  'only',
  'same',
  'same_period',
  'meant',
  'it',
  'which',
  'also',
  'without',
  'back',
]

/** A word that leans on the turn before. */
export function onThread(walk: Walk, item: Item, how: ThreadHow, at: number): void {
  const { lean, measures, by, members } = walk.draft
  const words = text(walk, item).toLowerCase()
  if (how === 'it') {
    // "Regions and their revenue": what was named in the same breath. "These" stands before what it points to.
    const next = near(walk, at, 1)?.meaning.kind
    const pointsOn = next === 'kpi' || next === 'records' || next === 'dimension' || next === 'view'
    if ((words === 'those' || words === 'these') && !pointsOn) return
    // "How many orders were there" points to no place.
    if (words === 'there' && /^(?:is|are|was|were|be|been|has|have|had)$/.test(walk.tokens[item.from - 1]?.word ?? ''))
      return
    // A figure is no "they": "how many orders did they place".
    const figures = /^(?:their|theirs|its|those|these)$/.test(words) ? measures.length : 0
    if (figures + by.length + members.length > 0) return
  }
  // "How many of them have a sea view": them, not the views.
  if (how === 'it' && walk.counting) {
    span(walk, walk.counting, 'aggregation', 'count')
    walk.counting = null
    lean.counts = true
    lean.alone ??= { kind: 'no_measure' }
  }
  span(walk, item, 'thread', how)
  if (how === 'why' || how === 'others' || how === 'further' || how === 'flip' || how === 'all') lean[how] = true
  if (how === 'instead_of') walk.replacing = true
  if (how === 'also' && /^(?:back|again|put|put back|bring back|add back)$/.test(words)) lean.again = true
  if (strength.indexOf(how) > (lean.how ? strength.indexOf(lean.how) : -1)) lean.how = how
  if (how === 'without') leave(walk, 'not', item)
  else if (words.endsWith(' by') || (how === 'further' && / (?:to|into)$/.test(words))) leave(walk, 'by', item)
}

/** "Remove the filter": a part of the query before by what people call it. */
export function onQueryPart(walk: Walk, item: Item, part: QueryPart): void {
  const { lean } = walk.draft
  if (walk.cue !== 'not' && lean.how !== 'without' && walk.role !== 'not') return unknown(walk, item)
  span(walk, item, 'thread', part)
  lean.drops.push(part)
  lean.alone ??= unsupported('There is nothing before this to take that away from.')
  walk.cue = null
  walk.cueItem = null
}

/** "Instead of Germany": what the turn before had and this one has not. */
export function onReplaced(walk: Walk, item: Item): boolean {
  const part = named(walk, item)
  if (!part) return false
  span(walk, item, part.as, part.means)
  walk.replacing = false
  walk.draft.lean.alone ??= unsupported('There is nothing before this to put that in place of.')
  return true
}

function named(walk: Walk, item: Item): { readonly as: ReadingPart; readonly means: string } | null {
  const { meaning } = item
  if (meaning.kind === 'value') return { as: 'value', means: `${meaning.dimension}=${meaning.value}` }
  if (meaning.kind === 'kpi') return { as: 'measure', means: meaning.kpi }
  if (meaning.kind === 'records') return { as: 'measure', means: meaning.view }
  if (meaning.kind === 'dimension') return { as: 'dimension', means: meaning.dimension }
  if (meaning.kind === 'grain') return { as: 'grain', means: meaning.grain }
  if (meaning.kind === 'aggregation') return { as: 'aggregation', means: meaning.aggregation }
  return meaning.kind === 'when' ? { as: 'period', means: text(walk, item) } : null
}
