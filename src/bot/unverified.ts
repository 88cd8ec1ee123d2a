/**
 * Unverified SQL: where nothing else answers, a model may write a SELECT for roles that may have it. The guard admits it or not,
 * under the rights of whoever asks; it runs at once or when somebody says so, and is shown with its answer.
 */
import { admitText } from '../analytics/admit-text.ts'
import type { Guard } from '../analytics/guard/guard.ts'
import { printPerson, printPlace } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Reader } from '../analytics/run/reader.ts'
import type { Audit, AuditLine } from '../analytics/store/audit.ts'
import type { Conversation, Undrawn } from './conversation.ts'
import { longestQuestion } from './consider.ts'
import { failedReply, failureCode } from './failed.ts'
import type { Question } from './message.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'
import type { RightsOf } from './rights.ts'
import { unverifiedAnswer } from './unverified-answer.ts'

/** Gives a statement that the guard admits under the policy; null: there is none. */
export type WriteSqlFor = (
  message: Question,
  text: string,
  policy: Policy,
  signal?: AbortSignal,
) => Promise<string | null>

interface Parts {
  readonly rightsOf: RightsOf
  readonly guard: Guard
  readonly reader: Pick<Reader, 'run'>
  readonly write: WriteSqlFor
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
      const policies = policiesFor(message)
      if (policies.length === 0 || message.said.kind !== 'words') return conversation.answer(message, signal)
      const { text, planner } = message.said
      const startedAt = performance.now()
      try {
        if (spoken.test(text)) return await run(text.replace(spoken, ''), message, policies, signal, startedAt)
        const reply = await conversation.answer(message, signal)
        const { result, isFinal, isTalk } = reply
        const isOurs = result.kind === 'decline' && !isFinal && !isTalk && text.length <= longestQuestion
        // What colleagues say to each other is not sent anywhere for it.
        if (!isOurs || planner === 'grammar' || message.isOverheard) return reply
        return (await instead(message, text, policies, signal, startedAt)) ?? reply
      } catch (error) {
        parts.onError(error, message)
        const code = failureCode(error)
        await parts.audit({ ...lineOf(message), kind: 'failed', error: code, elapsedMs: since(startedAt) })
        return failedReply(code, since(startedAt))
      }
    },
  }

  function policiesFor(message: Question): readonly Policy[] {
    const rights = parts.rightsOf(message)
    return rights.kind === 'policies' ? rights.policies.filter(({ mayHaveSql }) => mayHaveSql) : []
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
    if (!parts.asksFirst) return run(sql, message, policies, signal, startedAt)
    const again = words.sql.run(sql)
    if (again.length > longestQuestion) return null
    const { hash } = policies[0]!
    await parts.audit({ ...lineOf(message), kind: 'clarify', policy: hash, sql, elapsedMs: since(startedAt) })
    const offer = { kind: 'clarify', planner, sql, text: words.sql.offer(sql), elapsedMs: since(startedAt) } as const
    return { ...plainReply(offer, [{ kind: 'words', label: words.sql.runIt, text: again }]), chart: null }
  }

  /** Held to the guard anew, whoever wrote it and whenever that was. */
  async function run(
    sql: string,
    message: Question,
    policies: readonly Policy[],
    signal: AbortSignal | undefined,
    startedAt: number,
  ): Promise<Undrawn> {
    const verdict = await admitText(parts.guard, sql, policies)
    if (verdict?.verdict !== 'safe') {
      const because = words.sql.refused(verdict?.because ?? words.noRights)
      const rule = verdict ? { rule: verdict.rule } : {}
      await parts.audit({ ...lineOf(message), kind: 'refused', sql, ...rule, elapsedMs: since(startedAt) })
      const reply = plainReply({ kind: 'decline', planner, text: because, because, elapsedMs: since(startedAt) })
      return { ...reply, chart: null }
    }
    const { query } = verdict
    const result = await parts.reader.run(query, [], signal ? { signal } : {})
    const reply = unverifiedAnswer(sql, query, result, { locale: message.locale ?? 'en', elapsedMs: since(startedAt) })
    await parts.audit({
      ...lineOf(message),
      kind: 'answer',
      policy: query.policy.hash,
      sql,
      rows: result.rows.length,
      bytes: JSON.stringify(result.rows).length,
      elapsedMs: since(startedAt),
    })
    return { ...reply, chart: null }
  }
}

const planner = 'model SQL'

function lineOf(message: Question): Omit<AuditLine, 'kind'> {
  const { said } = message
  return {
    message: message.id,
    place: printPlace(message.place),
    person: printPerson(message.author),
    question: (said.kind === 'words' ? said.text : said.label).slice(0, longestQuestion),
    planner,
  }
}

function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10
}
