/** "Explain this number": where a figure comes from, told to whoever asks alone, under their own rights. */
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { kpisOf } from '../analytics/measured.ts'
import { printPerson, printPlace } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Audit } from '../analytics/store/audit.ts'
import { choose, viewNames } from './chosen.ts'
import type { Conversation } from './conversation.ts'
import { definition } from './definition.ts'
import type { ChatMessage, Question } from './message.ts'
import type { Kept } from './outbox.ts'
import { plainReply } from './plain-reply.ts'
import type { Reply } from './reply.ts'
import { onlyForAuthor, said, toAskerAlone, type Response } from './response.ts'
import type { RightsOf } from './rights.ts'
import { words } from './replies/en.ts'
import { maySee } from './seen.ts'

interface Parts {
  readonly findReply: (key: string) => Promise<Kept | null>
  readonly rightsOf: RightsOf
  readonly conversation: Pick<Conversation, 'answer' | 'reads'>
  readonly audit: Audit
}

/** `key` is that of a reply of ours, `text` what the message says. */
export type Explained = (message: ChatMessage, key: string | null, text: string) => Promise<Response>

export function createExplained({ findReply, rightsOf, conversation, audit }: Parts): Explained {
  return async function explained(message, key, text) {
    if (key === null) return ofTheirs(message, text)
    const kept = await findReply(key)
    return kept && maySee(message, kept) ? ofOurs(message, kept) : toAskerAlone(words.replyGone)
  }

  async function ofOurs(message: ChatMessage, { parcel: { reply } }: Kept): Promise<Response> {
    const { query } = reply.result
    if (query === null || reply.result.kind !== 'answer') return toAskerAlone(words.noFigures)
    const rights = rightsOf(onlyForAuthor(message))
    if (rights.kind === 'refused') return toAskerAlone(rights.because)
    const found = choose(query, rights.policies, message.askedAt)
    if (found.kind === 'not admitted') return toAskerAlone(words.cannotExplain(found.because))
    const lines = explanation(reply, found.query, found.policy)
    await audit({
      kind: 'explain',
      message: message.id,
      place: printPlace(message.place),
      person: printPerson(message.author),
      policy: found.policy.hash,
      understood: found.understood,
      query: found.query,
    })
    return said(plainReply({ kind: 'command', text: lines.join('\n') }), 'asker')
  }

  /** What somebody else wrote is read as a question, and answered to whoever wondered. */
  async function ofTheirs(message: ChatMessage, text: string): Promise<Response> {
    const question: Question = onlyForAuthor({ ...message, said: { kind: 'words', text } })
    if (!(await conversation.reads(question))) return toAskerAlone(words.nothingToExplain)
    return said(await conversation.answer(question), 'asker')
  }
}

/** How it was understood, how its KPIs are measured, how far the data goes, and what is left out. */
function explanation({ result, headline, provenance }: Reply, query: KpiQuery, policy: Policy): readonly string[] {
  const { catalog } = policy
  const names = [...new Set(query.measures.flatMap(kpisOf))]
  const kpis = names.flatMap((name) => catalog.kpis.get(name) ?? [])
  return [
    headline,
    words.readAs(result.understood ?? headline),
    ...kpis.flatMap((kpi) => definition(kpi, policy)),
    ...(provenance === null ? [] : [provenance]),
    ...(query.period?.through === undefined ? [] : [words.notOverYet]),
    ...(result.truncated ? [words.moreRows] : []),
    ...hiddenRows(query, policy),
    words.moreBehind,
  ]
}

/** The rows that the asker's role leaves out. */
function hiddenRows(query: KpiQuery, policy: Policy): readonly string[] {
  const filters = viewNames(query, policy).flatMap((name) => {
    const columns = [...(policy.catalog.views.get(name)?.dimensions.values() ?? [])]
    return (policy.views.get(name)?.rowFilter ?? []).map(({ column, values }) =>
      words.onlyRows(columns.find((each) => each.column === column)?.label ?? column, values.map(String)),
    )
  })
  return [...new Set(filters)].map((filter) => words.underYourRole(policy.name, filter))
}
