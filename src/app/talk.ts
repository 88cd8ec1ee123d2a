/** The first straight line put together: what people say is heard, understood, asked, answered and handed to the way out. */
import type { Logger } from 'pino'
import { handle, standingOf } from '../analytics/live/store/acts.ts'
import type { Ground } from '../analytics/ground.ts'
import { printPerson, type Person, type Place } from '../analytics/place.ts'
import type { Audit } from '../analytics/store/audit.ts'
import type { Store } from '../analytics/store/store.ts'
import { createAlertActs } from '../bot/alert-acts.ts'
import { createAnswering } from '../bot/answering.ts'
import { createBehind } from '../bot/behind.ts'
import { createCommand } from '../bot/commands.ts'
import { commented } from '../bot/commented.ts'
import { createConsider } from '../bot/consider.ts'
import { createConversation, type Conversation } from '../bot/conversation.ts'
import type { Deliver } from '../bot/deliver.ts'
import { createDrawings } from '../bot/drawings.ts'
import { createExplained } from '../bot/explain.ts'
import { createHearing, type Hearing } from '../bot/hear.ts'
import type { Inbox } from '../bot/inbox.ts'
import type { Question } from '../bot/message.ts'
import type { Metrics } from '../bot/metrics.ts'
import type { Outbox } from '../bot/outbox.ts'
import type { People } from '../bot/people.ts'
import { createPressed } from '../bot/presses.ts'
import { createRespond, giveUp } from '../bot/respond.ts'
import type { RightsOf } from '../bot/rights.ts'
import type { RulesInChat } from '../bot/rules/rules-in-chat.ts'
import { createUnverifiedBehind } from '../bot/unverified-behind.ts'
import type { RunSql } from '../bot/unverified-run.ts'
import { withSql } from '../bot/unverified.ts'
import type { Threads } from '../bot/threads.ts'
import type { VerifiedInChat } from '../bot/verified/verified-in-chat.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import { createCommentOn } from './comments.ts'
import { createWriteSqlFor } from './model-sql.ts'
import type { Connected } from './connected.ts'
import type { Drawing } from './drawing.ts'
import type { Minds } from './minds.ts'
import type { Model, NoteUse } from './model.ts'
import type { Numbers } from './numbers.ts'

interface ConversationParts extends Pick<Ground, 'guard' | 'reader'> {
  readonly verified: VerifiedInChat
  readonly minds: Minds
  readonly numbers: Numbers
  readonly connected: Connected
  readonly drawing: Drawing
  readonly rightsOf: RightsOf
  readonly threads: Threads
  /** Null: nothing is kept. */
  readonly rules: RulesInChat | null
  readonly audit: Audit
  /** Null: there is none. */
  readonly model: Model | null
  /** Null: no SQL is run here. */
  readonly runSql: RunSql | null
  readonly noteUse: NoteUse
  readonly log: Logger
}

export function openConversation(parts: ConversationParts): Conversation {
  const { guard, reader, minds, numbers, connected, drawing, rightsOf, threads, rules, audit, model } = parts
  const { runSql, noteUse, log } = parts
  const { suggestions, history } = minds
  const hasButtons = (platform: string) => connected.of(platform)?.hasButtons ?? false
  const consider = createConsider({
    async understand(question, policy, { planner, message, signal }) {
      const mind = await minds.of(policy)
      if (message === null) return { ...(await mind.understand(question, 'free')), notice: null }
      const uses: ModelUse[] = []
      const aside = { ...(signal && { signal }), onUse: (use: ModelUse) => void uses.push(use) }
      const note = async () => {
        let notice: string | null = null
        for (const use of uses.splice(0)) notice = await noteUse(message, use)
        return notice
      }
      try {
        const understood = await mind.understand(question, planner, aside)
        return { ...understood, notice: await note() }
      } finally {
        await note()
      }
    },
    togetherOnly: minds.togetherOnly,
    grammarFirst: minds.planning === 'grammar_first',
  })
  const onError = (error: unknown, message: Pick<Question, 'id' | 'author'>) =>
    log.error({ err: error, message: message.id, person: printPerson(message.author) }, 'question failed')
  const conversation = createConversation({
    rightsOf,
    consider,
    ask: numbers.ask,
    contextOf: numbers.contextOf,
    canAnswer: async (query, policy) => (await numbers.compiled(query, policy)).kind === 'compiled',
    command: createCommand({ suggestions, hasButtons, asOf: numbers.asOf, history }),
    rules,
    verified: parts.verified,
    threads,
    audit,
    draw: (chart, { platform }) => drawing.draw(chart, { headless: connected.of(platform)?.headsPictures === true }),
    onError,
  })
  const { sql = null, comment = null } = model ?? {}
  const write = sql && createWriteSqlFor({ write: sql.write, guard, reader, knowledge: minds.knowledge, noteUse })
  const answering =
    write && runSql
      ? withSql(conversation, {
          rightsOf,
          runSql,
          write,
          threads,
          asOf: numbers.asOf,
          asksFirst: sql.asksFirst,
          audit,
          onError,
        })
      : conversation
  return comment ? commented(answering, { commentOn: createCommentOn(comment, noteUse), onError }) : answering
}

