import type { Finding } from '../../../../src/analytics/live/watch/finding.ts'
import { newRecent } from '../../../../src/analytics/live/watch/series.ts'
import { ruleOf } from '../../../support/rule.ts'

export const HOUR = 3_600_000
export const START = Date.parse('2026-11-16T08:00:00Z')

/** A closed hour of revenue, 1,000 expected; a value clearly off has a reason and is due. */
export function findingOf(hour: number, value: number, over: Partial<Finding> = {}): Finding {
  const isOff = Math.abs(value - 1000) > 200
  return {
    rule: ruleOf(),
    view: 'sales',
    members: {},
    bucket: START + hour * HOUR,
    bucketTo: START + (hour + 1) * HOUR,
    at: START + (hour + 1) * HOUR,
    isFilling: false,
    isLate: false,
    value,
    expected: 1000,
    low: 800,
    high: 1200,
    expectedSoFar: null,
    reasons: isOff
      ? [{ kind: 'anomaly', found: value < 1000 ? 'drop' : 'spike', direction: value < 1000 ? 'down' : 'up' }]
      : null,
    isDue: isOff,
    isCalm: !isOff,
    isBad: value < 1000,
    adds: true,
    recent: newRecent(),
    ...over,
  }
}
