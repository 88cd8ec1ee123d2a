/** A rule with parts of it said anew. Pure. */
import type { Catalog } from '../../analytics/catalog.ts'
import type { Condition, Rule } from '../../analytics/live/rule.ts'
import { askOf, type Asking } from './asked.ts'
import type { Amount, RuleChange, SaidCondition } from './command.ts'
import type { Fault } from './faults.ts'
import { resolveCondition, sizeOf } from './resolve.ts'

type Changeable = Omit<Rule, 'id' | 'tell' | 'owner'>

/** The rule as it becomes (`tell` of the change is for who knows the places), or why it cannot, in words. */
export function changed<Of extends Changeable>(
  rule: Of,
  { parts, when, minimumChange, bar }: RuleChange,
  catalog: Catalog,
): { readonly ok: true; readonly rule: Of } | { readonly ok: false; readonly because: string } {
  const kpi = catalog.kpis.get(rule.kpi)
  const asking: Asking = { catalog, text: '' }
  const because = (fault: Fault) => ({ ok: false, because: askOf(fault, asking) }) as const
  if (!kpi) return { ok: false, because: `${rule.kpi} is no KPI here any more.` }
  const view = catalog.views.get(kpi.view)
  const { tell: _tell, ...rest } = parts
  if (rest.slice) {
    const names =
      rest.slice.kind === 'each'
        ? [rest.slice.dimension]
        : rest.slice.kind === 'members'
          ? Object.keys(rest.slice.members)
          : []
    const missing = names.find((name) => !view?.dimensions.has(name))
    if (missing !== undefined) return { ok: false, because: `${kpi.label} cannot be split by ${missing}.` }
  }
  let next: Of = { ...rule, ...rest }
  if (when) {
    const found = resolveCondition(when, kpi)
    if (!found.ok) return because(found.fault)
    next = { ...next, when: found.value }
  }
  if (minimumChange) {
    const size = sizeOf(minimumChange.by, kpi, minimumChange.isRelative)
    if (!size.ok) return because(size.fault)
    next = { ...next, minimumChange: size.value }
  }
  if (bar) {
    const said = withBar(next.when, bar)
    if (said === null)
      return {
        ok: false,
        because: `Its condition has no single number that could become ${bar.said}. Say the whole condition.`,
      }
    const found = resolveCondition(said, kpi)
    if (!found.ok) return because(found.fault)
    next = { ...next, when: found.value }
  }
  return { ok: true, rule: next }
}

/** The condition with this number in the place of its own; null where it has none, or several. */
function withBar(condition: Condition, bar: Amount): SaidCondition | null {
  switch (condition.kind) {
    case 'above':
    case 'below':
      return { kind: 'bound', side: condition.kind, orEqual: false, than: bar }
    case 'change': {
      // A share stays a share; "to 30" of one is 30 %.
      const isShare = 'fraction' in condition.by
      const by = isShare && bar.unit === null ? { ...bar, unit: '%' } : bar
      return { ...condition, by, isRelative: isShare && by.unit === '%' }
    }
    case 'silent':
      return bar.ms === null ? null : { kind: 'silent', forMs: bar.ms }
    case 'anomaly':
    case 'outside':
    case 'all':
    case 'any':
      return null
  }
}
