/** Whether an answer of a thread can be vouched for: which question it answers by itself, and its query through time. */
import { parseKpiQuery, type KpiQuery } from '../../analytics/kpi-query.ts'
import type { Lexicon } from '../lexicon.ts'
import type { Plan, Question, Turn } from '../plan.ts'
import { inWords, withoutNow } from './said-periods.ts'
import { same } from '../same.ts'
import type { VerifiedQuery } from './verified.ts'

export type Vouchable =
  | { readonly ok: true; readonly question: string; readonly query: VerifiedQuery; readonly answered: KpiQuery }
  | { readonly ok: false; readonly why: 'not admitted' | 'leans on the thread' | 'period not said' }

const no = (why: (Vouchable & { ok: false })['why']): Vouchable => ({ ok: false, why })

/** `thread` ends with the answered turn; `reads` asks nobody who costs anything. */
export async function vouchable(
  thread: readonly Turn[],
  now: Date,
  lexicon: Lexicon,
  reads: (question: Question) => Promise<{ readonly plan: Plan; readonly planner: string }>,
): Promise<Vouchable> {
  const last = thread.at(-1)
  const parsed = last?.query ? parseKpiQuery(last.query, lexicon.knowledge.catalog) : null
  if (!last || !parsed?.ok) return no('not admitted')
  const { query } = parsed
  const before = thread.slice(0, -1)
  const isIt = (other: KpiQuery) => same(withoutNow(other), withoutNow(query))
  const alone = await reads({ text: last.text, now, thread: [] })
  const isReadAlone = alone.plan.kind === 'query' && isIt(alone.plan.query)
  const question = isReadAlone ? last.text : await standing()
  if (question === null) return no('leans on the thread')
  const kept = inWords(query, question, now, lexicon)
  if (kept) return { ok: true, question, query: kept, answered: query }
  // What no words name as a period may still be read anew, as it was read now.
  const isSentence = isReadAlone && alone.planner === 'grammar'
  return isSentence ? { ok: true, question, query: question, answered: query } : no('period not said')

  /** What was asked back about and chosen from; or what only a model reads, with nothing before it to lean on. */
  async function standing(): Promise<string | null> {
    const open = before.at(-1)
    if (open?.query === null) {
      const { plan } = await reads({ text: open.text, now, thread: [] })
      return plan.kind === 'clarify' && plan.choices.some((choice) => isIt(choice.query)) ? open.text : null
    }
    return before.length === 0 && alone.plan.kind !== 'command' ? last!.text : null
  }
}
