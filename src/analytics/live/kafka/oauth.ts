import { z } from 'zod'

/** Client credentials at an identity provider (RFC 6749, 4.4). */
export interface OauthClient {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string | null
}

/** A fresh access token; throws with what the provider said. */
export async function fetchToken({ tokenUrl, clientId, clientSecret, scope }: OauthClient): Promise<string> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== null && { scope }) }),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`no token for Kafka from ${new URL(tokenUrl).origin}: HTTP ${response.status}`)
  return answer.parse(await response.json()).access_token
}

const answer = z.object({ access_token: z.string().min(1) })
