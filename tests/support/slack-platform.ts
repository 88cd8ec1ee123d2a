/** Slack as a platform, alone: connected to the Slack of a test, with what was heard kept and nothing answered. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import express from 'express'
import { pino } from 'pino'
import type { ChatMessage } from '../../src/bot/message.ts'
import type { Address, Hear, Outgoing } from '../../src/bot/platform.ts'
import { plainReply } from '../../src/bot/plain-reply.ts'
import { createSlack, type Slack, type SlackOptions, type SlackParts } from '../../src/bot/platforms/slack/slack.ts'
import type { Reply } from '../../src/bot/reply.ts'
import type { SlackWorld } from './slack-world/world.ts'

export interface OpenSlack extends AsyncDisposable {
  readonly slack: Slack
  /** Every message, the same one again included. */
  readonly heard: readonly ChatMessage[]
  /** Where Slack and browsers reach it; null over a socket with one token. */
  readonly url: string | null
  /** Waits for the nth message. */
  hears(nth?: number): Promise<ChatMessage>
}

interface Changes {
  readonly options?: Partial<SlackOptions>
  readonly parts?: Partial<SlackParts>
  /** Instead of taking everything. */
  readonly hear?: Hear
}

export async function openSlack(world: SlackWorld, mode: 'socket' | 'http', changes: Changes = {}): Promise<OpenSlack> {
  const heard: ChatMessage[] = []
  const door =
    mode === 'socket'
      ? ({ mode, appToken: world.appToken } as const)
      : ({ mode, signingSecret: world.signingSecret } as const)
  const options = {
    ...door,
    tokens: { kind: 'one', botToken: world.botToken },
    apiUrl: world.apiUrl,
    ...changes.options,
  }
  const slack = createSlack(options as SlackOptions, {
    log: pino({ level: 'silent' }),
    isOurThread: async () => false,
    picture: async () => null,
    suggestions: async () => [],
    overview: async () => ({ name: null, questions: [], groups: [], follows: [], help: [] }),
    feedback: async () => {},
    installations: null,
    patience: { ackWithinMs: 2_000, callMs: 3_000, pictureMs: 1_500 },
    ...changes.parts,
  })
  const { server, url } = await serve(slack)
  if (mode === 'http' && url !== null) world.deliverTo(`${url}/slack/events`)
  const hear = changes.hear ?? (async () => ({ isNew: true, answered: Promise.resolve(true) }))
  await slack.start(async (message) => {
    heard.push(message)
    return hear(message)
  })
  return {
    slack,
    heard,
    url,
    hears: (nth = 1) => world.until(`message ${nth} to be heard`, () => heard[nth - 1]),
    async [Symbol.asyncDispose]() {
      await slack.stop()
      server?.closeAllConnections()
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
    },
  }
}

async function serve({ router }: Slack) {
  if (!router) return { server: null, url: null }
  const server = createServer(express().use(router)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** A reply to what was heard, seen by all in its place unless told otherwise. */
export function replyTo(message: ChatMessage, reply: Reply | string, to: Partial<Address> = {}): Outgoing {
  return {
    key: message.id,
    to: { place: message.place, onlyFor: null, handle: message.handle ?? null, ...to },
    content: { kind: 'reply', reply: typeof reply === 'string' ? plainReply({ kind: 'command', text: reply }) : reply },
  }
}
