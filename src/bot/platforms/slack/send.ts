/** Replies → Slack's Web API. Nothing is thrown: what Slack answers becomes a receipt. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Place } from '../../../analytics/place.ts'
import type { Found, Lane, Outgoing, Receipt } from '../../platform.ts'
import type { Reply } from '../../reply.ts'
import { withAllRows } from './all-rows.ts'
import type { SlackMessage } from './blocks/message.ts'
import { wantsPicture } from './blocks/picture.ts'
import type { ClientOf } from './clients.ts'
import { errorName, failureNamed, failureOf, faultOf } from './failures.ts'
import { findMessage } from './find.ts'
import { createPictures } from './picture.ts'
import { parseStanding, postMessage, printStanding, updateMessage, type Standing } from './post.ts'
import { createShape } from './shape.ts'
import { isDirect } from './translate.ts'
import type { Status } from './status.ts'
import type { Teams } from './teams.ts'
import { shareFile, uploadFile, type Uploaded } from './upload.ts'
import { whisper } from './whisper.ts'
import { words } from './words.ts'

interface Parts {
  readonly teams: Teams
  readonly clientOf: ClientOf
  readonly status: Status
  readonly pngOf: (id: string) => Promise<Uint8Array | null>
  /** How long a picture may take to be ready. */
  readonly readyWithinMs: number
  readonly log: Logger
}

export interface Sending {
  prepare(outgoing: Outgoing): Promise<void>
  send(outgoing: Outgoing): Promise<Receipt>
  find(outgoing: Outgoing): Promise<Found>
}

/** Of what was told to one person: it stands nowhere. */
const whispered = 'whispered'
const unchangeable: ReadonlySet<string> = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])
/** How the core names the entry that brings a reply's picture. */
const pictureOf = / picture$/

