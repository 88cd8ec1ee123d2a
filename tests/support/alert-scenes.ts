/** Alerts in every state that people see, as the house makes them, with their pictures; the figures are made up. */
import { ownerPolicy } from '../../src/analytics/access.ts'
import type { Catalog, Dimension } from '../../src/analytics/catalog.ts'
import { alertKey, type IncidentContent, type Point } from '../../src/analytics/live/incident.ts'
import type { Standing } from '../../src/analytics/live/store/acts.ts'
import { createAlerts } from '../../src/bot/alerts.ts'
import { alertsFeed } from '../../src/bot/alerts-feed.ts'
import type { Platform } from '../../src/bot/platform.ts'
import { newPictureId } from '../../src/bot/pictures.ts'
import type { Reply } from '../../src/bot/reply.ts'
import { draw } from '../../src/charts/draw.ts'
import { catalog as bare } from '../charts/fixtures.ts'
import { fallenRevenue, newIncident } from './sample-incident.ts'
import { ruleOf } from './rule.ts'
import { pictures } from './web-replies.ts'

export interface AlertScene {
  readonly title: string
  readonly reply: Reply
}

const text = (name: string, label: string): readonly [string, Dimension] => [
  name,
  {
    name,
    column: name,
    type: 'text',
    label,
    description: '',
    synonyms: [],
    values: new Map(),
    within: null,
    masked: false,
    indexed: true,
  },
]
const sales = bare.views.get('sales')!
const catalog: Catalog = {
  ...bare,
  views: new Map([
    [
      'sales',
      {
        ...sales,
        times: new Map([['time', sales.time!]]),
        dimensions: new Map([text('region', 'Region'), text('channel', 'Channel'), text('device', 'Device')]),
      },
    ],
  ]),
}

const place = 'web:local/alerts'
const now = Date.parse('2026-11-22T13:36:00Z')
const hour = 3_600_000

/** Days with a quiet night and a busy afternoon; `last` are the values of the last hours. */
function course(perHour: number, last: readonly (number | null)[], spread = 0.18): readonly Point[] {
  return Array.from({ length: 36 }, (_, index) => {
    const at = Date.parse('2026-11-22T13:00:00Z') - (35 - index) * hour
    const expected = perHour * (1 - 0.55 * Math.cos((2 * Math.PI * ((at / hour) % 24) - 6) / 24 - 0.9))
    const noise = 1 + 0.06 * Math.sin(index * 2.7) + 0.03 * Math.sin(index * 1.1)
    const given = index - (36 - last.length)
    return {
      at: new Date(at).toISOString(),
      value: given >= 0 ? (last[given] ?? null) : expected * noise,
      expected,
      low: expected * (1 - spread),
      high: expected * (1 + spread),
    }
  })
}

const expectedOf = (series: readonly Point[]) => series.at(-1)!.expected ?? 0
const revenue = course(15_000, [3_900])
const usual = expectedOf(revenue)

const opened: IncidentContent = {
  ...fallenRevenue,
  series: revenue,
  value: 3_900,
  expected: usual,
  low: usual * 0.82,
  high: usual * 1.18,
  expectedSoFar: usual * 0.6,
  from: '2026-11-22T13:00:00.000Z',
  bucket: '2026-11-22T13:00:00.000Z',
  asOf: '2026-11-22T13:36:00.000Z',
  explanation: {
    drivers: [{ members: { channel: 'web', region: 'EMEA' }, value: 310, expected: 6_900, share: 0.83 }],
    isBroad: false,
    effects: null,
    circumstances: [{ kind: 'before', ago: 'week', weeks: 1, value: 21_400 }],
  },
}

const worse: IncidentContent = {
  ...opened,
  phase: 'worse',
  value: 1_450,
  series: course(15_000, [7_200, 1_450]),
  from: '2026-11-22T12:12:00.000Z',
  joined: [
    {
      kpi: 'orders',
      members: {},
      value: 31,
      expected: 240,
      low: 200,
      high: 290,
      since: '2026-11-22T12:14:00.000Z',
      isOver: false,
    },
  ],
}

