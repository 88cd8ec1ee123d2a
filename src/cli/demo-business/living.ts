/**
 * The business as it goes on: orders, sessions and tickets become events at the moment at which they happen, the same that
 * the tables get later. A source of events like any other, with one partition a topic. An offset is a moment, a thousand to
 * the millisecond, so that what was counted is known after a restart without keeping anything.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventConsumer, EventSource, Position, TopicPartition } from '../../analytics/live/event-source.ts'
import type { Business } from './business.ts'
import { dateAt, dayOf } from './day.ts'
import { ordersOn, sessionsOn } from './happened.ts'
import type { Order } from './orders.ts'
import type { Session } from './sessions.ts'
import { ticketsOf, type Ticket } from './tickets.ts'
import { CATEGORIES, CHANNELS, COUNTRIES } from './world.ts'

/** As the catalog of the demo names them. */
export const TOPICS = { orders: 'demo.orders', sessions: 'demo.sessions', tickets: 'demo.tickets' } as const

interface Living {
  /** The business with what was caused up to now; asked again every second. */
  readonly business: () => Promise<Business>
  readonly now?: () => number
  readonly everyMs?: number
  readonly onError: (error: unknown) => void
}

/** Something that happens, as its topic's JSON. */
interface Happening {
  readonly topic: string
  readonly at: number
  readonly json: string
}

const HOUR = 3_600_000
/** No more at once than is taken in a moment. */
const mostABatch = 2_000

export function createLivingSource({ business, now = Date.now, everyMs = 250, onError }: Living): EventSource {
  const partitions: readonly TopicPartition[] = Object.values(TOPICS).map((topic) => ({ topic, partition: 0 }))
  const next = new Map<string, bigint>()
  let plan: Plan | null = null
  let running: Promise<void> = Promise.resolve()
  const stopping = new AbortController()
  let fault: string | null = null

  async function emit(consumer: EventConsumer): Promise<void> {
    const moment = now()
    plan = planFor(await business(), moment, plan)
    for (const { topic, partition } of partitions) {
      const from = next.get(topic) ?? offsetAt(moment)
      const until = offsetAt(moment)
      const due = plan.of(topic).filter(({ offset }) => offset >= from && offset < until)
      for (let start = 0; start < due.length; start += mostABatch) {
        const records = due.slice(start, start + mostABatch).map(({ offset, at, json }) => ({
          offset,
          value: Buffer.from(json),
          writtenAt: at,
        }))
        next.set(topic, records.at(-1)!.offset + 1n)
        await consumer.take({ topic, partition, records, highWatermark: until })
      }
    }
  }

  return {
    async start(consumer) {
      const positions = await consumer.assigned(partitions)
      partitions.forEach(({ topic }, index) => next.set(topic, beginningAt(positions[index] ?? 'latest', now())))
      running = (async () => {
        while (!stopping.signal.aborted) {
          try {
            await emit(consumer)
            fault = null
          } catch (error) {
            fault = error instanceof Error ? error.message : String(error)
            onError(error)
          }
          await sleep(everyMs, null, { signal: stopping.signal }).catch(() => null)
        }
      })()
    },
    seek({ topic }, offset) {
      next.set(topic, offset)
    },
    committed() {},
    health: () => ({ fault, lag: fault === null ? 0n : null }),
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** What is complete is history: nothing before the hour that is going on is told again. */
function beginningAt(position: Position, moment: number): bigint {
  const hour = offsetAt(Math.floor(moment / HOUR) * HOUR)
  if (position === 'latest') return offsetAt(moment)
  return position === 'earliest' || position < hour ? hour : position
}

function offsetAt(moment: number): bigint {
  return BigInt(Math.floor(moment)) * 1_000n
}

interface Planned extends Happening {
  readonly offset: bigint
}

/** Everything of the hour that is going on and of the one before, in the order of its moments. */
interface Plan {
  readonly key: string
  of(topic: string): readonly Planned[]
}

function planFor(business: Business, moment: number, known: Plan | null): Plan {
  const hour = Math.floor(moment / HOUR) * HOUR
  const key = `${hour} ${business.caused.map(({ id }) => id).join(' ')}`
  if (known?.key === key) return known
  // What happened just before the hour turned may not be told yet.
  const happenings = [hour - HOUR, hour].flatMap((each) => hourOf(business, each))
  const planned = new Map<string, readonly Planned[]>(
    Object.values(TOPICS).map((topic) => [topic, inOrder(happenings.filter((each) => each.topic === topic))]),
  )
  return { key, of: (topic) => planned.get(topic) ?? [] }
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
    topic: TOPICS.orders,
    at: order.placedAt,
    json: JSON.stringify({
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
    }),
  }
}

function sessionEvent(session: Session): Happening {
  return {
    topic: TOPICS.sessions,
    at: session.at,
    json: JSON.stringify({
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
    }),
  }
}

function ticketEvent(ticket: Ticket): Happening {
  const country = COUNTRIES.find(({ code }) => code === ticket.country)
  return {
    topic: TOPICS.tickets,
    at: ticket.openedAt,
    json: JSON.stringify({
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
    }),
  }
}
