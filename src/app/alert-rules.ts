/** Alert rules in chat put together: played over history, kept in the store, told where people are. */
import type { Logger } from 'pino'
import { ownerPolicy } from '../analytics/access.ts'
import type { CalendarEvents } from '../analytics/calendar-events.ts'
import type { Ground } from '../analytics/ground.ts'
import { createReadHistory } from '../analytics/live/history.ts'
import { createBackTest } from '../analytics/live/rules/back-test.ts'
import { holdersOf } from '../analytics/live/store/leases.ts'
import { plannedBy } from '../analytics/live/planned.ts'
import { parsePerson } from '../analytics/place.ts'
import type { Store } from '../analytics/store/store.ts'
import type { People } from '../bot/people.ts'
import { policyOfPlace, type RightsOf } from '../bot/rights.ts'
import { createListed } from '../bot/rules/listed.ts'
import { createRulesInChat, type RulesInChat } from '../bot/rules/rules-in-chat.ts'
import { createSpokenOf } from '../bot/rules/spoken.ts'
import { createTry } from '../bot/rules/tried.ts'
import type { Connected } from './connected.ts'
import type { Numbers } from './numbers.ts'

interface Parts {
  readonly store: Store
  readonly catalog: Ground['catalog']
  readonly policies: Ground['policies']
  readonly rightsOf: RightsOf
  readonly numbers: Numbers
  readonly events: CalendarEvents
  readonly connected: Connected
  readonly people: People
  readonly log: Logger
}

export function openRulesInChat(parts: Parts): RulesInChat {
  const { store, catalog, policies, rightsOf, numbers, events, connected, people, log } = parts
  const history = createReadHistory({ catalog, ask: numbers.askAll, policy: ownerPolicy(catalog) })
  const isPlanned = plannedBy(catalog, () => events.known())
  const nameOf = async (printed: string) => {
    const person = parsePerson(printed)
    return (person && (await people.profile(person)).name) ?? person?.user ?? printed
  }
  return createRulesInChat({
    store,
    catalog,
    rightsOf,
    policyOfPlace: (place, alone) => policyOfPlace({ catalog, policies, rightsOf }, place, alone),
    platformOf: connected.of,
    isTheirs: connected.isTheirs,
    spokenOf: createSpokenOf(store),
    tried: createTry({
      catalog,
      backTest: createBackTest({ catalog, store, history, isPlanned }),
      onError: (error) => log.warn({ err: error }, 'a rule could not be played over its history'),
    }),
    listed: createListed({ store, catalog, nameOf }),
    isWatched: async () => (await holdersOf(store, 'watcher/')) > 0,
    nameOf,
  })
}
