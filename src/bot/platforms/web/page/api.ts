/** Calls to the server the page came from. */
import type { AlertFormOffer, Hello, WireError, WireMessage } from '../wire.ts'

const TOKEN = 'tidings.token'

/** Keeps the token for this tab; `start` asks for one, the demo does not. */
export function rememberToken(token: string): void {
  sessionStorage.setItem(TOKEN, token)
}

/** Whether a token was given in this tab; one that the server does not know is no identity. */
export function hasToken(): boolean {
  return sessionStorage.getItem(TOKEN) !== null
}

/** `fetch` with the token, if there is one. */
export function call(path: string, { headers, ...rest }: RequestInit = {}): Promise<Response> {
  const token = sessionStorage.getItem(TOKEN)
  const named = new Headers(headers)
  if (token !== null) named.set('Authorization', `Bearer ${token}`)
  return fetch(path, { ...rest, headers: named, cache: 'no-store' })
}

/** Null when the server wants to know who asks. */
export async function hello(as: string | null): Promise<Hello | null> {
  const response = await call(`/api/hello${asRole(as)}`)
  if (response.status === 401) return null
  if (!response.ok) throw new Error(await reason(response))
  return response.json() as Promise<Hello>
}

/** What the form for alerts offers; throws with words for the reader when that cannot be said. */
export async function alertForm(as: string | null): Promise<AlertFormOffer> {
  const response = await call(`/api/alert-form${asRole(as)}`)
  if (!response.ok) throw new Error(await reason(response))
  return response.json() as Promise<AlertFormOffer>
}

function asRole(as: string | null): string {
  return as === null ? '' : `?as=${encodeURIComponent(as)}`
}

/** Throws with words for the reader when the server did not take it. */
export async function post(conversation: string, message: WireMessage): Promise<void> {
  let response: Response
  try {
    response = await call(`/api/conversations/${conversation}/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(message),
    })
  } catch (error) {
    throw new Error('The server cannot be reached.', { cause: error })
  }
  if (!response.ok) throw new Error(await reason(response))
}

/** What it does, in a sentence; throws with words for the reader when it could not be caused. */
export async function causeIncident(name: string): Promise<string> {
  const response = await call('/api/demo/incident', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (!response.ok) throw new Error(await reason(response))
  return ((await response.json()) as { readonly text: string }).text
}

async function reason(response: Response): Promise<string> {
  try {
    return ((await response.json()) as WireError).error.message
  } catch {
    return `The server answered with status ${response.status}.`
  }
}
