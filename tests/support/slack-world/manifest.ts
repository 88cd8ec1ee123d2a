import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { list, object, text, type Json } from './json.ts'

/** What Slack knows of the app from its manifest. */
export interface Manifest {
  readonly scopes: readonly string[]
  readonly events: readonly string[]
  readonly commands: readonly string[]
  /** Callback ids of the shortcuts in a message's menu. */
  readonly shortcuts: readonly string[]
}

export function fromManifest(): Manifest {
  const manifest = object(parse(readFileSync(join(import.meta.dirname, '../../../manifest.yml'), 'utf8')))
  const features = object(manifest['features'])
  return {
    scopes: words(object(object(manifest['oauth_config'])['scopes'])['bot']),
    events: words(object(object(manifest['settings'])['event_subscriptions'])['bot_events']),
    commands: list(features['slash_commands']).map((command: Json) => text(command['command'])),
    shortcuts: list(features['shortcuts']).map((shortcut: Json) => text(shortcut['callback_id'])),
  }
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : []
}
