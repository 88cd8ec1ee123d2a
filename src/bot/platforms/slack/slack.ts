/** Slack as a platform: what people say there comes in over a socket or HTTP, replies go out by the Web API. */
import { App } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { printPlace, type Place } from '../../../analytics/place.ts'
import type { ChatMessage } from '../../message.ts'
import type { Hear, Platform } from '../../platform.ts'
import { boltLog } from './bolt-log.ts'
import { clientOptions, createClients } from './clients.ts'
import { createHttpReceiver } from './http-receiver.ts'
import { listen } from './listeners.ts'
import { createSend } from './send.ts'
import { createSocketReceiver } from './socket-receiver.ts'
import { oneTeam, TokenRefused } from './teams.ts'

/** How Slack reaches Tidings, and Tidings Slack. */
export type SlackOptions = (
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string }
) & {
  readonly tokens: { readonly kind: 'one'; readonly botToken: string }
  /** Ends in a slash; null: Slack's own. */
  readonly apiUrl: string | null
}

interface Parts {
  readonly log: Logger
  /** Whether Tidings said something in this thread. */
  readonly isOurThread: (place: Place) => Promise<boolean>
}

export function createSlack(options: SlackOptions, { log, isOurThread }: Parts): Platform {
  const clientParts = { log, apiUrl: options.apiUrl }
  const clientOf = createClients(clientParts)
  const teams = oneTeam(options.tokens.botToken, clientOf)
  const socket =
    options.mode === 'socket'
      ? createSocketReceiver({ appToken: options.appToken, clientOptions: clientOptions(clientParts), log })
      : null
  const receiver = socket ?? createHttpReceiver((options as { signingSecret: string }).signingSecret, log)
  const app = new App({
    receiver,
    convoStore: false,
    logger: boltLog(log),
    clientOptions: clientOptions(clientParts),
    async authorize({ teamId = '' }) {
      const team = await teams.receiving([teamId])
      if (!team) throw new Error('Tidings is not installed in the workspace')
      const { botUser, botId } = team
      return { teamId: team.team, botUserId: botUser, ...(botId === null ? {} : { botId }) }
    },
  })
  /** Threads that are ours stay ours. */
  const ourThreads = new LRUCache<string, true>({ max: 10_000 })
  let hear: Hear | null = null
  const taking = new Set<Promise<unknown>>()

  async function take(message: ChatMessage): Promise<void> {
    if (!hear) throw new Error('Tidings is stopping')
    const taken = hear(message)
    taking.add(taken)
    try {
      await taken
    } finally {
      taking.delete(taken)
    }
  }

  listen(app, {
    hear: take,
    async isInOurThread({ place }) {
      const name = printPlace(place)
      if (ourThreads.has(name)) return true
      const isOurs = await isOurThread(place)
      if (isOurs) ourThreads.set(name, true)
      return isOurs
    },
  })

  return {
    name: 'slack',
    pictures: 'after words',
    async start(given) {
      hear = given
      await teams.receiving([]).catch((error: unknown) => {
        if (error instanceof TokenRefused) throw error
        log.warn({ err: error }, 'Slack could not be asked whose the token is; it is asked again')
      })
      await socket?.start()
    },
    send: createSend({ teams, clientOf }),
    privately: ({ workspace, user }) => ({ platform: 'slack', workspace, conversation: user, thread: null }),
    async health() {
      return (await teams.health()) ?? socket?.health() ?? null
    },
    async stop() {
      hear = null
      await Promise.allSettled(taking)
      await socket?.stop()
    },
  }
}
