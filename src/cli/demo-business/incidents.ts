/**
 * What went wrong, or right, at fixed distances from the day of the first load. Written to `demo.incidents`, which nothing
 * but a check of detection reads.
 */
import { addDays, dayOf } from './day.ts'

export interface Incident {
  readonly id: number
  readonly kind: string
  /** The KPI it shows in most. */
  readonly kpi: string
  /** Which part of the business; empty for all of it. */
  readonly members: Readonly<Record<string, readonly string[]>>
  /** Epoch milliseconds; a change that lasts has no end. */
  readonly from: number
  readonly to: number | null
  /** What the KPI is multiplied with in those members, at its height. */
  readonly factor: number
  readonly description: string
}

type Members = Incident['members']
type Script = readonly [
  kind: string,
  kpi: string,
  members: Members,
  daysBefore: number,
  fromHour: number,
  /** Hours; 0 for a change that lasts. */
  lasting: number,
  factor: number,
  description: string,
]

const script: readonly Script[] = [
  ['payment_outage', 'orders', { country: ['Germany', 'France'] }, 12, 18, 3, 0.1, 'The card processor was down.'],
  [
    'price_error',
    'average_order_value',
    { product: ['Nimbus Tablet'] },
    33,
    10,
    7,
    0.1,
    'The tablet was listed at a tenth of its price.',
  ],
  [
    'tracking_gap',
    'sessions',
    { region: ['North America'], device: ['mobile'] },
    20,
    2,
    13,
    0,
    'A release lost the tracking script; orders went on.',
  ],
  [
    'slow_decline',
    'revenue',
    { category: ['Books'] },
    80,
    0,
    0,
    0.55,
    'A competitor took the readers, a little more each day for 45 days.',
  ],
  [
    'viral_product',
    'units',
    { product: ['Plush Otter'] },
    47,
    9,
    120,
    14,
    'A film made the otter famous; the rush faded within five days.',
  ],
  [
    'refund_wave',
    'refund_rate',
    { product: ['Ridge Hiking Boots'] },
    61,
    0,
    192,
    9,
    'A batch of boots came with loose soles.',
  ],
  ['support_backlog', 'resolution_time', {}, 27, 0, 96, 4, 'Half of the support team was ill.'],
  ['contact_surge', 'tickets', { region: ['Latin America'] }, 41, 0, 96, 3.2, 'A carrier went on strike.'],
  ['bot_traffic', 'sessions', { region: ['APAC'], device: ['desktop'] }, 8, 1, 5, 7, 'Scrapers read the whole shop.'],
  ['churn_spike', 'cancelled_subscriptions', { plan: ['Basic'] }, 65, 0, 72, 4.5, 'The Basic plan became dearer.'],
  ['app_crash', 'orders', { channel: ['app'] }, 5, 9, 6, 0.35, 'A release of the app crashed at checkout.'],
  ['level_shift', 'orders', { country: ['Poland'] }, 110, 0, 0, 1.5, 'A new warehouse made delivery to Poland quick.'],
  [
    'silence',
    'orders',
    { country: ['United Kingdom'], channel: ['marketplace'] },
    150,
    6,
    60,
    0,
    'The marketplace suspended the shop in the United Kingdom.',
  ],
  ['checkout_error', 'conversion_rate', { device: ['tablet'] }, 17, 8, 30, 0.3, 'A form did not fit tablets.'],
  [
    'discount_leak',
    'discounts',
    { channel: ['web'], country: ['Spain', 'Italy'] },
    95,
    12,
    36,
    5,
    'A staff voucher was shared in a forum.',
  ],
]

/** The incidents of a business whose first load happened on that date. */
export function incidentsOf(firstLoad: string): readonly Incident[] {
  return script.map(([kind, kpi, members, daysBefore, fromHour, lasting, factor, description], index) => {
    const day = dayOf(addDays(firstLoad, -daysBefore))
    const from = day.hours.find((hour) => hour.wall === fromHour)!.from
    return {
      id: index + 1,
      kind,
      kpi,
      members,
      from,
      to: lasting === 0 ? null : from + lasting * 3_600_000,
      factor,
      description,
    }
  })
}

/** The incident of a kind, when it touches a stretch of time. */
export function during(incidents: readonly Incident[], kind: string, from: number, to: number): Incident | undefined {
  return incidents.find((each) => each.kind === kind && each.from < to && (each.to === null || each.to > from))
}

/** Whether a member is among those an incident names for that dimension. */
export function touches(incident: Incident, dimension: string, member: string): boolean {
  return incident.members[dimension]?.includes(member) ?? true
}

export function holdsAt(incident: Incident, moment: number): boolean {
  return incident.from <= moment && (incident.to === null || moment < incident.to)
}
