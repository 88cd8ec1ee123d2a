/** SQL that a person or a model wrote, under the rights of somebody with several policies. */
import type { Guard, Verdict } from './guard/guard.ts'
import type { Policy } from './policy.ts'

/**
 * Under the first of the policies that admits it, one that hides no rows of what it reads before one that does; when none does,
 * what the first one said. Null: there are no policies.
 */
export async function admitText(guard: Guard, sql: string, policies: readonly Policy[]): Promise<Verdict | null> {
  const verdicts = await Promise.all(policies.map((policy) => guard.text(sql, policy)))
  const admitted = verdicts.filter((verdict) => verdict.verdict === 'safe')
  const whole = admitted.find(({ query }) => query.reads.every(({ view }) => view.rowFilter.length === 0))
  return whole ?? admitted[0] ?? verdicts[0] ?? null
}
