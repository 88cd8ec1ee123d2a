/**
 * Unverified SQL: where nothing else answers, a model may write a SELECT for roles that may have it. The guard admits it or not,
 * under the rights of whoever asks; it runs at once or when somebody says so, and is shown with its answer.
 */
import type { AsOf } from '../analytics/as-of.ts'
import type { SafeQuery } from '../analytics/guard/guard.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Audit } from '../analytics/store/audit.ts'
import { chartForRows } from '../charts/rows-chart.ts'
import type { Conversation, Undrawn } from './conversation.ts'
import { longestQuestion } from './consider.ts'
import { failedReply, failureCode } from './failed.ts'
import type { SqlBefore, Turn } from '../nlq/plan.ts'
import type { Asked, Question } from './message.ts'
import { noticed, plainReply } from './plain-reply.ts'
import { printMoment } from './replies/cells.ts'
import { words } from './replies/en.ts'
import type { RightsOf } from './rights.ts'
import { storable } from './storable.ts'
import type { Threads } from './threads.ts'
import { unverifiedAnswer, unverifiedFailure } from './unverified-answer.ts'
import { lineOf, since, sqlPlanner as planner, sqlPolicies, type RunSql } from './unverified-run.ts'

/** Gives a statement that the guard admits under the policy; null: there is none, or `before` is not admitted. */
export type WriteSqlFor = (
  message: Question,
  text: string,
  policy: Policy,
  aside: { readonly before: SqlBefore | null; readonly signal: AbortSignal | undefined },
) => Promise<string | null>

interface Parts {
  readonly rightsOf: RightsOf
  readonly runSql: RunSql
  readonly write: WriteSqlFor
  readonly asOf: AsOf
  readonly threads: Pick<Threads, 'turns' | 'remember'>
  /** Whether somebody is asked before it runs. */
  readonly asksFirst: boolean
  readonly audit: Audit
  readonly onError: (error: unknown, message: Question) => void
}

/** Of the model's 3,000 tokens most are for the views. */
const mostToldSql = 2_000

/** What a button says for whoever presses it; typed, it does the same. */
const spoken = /^\s*run sql:\s*/i

export function withSql(conversation: Conversation, parts: Parts): Conversation {
  return {
    ...conversation,
    async answer(sent, signal) {
      if (sent.said.kind !== 'words') return conversation.answer(sent, signal)
      const message = { ...sent, said: storable(sent.said) }
      const { text } = message.said
      const startedAt = performance.now()
      try {
        if (spoken.test(text) && sqlPolicies(parts.rightsOf, message).length > 0)
          return await run(text.replace(spoken, ''), { message, text, startedAt, signal })
        const before = sqlBefore(await parts.threads.turns(message))
        const reply = await conversation.answer(message, signal)
        if (!leavesOpen(reply, before !== null) || text.length > longestQuestion) return reply
        const instead = await written({ message, text, startedAt, signal }, before)
        if (instead || before === null || reply.result.kind !== 'decline') return instead ?? reply
        // Told so, they ask anew, and that is not held against the statement again.
        await parts.threads.remember(message, { text, query: null, wish: null })
        return noticed(reply, words.sql.standsAlone)
      } catch (error) {
        parts.onError(error, message)
        const code = failureCode(error)
        await parts.audit({ ...lineOf(message, text), kind: 'failed', error: code, elapsedMs: since(startedAt) })
        return failedReply(code, since(startedAt))
      }
    },
    async reads(message, how = {}) {
      if (await conversation.reads(message, how)) return true
      if (how.standingAlone || message.said.kind !== 'words') return false
      // What was answered with SQL can be gone on from, in whatever words.
      return sqlBefore(await parts.threads.turns(message)) !== null
    },
  }

  async function written(asked: SqlAsked, before: SqlBefore | null): Promise<Undrawn | null> {
    const { message, text, startedAt, signal } = asked
    const [policy] = sqlPolicies(parts.rightsOf, message)
    // What colleagues say to each other is not sent anywhere for it.
    if (!policy || message.said.planner === 'grammar' || message.isOverheard) return null
    // A statement that is not told whole cannot be gone on from.
    if (before && before.sql.length > mostToldSql) return null
    const sql = await parts.write(message, text, policy, { before, signal })
    if (sql === null) return null
    if (!parts.asksFirst) return run(sql, asked)
    const again = words.sql.run(sql)
    if (again.length > longestQuestion) return null
    await parts.threads.remember(message, { text, query: null, wish: null, sql })
    const elapsedMs = since(startedAt)
    await parts.audit({ ...lineOf(message, text), kind: 'clarify', policy: policy.hash, sql, elapsedMs })
    const offer = { kind: 'clarify', planner, sql, text: words.sql.offer(sql), elapsedMs } as const
    return { ...plainReply(offer, [{ kind: 'words', label: words.sql.runIt, text: again }]), chart: null }
  }

  async function run(sql: string, { message, text, startedAt, signal }: SqlAsked): Promise<Undrawn> {
    const ran = await parts.runSql(sql, message, text, signal)
    if (ran.kind === 'refused') {
      const { because } = ran
      const refused = { kind: 'decline', planner, text: because, because, elapsedMs: since(startedAt) } as const
      return { ...plainReply(refused), chart: null }
    }
    await parts.threads.remember(message, { text, query: null, wish: null, sql })
    if (ran.kind === 'failed') return unverifiedFailure(ran, since(startedAt))
    const { query, result } = ran
    const asOf = await asOfOf(query, message)
    const elapsedMs = since(startedAt)
    const { locale = 'en' } = message
    const reply = unverifiedAnswer(sql, query, result, { locale, asOf, elapsedMs })
    await parts.audit({
      ...lineOf(message, text),
      kind: 'answer',
      policy: query.policy.hash,
      sql,
      rows: result.rows.length,
      bytes: JSON.stringify(result.rows).length,
      elapsedMs,
    })
    const chart = chartForRows(
      { ...reply.result, policy: query.policy.hash, sql },
      {
        catalog: query.policy.catalog,
        locale,
        label: words.sql.chart(reply.headline, asOf && printMoment(asOf, locale)),
      },
    )
    if (!chart) return { ...reply, chart }
    const { kind, spec, altText } = chart
    return { ...reply, result: { ...reply.result, chart: { kind, spec, altText } }, chart }
  }

  /** Rows go out also where it cannot be told how current they are. */
  async function asOfOf({ policy, reads }: SafeQuery, message: Question): Promise<string | null> {
    const views = reads.map(({ name }) => name)
    return parts.asOf(policy, views).catch((error: unknown) => {
      parts.onError(error, message)
      return null
    })
  }
}

interface SqlAsked {
  readonly message: Question & { readonly said: Asked & { kind: 'words' } }
  readonly text: string
  readonly startedAt: number
  readonly signal: AbortSignal | undefined
}

/** Whether SQL may answer instead. After SQL so it may where only the figure is asked back for: it may be that of before. */
function leavesOpen({ result, isFinal, isTalk }: Undrawn, isAfterSql: boolean): boolean {
  if (result.kind === 'decline') return !isFinal && !isTalk
  const figures = new Set(result.choices.map(({ query }) => JSON.stringify(query.measures)))
  return isAfterSql && result.kind === 'clarify' && figures.size > 1
}

/** The last turn's statement, with the question that it was written for. */
function sqlBefore(turns: readonly Turn[]): SqlBefore | null {
  const sql = turns.at(-1)?.sql
  if (sql === undefined) return null
  const asked = turns.findLast((turn) => turn.sql === sql && !spoken.test(turn.text))
  return { question: asked?.text ?? null, sql }
}
