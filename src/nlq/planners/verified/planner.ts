/** The planner that knows verified answers: a question that somebody vouched for takes its query at once. */
import type { ChartWish } from '../../../analytics/chart-kinds.ts'
import { describe } from '../../../analytics/describe.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { wordsOf } from '../../abbreviations.ts'
import type { Lexicon } from '../../lexicon.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Plan, Planner, Question } from '../../plan.ts'
import { findVerified } from '../../verified/find.ts'
import { resolve } from '../../verified/resolve.ts'
import { vouchedInWords, type Verified, type VerifiedBook } from '../../verified/verified.ts'

export interface VerifiedParts {
  readonly book: VerifiedBook
  /** Reads those that are written as a sentence, and tells what leans on the turn before. */
  readonly grammar: (lexicon: Lexicon) => Planner
  /** Whether what the query of one leans on is defined otherwise than when it was vouched for. */
  readonly hasChanged: (one: Verified, query: KpiQuery) => boolean
  /** Why whoever asked this would not be answered with a query; null: they would. */
  readonly unanswerable: (query: KpiQuery, question: string, lexicon: Lexicon) => Promise<string | null>
}

/**
 * Builds the planner on one policy's lexicon. It has nothing to say of what cannot be answered under these rights, nor where a
 * definition has changed since: nobody vouched for the figure that would come of it.
 */
export function createVerifiedPlanner({
  book,
  grammar,
  hasChanged,
  unanswerable,
}: VerifiedParts): (lexicon: Lexicon) => Planner {
  return (lexicon) => {
    const reads = grammar(lexicon)
    return {
      name: 'verified',
      async plan(question) {
        const { text, now, thread } = question
        const found = findVerified(text, await book.read(), lexicon)
        if (!found) return null
        if (thread.length > 0 && leansOnThread(await reads.plan(question))) return null
        const resolved = await resolve(found, now, lexicon, reads)
        if (!resolved.ok || hasChanged(found, resolved.query)) return null
        if ((await unanswerable(resolved.query, text, lexicon)) !== null) return null
        const { query } = resolved
        const vouched = vouchedInWords(found)
        return {
          kind: 'query',
          query,
          reading: [{ from: 0, to: text.length, as: 'verified', means: found.id }],
          understood: `${describe(query, lexicon.knowledge.catalog)}, ${vouched}`,
          marks: [{ kind: 'verified', text: vouched }],
          wish: wishIn(question, lexicon) ?? resolved.wish,
        }
      },
    }
  }
}

/** The same words may mean something else after what was said before. */
function leansOnThread(plan: Plan | null): boolean {
  if (plan?.kind !== 'query') return false
  return (
    plan.carried !== undefined ||
    plan.readAs !== undefined ||
    plan.reading.some(({ as }) => as === 'thread' || as === 'choice')
  )
}

const longestChartWords = 3

function wishIn({ text }: Question, lexicon: Lexicon): ChartWish | null {
  const tokens = wordsOf(text, lexicon)
  for (let length = longestChartWords; length > 0; length--)
    for (let at = 0; at + length <= tokens.length; at++)
      for (const meaning of phraseMeanings(tokens.slice(at, at + length)))
        if (meaning.kind === 'chart') return { kind: meaning.chart }
  return null
}
