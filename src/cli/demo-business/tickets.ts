/** What customers ask the support for on a day. */
import type { Business } from './business.ts'
import { drawCustomer } from './customers.ts'
import type { Day } from './day.ts'
import { demandOn } from './demand.ts'
import { during, holdsAt, touches } from './incidents.ts'
import { randomFor } from './random.ts'
import { hourShareSums } from './hours.ts'
import { CATEGORIES, CONTACTS, COUNTRIES, PRIORITIES, TOPICS } from './world.ts'

export interface Ticket {
  id: number
  readonly openedAt: number
  readonly customer: number
  readonly country: string
  readonly category: string
  readonly topic: string
  readonly priority: string
  readonly contact: string
  readonly answeredAt: number
  readonly resolvedAt: number
  /** 1 to 5, given when resolved; many give none. */
  readonly csat: number | null
  readonly isReopened: boolean
}

/** A ticket is resolved after this many days at the latest. */
export const TICKET_SETTLES_IN_DAYS = 15

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const topicSums = [34, 57, 71, 89, 100]
const prioritySums = [22, 78, 94, 100]
const contactSums = [44, 82, 100]
const categorySums = CATEGORIES.reduce<number[]>((sums, { weight }) => [...sums, (sums.at(-1) ?? 0) + weight], [])
const paceOf: Readonly<Record<string, number>> = { low: 1.6, normal: 1, high: 0.55, urgent: 0.25 }

export function ticketsOf(business: Business, day: Day): readonly Ticket[] {
  const random = randomFor(`${business.seed}:${day.date}:tickets`)
  const { ownByCountry } = demandOn(business, day)
  const surge = during(business.incidents, 'contact_surge', day.from, day.to)
  const backlog = during(business.incidents, 'support_backlog', day.from, day.to)
  const outage = during(business.incidents, 'payment_outage', day.from, day.to)
  const tickets: Ticket[] = []
  for (const [index, country] of COUNTRIES.entries()) {
    let mean = ownByCountry[index]! * 0.045
    const isSurge = surge !== undefined && touches(surge, 'region', country.region)
    if (isSurge) mean *= surge.factor
    const isOutage = outage !== undefined && touches(outage, 'country', country.name)
    if (isOutage) mean *= 1.5
    for (let left = random.poisson(mean); left > 0; left--) {
      const openedAt = day.hours[random.pick(hourShareSums(index, day))]!.from + random.below(3600) * 1000
      const customer = drawCustomer(business, day, index, random)
      const drawnTopic = TOPICS[random.pick(topicSums)]!
      const draw = random.next()
      const topic = isSurge && draw < 0.65 ? 'delivery' : isOutage && draw < 0.33 ? 'payment' : drawnTopic
      const priority = PRIORITIES[random.pick(prioritySums)]!
      const slower = (backlog && holdsAt(backlog, openedAt) ? backlog.factor : 1) * (day.weekday > 5 ? 1.35 : 1)
      const pace = paceOf[priority]! * slower
      const answerMinutes = Math.min(3000, 4 + 42 * pace * Math.exp(0.8 * random.normal()))
      const workMinutes = 20 + 380 * pace * Math.exp(0.9 * random.normal())
      const answeredAt = openedAt + Math.round(answerMinutes * 60) * 1000
      const resolvedAt = Math.min(answeredAt + Math.round(workMinutes * 60) * 1000, openedAt + 14 * DAY)
      const mood = 4.55 - 0.35 * Math.log1p((resolvedAt - openedAt) / (6 * 60 * MINUTE)) + 0.9 * random.normal()
      const isRated = random.next() < 0.58
      const isReopened = random.next() < 0.06
      if (customer === null) continue
      tickets.push({
        id: 0,
        openedAt,
        customer,
        country: country.code,
        category: CATEGORIES[random.pick(categorySums)]!.name,
        topic,
        priority,
        contact: CONTACTS[random.pick(contactSums)]!,
        answeredAt,
        resolvedAt,
        csat: isRated ? Math.min(5, Math.max(1, Math.round(mood))) : null,
        isReopened,
      })
    }
  }
  tickets.sort((a, b) => a.openedAt - b.openedAt)
  for (const [index, ticket] of tickets.entries()) ticket.id = day.number * 10_000 + index + 1
  return tickets
}
