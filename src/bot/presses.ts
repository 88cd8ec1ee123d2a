/**
 * What a press on a reply means. A button carries no trust: the reply is looked up by its key, and what is asked for is
 * asked anew, under the rights of whoever pressed, in the place where they see the reply.
 */
import { CHART_KINDS, type ChartWish } from '../analytics/chart-kinds.ts'
import { parsePlace, printPerson, printPlace, type Place } from '../analytics/place.ts'
import { parseAlertKey } from '../analytics/live/incident.ts'
import type { Audit } from '../analytics/store/audit.ts'
import type { Acted } from './alert-acts.ts'
import type { Answering } from './answering.ts'
import { unverifiedSql } from './ask-result.ts'
import type { Behind } from './behind.ts'
import type { Conversation } from './conversation.ts'
import type { Asked, ChatMessage, Press, Question } from './message.ts'
import type { Kept } from './outbox.ts'
import type { Reply, WayOn } from './reply.ts'
import { onlyForAuthor, said, toAskerAlone, type Response } from './response.ts'
import { words } from './replies/en.ts'
import { maySee } from './seen.ts'
import { plainReply } from './plain-reply.ts'
import type { Threads } from './threads.ts'
import type { UnverifiedBehind } from './unverified-behind.ts'
import type { VerifiedInChat } from './verified/verified-in-chat.ts'

interface Parts {
  readonly findReply: (key: string) => Promise<Kept | null>
  readonly answering: Answering
  readonly conversation: Pick<Conversation, 'answer'>
  readonly behind: Behind
  /** Null: no SQL is run here. */
  readonly unverified: UnverifiedBehind | null
  readonly audit: Audit
  readonly verified: VerifiedInChat
  readonly threads: Pick<Threads, 'turns'>
  /** Does something with an alert; absent: nothing watches here. */
  readonly acted?: Acted
}

/** `feed`: where the reply stands, when it is another place that the presser may read. */
export type Pressed = (message: ChatMessage, key: string, press: Press, feed?: Place) => Promise<Response | null>

