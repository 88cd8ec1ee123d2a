/** An incident as the watch keeps it, for tests of how it is told. */
import type { IncidentContent } from '../../src/analytics/live/incident.ts'
import type { Incident } from '../../src/analytics/live/watch/incident-state.ts'

const hour = 3_600_000
const end = Date.parse('2026-11-22T13:00:00Z')

/** Revenue of the hour from 14:00 in Berlin, so far a good third of what is normal. */
export const fallenRevenue: IncidentContent = {
  rule: 'revenue',
  kpi: 'revenue',
  members: {},
  grain: 'hour',
  phase: 'open',
  severity: 'critical',
  direction: 'down',
  isBad: true,
  from: '2026-11-22T12:00:00Z',
  bucket: '2026-11-22T13:00:00Z',
  isFilling: true,
  value: 3_900,
  expected: 20_000,
  low: 16_000,
  high: 24_000,
  expectedSoFar: 10_000,
  reasons: [{ kind: 'anomaly', found: 'drop', direction: 'down' }],
  worst: { bucket: '2026-11-22T13:00:00Z', value: 3_900, expected: 10_000 },
  total: -18_000,
  joined: [],
  explanation: {
    drivers: [{ members: { region: 'EMEA <!channel>' }, value: 900, expected: 6_100, share: 0.85 }],
    isBroad: false,
    effects: null,
    circumstances: [
      { kind: 'before', ago: 'week', weeks: 1, value: 19_000 },
      { kind: 'holiday', name: 'Repentance Day', day: '2026-11-22' },
    ],
  },
  series: Array.from({ length: 25 }, (_, at) => ({
    at: new Date(end - (24 - at) * hour).toISOString(),
    value: at < 23 ? 19_000 + 100 * at : 3_900,
    expected: 20_000,
    low: 16_000,
    high: 24_000,
  })),
  asOf: '2026-11-22T13:30:00Z',
  openedAt: '2026-11-22T12:20:00Z',
  resolvedAt: null,
  tell: ['web:local/alerts'],
  told: [],
}

/** As the watch opens it: nobody heard of it, and nobody did anything with it. */
export function newIncident(id: string, content: IncidentContent): Incident {
  return {
    id,
    view: 'sales',
    openedAt: Date.parse(content.openedAt),
    resolvedAt: content.resolvedAt === null ? null : Date.parse(content.resolvedAt),
    revision: 0,
    acknowledgedBy: null,
    snoozedUntil: null,
    snoozedBy: null,
    barBy: null,
    content,
    book: {
      before: 0,
      firstBucket: 0,
      outside: 0,
      lastBad: 0,
      calmSince: null,
      calmBuckets: 0,
      toldGap: 0,
      toldTotal: 0,
      isWaiting: false,
    },
  }
}
