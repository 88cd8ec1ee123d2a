/** The picture of a reply: added to the words that stand already, or said to be missing. */
import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Place } from '../../../analytics/place.ts'
import type { Picture, Reply } from '../../reply.ts'
import type { SlackMessage } from './blocks/message.ts'
import { altTextOf, wantsPicture } from './blocks/picture.ts'
import { plainer } from './blocks/plainer.ts'
import { failureOf, faultOf, isAboutBlocks } from './failures.ts'
import { formed, marked, parseStanding, postMessage, type Standing } from './post.ts'
import type { Shape } from './shape.ts'
import { readyFile, uploadFile } from './upload.ts'
import { whisper, type Ear } from './whisper.ts'
import { words } from './words.ts'

interface Parts {
  /** PNG; null when there is none (any more) under this id. */
  readonly pngOf: (id: string) => Promise<Uint8Array | null>
  readonly readyWithinMs: number
  readonly shape: Shape
  readonly log: Logger
}

/** A reply whose words are out. */
interface Shown {
  /** Of the words. */
  readonly key: string
  readonly messageId: string
  readonly reply: Reply
  readonly picture: Picture | null
  /** Who heard the words, when it was one person alone. */
  readonly ear: Ear | null
  /** Where the picture becomes a message of its own. Null: it is put into the words. */
  readonly place: Place | null
}

export interface Pictures {
  /** Takes a picture to Slack, so that it is there when its turn comes. Never throws: what fails is tried again then. */
  bring(client: WebClient, picture: Picture): Promise<void>
  /** Slack's id of a picture that is there; null: it is not, as far as is known here. */
  known(picture: Picture): string | null
  /** Rejects with what may pass; whatever else happens, the reply says what became of its picture. */
  add(client: WebClient, shown: Shown): Promise<void>
}

export function createPictures({ pngOf, readyWithinMs, shape, log }: Parts): Pictures {
  /** Picture → its file, or that Slack did not get it ready; so that a second try does not bring it again. */
  const brought = new LRUCache<string, { readonly file: string | null }>({ max: 1_000 })

  async function add(client: WebClient, shown: Shown): Promise<void> {
    const { reply, picture, messageId, ear, place } = shown
    if (!wantsPicture(reply)) return
    const file = picture && (await fileOf(client, picture))
    const standing = parseStanding(messageId)
    if (ear) {
      if (file) await whisper(client, pictureAlone(file, reply), ear)
    } else if (standing && file && place)
      await postMessage(client, pictureAlone(file, reply), { place, key: `${shown.key} picture` })
    else if (standing) await update(client, shown, standing, file)
  }

  /** Null when Slack will not have it. */
  async function fileOf(client: WebClient, picture: Picture): Promise<string | null> {
    const known = brought.get(picture.id)
    if (known) return known.file
    try {
      const png = await pngOf(picture.id)
      if (!png) return null
      const file = await uploadFile(client, { name: 'chart.png', bytes: png, altText: picture.altText })
      const isReady = await readyFile(client, file, readyWithinMs)
      brought.set(picture.id, { file: isReady ? file.id : null })
      return isReady ? file.id : null
    } catch (error) {
      if (failureOf(error).kind === 'later') throw error
      log.warn(faultOf(error), 'Slack refused a picture')
      return null
    }
  }

  /** With the picture as long as Slack takes it, then without and saying so. */
  function formsOf(reply: Reply, key: string, file: string | null): readonly SlackMessage[] {
    const missing = { ...reply, picture: null, pictureMissing: reply.pictureMissing ?? words.pictureMissing }
    const without = shape(missing, key, { pictureFile: null, isWhispered: false })
    if (file === null) return [without, ...plainer(without)]
    const full = shape(reply, key, { pictureFile: file, isWhispered: false })
    const pictured = [full, ...plainer(full)].filter(({ blocks }) => blocks.some(({ type }) => type === 'image'))
    return [...pictured, without, ...plainer(without)]
  }

  async function update(client: WebClient, { key, reply }: Shown, standing: Standing, file: string | null) {
    for (const form of formsOf(reply, key, file)) {
      try {
        await client.chat.update({ ...standing, ...formed(form), ...marked(key) })
        return
      } catch (error) {
        if (!isAboutBlocks(error)) throw error
      }
    }
  }

  return {
    add,
    known: ({ id }) => brought.get(id)?.file ?? null,
    async bring(client, picture) {
      await fileOf(client, picture).catch((error: unknown) =>
        log.warn(faultOf(error), 'a picture did not reach Slack yet'),
      )
    },
  }
}

function pictureAlone(file: string, reply: Reply): SlackMessage {
  return { text: words.chart, blocks: [{ type: 'image', slack_file: { id: file }, alt_text: altTextOf(reply) }] }
}