export function createPressed({
  findReply,
  answering,
  conversation,
  behind,
  unverified,
  audit,
  acted,
  verified,
  threads,
}: Parts): Pressed {
  return async function pressed(clicked, key, press, feed) {
    const kept = await findReply(key)
    if (press.kind === 'alert') {
      const alert = alertOn(kept, key, { author: clicked.author, place: feed ?? clicked.place })
      if (!alert || !acted) return toAskerAlone(words.replyGone)
      const isAlone = clicked.audience === 'asker' && !clicked.isWhispered && feed === undefined
      return acted(clicked, { ...alert, audience: isAlone ? 'asker' : 'everyone' }, press.act, press.isSpoken ?? false)
    }
    if (!kept || !maySee({ author: clicked.author, place: feed ?? clicked.place }, kept))
      return toAskerAlone(words.replyGone)
    const { reply } = kept.parcel
    const { query } = reply.result
    const message = kept.to.onlyFor === null ? clicked : onlyForAuthor(clicked)
    if (press.kind === 'way') {
      const way = reply.ways[press.index]
      return way ? answering({ ...message, said: saidBy(way) }) : toAskerAlone(words.replyGone)
    }
    if (press.kind === 'good') {
      const offer = query && (await verified.offered(message, query, await threads.turns(message)))
      return offer && said(plainReply({ kind: 'command', text: offer.text }, offer.ways), 'asker')
    }
    const share = () => (kept.to.onlyFor === null ? toAskerAlone(words.isShared) : shareWithAll(clicked, kept))
    const sql = unverifiedSql(reply.result)
    if (sql !== null) return ofSql(sql, message, press.kind, share)
    if (query === null) return toAskerAlone(words.noFigures)
    if (press.kind === 'verify') {
      const { text, ways } = await verified.offeredOrWhyNot(message, query, await threads.turns(message))
      return said(plainReply({ kind: 'command', text }, ways), 'asker')
    }
    switch (press.kind) {
      case 'chart':
        return answering({ ...message, said: again(reply, { kind: press.chart }) })
      case 'sql':
        return said(await behind.sql(message, query), 'asker')
      case 'csv': {
        const file = await behind.csv(message, query)
        return said(file, file.file ? message.audience : 'asker')
      }
      case 'share':
        return share()
    }
  }

  async function ofSql(
    sql: string,
    message: ChatMessage,
    wanted: 'sql' | 'csv' | 'share' | 'chart' | 'verify',
    share: () => Response | Promise<Response>,
  ): Promise<Response> {
    if (!unverified) return toAskerAlone(words.sql.off)
    switch (wanted) {
      case 'sql':
        return said(await unverified.sql(message, sql), 'asker')
      case 'csv': {
        const file = await unverified.csv(message, sql)
        return said(file, file.file ? message.audience : 'asker')
      }
      case 'share':
        return share()
      case 'chart':
        return toAskerAlone(words.noFigures)
      case 'verify':
        return toAskerAlone(words.sql.notVouched)
    }
  }

  /** Asked anew for all to see, under the rights of the sharer and of the place together; once, however often it is pressed. */
  async function shareWithAll(
    { isWhispered: _isWhispered, ...clicked }: ChatMessage,
    { key, parcel }: Kept,
  ): Promise<Response> {
    const earlier = await findReply(`${key} shared`)
    const id = earlier?.state === 'refused' ? clicked.id : `${key} shared`
    // What was written after the press is this press's own, taken up again.
    if (earlier?.key === id && earlier.writtenAt < clicked.askedAt) return toAskerAlone(words.isShared)
    const message: Question = { ...clicked, id, audience: 'everyone', said: again(parcel.reply) }
    const shared = await conversation.answer(message)
    const isShown = shared.result.kind === 'answer'
    await audit({
      kind: 'share',
      message: message.id,
      place: printPlace(message.place),
      person: printPerson(message.author),
      question: message.said.kind === 'query' ? message.said.label : message.said.text,
      ...(!isShown && { error: 'not for this place' }),
    })
    if (shared.result.kind === 'failed') return said(shared, 'asker')
    if (!isShown) return toAskerAlone(words.cannotShare)
    const text = `${words.shared(message.name ?? null)}\n${shared.result.text}`
    return { ...said({ ...shared, result: { ...shared.result, text } }, 'everyone'), key: id }
  }
}

/** The alert that was pressed, kept or not: its key tells which it is. Null: it is none, or not for who pressed it. */
function alertOn(kept: Kept | null, key: string, by: Pick<ChatMessage, 'author' | 'place'>) {
  if (kept) {
    const { alert } = kept.parcel.reply
    return alert && maySee(by, kept) ? { incident: alert.incident, place: kept.to.place } : null
  }
  const named = parseAlertKey(key)
  const place = named && parsePlace(named.place)
  return place && maySee(by, { to: { place, onlyFor: null, handle: null }, owner: null })
    ? { incident: named.incident, place }
    : null
}

function saidBy(way: WayOn): Asked {
  return way.kind === 'words'
    ? { kind: 'words', text: way.text }
    : { kind: 'query', query: way.query, label: way.label }
}

/** What a reply answered, to be asked once more; drawn as it was, unless a wish says how. */
function again({ result, headline }: Reply, wish?: ChartWish): Asked {
  const sql = unverifiedSql(result)
  if (sql !== null) return { kind: 'words', text: words.sql.run(sql) }
  const drawn = CHART_KINDS.find((kind) => kind === result.chart?.kind)
  const drawing = wish ?? (drawn && { kind: drawn })
  return {
    kind: 'query',
    query: result.query!,
    label: result.understood ?? headline,
    ...(drawing && { wish: drawing }),
  }
}
