/** The workspaces Tidings is in: its token there, and who it is. */
import { WebAPIPlatformError } from '@slack/web-api'
import type { Self } from './translate.ts'
import type { ClientOf } from './clients.ts'

export interface Team extends Self {
  readonly token: string
}

export interface Teams {
  /** Of an event or a place. Null: Tidings is not installed there. Throws when that cannot be found out now. */
  of(workspace: string): Promise<Team | null>
  /** Whose event it is, which may name several workspaces. */
  receiving(workspaces: readonly string[]): Promise<Team | null>
  /** Null when it works; else what is wrong, in one line. */
  health(): Promise<string | null>
}

/** The token was refused, and no waiting will change that. */
export class TokenRefused extends Error {
  override name = 'TokenRefused'
  constructor(error: string, options?: ErrorOptions) {
    super(`Slack refuses the bot token (${error}): copy it anew from "OAuth & Permissions" of the app`, options)
  }
}

/** One workspace, by a plain token. */
export function oneTeam(token: string, clientOf: ClientOf): Teams {
  let asked: Promise<Team> | null = null
  let fault: string | null = null

  function team(): Promise<Team> {
    asked ??= identify(token, clientOf).then(
      (found) => {
        fault = null
        return found
      },
      (error: unknown) => {
        asked = null
        fault = error instanceof Error ? error.message : String(error)
        throw error
      },
    )
    return asked
  }

  return {
    async of(workspace) {
      const known = await team()
      return known.team === workspace ? known : null
    },
    receiving: () => team(),
    async health() {
      await team().catch(() => {})
      return fault
    },
  }
}

/** Throws TokenRefused. */
export async function identify(token: string, clientOf: ClientOf): Promise<Team> {
  try {
    const { team_id, user_id, bot_id } = await clientOf(token).auth.test()
    if (!team_id || !user_id) throw new Error('Slack does not say whose the bot token is')
    return { team: team_id, botUser: user_id, botId: bot_id ?? null, token }
  } catch (error) {
    if (error instanceof WebAPIPlatformError && refusals.has(error.data.error))
      throw new TokenRefused(error.data.error, { cause: error })
    throw error
  }
}

const refusals: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_access_not_granted',
])
