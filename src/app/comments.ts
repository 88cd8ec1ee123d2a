/** Commentaries put together: what an answer shows, as the model may speak of it, and what asking it comes to. */
import { printPerson } from '../analytics/place.ts'
import type { CommentOn } from '../bot/commented.ts'
import type { Undrawn } from '../bot/conversation.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import type { Comment } from '../nlq/planners/model/prose/comment.ts'
import type { Facts } from '../nlq/planners/model/prose/facts.ts'
import type { NoteUse } from './model.ts'

export function createCommentOn(comment: Comment, noteUse: NoteUse): CommentOn {
  return async function commentOn(reply, message, signal) {
    // Its sentences are English.
    if (!/^en\b/i.test(message.locale ?? 'en')) return null
    const facts = factsOf(reply)
    if (facts === null) return null
    const uses: ModelUse[] = []
    try {
      return await comment(facts, { asker: printPerson(message.author), signal, onUse: (use) => uses.push(use) })
    } finally {
      for (const use of uses) await noteUse(message, use)
    }
  }
}

/** Null: there are no rows of figures to speak of. */
function factsOf({ result: { query, columns, rows, truncated }, table }: Undrawn): Facts | null {
  if (query?.shape.kind !== 'groups' || rows.length === 0) return null
  if (!columns.some(({ role }) => role === 'measure')) return null
  const isPart = truncated || query.limit !== undefined || query.conditions.length > 0
  return { columns, rows, table, grain: query.grain ?? null, isPart }
}
