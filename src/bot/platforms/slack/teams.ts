/** The workspaces Tidings is in: its token there, and who it is. */
import { WebAPIPlatformError } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { NotLetIn } from '../../platform.ts'
import type { ClientOf } from './clients.ts'
import type { Seal } from './seal.ts'
import type { Self } from './translate.ts'
import { messageOf } from '../../../analytics/message-of.ts'

export interface Team extends Self {
  readonly token: string
}

export interface Teams {
  /** Of a place or a person. Null: Tidings is not installed there. Throws when that cannot be found out now. */
  of(workspace: string): Promise<Team | null>
  /** Whose an event is that names several workspaces, as those in shared channels do. */
  receiving(workspaces: readonly string[]): Promise<Team | null>
  /** Slack says that Tidings was removed there. */
  removed(workspace: string, at: Date): Promise<void>
  /** Null when it works; else what is wrong, in one line. */
  health(): Promise<string | null>
}

/** What is kept of workspaces, sealed. */
export interface SealedInstallations {
  find(workspace: string): Promise<Buffer | null>
  save(workspace: string, sealed: Buffer): Promise<void>
  remove(workspace: string, before: Date): Promise<void>
}

/** The token was refused, and no waiting will change that. */
export class TokenRefused extends NotLetIn {
  override name = 'TokenRefused'
  constructor(error: string, options?: ErrorOptions) {
    super(`Slack refuses the bot token (${error}): copy it anew from Install App, or install the app again`, options)
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
        fault = messageOf(error)
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
    async removed() {
      asked = null
    },
    async health() {
      await team().catch(() => {})
      return fault
    },
  }
}

/** What is sealed of a workspace. */
export const keptTeam = z.object({ token: z.string(), botUser: z.string(), botId: z.string().nullable() })

/** Every workspace that installed the app; what one instance removes, another forgets within a minute. */
export function severalTeams(
  installations: SealedInstallations,
  { seal, open }: Seal,
): Teams & { install(team: Team): Promise<void> } {
  const known = new LRUCache<string, Team>({ max: 1_000, ttl: 60_000 })
  let fault: string | null = null

  async function of(workspace: string): Promise<Team | null> {
    const remembered = known.get(workspace)
    if (remembered) return remembered
    try {
      const sealed = await installations.find(workspace)
      if (!sealed) return null
      const team = { team: workspace, ...keptTeam.parse(JSON.parse(open(sealed, workspace))) }
      known.set(workspace, team)
      fault = null
      return team
    } catch (error) {
      fault = messageOf(error)
      throw error
    }
  }

  return {
    of,
    async receiving(workspaces) {
      for (const workspace of new Set(workspaces)) {
        const team = await of(workspace)
        if (team) return team
      }
      return null
    },
    async install({ team, token, botUser, botId }) {
      await installations.save(team, seal(JSON.stringify({ token, botUser, botId }), team))
      known.delete(team)
    },
    async removed(workspace, at) {
      await installations.remove(workspace, at)
      known.delete(workspace)
    },
    async health() {
      return fault
    },
  }
}

/** Throws TokenRefused. */
async function identify(token: string, clientOf: ClientOf): Promise<Team> {
  try {
    const client = clientOf(token)
    const { team_id, user_id, bot_id } = await client.auth.test()
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