export function createSending({ teams, clientOf, status, log, ...parts }: Parts): Sending {
  const shape = createShape(log)
  const pictures = createPictures({ ...parts, shape, log })

  async function deliver(client: WebClient, outgoing: Outgoing): Promise<string> {
    const { key, to, content } = outgoing
    const ear = to.onlyFor && { place: to.place, user: to.onlyFor.user, handle: to.handle }
    switch (content.kind) {
      case 'picture': {
        const { messageId, reply, picture, isApart } = content
        const place = isApart ? to.place : null
        await pictures.add(client, { key: key.replace(pictureOf, ''), messageId, reply, picture, ear, place })
        return messageId
      }
      case 'reply':
      case 'edit': {
        if (to.onlyFor) return tellAlone(client, outgoing, content.reply)
        // An answer that one person heard cannot be changed into one for all.
        const standing = content.kind === 'edit' ? parseStanding(content.messageId) : null
        return tellAll(client, outgoing, content.reply, standing)
      }
    }
  }

  async function tellAll(
    client: WebClient,
    { key, to }: Outgoing,
    reply: Reply,
    standing: Standing | null,
  ): Promise<string> {
    const file = reply.file ? await bring(client, reply) : await bringRows(client, reply)
    // What is there already stays in sight while other words are put around it.
    const pictureFile = reply.picture && pictures.known(reply.picture)
    const message = shape(reply, key, { pictureFile, isWhispered: false })
    const isChanged = standing !== null && (await change(client, message, { standing, key }))
    const stands = isChanged ? standing : await postMessage(client, message, { place: to.place, key })
    if (file) await attach(client, file, { channel: stands.channel, ts: to.place.thread ?? stands.ts })
    return printStanding(stands)
  }

  /** False where the message is not there any more, or can no longer be changed. */
  async function change(
    client: WebClient,
    message: SlackMessage,
    at: { readonly standing: Standing; readonly key: string },
  ): Promise<boolean> {
    try {
      await updateMessage(client, message, at)
      return true
    } catch (error) {
      if (!unchangeable.has(errorName(error) ?? '')) throw error
      return false
    }
  }

  async function tellAlone(client: WebClient, { key, to }: Outgoing, reply: Reply): Promise<string> {
    const user = to.onlyFor!.user
    const ear = { place: to.place, user, handle: to.handle }
    const isSentDirectly = reply.file !== null && (await sendDirectly(client, reply, { key, place: to.place, user }))
    const message = isSentDirectly
      ? { text: words.fileSentDirectly, blocks: [] }
      : // In direct messages there is nobody to share it with.
        shape(reply, key, { pictureFile: null, isWhispered: !isDirect(to.place.conversation) })
    await whisper(client, message, ear)
    await status.clear(client, to.place)
    return whispered
  }

  /**
   * Slack has no file that one member of a channel sees: it goes into their direct messages, with the words. False where
   * there are none, as with people of another company; the words offer the file again.
   */
  async function sendDirectly(
    client: WebClient,
    reply: Reply,
    { key, place, user }: { readonly key: string; readonly place: Place; readonly user: string },
  ): Promise<boolean> {
    const file = await bring(client, reply)
    try {
      const message = shape(reply, key, { pictureFile: null, isWhispered: false })
      const direct = { ...place, conversation: user, thread: null }
      const stands = await postMessage(client, message, { place: direct, key })
      if (file) await attach(client, file, stands)
      return true
    } catch (error) {
      if (failureOf(error).kind === 'later') throw error
      log.warn(faultOf(error), 'a file was not sent directly')
      return false
    }
  }

  /** Before the words, so that what fails here fails unseen. */
  async function bring(client: WebClient, { file }: Reply): Promise<Uploaded | null> {
    return file && uploadFile(client, { name: file.name, bytes: Buffer.from(file.text) })
  }

  /** A file that nobody asked for does not hold up the words: they have a button for it. */
  async function bringRows(client: WebClient, reply: Reply): Promise<Uploaded | null> {
    try {
      return await bring(client, await withAllRows(reply))
    } catch (error) {
      log.warn({ err: error, error: errorName(error) }, 'rows were not taken to Slack')
      return null
    }
  }

  /** The words are out and do not go out twice for its sake. */
  async function attach(client: WebClient, file: Uploaded, below: Standing): Promise<void> {
    try {
      await shareFile(client, file, below)
    } catch (error) {
      log.warn(faultOf(error), 'a file was not shared')
      const place = { platform: 'slack', workspace: '', conversation: below.channel, thread: below.ts }
      const message = { text: words.fileMissing, blocks: [] }
      await postMessage(client, message, { place, key: `${file.id} missing` }).catch((failure: unknown) => {
        log.warn(faultOf(failure), 'nor was it said')
      })
    }
  }

  return {
    async prepare({ to, content }) {
      if (content.kind !== 'picture' || !content.picture || !wantsPicture(content.reply)) return
      const team = await teams.of(to.place.workspace).catch(() => null)
      if (team) await pictures.bring(clientOf(team.token), content.picture)
    },
    async send(outgoing) {
      try {
        const team = await teams.of(outgoing.to.place.workspace)
        if (!team) return failureNamed('account_inactive')
        return { kind: 'sent', messageId: await deliver(clientOf(team.token), outgoing) }
      } catch (error) {
        log.warn({ ...faultOf(error), key: outgoing.key }, 'not sent to Slack')
        return failureOf(error)
      }
    },
    async find(outgoing) {
      try {
        const team = await teams.of(outgoing.to.place.workspace)
        return team ? await findMessage(clientOf(team.token), outgoing) : { kind: 'cannot tell' }
      } catch (error) {
        // Sent again without having looked, it could stand there twice.
        if (failureOf(error).kind === 'later') throw error
        log.warn({ ...faultOf(error), key: outgoing.key }, 'not looked for in Slack')
        return { kind: 'cannot tell' }
      }
    },
  }
}

/** One message a second in a conversation; about fifty changes a minute in a workspace. */
export function laneOf({ to, content }: Outgoing): Lane {
  const { workspace, conversation } = to.place
  if (to.onlyFor) return { name: `slack:${workspace}/${conversation} ${to.onlyFor.user}`, gapMs: 250, burst: 4 }
  const isMessage = content.kind === 'reply' || (content.kind === 'picture' && content.isApart)
  if (isMessage) return { name: `slack:${workspace}/${conversation}`, gapMs: 1_000, burst: 1 }
  return { name: `slack:${workspace} edits`, gapMs: 1_200, burst: 10 }
}
