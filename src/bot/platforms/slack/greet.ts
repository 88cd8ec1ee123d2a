/** What people find when they open Tidings in Slack: App Home, and questions to begin with in the Messages tab. */
import type { Person } from '../../../analytics/place.ts'
import type { Overview } from '../../overview.ts'
import { homeView, promptsOf } from './blocks/home.ts'
import type { ClientOf } from './clients.ts'
import type { Teams } from './teams.ts'

interface Parts {
  readonly teams: Teams
  readonly clientOf: ClientOf
  readonly overview: (person: Person) => Promise<Overview>
  /** Questions that work for somebody. */
  readonly suggestions: (person: Person) => Promise<readonly string[]>
}

export interface Greeting {
  home(person: Person): Promise<void>
  messages(person: Person, channel: string): Promise<void>
}

export function createGreeting({ teams, clientOf, overview, suggestions }: Parts): Greeting {
  return {
    async home(person) {
      const team = await teams.of(person.workspace)
      if (!team) return
      const client = clientOf(team.token)
      await client.views.publish({ user_id: person.user, view: homeView(await overview(person)) })
    },
    async messages(person, channel) {
      const team = await teams.of(person.workspace)
      const prompts = promptsOf(await suggestions(person))
      const [first, ...others] = prompts
      if (!team || !first) return
      const client = clientOf(team.token)
      // An agent's prompts belong to no thread: with one, Slack would show nothing.
      await client.assistant.threads.setSuggestedPrompts({ channel_id: channel, prompts: [first, ...others] })
    },
  }
}
