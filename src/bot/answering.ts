/**
 * Who sees the answer to a question: all in the place; the asker alone, where it goes beyond what the place may see or
 * nobody called us; or nobody, where people talk to each other.
 */
import type { Cell } from '../analytics/answer.ts'
import { soundsAsked } from '../nlq/manner.ts'
import type { Conversation, Undrawn } from './conversation.ts'
import type { Question } from './message.ts'
import type { Kept } from './outbox.ts'
import { onlyForAuthor, said, type Response } from './response.ts'
import type { RightsOf } from './rights.ts'
import { words } from './replies/en.ts'
import type { Threads } from './threads.ts'

interface Parts {
  readonly conversation: Pick<Conversation, 'answer' | 'reads'>
  readonly rightsOf: RightsOf
  readonly threads: Pick<Threads, 'endsAlone'>
  readonly findReply: (key: string) => Promise<Kept | null>
}

/** Null: nothing is to be said. */
export type Answering = (question: Question) => Promise<Response | null>

export function createAnswering({ conversation, rightsOf, threads, findReply }: Parts): Answering {
  return async function answering(question) {
    const replaces = await whatItReplaces(question)
    if (question.audience === 'asker') return said(await conversation.answer(question), 'asker', replaces)
    const alone = onlyForAuthor(question)
    if (await goesOnAlone(question)) {
      const own = await conversation.answer(alone)
      return said(own.result.kind === 'answer' ? beyond(own) : own, 'asker')
    }
    const reply = await conversation.answer(question)
    const isDeclined = reply.result.kind === 'decline'
    if ((isDeclined || holdsNothing(reply)) && seesMore(question, alone)) {
      const mayBeMore = !isDeclined || (await conversation.reads(alone))
      const own = mayBeMore ? await conversation.answer(alone) : reply
      if (own.result.kind === 'answer' && !holdsNothing(own)) return said(beyond(own), 'asker')
    }
    return question.isOverheard ? overheard(question, reply, replaces) : said(reply, 'everyone', replaces)
  }

  /** A follow-up to what only its author saw, which would mean something else to the others: "by region". */
  async function goesOnAlone(question: Question): Promise<boolean> {
    if (question.said.kind !== 'words' || !(await threads.endsAlone(question))) return false
    if (await conversation.reads(question, { standingAlone: true })) return false
    return conversation.reads(onlyForAuthor(question))
  }

  /** Whether the place takes anything from what its author may see. */
  function seesMore(here: Question, alone: Question): boolean {
    const [inPlace, own] = [rightsOf(here), rightsOf(alone)]
    if (own.kind === 'refused') return false
    const names = inPlace.kind === 'refused' ? [] : inPlace.policies.map(({ hash }) => hash)
    return own.policies.some(({ hash }) => !names.includes(hash))
  }

  /** The answer to the first wording, if there is one that all see: what only one person saw cannot be changed. */
  async function whatItReplaces({ replaces }: Question): Promise<string | null> {
    const kept = replaces === undefined ? null : await findReply(replaces)
    return kept === null || kept.state === 'refused' || kept.to.onlyFor !== null ? null : kept.key
  }
}

/** Nobody called us: an answer is welcome to all, a refusal only to who asked, and a remark to a colleague gets none. */
function overheard({ said: asked }: Question, reply: Undrawn, replaces: string | null): Response | null {
  const { kind, command } = reply.result
  // What is done with alerts and verified answers is done for all, whoever was called.
  if (kind === 'answer' || command?.name === 'alerts' || command?.name === 'verified')
    return said(reply, 'everyone', replaces)
  if (asked.kind === 'words' && !soundsAsked(asked.text)) return null
  return kind === 'clarify' ? said(reply, 'everyone', replaces) : said(reply, 'asker')
}

/** An answer without a figure, which may be all that a place sees of what lies outside its rows. */
function holdsNothing({ result: { kind, rows, columns } }: Undrawn): boolean {
  const isNothing = (cell: Cell, index: number) => columns[index]?.role !== 'dimension' && (cell === null || cell === 0)
  return kind === 'answer' && rows.every((row) => row.every(isNothing))
}

function beyond(reply: Undrawn): Undrawn {
  return { ...reply, result: { ...reply.result, text: `${words.beyondPlace}\n${reply.result.text}` } }
}
