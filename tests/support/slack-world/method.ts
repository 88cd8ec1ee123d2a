import type { Core } from './core.ts'
import type { Json } from './json.ts'
import type { Workspace } from './workspace.ts'

/** One call of the app, once its token has been looked up. */
export interface Incoming {
  readonly core: Core
  readonly workspace: Workspace
  readonly token: string
  readonly scopes: readonly string[]
  readonly method: string
  readonly body: Json
}

/** How one Web API method is served. */
export interface Method {
  /** Scopes it needs; `a|b` stands for either. */
  readonly scopes: readonly string[] | ((call: Incoming) => readonly string[])
  /** Whether the bot must be in the channel that the call names. */
  readonly inChannel?: boolean
  /** Left out where the emulator serves it as it is. */
  serve?(call: Incoming): Promise<Json> | Json
}

/** Lets the emulator serve a call, with some fields set first. */
export function served(call: Incoming, fields: Json = {}): Promise<Json> {
  return call.workspace.emulator.call(call.method, call.token, { ...call.body, ...fields })
}

export function refused(error: string, more: Json = {}): Json {
  return { ok: false, error, ...more }
}
