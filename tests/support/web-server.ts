import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import { localOwner } from '../../src/analytics/place.ts'
import type { AskResult } from '../../src/bot/ask-result.ts'
import type { Question } from '../../src/bot/message.ts'
import type { Hear } from '../../src/bot/platform.ts'
import type { WebParts } from '../../src/bot/platforms/web/parts.ts'
import { createWeb } from '../../src/bot/platforms/web/web.ts'
import { emptyResult, plainReply } from '../../src/bot/plain-reply.ts'
import type { Reply } from '../../src/bot/reply.ts'

export interface WebServer {
  readonly url: string
  readonly web: ReturnType<typeof createWeb>
  readonly server: Server
  stop(): Promise<void>
}

/** Serves the web platform on a free port of this machine; `answer` answers what people say. */
export async function startWebServer(
  answer: (message: Question, send: (reply: Reply) => Promise<unknown>) => Promise<unknown>,
  given: Partial<WebParts> = {},
  port = 0,
): Promise<WebServer> {
  const hear: Hear = async (message) => {
    const { id: key, place } = message
    const to = { place, onlyFor: null, handle: null }
    const send = (reply: Reply) => running.web.send({ key, to, content: { kind: 'reply', reply } })
    // The page sends words and choices.
    await answer(message as Question, send)
    return { isNew: true, answered: Promise.resolve(true) }
  }
  const running = await serveWeb(hear, given, port)
  return running
}

/** Serves the web platform on a free port of this machine; what people say goes to `hear`. */
export async function serveWeb(hear: Hear, given: Partial<WebParts> = {}, port = 0): Promise<WebServer> {
  const web = createWeb({
    log: pino({ level: 'silent' }),
    localOnly: true,
    publicUrl: null,
    staticDir: 'dist/web',
    charts: { get: async () => null },
    identify: async () => localOwner,
    roles: () => [],
    suggestions: async () => ['revenue last week'],
    ask: async ({ id, question }) => wordsResult(question, id),
    mayFollow: () => true,
    ready: async () => ({ database: null }),
    metrics: async () => 'tidings_questions_total 0\n',
    ...given,
  })
  await web.start(hear)
  const server = createServer(express().use(web.router)).listen(port, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    web,
    server,
    async stop() {
      await web.stop()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** A result that is words alone. */
export function wordsResult(text: string, id: string | number | null = null): AskResult {
  return { ...emptyResult, id, kind: 'answer', understood: text, planner: 'grammar', text, elapsedMs: 1 }
}

/** A reply that is words alone. */
export function wordsReply(text: string): Reply {
  return plainReply(wordsResult(text))
}
