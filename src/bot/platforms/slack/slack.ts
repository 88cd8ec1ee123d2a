/** Slack as a platform: what people say there comes in over a socket or HTTP, replies go out by the Web API. */
import { App } from '@slack/bolt'
import { Router } from 'express'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { printPlace, type Person, type Place } from '../../../analytics/place.ts'
import type { ChatMessage } from '../../message.ts'
import type { Overview } from '../../overview.ts'
import type { Hear, Platform } from '../../platform.ts'
import { feedbackModal } from './blocks/feedback.ts'
import { wantsPicture } from './blocks/picture.ts'
import { authorizeBy, notInstalled, teamIn } from './authorize.ts'
import { boltLog } from './bolt-log.ts'
import { clientOptions, createClients, type ClientOf } from './clients.ts'
import { failureOf, faultOf } from './failures.ts'
import { createGreeting } from './greet.ts'
import { createHttpReceiver, eventsPath } from './http-receiver.ts'
import { createInHand } from './in-hand.ts'
import { serveInstalling } from './install.ts'
import { listen, type Verdict } from './listeners.ts'
import { parseStanding, printStanding } from './post.ts'
import { profileOf } from './profile.ts'
import { createSeal, derivedKey } from './seal.ts'
import { createSending, laneOf } from './send.ts'
import { createSocketReceiver } from './socket-receiver.ts'
import { createStatus } from './status.ts'
import { oneTeam, severalTeams, TokenRefused, type SealedInstallations, type Teams } from './teams.ts'
import { whisper } from './whisper.ts'
import { words } from './words.ts'

/** How Slack reaches Tidings, and Tidings Slack. */
export type SlackOptions = (
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string }
) & {
  readonly tokens:
    | { readonly kind: 'one'; readonly botToken: string }
    | {
        readonly kind: 'several'
        readonly clientId: string
        readonly clientSecret: string
        /** 32 bytes. */
        readonly tokenKey: Buffer
        readonly publicUrl: string
      }
  /** Ends in a slash; null: Slack's own. */
  readonly apiUrl: string | null
}

export interface SlackParts {
  readonly log: Logger
  /** Whether Tidings takes part in this thread. */
  readonly isOurThread: (place: Place) => Promise<boolean>
  /** PNG of a picture; null when there is none (any more) under this id. */
  readonly picture: (id: string) => Promise<Uint8Array | null>
  /** Questions that work for somebody. */
  readonly suggestions: (person: Person) => Promise<readonly string[]>
  readonly overview: (person: Person) => Promise<Overview>
  /** Keeps what somebody thinks of a reply; a later verdict takes the place of an earlier. */
  readonly feedback: (verdict: Verdict) => Promise<void>
  readonly patience?: Patience
  /** Where installations are kept. Null: nowhere, and then one workspace's token is needed. */
  readonly installations: SealedInstallations | null
}

/** How long Slack is waited for, and Slack itself waits. */
interface Patience {
  /** For what was said to be kept, after which Slack is to send it again. Slack waits three seconds. */
  readonly ackWithinMs: number
  /** For a call to be answered. */
  readonly callMs: number
  /** For a picture to be ready to be shown. */
  readonly pictureMs: number
}

const usualPatience: Patience = { ackWithinMs: 2_500, callMs: 5_000, pictureMs: 12_000 }

export interface Slack extends Platform {
  /** To be served before anything that reads bodies: requests are signed as they stand. Null: nothing to serve. */
  readonly router: Router | null
}

