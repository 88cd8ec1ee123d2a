/** What the form for alerts offers to somebody: what they may have, that would be watched. */
import { whyUnwatched } from '../analytics/live/rules/watchable.ts'
import type { Catalog } from '../analytics/catalog.ts'
import type { Person } from '../analytics/place.ts'
import { sees } from '../bot/rules/may.ts'
import type { RightsOf } from '../bot/rights.ts'
import type { Lexicon } from '../nlq/lexicon.ts'
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
  /** What the views hold is read again now and then, and makes a lexicon anew. */
  const known = new WeakMap<Lexicon, readonly FormKpi[]>()

  return async function alertsOn(asker: Person, actAs: string | null): Promise<readonly FormKpi[]> {
    const rights = rightsOf(webQuestion(asker, { text: '', actAs }))
    const [policy] = rights.kind === 'policies' ? rights.policies : []
    if (!policy) return []
    const { lexicon } = await minds.of(policy)
    const found =
      known.get(lexicon) ?? formKpis(lexicon, (rule) => whyUnwatched(rule, catalog) === null && sees(policy, rule))
    known.set(lexicon, found)
    return found
  }
}
