/** What lies behind a reply: its SQL, and all of its rows as a file. Worked out anew, under the rights of whoever wants it. */
import PQueue from 'p-queue'
import type { Ask } from '../analytics/ask.ts'
import type { Compilation } from '../analytics/compile/compile.ts'
import { describe } from '../analytics/describe.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { printPerson, printPlace } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Audit, AuditLine } from '../analytics/store/audit.ts'
import type { AskResult } from './ask-result.ts'
import { choose, type Chosen } from './chosen.ts'
import { csvFile } from './csv-file.ts'
import { failedReply } from './failed.ts'
import type { ChatMessage } from './message.ts'
import { plainReply } from './plain-reply.ts'
import type { Reply, ReplyFile } from './reply.ts'
import type { RightsOf } from './rights.ts'
import { words } from './replies/en.ts'

/** Chats show about so much of a text; more comes as a file too. */
const longestSqlShown = 3_000
/** Each may hold a hundred thousand rows. */
const exportsAtOnce = 2

interface Parts {
  readonly rightsOf: RightsOf
  readonly compiled: (query: KpiQuery, policy: Policy) => Promise<Compilation>
  /** Asks with the limits of an export. */
  readonly askAll: Ask
  readonly audit: Audit
}

export interface Behind {
  sql(message: ChatMessage, query: KpiQuery): Promise<Reply>
  csv(message: ChatMessage, query: KpiQuery): Promise<Reply>
}

export function createBehind({ rightsOf, compiled, askAll, audit }: Parts): Behind {
  const exports = new PQueue({ concurrency: exportsAtOnce })

  function admitted(message: ChatMessage, query: KpiQuery): Chosen {
    const rights = rightsOf(message)
    if (rights.kind === 'refused') return { kind: 'not admitted', because: rights.because }
    return choose(query, rights.policies, message.askedAt)
  }

  return {
    async sql(message, wanted) {
      const found = admitted(message, wanted)
      if (found.kind === 'not admitted') return declined(found.because)
      const { query, policy, understood } = found
      const made = await compiled(query, policy)
      if (made.kind === 'cannot') return declined(made.because)
      await audit({ ...lineOf(message, understood, query, policy), kind: 'sql', sql: made.sql })
      const result: Partial<AskResult> = { understood, query, sql: made.sql, parameters: made.parameters }
      const reply = plainReply({ ...result, kind: 'command', text: words.sqlOf(understood) })
      return { ...reply, file: sqlFile(made.sql, made.parameters) }
    },

    async csv(message, wanted) {
      const found = admitted(message, wanted)
      if (found.kind === 'not admitted') return declined(found.because)
      const { query, policy, understood } = found
      const asked = await exports.add(() => askAll(query, policy))
      if (asked.kind === 'cannot') return declined(asked.because)
      const line = lineOf(message, understood, query, policy)
      if (asked.kind === 'refused') {
        await audit({ ...line, kind: 'refused', sql: asked.sql, rule: asked.rule })
        return failedReply('refused')
      }
      const { answer } = asked
      if (answer.rows.length === 0) return plainReply({ kind: 'command', text: words.nothing })
      // A file outlives its week: it is named by the dates.
      const { file, rows } = await csvFile(answer, describe(query, policy.catalog))
      await audit({ ...line, kind: 'export', sql: answer.sql, rows, bytes: Buffer.byteLength(file.text) })
      const isWhole = rows === answer.rows.length && !answer.truncated
      const text = isWhole ? words.csvOf(rows, understood) : words.csvCut(rows, understood)
      return { ...plainReply({ kind: 'command', understood, text }), file }
    },
  }
}

/** The query with what its parameters stand for, as comments that no value can end; null: a chat shows all of it. */
export function sqlFile(sql: string, parameters: readonly unknown[]): ReplyFile | null {
  if (sql.length <= longestSqlShown) return null
  const named = parameters.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value) ?? 'null'}`)
  return { name: 'query.sql', type: 'text/plain', text: [...named, sql, ''].join('\n') }
}

function declined(because: string): Reply {
  return plainReply({ kind: 'decline', text: because, because })
}

function lineOf(message: ChatMessage, understood: string, query: KpiQuery, policy: Policy): Omit<AuditLine, 'kind'> {
  return {
    message: message.id,
    place: printPlace(message.place),
    person: printPerson(message.author),
    policy: policy.hash,
    planner: 'button',
    understood,
    query,
  }
}
