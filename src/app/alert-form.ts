/** What the form for alerts offers to somebody: what they may have, that would be watched. */
import { LRUCache } from 'lru-cache'
import { whyUnwatched } from '../analytics/live/rules/watchable.ts'
import type { Catalog } from '../analytics/catalog.ts'
import type { Person } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { sees } from '../bot/rules/may.ts'
import type { RightsOf } from '../bot/rights.ts'
import type { FormKpi } from '../nlq/rules/form.ts'
import { formKpis } from '../nlq/rules/formable.ts'
import type { Minds } from './minds.ts'
import { webQuestion } from './web-question.ts'

interface Parts {
  /** The whole one, with its streams. */
  readonly catalog: Catalog
  readonly minds: Minds
  readonly rightsOf: RightsOf
}

export function createAlertForm({ catalog, minds, rightsOf }: Parts) {
  /** By policy: names and rights stay as they are while the program runs. */
  const known = new LRUCache<string, Promise<readonly FormKpi[]>>({ max: 50 })

  async function offered(policy: Policy): Promise<readonly FormKpi[]> {
    const { lexicon } = await minds.of(policy)
    return formKpis(lexicon, (rule) => whyUnwatched(rule, catalog) === null && sees(policy, rule))
  }

  return async function alertsOn(asker: Person, actAs: string | null): Promise<readonly FormKpi[]> {
    const rights = rightsOf(webQuestion(asker, { text: '', actAs }))
    const [policy] = rights.kind === 'policies' ? rights.policies : []
    if (!policy) return []
    const found = known.get(policy.hash) ?? offered(policy)
    known.set(policy.hash, found)
    // What could not be read is tried again.
    found.catch(() => known.delete(policy.hash))
    return found
  }
}
