/** SQL text run for somebody: held to the guard anew, under their rights, whoever wrote it and whenever that was. */
import { admitText } from '../analytics/admit-text.ts'
import type { Guard, SafeQuery } from '../analytics/guard/guard.ts'
import { printPerson, printPlace } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { QueryFailed } from '../analytics/run/failures.ts'
import type { Reader, RunResult } from '../analytics/run/reader.ts'
import type { Audit, AuditLine } from '../analytics/store/audit.ts'
import { longestQuestion } from './consider.ts'
import { failureCode } from './failed.ts'
import type { ChatMessage } from './message.ts'
import { words, type FailureCode } from './replies/en.ts'
import type { RightsOf } from './rights.ts'

type Asker = Omit<ChatMessage, 'said'>

export type Ran =
  | { readonly kind: 'ran'; readonly query: SafeQuery; readonly result: RunResult }
  /** `because`: for people. */
  | { readonly kind: 'refused'; readonly because: string }
  /** `state`: PostgreSQL's code for what it could not do; null: that is not why. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly state: string | null }

/** Writes down what is refused and what fails; what has run is for the caller to write down. `asked`: in what words. */
export type RunSql = (sql: string, message: Asker, asked: string, signal?: AbortSignal) => Promise<Ran>

interface Parts {
  readonly rightsOf: RightsOf
  readonly guard: Guard
  readonly reader: Pick<Reader, 'run'>
  readonly audit: Audit
  /** Told how each ended: `ran`, `refused`, or why it failed. */
  readonly count: (end: Exclude<Ran['kind'], 'failed'> | FailureCode) => void
  readonly onError: (error: unknown, message: Pick<Asker, 'id' | 'author'>) => void
}

export function createRunSql({ rightsOf, guard, reader, audit, count, onError }: Parts): RunSql {
  return async function counted(...given) {
    const ran = await runSql(...given)
    count(ran.kind === 'failed' ? ran.code : ran.kind)
    return ran
  }

  async function runSql(...[sql, message, asked, signal]: Parameters<RunSql>): Promise<Ran> {
    const startedAt = performance.now()
    const line = () => ({ ...lineOf(message, asked), sql, elapsedMs: since(startedAt) })
    const verdict = await admitText(guard, sql, sqlPolicies(rightsOf, message))
    if (verdict?.verdict !== 'safe') {
      await audit({ ...line(), kind: 'refused', ...(verdict && { rule: verdict.rule }) })
      return { kind: 'refused', because: words.sql.refused(verdict?.because ?? words.sql.noRights) }
    }
    const { query } = verdict
    try {
      return { kind: 'ran', query, result: await reader.run(query, [], signal ? { signal } : {}) }
    } catch (error) {
      onError(error, message)
      const code = failureCode(error)
      const state = error instanceof QueryFailed ? error.code : null
      const named = state === null ? code : `${code} ${state}`
      await audit({ ...line(), kind: 'failed', policy: query.policy.hash, error: named })
      return { kind: 'failed', code, state }
    }
  }
}

/** The policies under which somebody may run SQL text here. */
export function sqlPolicies(rightsOf: RightsOf, message: Asker): readonly Policy[] {
  const rights = rightsOf(message)
  return rights.kind === 'policies' ? rights.policies.filter(({ mayHaveSql }) => mayHaveSql) : []
}

export const sqlPlanner = 'model SQL'

/** What every line of the audit says of unverified SQL. */
export function lineOf(message: Asker, asked: string): Omit<AuditLine, 'kind'> {
  return {
    message: message.id,
    place: printPlace(message.place),
    person: printPerson(message.author),
    question: asked.slice(0, longestQuestion),
    planner: sqlPlanner,
  }
}

/** Milliseconds. */
export function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10
}
