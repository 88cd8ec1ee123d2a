import { randomBytes } from 'node:crypto'
import { unreadyFile, withBlockIds } from './chat-methods.ts'
import type { Core } from './core.ts'
import { object, text, type Json } from './json.ts'
import { refused, served, type Incoming, type Method } from './method.ts'
import type { Workspace } from './workspace.ts'

/** Home tabs and modals. The emulator keeps the views; triggers are ours, because they must run out to the millisecond. */
export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { scopes: [], serve: withTrigger },
  'views.push': { scopes: [], serve: withTrigger },
  'views.update': { scopes: [], serve: (call) => unreadyFile(call) ?? served(call, named(call.body)) },
  'views.publish': { scopes: [], serve: (call) => unreadyFile(call) ?? served(call, named(call.body)) },
}

const expiries = new WeakMap<Workspace, Map<string, number>>()

/** A trigger for a modal: for one person, for a short while, once. */
export function newTrigger(core: Core, workspace: Workspace, user: string, viewId?: string): string {
  const trigger_id = `${Date.now()}.${randomBytes(4).readUInt32BE()}.${randomBytes(8).toString('hex')}`
  workspace.emulator.tables.viewTriggers.insert({
    trigger_id,
    team_id: workspace.id,
    user_id: user,
    app_id: core.app.id,
    expires_at: Math.floor(Date.now() / 1000) + 3600,
    used: false,
    ...(viewId && { view_id: viewId }),
  })
  const ours = expiries.get(workspace) ?? new Map<string, number>()
  expiries.set(workspace, ours.set(trigger_id, Date.now() + core.triggerLivesMs))
  return trigger_id
}

function withTrigger(call: Incoming): Promise<Json> | Json {
  const until = expiries.get(call.workspace)?.get(text(call.body['trigger_id']))
  if (until !== undefined && Date.now() > until) return refused('expired_trigger_id')
  return unreadyFile(call) ?? served(call, named(call.body))
}

function named(body: Json): Json {
  const view = object(body['view'])
  return { view: { ...view, ...withBlockIds(view) } }
}