const resolvedSeries = course(15_000, [3_900, 5_200, 22_400])
const scenes: readonly (readonly [title: string, content: IncidentContent, handled?: Handled])[] = [
  ['Alert opened', opened],
  ['Alert worse', worse],
  [
    'Alert resolved',
    {
      ...opened,
      phase: 'resolved',
      isFilling: false,
      expectedSoFar: null,
      value: 22_400,
      series: resolvedSeries,
      from: '2026-11-22T11:05:00.000Z',
      bucket: '2026-11-22T13:00:00.000Z',
      resolvedAt: '2026-11-22T12:47:00.000Z',
      total: -24_300,
    },
  ],
  [
    'Alert broad',
    {
      ...opened,
      rule: 'orders',
      kpi: 'orders',
      severity: 'warning',
      direction: 'up',
      isBad: false,
      value: 1_450,
      expected: 420,
      low: 345,
      high: 500,
      expectedSoFar: 250,
      series: course(300, [1_450]),
      reasons: [
        {
          kind: 'pace',
          direction: 'up',
          from: '2026-11-22T13:35:10.000Z',
          to: '2026-11-22T13:36:00.000Z',
          value: 96,
          expected: 6,
        },
      ],
      explanation: { drivers: [], isBroad: true, effects: null, circumstances: [] },
    },
  ],
  [
    'Alert of a ratio',
    {
      ...opened,
      rule: 'churn_per_day',
      kpi: 'churn',
      severity: 'warning',
      direction: 'up',
      isFilling: false,
      expectedSoFar: null,
      value: 0.034,
      expected: 0.021,
      low: 0.017,
      high: 0.025,
      total: null,
      series: course(0.02, [0.034], 0.2).map((point) => ({
        ...point,
        expected: 0.021,
        low: 0.017,
        high: 0.025,
        value:
          point.at === '2026-11-22T13:00:00.000Z'
            ? 0.034
            : 0.021 + 0.002 * Math.sin((Date.parse(point.at) / hour) * 2.1),
      })),
      reasons: [{ kind: 'anomaly', found: 'spike', direction: 'up' }],
      explanation: {
        drivers: [
          { members: { device: 'phone' }, value: 0.051, expected: 0.024, share: 0.71 },
          { members: { device: 'tablet' }, value: 0.047, expected: 0.026, share: 0.19 },
        ],
        isBroad: false,
        effects: { rate: 0.011, mix: 0.002 },
        circumstances: [],
      },
    },
  ],
  ['Alert acknowledged', opened, { acknowledgedBy: 'slack:T01/ada' }],
  ['Alert snoozed', worse, { acknowledgedBy: 'slack:T01/ada', snoozedUntil: now + hour, snoozedBy: 'slack:T01/ben' }],
  ['Alert muted', opened, { barBy: 1.25, mutedBy: 'slack:T01/nora' }],
]

interface Handled {
  readonly acknowledgedBy?: string
  readonly snoozedUntil?: number
  readonly snoozedBy?: string
  readonly barBy?: number
  readonly mutedBy?: string
}

/** Their pictures are among `pictures` of web-replies. */
export async function alertScenes(): Promise<readonly AlertScene[]> {
  const standings = new Map(
    scenes.map(([title, content, handled = {}]) => [title, standingOf(title, content, handled)]),
  )
  const alerts = createAlerts({
    standingOf: async (title) => standings.get(title) ?? null,
    heldFor: async () => [],
    policyOf: () => ownerPolicy(catalog),
    // As much of a platform as is asked for.
    platformOf: () => ({ pictures: 'with words' }) as Platform,
    namesOf: async (people) => new Map(people.map((each) => [each, nameOf(each)])),
    async draw({ spec, altText }) {
      const { png, width, height } = await draw(spec, 2, true)
      const id = newPictureId()
      pictures.set(id, Buffer.from(png))
      return { id, altText, width, height }
    },
    onError(error) {
      throw error
    },
    now: () => now,
  })
  const made: AlertScene[] = []
  for (const [title] of scenes) {
    const told = await alerts.told(
      { key: alertKey(title, 1, place), to: { place: alertsFeed, onlyFor: null, handle: null }, owner: null },
      { kind: 'alert', incident: title, revision: 1 },
    )
    if (told.kind === 'refused') throw new Error(told.because)
    made.push({ title, reply: told.parcel.reply })
  }
  return made
}

function standingOf(title: string, content: IncidentContent, handled: Handled): Standing {
  const { acknowledgedBy = null, snoozedUntil = null, snoozedBy = null, barBy = null, mutedBy } = handled
  return {
    incident: {
      ...newIncident(title, content),
      revision: 1,
      acknowledgedBy,
      snoozedUntil,
      snoozedBy,
      barBy,
    },
    rule: {
      rule: ruleOf({ id: content.rule, kpi: content.kpi, tell: [place] }),
      source: 'chat',
      mutes: mutedBy === undefined ? new Map() : new Map([[place, { until: Infinity, by: mutedBy }]]),
      bar: barBy ?? 1,
      madeBy: null,
      madeAt: new Date(0),
    },
  }
}

function nameOf(person: string): string {
  const user = person.slice(person.lastIndexOf('/') + 1)
  return user.charAt(0).toUpperCase() + user.slice(1)
}
