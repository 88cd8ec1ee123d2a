import { RULE_DEFAULTS } from '../../src/analytics/live/rules/defaults.ts'
import type { Rule } from '../../src/analytics/live/rule.ts'

/** A rule for tests, of revenue, told to the owner on the web and never pausing, unless said otherwise. */
export function ruleOf(over: Partial<Rule> = {}): Rule {
  return { ...RULE_DEFAULTS, ...named, ...over }
}

const named = {
  id: 'revenue_drop',
  kpi: 'revenue',
  coolDownMs: 0,
  tell: ['web:local/owner'],
  owner: null,
} as const
