import type { Rule } from '../../src/analytics/live/rule.ts'

/** A rule for tests: anomalies of revenue as a whole by the hour, told to the owner on the web, unless said otherwise. */
export function ruleOf(over: Partial<Rule> = {}): Rule {
  return {
    id: 'revenue_drop',
    kpi: 'revenue',
    slice: { kind: 'whole' },
    grain: 'hour',
    when: { kind: 'anomaly', direction: 'bad' },
    buckets: { n: 1, of: 1 },
    minimumChange: null,
    minimumVolume: null,
    minimumDurationMs: 0,
    coolDownMs: 0,
    quiet: null,
    severity: 'warning',
    tell: ['web:local/owner'],
    owner: null,
    ...over,
  }
}
