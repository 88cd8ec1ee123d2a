/** Words that rank: which end, how many, by what. */
import type { Item, Meaning } from '../../meaning.ts'
import { fail, span, text, type Walk } from './walk.ts'

export function onRanking(
  walk: Walk,
  item: Item,
  meaning: Meaning & { kind: 'ranking' },
  next: Item | undefined,
  before: Item | undefined,
): void {
  const { draft } = walk
  span(walk, item, 'order', meaning.rank)
  const word = walk.tokens[item.from - 1]?.word === 'the' ? walk.tokens[item.from - 2] : walk.tokens[item.from - 1]
  // "revenue by category for the top 5 products" would need the five before the rest.
  if (draft.by.length > 0 && /^(for|of|among|within|in|from)$/.test(word?.word ?? ''))
    fail(walk, 'I cannot first pick the top ones and then break something else down by them yet.')
  const rank = draft.ranking ? joined(walk, draft.ranking.rank, item, meaning) : meaning.rank
  if (rank === null) fail(walk, 'I can rank from one end at a time.')
  if (draft.ranking?.count && (before?.meaning.kind === 'cue' || next?.meaning.kind === 'number'))
    fail(walk, 'I can make one ranking at a time.')
  draft.ranking = { rank: rank ?? meaning.rank, count: draft.ranking?.count ?? null }
  walk.rankedAs = text(walk, item).toLowerCase()
  if (meaning.subject) walk.rankingSubject = { item, subject: meaning.subject }
}

type Rank = (Meaning & { kind: 'ranking' })['rank']

/** "Fastest makers, top 3": the top of the fastest. Null where the two are of different ends. */
function joined(walk: Walk, before: Rank, item: Item, { rank }: Meaning & { kind: 'ranking' }): Rank | null {
  const said = text(walk, item).toLowerCase()
  if (before === rank) return rank
  if (said === 'top') return before
  if (walk.rankedAs === 'top') return rank
  // "Lost the most, bottom 3": the bottom of a change downwards.
  return said === 'bottom' && walk.draft.wantsChange?.falling ? before : null
}
