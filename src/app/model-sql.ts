/** SQL of a model put together: what it may be told, the guard that holds it, and what asking it comes to. */
import type { Guard } from '../analytics/guard/guard.ts'
import { printPerson } from '../analytics/place.ts'
import type { WriteSqlFor } from '../bot/unverified.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import type { WriteSql } from '../nlq/planners/model/sql/write-sql.ts'
import type { Minds } from './minds.ts'
import type { NoteUse } from './model.ts'

interface Parts {
  readonly write: WriteSql
  readonly guard: Guard
  readonly knowledge: Minds['knowledge']
  readonly noteUse: NoteUse
}

export function createWriteSqlFor({ write, guard, knowledge, noteUse }: Parts): WriteSqlFor {
  return async function writeSqlFor(message, question, policy, { before, signal }) {
    // Told is what its asker could run too.
    if (before && (await guard.text(before.sql, policy)).verdict === 'unsafe') return null
    const uses: ModelUse[] = []
    try {
      return await write(
        { question, now: message.askedAt, before, knowledge: await knowledge(policy) },
        async (written) => {
          const verdict = await guard.text(written, policy)
          return verdict.verdict === 'safe' ? null : verdict.because
        },
        { asker: printPerson(message.author), signal, onUse: (use) => uses.push(use) },
      )
    } finally {
      for (const use of uses) await noteUse(message, use)
    }
  }
}
