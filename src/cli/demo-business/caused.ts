/**
 * Incidents that somebody causes while the demo runs. They change what happens within them and nothing else: everything
 * that was to happen anyway is drawn as if there were none, and then taken away, changed or added to.
 */
import type { Business } from './business.ts'
import type { Day } from './day.ts'
import { drawCustomer } from './customers.ts'
import type { Order } from './orders.ts'
import { cumulate, randomFor } from './random.ts'
import type { Session } from './sessions.ts'
import { COUNTRIES, DEVICES, PAYMENTS, PRODUCTS } from './world.ts'

export const CAUSED_KINDS = ['payment_outage', 'traffic_spike', 'price_error'] as const
export type CausedKind = (typeof CAUSED_KINDS)[number]

export interface Caused {
  readonly id: number
  readonly kind: CausedKind
  /** Epoch milliseconds, half-open. */
  readonly from: number
  readonly to: number
}

/** The part of the business that each touches, as the catalog names it. */
const CAUSE_OF: Readonly<Record<CausedKind, Readonly<Record<string, string>>>> = {
  payment_outage: { device: 'mobile' },
  traffic_spike: { region: 'North America', device: 'desktop' },
  price_error: { product: 'Nimbus Tablet' },
}

const SECOND = 1_000
/** A business smaller than this is hit as if it were as large: what nobody could see would be no incident. */
const leastScale = 0.4
/** A minute, at the full size of the business. */
const botsAMinute = 240
const bargainsAMinute = 45
/** How often a payment that fails is tried again, at once; and those who come back later to try. */
const triesOfPayment = 3
const comingBackAMinute = 25

/** The day's orders with what was caused. */
export function withCausedOrders(business: Business, day: Day, orders: readonly Order[]): readonly Order[] {
  const touching = business.caused.filter(({ from, to }) => from < day.to && to > day.from)
  if (touching.length === 0) return orders
  let changed = [...orders]
  for (const caused of touching) {
    const isIn = ({ placedAt }: Order) => placedAt >= caused.from && placedAt < caused.to
    switch (caused.kind) {
      case 'payment_outage':
        changed = changed.filter(
          (order) => !isIn(order) || DEVICES[order.device]!.name !== CAUSE_OF.payment_outage['device'],
        )
        break
      case 'traffic_spike':
        break
      case 'price_error':
        changed.push(...bargains(business, day, caused))
        break
    }
  }
  return changed.toSorted((a, b) => a.placedAt - b.placedAt || a.id - b.id)
}

/** Orders of a tablet at a hundredth of its price. */
function bargains(business: Business, day: Day, { id, from, to }: Caused): Order[] {
  const random = randomFor(`${business.seed}:caused:${id}`)
  const product = PRODUCTS.find(({ name }) => name === CAUSE_OF.price_error['product'])!
  const weights = cumulate(COUNTRIES.map((country) => country.weight))
  const orders: Order[] = []
  const gapMs = 60_000 / bargainsAMinute
  for (let at = from + random.exponential(gapMs); at < to; at += random.exponential(gapMs)) {
    const placedAt = Math.floor(at / SECOND) * SECOND
    const country = random.pick(weights)
    const channel = random.next() < 0.6 ? 0 : 1
    const customer = drawCustomer(business, day, country, random)
    const amountCents = Math.round(product.price)
    if (customer === null || placedAt < day.from || placedAt >= day.to) continue
    orders.push({
      id: day.number * 100_000 + 50_000 + (id % 40) * 1_000 + orders.length,
      placedAt,
      customer,
      country,
      channel,
      category: product.category,
      device: channel === 0 ? 1 : 0,
      lines: [{ product, units: 1, unitPriceCents: amountCents, discountCents: 0, amountCents }],
      units: 1,
      amountCents,
      discountCents: 0,
      costCents: Math.round(product.cost * 100),
      promotion: null,
      isGift: false,
      payment: PAYMENTS[0],
      shippedAt: placedAt + 26 * 3_600_000,
      refundedAt: null,
      refundCents: 0,
    })
  }
  return orders
}

/** The sessions of an hour with what was caused, in no order. */
export function withCausedSessions(business: Business, sessions: readonly Session[], hour: number): readonly Session[] {
  const end = hour + 3_600_000
  let changed = sessions
  for (const caused of business.caused.filter(({ from, to }) => from < end && to > hour)) {
    const isIn = ({ at }: { readonly at: number }) => at >= caused.from && at < caused.to
    switch (caused.kind) {
      case 'payment_outage':
        changed = [
          ...changed.map((session) =>
            isIn(session) && session.checkout && session.device === CAUSE_OF.payment_outage['device']
              ? { ...session, converted: false, errors: session.errors + triesOfPayment }
              : session,
          ),
          ...comingBack(business, caused, sessions).filter(({ at }) => at >= hour && at < end),
        ]
        break
      case 'traffic_spike':
        changed = [...changed, ...bots(business, caused).filter(({ at }) => at >= hour && at < end)]
        break
      case 'price_error':
        break
    }
  }
  return changed
}

/** Whose payment failed tries again on the way: as many at any hour of the day, from where visitors are then. */
function comingBack(business: Business, caused: Caused, sessions: readonly Session[]): Session[] {
  const device = CAUSE_OF.payment_outage['device']!
  const others = sessions.filter((session) => session.device === device)
  if (others.length === 0) return []
  return visits(business, caused, comingBackAMinute, (random) => ({
    region: others[random.below(others.length)]!.region,
    device,
    pageViews: 3,
    bounced: false,
    cart: true,
    checkout: true,
    converted: false,
    seconds: 90,
    errors: triesOfPayment,
  }))
}

function bots(business: Business, caused: Caused): Session[] {
  const { region = '', device = '' } = CAUSE_OF.traffic_spike
  return visits(business, caused, botsAMinute, () => ({
    region,
    device,
    pageViews: 1,
    bounced: true,
    cart: false,
    checkout: false,
    converted: false,
    seconds: 2,
    errors: 0,
  }))
}

/** Visits at random moments of what was caused. */
function visits(
  business: Business,
  { id, from, to }: Caused,
  aMinute: number,
  visit: (random: ReturnType<typeof randomFor>) => Omit<Session, 'id' | 'at'>,
): Session[] {
  const random = randomFor(`${business.seed}:caused:${id}`)
  const gapMs = 60_000 / (aMinute * Math.max(leastScale, business.scale))
  const found: Session[] = []
  for (let at = from + random.exponential(gapMs), n = 0; at < to; at += random.exponential(gapMs), n++)
    found.push({ id: `caused-${id}-${n}`, at: Math.floor(at), ...visit(random) })
  return found
}
