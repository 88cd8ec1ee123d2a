/** What a rule is where nothing else was said: in a file, in chat, in a form. */
import type { Rule } from '../rule.ts'

export const RULE_DEFAULTS = {
  slice: { kind: 'whole' },
  grain: 'hour',
  when: { kind: 'anomaly', direction: 'bad' },
  buckets: { n: 1, of: 1 },
  minimumChange: null,
  minimumVolume: null,
  minimumDurationMs: 0,
  coolDownMs: 3_600_000,
  quiet: null,
  severity: 'warning',
} as const satisfies Omit<Rule, 'id' | 'kpi' | 'tell' | 'owner'>
