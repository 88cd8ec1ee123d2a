/**
 * Unverified SQL: where nothing else answers, a model may write a SELECT for roles that may have it. The guard admits it or not,
 * under the rights of whoever asks; it runs at once or when somebody says so, and is shown with its answer.
 */
import type { AsOf } from '../analytics/as-of.ts'
import type { SafeQuery } from '../analytics/guard/guard.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Audit } from '../analytics/store/audit.ts'
import type { Conversation, Undrawn } from './conversation.ts'
import { longestQuestion } from './consider.ts'
import { failedReply, failureCode } from './failed.ts'
import type { Question } from './message.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'
import type { RightsOf } from './rights.ts'
import { unverifiedAnswer } from './unverified-answer.ts'
import { lineOf, since, sqlPlanner as planner, sqlPolicies, type RunSql } from './unverified-run.ts'

/** Gives a statement that the guard admits under the policy; null: there is none. */
export type WriteSqlFor = (
  message: Question,
  text: string,
  policy: Policy,
  signal?: AbortSignal,
) => Promise<string | null>

interface Parts {
  readonly rightsOf: RightsOf
  readonly runSql: RunSql
  readonly write: WriteSqlFor
  readonly asOf: AsOf
  /** Whether somebody is asked before it runs. */
  readonly asksFirst: boolean
  readonly audit: Audit
  readonly onError: (error: unknown, message: Question) => void
}

/** What a button says for whoever presses it; typed, it does the same. */
const spoken = /^\s*run sql:\s*/i

export function withSql(conversation: Conversation, parts: Parts): Conversation {
  return {
    ...conversation,
    async answer(message, signal) {
      const policies = sqlPolicies(parts.rightsOf, message)
      if (policies.length === 0 || message.said.kind !== 'words') return conversation.answer(message, signal)
      const { text, planner } = message.said
      const startedAt = performance.now()
      try {
        if (spoken.test(text)) return await run(text.replace(spoken, ''), message, text, signal)
        const reply = await conversation.answer(message, signal)
        const { result, isFinal, isTalk } = reply
        const isOurs = result.kind === 'decline' && !isFinal && !isTalk && text.length <= longestQuestion
        // What colleagues say to each other is not sent anywhere for it.
        if (!isOurs || planner === 'grammar' || message.isOverheard) return reply
        return (await instead(message, text, policies, signal, startedAt)) ?? reply
      } catch (error) {
        parts.onError(error, message)
        const code = failureCode(error)
        await parts.audit({ ...lineOf(message, text), kind: 'failed', error: code, elapsedMs: since(startedAt) })
        return failedReply(code, since(startedAt))
      }
    },
  }

  async function instead(
    message: Question,
    text: string,
    policies: readonly Policy[],
    signal: AbortSignal | undefined,
    startedAt: number,
  ): Promise<Undrawn | null> {
    const sql = await parts.write(message, text, policies[0]!, signal)
    if (sql === null) return null
    if (!parts.asksFirst) return run(sql, message, text, signal)
    const again = words.sql.run(sql)
    if (again.length > longestQuestion) return null
    const { hash } = policies[0]!
    await parts.audit({ ...lineOf(message, text), kind: 'clarify', policy: hash, sql, elapsedMs: since(startedAt) })
    const offer = { kind: 'clarify', planner, sql, text: words.sql.offer(sql), elapsedMs: since(startedAt) } as const
    return { ...plainReply(offer, [{ kind: 'words', label: words.sql.runIt, text: again }]), chart: null }
  }

  async function run(sql: string, message: Question, text: string, signal: AbortSignal | undefined): Promise<Undrawn> {
    const startedAt = performance.now()
    const ran = await parts.runSql(sql, message, text, signal)
    const asOf = ran.kind === 'ran' ? await asOfOf(ran.query, message) : null
    const elapsedMs = since(startedAt)
    if (ran.kind === 'failed') return failedReply(ran.code, elapsedMs)
    if (ran.kind === 'refused') {
      const { because } = ran
      return { ...plainReply({ kind: 'decline', planner, text: because, because, elapsedMs }), chart: null }
    }
    const { query, result } = ran
    const reply = unverifiedAnswer(sql, query, result, { locale: message.locale ?? 'en', asOf, elapsedMs })
    await parts.audit({
      ...lineOf(message, text),
      kind: 'answer',
      policy: query.policy.hash,
      sql,
      rows: result.rows.length,
      bytes: JSON.stringify(result.rows).length,
      elapsedMs,
    })
    return { ...reply, chart: null }
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