interface HearingParts {
  readonly verified: VerifiedInChat
  /** Null: nothing is kept, so that there are no alerts. */
  readonly store: Store | null
  readonly minds: Minds
  readonly conversation: Conversation
  /** Null: no SQL is run here. */
  readonly runSql: RunSql | null
  readonly numbers: Numbers
  readonly connected: Connected
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly deliver: Deliver
  readonly people: People
  readonly rightsOf: RightsOf
  readonly threads: Threads
  readonly metrics: Metrics
  readonly audit: Audit
  readonly log: Logger
}

export function openHearing(parts: HearingParts): Hearing {
  const { conversation, runSql, numbers, connected, inbox, outbox, deliver, people, metrics, log } = parts
  const { store, minds, rightsOf, threads, audit } = parts
  const findReply = (key: string) => outbox.find(key)
  const answering = createAnswering({ conversation, rightsOf, threads, findReply })
  const behind = createBehind({ rightsOf, compiled: numbers.compiled, askAll: numbers.askAll, audit })
  const acted =
    store &&
    createAlertActs({
      standingOf: (incident) => standingOf(store, incident),
      async handle(incident, deed, by) {
        const did = await handle(store, incident, deed, by)
        // Those who see the alert read at once what became of it.
        if (did.kind === 'done' && did.isChange)
          void deliver.sweep().catch((error: unknown) => log.warn({ err: error }, 'an alert is changed by the clock'))
        return did
      },
      namesOf: (all) => people.names(all),
      rightsOf,
      known: minds.knowledge,
      answering,
      audit,
    })
  const respond = createRespond({
    answering,
    alertAbove: ({ place, author }) => alertAbove({ connected, outbox }, place, author),
    explained: createExplained({ findReply, rightsOf, conversation, audit }),
    pressed: createPressed({
      findReply,
      answering,
      conversation,
      behind,
      unverified: runSql && createUnverifiedBehind({ run: runSql, audit }),
      audit,
      verified: parts.verified,
      threads,
      ...(acted && { acted }),
    }),
    onError: (error, message) => log.error({ err: error, message: message.id }, 'message not answered as it should be'),
  })
  return createHearing({
    inbox,
    deliver,
    platformOf: connected.of,
    connected: connected.names,
    known: (message) => people.known(message),
    async respond(message) {
      const response = await respond(message)
      if (response === null) metrics.silent(message.place.platform)
      return response
    },
    giveUp,
    drawings: createDrawings({ drawn: (reply, message) => conversation.drawn(reply, message), findReply }),
    async onAnswered({ place: { platform } }, reply, receipt, afterMs) {
      metrics.answered(platform, reply)
      if (receipt.kind === 'sent') metrics.replied(platform, afterMs)
    },
    log,
  })
}

/** The key of the alert that a thread hangs under; null: it hangs under something else. */
export async function alertAbove(
  { connected, outbox }: Pick<HearingParts, 'connected' | 'outbox'>,
  thread: Place,
  author: Person | null,
): Promise<string | null> {
  const platform = connected.of(thread.platform)
  const messageId = platform?.messageAbove?.(thread) ?? null
  if (messageId === null) return null
  // In direct messages a place goes by the name of the person.
  const places = [{ ...thread, thread: null }, author && platform?.privately?.(author)]
  for (const place of places) {
    const kept = place ? await outbox.findSent(place, messageId) : null
    if (kept) return kept.parcel.reply.alert ? kept.key : null
  }
  return null
}
