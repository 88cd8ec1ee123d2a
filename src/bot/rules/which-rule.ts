/** Which of the alert rules of a place somebody means. */
import { isDeepStrictEqual } from 'node:util'
import type { Catalog } from '../../analytics/catalog.ts'
import { rulesOfPlace, type Numbered } from '../../analytics/live/store/place-rules.ts'
import { printPlace, type Place } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { Store } from '../../analytics/store/store.ts'
import type { Which } from '../../nlq/rules/command.ts'
import { sees } from './may.ts'
import type { Spoken } from './spoken.ts'

/** The rules of a place that may be spoken of there. One on a KPI that is gone tells nothing, and can still be ended. */
export async function rulesSeen(
  { store, catalog }: { readonly store: Store; readonly catalog: Catalog },
  place: Place,
  policy: Policy,
): Promise<readonly Numbered[]> {
  const all = await rulesOfPlace(store, printPlace(place))
  return all.filter(({ kept: { rule } }) => sees(policy, rule) || !catalog.kpis.has(rule.kpi))
}

/** Those that are meant. `spoken`: what was spoken of last, which "it" means; null: nothing was. */
export function meant(which: Which, all: readonly Numbered[], spoken: Spoken | null): readonly Numbered[] {
  switch (which.by) {
    case 'number':
      return all.filter(({ number }) => number === which.number)
    case 'name':
      return all.filter(({ kept }) => kept.rule.id === which.id)
    case 'kpi': {
      const { kpi, slice } = which
      return all.filter(
        ({ kept: { rule } }) => rule.kpi === kpi && (slice === null || isDeepStrictEqual(rule.slice, slice)),
      )
    }
    case 'it': {
      // Where there is only one, it is that.
      if (!spoken) return all.length === 1 ? all : []
      const id = spoken.kind === 'rule' ? spoken.id : spoken.changes
      return all.filter(({ kept }) => kept.rule.id === id)
    }
  }
}
