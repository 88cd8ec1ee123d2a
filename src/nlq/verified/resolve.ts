/** A verified question's query as it is asked now, under the rights that the lexicon was built for. */
import type { ChartWish } from '../../analytics/chart-kinds.ts'
import type { KpiQuery } from '../../analytics/kpi-query.ts'
import { checkCoverage } from '../coverage.ts'
import type { Lexicon } from '../lexicon.ts'
import type { Planner } from '../plan.ts'
import { tokenize } from '../text.ts'
import { queryAt } from './said-periods.ts'
import type { Verified } from './verified.ts'

export type Resolved =
  | { readonly ok: true; readonly query: KpiQuery; readonly wish: ChartWish | null }
  | { readonly ok: false; readonly because: string }

/** `grammar` reads those that are written as a sentence. */
export async function resolve(
  { query }: Pick<Verified, 'query'>,
  now: Date,
  lexicon: Lexicon,
  grammar: Planner,
): Promise<Resolved> {
  if (typeof query !== 'string') {
    const timed = queryAt(query, now, lexicon)
    return timed.ok ? { ...timed, wish: null } : timed
  }
  const question = { text: query, now, thread: [] }
  const plan = await grammar.plan(question)
  if (plan?.kind !== 'query') {
    const because = plan?.kind === 'decline' ? plan.because : 'it is not one question about figures'
    return { ok: false, because: `"${query}" cannot be read: ${because}` }
  }
  const fault = checkCoverage(question, plan, lexicon)
  return fault === null
    ? { ok: true, query: plan.query, wish: plan.wish }
    : { ok: false, because: `"${query}": ${fault}` }
}

/**
 * Whether a query names values that its asker neither said nor is known to see: where rights hide rows, "our best customer"
 * must not tell who that is.
 */
export function tellsValues({ filters }: KpiQuery, question: string, lexicon: Lexicon): boolean {
  const plain = (text: string) =>
    ` ${tokenize(text)
      .map(({ word }) => word)
      .join(' ')} `
  const said = plain(question)
  const isKnown = (dimension: string, value: string) =>
    said.includes(plain(value)) ||
    [...lexicon.knowledge.values.values()].some((of) => of.get(dimension)?.some((each) => String(each) === value))
  return filters.some((filter) => {
    if (filter.kind === 'members') return !filter.values.every((value) => isKnown(filter.dimension, String(value)))
    return filter.kind === 'text' && !isKnown(filter.dimension, filter.text)
  })
}
