/** What people thought of answers: one verdict a person and reply, the last one counts. */
import { sql } from 'kysely'
import type { KpiQuery } from '../kpi-query.ts'
import type { Store } from './store.ts'

export interface Feedback {
  /** Key of the reply. */
  readonly reply: string
  readonly person: string
  readonly verdict: 'good' | 'bad'
  /** What was wrong and what was expected, in the person's words. */
  readonly wrong: string | null
  readonly expected: string | null
  /** What the reply answered; null when that is no longer known. */
  readonly question: string | null
  readonly query: KpiQuery | null
}

/** Takes the place of the person's earlier verdict; the words of the same verdict stay unless there are new ones. */
export async function keepFeedback(store: Store, { query, ...feedback }: Feedback): Promise<void> {
  const values = { ...feedback, query: query && JSON.stringify(query), at: new Date() }
  const unless = (column: 'wrong' | 'expected') => sql<string | null>`coalesce(excluded.${sql.ref(column)},
    CASE WHEN feedback.verdict = excluded.verdict THEN feedback.${sql.ref(column)} END)`
  await store
    .insertInto('tidings.feedback')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['reply', 'person']).doUpdateSet({
        verdict: feedback.verdict,
        at: values.at,
        wrong: unless('wrong'),
        expected: unless('expected'),
      }),
    )
    .execute()
}

/** The words that a message asked with, as the audit has them; `answeredAt` tells where to look. */
export async function questionOf(store: Store, message: string, answeredAt: Date): Promise<string | null> {
  const { rows } = await sql<{ question: string }>`SELECT question FROM tidings.audit
    WHERE at > ${answeredAt}::timestamptz - interval '5 minutes' AND at < ${answeredAt}::timestamptz + interval '1 minute'
      AND message = ${message} AND question IS NOT NULL
    ORDER BY at DESC LIMIT 1`.execute(store)
  return rows[0]?.question ?? null
}
