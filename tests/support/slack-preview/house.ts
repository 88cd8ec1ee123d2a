/** The whole house over the demo business, whose replies are kept instead of being sent to Slack. */
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createApp, type App } from '../../../src/app.ts'
import type { Person } from '../../../src/analytics/place.ts'
import type { ModelConfig } from '../../../src/config/model.ts'
import type { ChatMessage, Said } from '../../../src/bot/message.ts'
import type { Hear, Outgoing, Platform } from '../../../src/bot/platform.ts'
import { cloneDemo, DEMO_NOW, startServer } from '../server.ts'

export interface House extends AsyncDisposable {
  readonly app: App
  /** What comes of it. */
  hear(by: string, said: Said, more?: Partial<ChatMessage>): Promise<Outgoing>
}

interface Options {
  readonly catalogFile?: string
  readonly model?: ModelConfig
}

/** The demo's catalog knows people by `NAME@example.com`. */
export function personOf(name: string): Person {
  return { platform: 'slack', workspace: 'T01', user: name.toLowerCase() }
}

/** With a database server of its own. The moment is always that at which the demo business ends. */
export async function openHouse({ catalogFile = 'sql/catalog.yml', model }: Options = {}): Promise<House> {
  const server = await startServer()
  const { url } = await cloneDemo(server)
  const app = await createApp({
    databaseUrl: url,
    storeUrl: url,
    catalogFile,
    log: pino({ level: 'warn' }),
    mayConfigure: true,
    hasLocalOwner: false,
    ...(model && { model }),
  })
  const { platform, sent, hear } = keeper()
  await app.connect(platform)
  let count = 0
  return {
    app,
    async hear(by, said, more = {}) {
      const id = `slack:T01/C03/1763730300.${String(count++).padStart(6, '0')}`
      const before = sent.length
      const { answered } = await hear({
        id,
        place: { platform: 'slack', workspace: 'T01', conversation: 'C03', thread: id.slice(-17) },
        author: personOf(by),
        audience: 'everyone',
        askedAt: new Date(DEMO_NOW),
        said,
        ...more,
      })
      await answered
      for (let waits = 0; waits < 200; waits++) {
        // What is shared goes by the name of what was whispered, not of the press.
        const found = sent[before]
        if (found) return found
        await sleep(10)
      }
      throw new Error(`nothing was said to ${JSON.stringify(said)}`)
    },
    async [Symbol.asyncDispose]() {
      await app.finish()
      await app[Symbol.asyncDispose]()
      await server.stop()
    },
  }
}

/** A platform that goes by Slack's name and shows nothing to anybody. */
function keeper() {
  const sent: Outgoing[] = []
  let heard: Hear | null = null
  const platform: Platform = {
    name: 'slack',
    pictures: 'with words',
    headsPictures: true,
    async start(hear) {
      heard = hear
    },
    async send(outgoing) {
      sent.push(outgoing)
      return { kind: 'sent', messageId: outgoing.key }
    },
    async profile({ user }) {
      return { locale: 'en', email: `${user}@example.com`, name: user.charAt(0).toUpperCase() + user.slice(1) }
    },
    privately: ({ user }) => ({ platform: 'slack', workspace: 'T01', conversation: user, thread: null }),
    async health() {
      return null
    },
    async stop() {
      heard = null
    },
  }
  const hear: Hear = (message) => {
    if (!heard) throw new Error('the house is closed')
    return heard(message)
  }
  return { platform, sent, hear }
}
