/** What Slack knows of somebody: their language, their name, and the address that it vouches for. */
import { z } from 'zod'
import type { Person } from '../../../analytics/place.ts'
import type { Profile } from '../../platform.ts'
import type { ClientOf } from './clients.ts'
import { failureOf } from './failures.ts'
import type { Teams } from './teams.ts'

const userShape = z.object({
  team_id: z.string(),
  locale: z.string().nullish(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_email_confirmed: z.boolean().optional(),
  real_name: z.string().nullish(),
  profile: z.object({ email: z.string().nullish(), display_name: z.string().nullish() }).optional(),
})

const nothing: Profile = { locale: null, email: null }

/** Rejects when Slack could not be asked; who is not there has no profile. */
export async function profileOf(
  person: Person,
  { teams, clientOf }: { readonly teams: Teams; readonly clientOf: ClientOf },
): Promise<Profile> {
  const team = await teams.of(person.workspace)
  // Of another company, in a shared channel: their workspace vouches for them, not this one.
  if (!team) return nothing
  const client = clientOf(team.token)
  const answer = await client.users.info({ user: person.user, include_locale: true }).catch((error: unknown) => {
    if (failureOf(error).kind === 'later') throw error
    return null
  })
  const known = userShape.safeParse(answer?.user)
  if (!known.success) return nothing
  const { team_id, locale, deleted, is_bot, is_stranger, is_email_confirmed, real_name, profile } = known.data
  const isOurs = team_id === person.workspace && !deleted && !is_bot && !is_stranger && is_email_confirmed !== false
  const name = profile?.display_name || real_name || null
  return { locale: locale || null, email: (isOurs && profile?.email) || null, name }
}
