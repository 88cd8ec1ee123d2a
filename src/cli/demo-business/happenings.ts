/** What happens in the business as events: orders, sessions and tickets, the same that the tables get later. */
import type { Catalog } from '../../analytics/catalog.ts'
import type { Business } from './business.ts'
import { dateAt, dayOf } from './day.ts'
import { ordersOn, sessionsOn } from './happened.ts'
import type { Order } from './orders.ts'
import type { Session } from './sessions.ts'
import { ticketsOf, type Ticket } from './tickets.ts'
import { CATEGORIES, CHANNELS, COUNTRIES } from './world.ts'

/** As the catalog of the demo names its streams of events. */
const STREAMS = ['orders', 'sessions', 'tickets'] as const
type StreamName = (typeof STREAMS)[number]

/** Where what happens is told: the topics of a catalog's streams. One that it has not is left out. */
export type Topics = ReadonlyMap<StreamName, string>

export function topicsOf({ streams }: Pick<Catalog, 'streams'>): Topics {
  return new Map(
    STREAMS.flatMap((name) => {
      const topic = streams.get(name)?.topic
      return topic === undefined ? [] : [[name, topic] as const]
    }),
  )
}

/** Something that happens, as its stream's event. */
interface Happening {
  readonly stream: StreamName
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly event: object
}

/** With its place among all of its stream: a moment, a thousand to the millisecond. */
interface Planned extends Happening {
  readonly offset: bigint
}

/** Everything of the hour that is going on and of the one before, in the order of its moments. */
export interface Plan {
  readonly key: string
  /** From an offset up to, but not including, another. */
  due(stream: StreamName, from: bigint, to: bigint): readonly Planned[]
}

const HOUR = 3_600_000

/** The latest of some offsets, and no earlier than the hour that is going on: what is complete is history. */
export function beginningOf(moment: number, offsets: readonly (bigint | undefined)[]): bigint {
  let latest = offsetAt(Math.floor(moment / HOUR) * HOUR)
  for (const each of offsets) if (each !== undefined && each > latest) latest = each
  return latest
}

export function offsetAt(moment: number): bigint {
  return BigInt(Math.floor(moment)) * 1_000n
}

/** The plan at a moment; the one that is known when nothing changed. */
export function planFor(business: Business, moment: number, known: Plan | null): Plan {
  const hour = Math.floor(moment / HOUR) * HOUR
  const key = `${hour} ${business.caused.map(({ id }) => id).join(' ')}`
  if (known?.key === key) return known
  // What happened just before the hour turned may not be told yet.
  const happenings = [hour - HOUR, hour].flatMap((each) => hourOf(business, each))
  const planned = new Map(
    STREAMS.map((stream) => [stream, inOrder(happenings.filter((each) => each.stream === stream))]),
  )
  return {
    key,
    due: (stream, from, to) => (planned.get(stream) ?? []).filter(({ offset }) => offset >= from && offset < to),
  }
}

function hourOf(business: Business, hour: number): readonly Happening[] {
  const day = dayOf(dateAt(hour))
  const isIn = (at: number) => at >= hour && at < hour + HOUR
  return [
    ...ordersOn(business, day)
      .filter(({ placedAt }) => isIn(placedAt))
      .map(orderEvent),
    ...sessionsOn(business, day, hour).map(sessionEvent),
    ...ticketsOf(business, day)
      .filter(({ openedAt }) => isIn(openedAt))
      .map(ticketEvent),
  ]
}

function inOrder(all: readonly Happening[]): readonly Planned[] {
  let [before, nth] = [0, 0]
  return all
    .toSorted((a, b) => a.at - b.at)
    .map((happening) => {
      nth = happening.at === before ? nth + 1 : 0
      before = happening.at
      return { ...happening, offset: offsetAt(happening.at) + BigInt(nth) }
    })
}

function orderEvent(order: Order): Happening {
  const country = COUNTRIES[order.country]!
  const { product } = order.lines[0]!
  const margin = order.amountCents - order.costCents
  return {
    stream: 'orders',
    id: String(order.id),
    at: order.placedAt,
    event: {
      order_id: order.id,
      placed_at: new Date(order.placedAt).toISOString(),
      region: country.region,
      country: country.name,
      channel: CHANNELS[order.channel]!.name,
      category: CATEGORIES[product.category]!.name,
      product: product.name,
      is_gift: order.isGift,
      units: order.units,
      amount: order.amountCents / 100,
      discount: order.discountCents / 100,
      cost: order.costCents / 100,
      margin: margin / 100,
      refunded: 0,
      refund: 0,
    },
  }
}

function sessionEvent(session: Session): Happening {
  return {
    stream: 'sessions',
    id: session.id,
    at: session.at,
    event: {
      session_id: session.id,
      started_at: new Date(session.at).toISOString(),
      region: session.region,
      device: session.device,
      sessions: 1,
      page_views: session.pageViews,
      bounces: Number(session.bounced),
      carts: Number(session.cart),
      checkouts: Number(session.checkout),
      conversions: Number(session.converted),
      seconds: session.seconds,
      errors: session.errors,
    },
  }
}

function ticketEvent(ticket: Ticket): Happening {
  const country = COUNTRIES.find(({ code }) => code === ticket.country)
  return {
    stream: 'tickets',
    id: String(ticket.id),
    at: ticket.openedAt,
    event: {
      ticket_id: ticket.id,
      opened_at: new Date(ticket.openedAt).toISOString(),
      customer_id: ticket.customer,
      region: country?.region,
      country: country?.name,
      category: ticket.category,
      topic: ticket.topic,
      priority: ticket.priority,
      contact: ticket.contact,
      status: 'new',
      is_reopened: false,
    },
  }
}
