import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createEmulator } from 'emulate'
import type { Json } from './json.ts'

/**
 * One Slack workspace as `emulate` keeps it. Its public door takes no ids and opens no events, so its Slack plug-in's
 * `register` is listened to once while it starts: that hands over the tables, the router and the event dispatcher.
 * Nothing of it is changed. It stops at 5,000 calls an hour a token: what needs more uses slack-sink.
 */
export interface Emulator {
  readonly tables: Tables
  /** Calls one Web API method in this process, as the holder of the token. */
  call(method: string, token: string, body: Json): Promise<Json>
  /** Any other page or address: authorize, uploads, downloads. */
  fetch(path: string, init: RequestInit): Promise<Response>
  close(): Promise<void>
}

export type Row<T> = T & { readonly id: number }

interface Table<T> {
  insert(row: T): Row<T>
  update(id: number, change: Partial<T>): Row<T> | undefined
  delete(id: number): boolean
  findOneBy(field: keyof T & string, value: string): Row<T> | undefined
  all(): readonly Row<T>[]
}

export interface MessageRow extends Json {
  readonly ts: string
  readonly channel_id: string
  readonly user: string
  readonly text: string
  readonly thread_ts?: string | undefined
  readonly bot_id?: string
}

export interface ChannelRow extends Json {
  readonly channel_id: string
  readonly name: string
  readonly is_private: boolean
  readonly is_im?: boolean
  readonly is_mpim?: boolean
  readonly is_archived: boolean
  readonly members: readonly string[]
}

interface UserRow extends Json {
  readonly user_id: string
  readonly name: string
}

interface TokenRow extends Json {
  readonly token: string
  readonly user_id: string
  readonly scopes: readonly string[]
  readonly bot_id?: string | undefined
}

export interface FileRow extends Json {
  readonly file_id: string
  readonly name: string
  readonly mimetype: string
  readonly content_base64?: string
}

export interface ViewRow extends Json {
  readonly view_id: string
  readonly type: 'home' | 'modal'
  readonly user_id: string
}

export interface Tables {
  readonly teams: Table<Json>
  readonly users: Table<UserRow>
  readonly channels: Table<ChannelRow>
  readonly messages: Table<MessageRow>
  readonly bots: Table<Json>
  readonly oauthApps: Table<Json>
  readonly tokens: Table<TokenRow>
  readonly files: Table<FileRow>
  readonly views: Table<ViewRow>
  readonly viewTriggers: Table<Json>
}

interface Router {
  fetch(request: Request): Promise<Response>
}

interface Dispatcher {
  dispatch(event: string, action: string | undefined, payload: { event: Json }): Promise<void>
}

interface SlackPlugin {
  getSlackStore(store: unknown): Tables
  readonly slackPlugin: { register: (app: Router, store: unknown, webhooks: Dispatcher, ...rest: unknown[]) => void }
}

const dist = join(import.meta.dirname, '../../../node_modules/emulate/dist')

/** Starts an empty workspace; `onEvent` hears what Slack would tell the app, before any subscription is looked at. */
export function startEmulator(onEvent: (event: Json) => void): Promise<Emulator> {
  const started = starting.then(() => start(onEvent))
  starting = started.catch(() => {})
  return started
}

/** One at a time: the plug-in is shared, and is listened to while it starts. */
let starting: Promise<unknown> = Promise.resolve()

async function start(onEvent: (event: Json) => void): Promise<Emulator> {
  const plugin = (await import(pluginFile())) as SlackPlugin
  let caught: { app: Router; tables: Tables } | undefined
  const register = plugin.slackPlugin.register
  plugin.slackPlugin.register = (app, store, webhooks, ...rest) => {
    webhooks.dispatch = async (_event, _action, payload) => onEvent(payload.event)
    caught = { app, tables: plugin.getSlackStore(store) }
    register(app, store, webhooks, ...rest)
  }
  const emulator = await createEmulator({ service: 'slack', port: 0 }).finally(() => {
    plugin.slackPlugin.register = register
  })
  if (!caught) throw new Error('emulate no longer registers its Slack plug-in as version 0.12.2 does')
  const { app, tables } = caught
  for (const table of [tables.teams, tables.users, tables.channels]) {
    for (const row of table.all()) table.delete(row.id)
  }
  const fetch = (path: string, init: RequestInit) => app.fetch(new Request(new URL(path, emulator.url), init))
  return {
    tables,
    fetch,
    async call(method, token, body) {
      const response = await fetch(`/api/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
      if (response.status === 404) return { ok: false, error: 'unknown_method' }
      return (await response.json()) as Json
    },
    close: () => emulator.close(),
  }
}

function pluginFile(): string {
  const file = readdirSync(dist).find(
    (name) => /^dist-.*\.js$/.test(name) && readFileSync(join(dist, name), 'utf8').includes('getSlackStore,'),
  )
  if (!file) throw new Error('the Slack plug-in of emulate 0.12.2 was not found')
  return pathToFileURL(join(dist, file)).href
}
