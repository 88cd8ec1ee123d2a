import type { Core } from './core.ts'
import { text, type Json } from './json.ts'
import { refused } from './method.ts'
import type { Credentials } from './web-api.ts'
import type { Workspace } from './workspace.ts'

/** What the app calls without a workspace's token. */
export const authorizeMethods: Readonly<
  Record<string, (core: Core, shown: Credentials, body: Json) => Promise<Json> | Json>
> = {
  'api.test': () => ({ ok: true }),
  'apps.connections.open'(core, { token }) {
    if (token !== core.app.token) return refused(token ? 'invalid_auth' : 'not_authed')
    return { ok: true, url: core.socketUrl() }
  },
  async 'oauth.v2.access'(core, { basic }, body) {
    const workspace = codes.get(text(body['code']))
    if (!workspace || !core.workspaces.includes(workspace)) return refused('invalid_code')
    const response = await workspace.emulator.fetch('/api/oauth.v2.access', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(basic && { authorization: basic }) },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Json
  },
  async 'auth.revoke'(core, { token }) {
    for (const workspace of core.workspaces) {
      if (workspace.emulator.tables.tokens.findOneBy('token', token)) workspace.deadTokens.set(token, 'token_revoked')
    }
    return { ok: true, revoked: true }
  },
}

/** Which workspace gave out a code. */
const codes = new Map<string, Workspace>()

/** Somebody agrees on the consent page: the address their browser is sent on to. */
export async function approve(core: Core, workspace: Workspace, user: string, page: string): Promise<string> {
  const asked = new URL(page).searchParams
  const apps = workspace.emulator.tables.oauthApps
  if (apps.all().length === 0) {
    apps.insert({
      app_id: core.app.id,
      client_id: core.app.clientId,
      client_secret: core.app.clientSecret,
      name: 'Tidings',
      redirect_uris: [asked.get('redirect_uri') ?? ''],
      scopes: core.app.scopes,
      user_scopes: [],
      bot_id: workspace.bot.botId,
      bot_user_id: workspace.bot.userId,
      bot_name: workspace.bot.name,
    })
  }
  const form = new URLSearchParams({ user_id: user })
  for (const field of ['client_id', 'redirect_uri', 'scope', 'user_scope', 'state'])
    form.set(field, asked.get(field) ?? '')
  const response = await workspace.emulator.fetch('/oauth/v2/authorize/callback', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form,
    redirect: 'manual',
  })
  const next = response.headers.get('location')
  if (!next) throw new Error(`the consent page answered ${response.status}`)
  codes.set(new URL(next).searchParams.get('code') ?? '', workspace)
  return next
}
