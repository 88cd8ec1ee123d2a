/** What the form for alerts offers to somebody: what they may have, that would be watched. */
import { LRUCache } from 'lru-cache'
import type { Rule } from '../analytics/live/rule.ts'
import { whyUnwatched } from '../analytics/live/rules/watchable.ts'
import type { Catalog } from '../analytics/catalog.ts'
import type { Person } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { sees } from '../bot/rules/may.ts'
import type { WebParts } from '../bot/platforms/web/parts.ts'
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

/** Reading what sentences can hold takes seconds where there are many KPIs: only for who opens the form, and once a policy. */
export function createAlertForm({ catalog, minds, rightsOf }: Parts): NonNullable<WebParts['alertForm']> {
  /** By policy: names and rights stay as they are while the program runs. */
  const known = new LRUCache<string, Promise<readonly FormKpi[]>>({ max: 50 })

  function policyFor(asker: Person, actAs: string | null): Policy | null {
    const rights = rightsOf(webQuestion(asker, { text: '', actAs }))
    return (rights.kind === 'policies' && rights.policies[0]) || null
  }

  function mayHave(policy: Policy, rule: Pick<Rule, 'kpi' | 'slice'>): boolean {
    return whyUnwatched(rule, catalog) === null && sees(policy, rule)
  }

  async function offered(policy: Policy): Promise<readonly FormKpi[]> {
    const { lexicon } = await minds.of(policy)
    return formKpis(lexicon, (rule) => mayHave(policy, rule))
  }

  return {
    isFor(asker, actAs) {
      const policy = policyFor(asker, actAs)
      const names = policy ? [...policy.catalog.kpis.keys()] : []
      return policy !== null && names.some((kpi) => mayHave(policy, { kpi, slice: { kind: 'whole' } }))
    },
    async kpis(asker, actAs) {
      const policy = policyFor(asker, actAs)
      if (!policy) return []
      const found = known.get(policy.hash) ?? offered(policy)
      known.set(policy.hash, found)
      // What could not be read is tried again.
      found.catch(() => known.delete(policy.hash))
      return found
    },
  }
}
