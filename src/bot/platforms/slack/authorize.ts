/** Whose an event is: Bolt asks before it calls any listener. */
import type { Authorize } from '@slack/bolt'
import type { Team, Teams } from './teams.ts'

/** No listener is called for a workspace that has not installed the app, and Slack need not send it again. */
class NotInstalled extends Error {
  override name = 'NotInstalled'
}

export function authorizeBy(teams: Teams): Authorize<boolean> {
  return async ({ teamId }, body) => {
    const team = await teams.receiving(workspacesIn(teamId, body))
    if (!team) throw new NotInstalled(`Tidings is not installed in ${teamId}`)
    const { botUser, botId } = team
    return { teamId: team.team, botUserId: botUser, ...(botId === null ? {} : { botId }) }
  }
}

/** Where Tidings is not installed, of what Bolt makes of a failure to authorize. Null: it failed otherwise. */
export function notInstalled(error: Error): string | null {
  return 'original' in error && error.original instanceof NotInstalled ? error.original.message : null
}

/** Throws where Tidings is not installed. */
export async function teamIn(teams: Teams, workspace: string): Promise<Team> {
  const team = await teams.of(workspace)
  if (!team) throw new NotInstalled(`Tidings is not installed in ${workspace}`)
  return team
}

/** In a channel of two companies an event may name either; one of them has installed the app. */
function workspacesIn(teamId: string | undefined, body: unknown): readonly string[] {
  const found: unknown[] = [teamId]
  if (typeof body === 'object' && body !== null) {
    if ('authorizations' in body && Array.isArray(body.authorizations))
      found.push(...body.authorizations.map((each: { readonly team_id?: unknown }) => each?.team_id))
    if ('context_team_id' in body) found.push(body.context_team_id)
    if ('team_id' in body) found.push(body.team_id)
    if ('message' in body && typeof body.message === 'object' && body.message !== null && 'team' in body.message)
      found.push(body.message.team)
  }
  return found.filter((each): each is string => typeof each === 'string')
}
