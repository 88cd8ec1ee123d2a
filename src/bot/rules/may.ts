/** Who may have which alerts: what is told in a place must be for that place, and for whoever made the rule. */
import type { Access, Catalog } from '../../analytics/catalog.ts'
import type { Rule } from '../../analytics/live/rule.ts'
import type { Numbered } from '../../analytics/live/store/place-rules.ts'
import type { KeptRule } from '../../analytics/live/store/rules.ts'
import { printPerson } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { ChatMessage } from '../message.ts'
import { sentences } from '../replies/en-rules.ts'
import { onlyForAuthor } from '../response.ts'
import { hidesRows, type RightsOf } from '../rights.ts'

/** Whether all that a rule tells may be seen under a policy: its figures are of all rows. */
export function sees({ catalog, ...policy }: Policy, { kpi: name, slice }: Pick<Rule, 'kpi' | 'slice'>): boolean {
  const kpi = catalog.kpis.get(name)
  const view = kpi && catalog.views.get(kpi.view)
  if (!view || hidesRows({ catalog, ...policy }, [view.name])) return false
  const names = slice.kind === 'each' ? [slice.dimension] : slice.kind === 'members' ? Object.keys(slice.members) : []
  return names.every((dimension) => view.dimensions.has(dimension))
}

/** Whether somebody sees it under their own rights. */
export function seesAlone(rightsOf: RightsOf, message: ChatMessage, rule: Pick<Rule, 'kpi' | 'slice'>): boolean {
  const rights = rightsOf(onlyForAuthor(message))
  return rights.kind === 'policies' && rights.policies.some((policy) => sees(policy, rule))
}

interface Asked {
  readonly rightsOf: RightsOf
  readonly catalog: Pick<Catalog, 'access'>
  /** What people are called. */
  readonly nameOf: (person: string) => Promise<string>
}

/** Why somebody may not change or end a rule, in words; null: they may. */
export async function whyNotChange(
  { rightsOf, catalog, nameOf }: Asked,
  message: ChatMessage,
  { number, kept }: Numbered,
): Promise<string | null> {
  if (kept.source === 'file') return sentences.ofFile(number, kept.rule.id)
  if (mayChange(rightsOf, message, kept, catalog.access)) return null
  const who = [...new Set([kept.madeBy, kept.rule.owner])].filter((one) => one !== null)
  return sentences.mayNot(number, await Promise.all(who.map(nameOf)))
}

/** Who made it, who owns it, and who may act for others. */
function mayChange(rightsOf: RightsOf, message: ChatMessage, { rule, madeBy }: KeptRule, access: Access): boolean {
  const person = printPerson(message.author)
  if (person === madeBy || person === rule.owner) return true
  const rights = rightsOf(onlyForAuthor(message))
  if (rights.kind === 'refused') return false
  return rights.policies.some(({ name }) => name === 'owner' || access.roles.get(name)?.mayActAs === true)
}
