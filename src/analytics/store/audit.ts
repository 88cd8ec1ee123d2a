/** The append-only record of every question, answer, refusal and delivery. */
import type { KpiQuery } from '../kpi-query.ts'
import type { Store } from './store.ts'
import { together } from './together.ts'

/** One line of the audit; what does not apply is left out. */
export interface AuditLine {
  readonly message?: string
  readonly place?: string
  readonly person?: string
  /** Hash of the policy it ran under. */
  readonly policy?: string
  readonly kind:
    | 'answer'
    | 'clarify'
    | 'decline'
    | 'command'
    | 'failed'
    | 'refused'
    | 'delivery'
    /** The SQL behind a reply was shown, its rows were taken as a file, a whispered reply was shown to all. */
    | 'sql'
    | 'export'
    | 'share'
    | 'explain'
    | 'feedback'
    /** Something was done with an alert. */
    | 'alert'
    /** An answer was verified, or no longer is. */
    | 'verified'
    /** A model was asked to read a question. */
    | 'model'
  readonly question?: string
  readonly understood?: string
  readonly planner?: string
  readonly query?: KpiQuery
  readonly sql?: string
  /** The guard's rule, when it refused. */
  readonly rule?: string
  readonly error?: string
  readonly rows?: number
  readonly bytes?: number
  readonly elapsedMs?: number
  /** Which model, how it ended, tokens, cost, time; no words. */
  readonly model?: object
}

export type Audit = (line: AuditLine) => Promise<void>

/** Without a store nothing is kept. */
export const noAudit: Audit = async () => {}

/** As many lines as one statement holds: PostgreSQL takes 65,535 parameters. */
const mostAtOnce = 500

/** Resolves when a line is in the database. */
export function createAudit(store: Store): Audit {
  return together({
    most: mostAtOnce,
    atOnce: 1,
    async write(lines: readonly AuditLine[]) {
      await store.insertInto('tidings.audit').values(lines.map(rowOf)).execute()
      return lines.map(() => undefined)
    },
  })
}

function rowOf(line: AuditLine) {
  return {
    message: line.message ?? null,
    place: line.place ?? null,
    person: line.person ?? null,
    policy: line.policy ?? null,
    kind: line.kind,
    question: line.question ?? null,
    understood: line.understood ?? null,
    planner: line.planner ?? null,
    query: line.query ? JSON.stringify(line.query) : null,
    sql: line.sql ?? null,
    rule: line.rule ?? null,
    error: line.error ?? null,
    row_count: line.rows ?? null,
    bytes: line.bytes ?? null,
    elapsed_ms: line.elapsedMs ?? null,
    model: line.model ? JSON.stringify(line.model) : null,
  }
}
