/** Commentaries put together: what an answer shows, as the model may speak of it, and what asking it comes to. */
import type { Grain } from '../analytics/catalog.ts'
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
  return { columns, rows, table, grain: query.grain ?? null, isPart, cut: cutRows({ query, columns, rows }) }
}

/** Rows of the first and the last bucket where the period, or the data so far, holds but a part of them. */
function cutRows({ query, columns, rows }: Pick<Undrawn['result'], 'query' | 'columns' | 'rows'>): readonly number[] {
  const at = columns.findIndex(({ role }) => role === 'time')
  const grain = query?.grain
  if (at < 0 || !grain) return []
  const times = rows.map((row) => String(row[at] ?? ''))
  const [first = '', last = ''] = [times.toSorted()[0], times.toSorted().at(-1)]
  const { period } = query
  const isOpen = !period || period.through !== undefined || isCutOff(last, grain, period.to)
  const begins = period !== undefined && first.slice(0, 10) < period.from.slice(0, 10)
  return times.flatMap((time, index) => ((isOpen && time === last) || (begins && time === first) ? [index] : []))
}

/** Whether a day stands within the bucket that begins there. */
function isCutOff(bucket: string, grain: Grain, day: string): boolean {
  const end = new Date(`${bucket.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(end.getTime())) return true
  const months = { month: 1, quarter: 3, year: 12 }[grain as string]
  if (months !== undefined) end.setUTCMonth(end.getUTCMonth() + months)
  else if (grain === 'week') end.setUTCDate(end.getUTCDate() + 7)
  return day.slice(0, 10) < end.toISOString().slice(0, 10)
}
