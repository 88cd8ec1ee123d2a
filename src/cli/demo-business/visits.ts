/** Visits of the shop's own pages and app, by hour, region and device. */
import type { Business } from './business.ts'
import type { Day } from './day.ts'
import { demandOn } from './demand.ts'
import { during, holdsAt, touches } from './incidents.ts'
import type { Order } from './orders.ts'
import { randomFor } from './random.ts'
import { hourShare } from './seasons.ts'
import { CHANNELS, COUNTRIES, DEVICES, REGIONS } from './world.ts'

export interface Visits {
  readonly hour: number
  readonly region: string
  readonly device: string
  readonly sessions: number
  readonly pageViews: number
  readonly bounces: number
  readonly carts: number
  readonly checkouts: number
  /** Sessions that ended in an order: the orders of that hour over web and app, unless tracking failed. */
  readonly conversions: number
  readonly seconds: number
  readonly errors: number
}

/** The figures of an hour in which nobody came, or nobody was counted. */
export const noVisits: Omit<Visits, 'hour' | 'region' | 'device'> = {
  sessions: 0,
  pageViews: 0,
  bounces: 0,
  carts: 0,
  checkouts: 0,
  conversions: 0,
  seconds: 0,
  errors: 0,
}

// Orders by device, and how many sessions one order takes there.
const deviceShare = [0.59, 0.34, 0.07]
const sessionsAnOrder = [38, 22, 31]

export function visitsOf(business: Business, day: Day, orders: readonly Order[]): readonly Visits[] {
  const random = randomFor(`${business.seed}:${day.date}:visits`)
  const { ownByCountry } = demandOn(business, day)
  const gap = during(business.incidents, 'tracking_gap', day.from, day.to)
  const bots = during(business.incidents, 'bot_traffic', day.from, day.to)
  const broken = during(business.incidents, 'checkout_error', day.from, day.to)
  const converted = conversionsOf(day, orders)
  const rows: Visits[] = []
  for (const [h, hour] of day.hours.entries()) {
    for (const [r, region] of REGIONS.entries()) {
      let expected = 0
      for (const [c, country] of COUNTRIES.entries())
        if (country.region === region) expected += ownByCountry[c]! * hourShare(country, hour.wall)
      for (const [d, device] of DEVICES.entries()) {
        const conversions = converted[(h * REGIONS.length + r) * DEVICES.length + d]!
        const mean = expected * deviceShare[d]! * sessionsAnOrder[d]! * Math.exp(0.06 * random.normal())
        const people = random.poisson(mean) + conversions
        const isGap =
          gap && holdsAt(gap, hour.from) && touches(gap, 'region', region) && touches(gap, 'device', device.name)
        const isBots =
          bots && holdsAt(bots, hour.from) && touches(bots, 'region', region) && touches(bots, 'device', device.name)
        const machines = isBots ? Math.round(people * (bots.factor - 1)) : 0
        const isBroken = broken && holdsAt(broken, hour.from) && touches(broken, 'device', device.name)
        const bounces = Math.min(people, random.poisson(people * 0.41)) + Math.round(machines * 0.97)
        const stayed = people + machines - bounces
        const carts = Math.max(conversions, Math.min(people, random.poisson(people * 0.092)))
        const checkouts = Math.max(conversions, Math.min(carts, random.poisson(carts * 0.55)))
        const row = {
          sessions: people + machines,
          pageViews: bounces + stayed * 2 + random.poisson(stayed * 3.4),
          bounces,
          carts,
          checkouts,
          conversions,
          seconds: random.poisson(stayed * 245) + bounces * 9,
          errors: random.poisson(people * (isBroken ? 0.11 : 0.004)),
        }
        rows.push({ hour: hour.from, region, device: device.name, ...(isGap ? noVisits : row) })
      }
    }
  }
  return rows
}

/** Orders over web and app at `(hour * regions + region) * devices + device`. */
function conversionsOf(day: Day, orders: readonly Order[]): Int32Array {
  const counts = new Int32Array(day.hours.length * REGIONS.length * DEVICES.length)
  for (const order of orders) {
    if (CHANNELS[order.channel]!.name === 'marketplace') continue
    const hour = Math.floor((order.placedAt - day.from) / 3_600_000)
    const region = REGIONS.indexOf(COUNTRIES[order.country]!.region)
    counts[(hour * REGIONS.length + region) * DEVICES.length + order.device]! += 1
  }
  return counts
}
