/** SQL of a model put together: what it may be told, the guard that holds it, and what asking it comes to. */
import type { Guard } from '../analytics/guard/guard.ts'
import { QueryFailed } from '../analytics/run/failures.ts'
import type { Reader } from '../analytics/run/reader.ts'
import { printPerson } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { words } from '../bot/replies/en.ts'
import type { WriteSqlFor } from '../bot/unverified.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import type { WriteSql } from '../nlq/planners/model/sql/write-sql.ts'
import type { Minds } from './minds.ts'
import type { NoteUse } from './model.ts'

interface Parts {
  readonly write: WriteSql
  readonly guard: Guard
  readonly reader: Pick<Reader, 'run'>
  readonly knowledge: Minds['knowledge']
  readonly noteUse: NoteUse
}

export function createWriteSqlFor({ write, guard, reader, knowledge, noteUse }: Parts): WriteSqlFor {
  /** What the database would not take of it, which no reading of its text tells: types. Asked for no row, it runs nothing. */
  async function faultOf(written: string, policy: Policy, signal: AbortSignal | undefined): Promise<string | null> {
    const verdict = await guard.text(`SELECT * FROM (${written}\n) AS what_was_written LIMIT 0`, policy)
    if (verdict.verdict === 'unsafe') return null
    try {
      await reader.run(verdict.query, [], signal ? { signal } : {})
      return null
    } catch (error) {
      // Anything else is told to whoever has it run.
      return error instanceof QueryFailed ? words.sql.broke(error.code) : null
    }
  }

  return async function writeSqlFor(message, question, policy, { before, signal }) {
    // Told is what its asker could run too.
    if (before && (await guard.text(before.sql, policy)).verdict === 'unsafe') return null
    const uses: ModelUse[] = []
    try {
      return await write(
        { question, now: message.askedAt, before, knowledge: await knowledge(policy) },
        async (written) => {
          const verdict = await guard.text(written, policy)
          return verdict.verdict === 'safe' ? faultOf(written, policy, signal) : verdict.because
        },
        { asker: printPerson(message.author), signal, onUse: (use) => uses.push(use) },
      )
    } finally {
      for (const use of uses) await noteUse(message, use)
    }
  }
}