export function createSlack(options: SlackOptions, parts: SlackParts): Slack {
  const { log, patience = usualPatience } = parts
  const clientParts = { log, apiUrl: options.apiUrl, timeoutMs: patience.callMs }
  const toApi = clientOptions(clientParts)
  const clientOf = createClients(clientParts)
  const { teams, installing } = teamsFrom(options, parts, clientOf)
  const router = Router()
  if (installing) serveInstalling(router, { ...installing, clientOptions: toApi, log })
  const socket =
    options.mode === 'socket' ? createSocketReceiver({ appToken: options.appToken, clientOptions: toApi, log }) : null
  const app = new App({
    receiver: socket ?? createHttpReceiver({ router, signingSecret: secretOf(options), patience, log }),
    convoStore: false,
    logger: boltLog(log),
    clientOptions: toApi,
    authorize: authorizeBy(teams),
  })
  app.error(async (error) => {
    const because = notInstalled(error)
    if (because === null) throw error
    log.warn({ because }, 'not heard: install the app in that workspace')
  })

  const status = createStatus(log)
  const greeting = createGreeting({ teams, clientOf, ...parts })
  const inHand = createInHand(log)
  /** Threads that are ours stay ours. */
  const ourThreads = new LRUCache<string, true>({ max: 10_000 })
  let hear: Hear | null = null
  const clientFor = async (workspace: string) => clientOf((await teamIn(teams, workspace)).token)

  listen(app, {
    ackWithinMs: patience.ackWithinMs,
    async hear(message) {
      if (!hear) throw new Error('Tidings is stopping')
      // Whoever named Tidings brought it into the thread.
      if (!message.isOverheard) ourThreads.set(printPlace(message.place), true)
      await inHand.counted(hear(message))
    },
    async isInOurThread({ place }) {
      const name = printPlace(place)
      if (ourThreads.has(name)) return true
      const isOurs = await parts.isOurThread(place)
      if (isOurs) ourThreads.set(name, true)
      return isOurs
    },
    judged: (verdict) => inHand.counted(parts.feedback(verdict)),
    askWhatWasWrong: (about) => inHand.aside('asking what was wrong', askWhatWasWrong(about)),
    thank: (person, place) => inHand.aside('thanks', thank(person, place)),
    openedHome: (person) => inHand.aside('home', greeting.home(person)),
    openedMessages: (person, channel) => inHand.aside('prompts', greeting.messages(person, channel)),
    removed: (workspace, at) => teams.removed(workspace, at),
  })

  /** A trigger lives three seconds. */
  async function askWhatWasWrong({ key, place, trigger }: { key: string; place: Place; trigger: string }) {
    const client = await clientFor(place.workspace)
    await client.views.open({ trigger_id: trigger, view: feedbackModal({ key, place: printPlace(place) }) })
  }

  async function thank(person: Person, place: Place): Promise<void> {
    const client = await clientFor(place.workspace)
    await whisper(client, { text: words.feedbackThanks, blocks: [] }, { place, user: person.user, handle: null })
  }

  return {
    name: 'slack',
    pictures: 'after words',
    wantsPicture,
    hasButtons: true,
    headsPictures: true,
    router: options.mode === 'http' || installing ? router : null,
    async start(given) {
      hear = given
      await teams.receiving([]).catch((error: unknown) => {
        if (error instanceof TokenRefused) throw error
        log.warn(
          { because: failureOf(error).because },
          'Slack could not be asked whose the token is; it is asked again',
        )
      })
      if (socket) await socket.start()
      else log.info({ path: eventsPath }, 'ready for Slack over HTTP')
    },
    ...createSending({
      teams,
      clientOf,
      status,
      pngOf: parts.picture,
      readyWithinMs: patience.pictureMs,
      log,
    }),
    lane: laneOf,
    async working(message: ChatMessage, stage) {
      try {
        await status.show(await clientFor(message.place.workspace), message, stage)
      } catch (error) {
        log.debug(faultOf(error), 'status not shown')
      }
    },
    threadUnder({ workspace }, messageId) {
      const stands = parseStanding(messageId)
      return stands && { platform: 'slack', workspace, conversation: stands.channel, thread: stands.ts }
    },
    messageAbove: ({ conversation, thread }) =>
      thread === null ? null : printStanding({ channel: conversation, ts: thread }),
    profile: (person) => profileOf(person, { teams, clientOf }),
    privately: ({ workspace, user }) => ({ platform: 'slack', workspace, conversation: user, thread: null }),
    async health() {
      return (await teams.health()) ?? socket?.health() ?? null
    },
    async stop() {
      hear = null
      await inHand.settled()
      await socket?.stop()
    },
  }
}

/** Of the mode in which there is one. */
function secretOf(options: SlackOptions): string {
  return options.mode === 'http' ? options.signingSecret : ''
}

function teamsFrom({ tokens }: SlackOptions, { installations }: SlackParts, clientOf: ClientOf) {
  if (tokens.kind === 'one') return { teams: oneTeam(tokens.botToken, clientOf), installing: null }
  if (!installations)
    throw new Error('several workspaces need a database that Tidings may write to: their tokens are kept there')
  const { clientId, clientSecret, tokenKey, publicUrl } = tokens
  const teams = severalTeams(installations, createSeal(tokenKey))
  const stateSecret = derivedKey(tokenKey, 'state').toString('hex')
  const install = (team: Parameters<typeof teams.install>[0]) => teams.install(team)
  const asTeams: Teams = teams
  return { teams: asTeams, installing: { clientId, clientSecret, publicUrl, stateSecret, install } }
}
