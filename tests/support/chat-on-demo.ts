/** The whole house over the demo business, with a chat in this process: what people say goes in, what they see comes out. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { inject } from 'vitest'
import { createApp, type App } from '../../src/app.ts'
import type { Person, Place } from '../../src/analytics/place.ts'
import type { ChatMessage, Press, Said } from '../../src/bot/message.ts'
import type { Hear, Outgoing, Platform } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/reply.ts'
import type { ModelConfig } from '../../src/config/model.ts'
import { cloneDemo, DEMO_NOW, type TestDatabase } from './server.ts'

/** One thing that was shown. */
export interface Shown {
  readonly key: string
  readonly reply: Reply
  readonly place: Place
  /** Who alone sees it; null: all in the place. */
  readonly onlyFor: string | null
  /** The message that it replaced. */
  readonly edits: string | null
}

export interface Chat extends AsyncDisposable {
  readonly app: App
  readonly database: TestDatabase
  /** All that was shown so far, oldest first. */
  readonly shown: readonly Shown[]
  /** Says it and gives what it was answered with; null when nothing was said. */
  say(user: string, where: string, text: string, more?: Partial<ChatMessage>): Promise<Shown | null>
  press(user: string, where: string, on: Shown, press: Press, more?: Partial<ChatMessage>): Promise<Shown | null>
  hear(user: string, where: string, said: Said, more?: Partial<ChatMessage>): Promise<Shown | null>
  /** Another process on the same database; its database stays when it is disposed of by its app. */
  restarted(): Promise<Chat>
}

/** `channel/thread`, `channel`, or `dm`: the person's own messages. */
function placeOf(where: string, user: string): Place {
  const [conversation = '', thread = null] = where === 'dm' ? [`dm-${user}`] : where.split('/')
  return { platform: 'chat', workspace: 'shop', conversation, thread }
}

function personOf(user: string): Person {
  return { platform: 'chat', workspace: 'shop', user }
}

/** People by name with their roles, channels with theirs; nobody else has an entry. */
const access = `
  people:
    "chat:shop/fred": [finance]
    "chat:shop/ana": [emea]
    "chat:shop/sue": [support]
  channels:
    "chat:shop/board": finance
    "chat:shop/emea": emea
`

/** With a model, finance may have SQL, and so may what is said in the board's channel. */
export async function openChat(given: { readonly model?: ModelConfig } = {}): Promise<Chat> {
  return openOn(await cloneDemo(inject('postgres')), given)
}

async function openOn(database: TestDatabase, { model }: { readonly model?: ModelConfig } = {}): Promise<Chat> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-chat-'))
  const catalogFile = join(folder, 'catalog.yml')
  const written = await readFile(join(import.meta.dirname, '../../sql/catalog.yml'), 'utf8')
  const withSql = written.replace(/^( {4}finance: \{ kpis: all,)/m, '$1 sql: true,')
  await writeFile(
    catalogFile,
    (model ? withSql : written).replace(
      /^ {2}people:\n(?: {4}.*\n| *\n)*(?: {2}channels:.*\n(?: {4}.*\n)*)?/m,
      access.slice(1),
    ),
  )
  const app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile,
    log: pino({ level: process.env['TIDINGS_TEST_LOG'] ?? 'silent' }),
    mayConfigure: true,
    hasLocalOwner: false,
    ...(model && { model }),
  })
  const shown: Shown[] = []
  const heads = new Map<string, string>()
  let heard: Hear | null = null
  const platform: Platform = {
    name: 'chat',
    pictures: 'none',
    hasButtons: true,
    async start(hear) {
      heard = hear
    },
    async send({ key, to, content }: Outgoing) {
      const edits = content.kind === 'edit' ? content.messageId : null
      shown.push({ key, reply: content.reply, place: to.place, onlyFor: to.onlyFor?.user ?? null, edits })
      return { kind: 'sent', messageId: `sent ${key}` }
    },
    threadUnder(place, messageId) {
      const thread = messageId.replace(/^.*:/, 'under-').replace(/[ /]/g, '-')
      heads.set(thread, messageId)
      return { ...place, thread }
    },
    messageAbove: ({ thread }) => heads.get(thread ?? '') ?? null,
    async profile({ user }) {
      return { locale: 'en', email: null, name: user.slice(0, 1).toUpperCase() + user.slice(1) }
    },
    async health() {
      return null
    },
    async stop() {
      heard = null
    },
  }
  await app.connect(platform)

  const chat: Chat = {
    app,
    database,
    shown,
    say: (user, where, text, more) => chat.hear(user, where, { kind: 'words', text }, more),
    press: (user, where, on, press, more) => chat.hear(user, where, { kind: 'press', reply: on.key, press }, more),
    restarted: () => openOn(database),
    async hear(user, where, said, more = {}) {
      const message: ChatMessage = {
        id: `chat:${randomUUID()}`,
        place: placeOf(where, user),
        author: personOf(user),
        askedAt: new Date(DEMO_NOW),
        audience: where === 'dm' ? 'asker' : 'everyone',
        said,
        ...more,
      }
      const before = shown.length
      const keys = said.kind === 'press' ? [message.id, `${said.reply} shared`] : [message.id]
      const { answered } = await heard!(message)
      if (!(await answered)) throw new Error('not answered')
      // What is edited in goes out by itself.
      for (let waits = 0; waits < 100; waits++) {
        const found = shown.slice(before).find(({ key }) => keys.includes(key))
        if (found) return found
        if (waits > 2) break
        await sleep(5)
      }
      return null
    },
    async [Symbol.asyncDispose]() {
      await app.finish()
      await app[Symbol.asyncDispose]()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return chat
}
