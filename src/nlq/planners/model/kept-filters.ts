/** What a follow-up keeps of the filters before it: all that it neither replaces nor takes away, as the grammar has it. */
import { viewsOfQuery } from '../../../analytics/kpi-query-meaning.ts'
import type { Filter } from '../../../analytics/kpi-query.ts'
import type { Meaning, ThreadHow } from '../../meaning.ts'
import { phraseMeanings } from '../../phrases.ts'
import { same } from '../../same.ts'
import type { Case } from './spoken.ts'

/** The first filter of the turn before that is dropped or kept against the words, for the model. */
export function keptFault(held: Case): string | null {
  const { query, asked } = held
  const { last } = asked
  if (!last || same(last, query)) return null
  switch (leans(held)) {
    case null:
      return null
    case true: {
      if (dropsFilters(held)) return null
      const dropped = last.filters.find((filter) => !isAccountedFor(filter, held))
      return dropped
        ? `the question follows up, and nothing takes the filter ${nameOf(dropped)} of the thread away: keep it`
        : null
    }
    case false: {
      const kept = query.filters.find(
        (filter) => last.filters.some((other) => same(other, filter)) && !isSaid(filter, held),
      )
      return kept
        ? `the question names its figure and more and stands by itself: without the filter ${nameOf(kept)}`
        : null
    }
  }
}

/** Whether the question goes on from the turn before, by its words; null where it may. */
function leans(held: Case): boolean | null {
  const { said, timing, asked } = held
  const opens = [1, 2, 3, 4].flatMap((length) => phraseMeanings(asked.corrected.slice(0, length)))
  const quoted = said.flatMap(({ as, meanings }) => (as === 'thread' ? meanings : []))
  if ([...opens, ...quoted].some(leadsOn) || timing.roles.some(({ words }) => words === 'before')) return true
  if (!said.some(({ as }) => as === 'measure' || as === 'view')) return true
  const isWhole = said.some(({ as }) => as === 'period' || as === 'dimension' || as === 'value')
  return isWhole ? false : null
}

const standing: ReadonlySet<ThreadHow> = new Set<ThreadHow>(['why', 'only', 'all'])

function leadsOn(meaning: Meaning): boolean {
  return meaning.kind === 'thread' && !standing.has(meaning.how)
}

const dropping: ReadonlySet<ThreadHow> = new Set<ThreadHow>(['all', 'without', 'back', 'instead_of', 'others', 'meant'])

/** "For all regions", "without that filter": what of it goes is for its words to say. */
function dropsFilters({ asked: { corrected } }: Case): boolean {
  return corrected.some((_, from) =>
    [1, 2, 3, 4].some((length) =>
      phraseMeanings(corrected.slice(from, from + length)).some(
        (each) =>
          (each.kind === 'thread' && dropping.has(each.how)) || (each.kind === 'query_part' && each.part === 'filters'),
      ),
    ),
  )
}

function isAccountedFor(filter: Filter, { query, asked, timing }: Case): boolean {
  if (query.filters.some((other) => about(other) === about(filter))) return true
  switch (filter.kind) {
    case 'empty':
      // A ranking leaves out what has no value; what follows it may be none.
      return !filter.include
    case 'periods':
      return timing.roles.length > 0
    case 'members': {
      // "Germany" before, "by country" now.
      const widens = filter.include && filter.values.length === 1
      if (widens && query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === filter.dimension))
        return true
      const [view] = viewsOfQuery(query, asked.lexicon.knowledge.catalog)
      return view !== undefined && !view.dimensions.has(filter.dimension) && query.filters.length > 0
    }
    case 'text':
    case 'range':
    case 'part':
    case 'holidays':
      return false
  }
}

function about(filter: Filter): string {
  return `${filter.kind} ${nameOf(filter)}`
}

function nameOf(filter: Filter): string {
  switch (filter.kind) {
    case 'members':
    case 'text':
    case 'empty':
      return filter.dimension
    case 'range':
      return filter.field.kind === 'kpi' ? filter.field.kpi : filter.field.dimension
    case 'part':
      return filter.part
    case 'holidays':
    case 'periods':
      return filter.kind
  }
}

function isSaid(filter: Filter, { said }: Case): boolean {
  switch (filter.kind) {
    case 'members':
    case 'text':
      return said.some(({ as, means }) => as === 'value' && /^[^=~]*/.exec(means)?.[0] === filter.dimension)
    case 'part':
    case 'holidays':
      return said.some(({ as }) => as === 'time_part' || as === 'period')
    case 'empty':
      return !filter.include || said.some(({ as, means }) => as === 'dimension' && means === filter.dimension)
    case 'periods':
      return said.some(({ as }) => as === 'period')
    case 'range':
      return said.some(({ as }) => as === 'number')
  }
}
