/** The orders of a day with their lines, incidents included. */
import type { Business } from './business.ts'
import { drawCustomer } from './customers.ts'
import type { Day } from './day.ts'
import { applies, demandOn, type Demand } from './demand.ts'
import { during, holdsAt, touches, type Incident } from './incidents.ts'
import { cumulate, randomFor, type Random } from './random.ts'
import { hourShare } from './seasons.ts'
import { CATEGORIES, CHANNELS, COUNTRIES, DEVICES, PAYMENTS, PRODUCTS_OF, type Product } from './world.ts'

export interface Line {
  readonly product: Product
  readonly units: number
  readonly unitPriceCents: number
  readonly discountCents: number
  readonly amountCents: number
}

export interface Order {
  id: number
  readonly placedAt: number
  readonly customer: number
  /** Indexes in the world's lists. */
  readonly country: number
  readonly channel: number
  readonly category: number
  readonly device: number
  readonly lines: readonly Line[]
  readonly units: number
  readonly amountCents: number
  readonly discountCents: number
  readonly costCents: number
  readonly promotion: number | null
  readonly isGift: boolean
  readonly payment: string
  readonly shippedAt: number
  readonly refundedAt: number | null
  readonly refundCents: number
}

/** Shipping and refunds of an order are known after this many days at the latest. */
export const ORDER_SETTLES_IN_DAYS = 15

const HOUR = 3_600_000
const DAY = 24 * HOUR

export function ordersOf(business: Business, day: Day): readonly Order[] {
  const demand = demandOn(business, day)
  const random = randomFor(`${business.seed}:${day.date}:orders`)
  const incidents = incidentsOn(business, day)
  const drawn: Order[] = []
  for (let country = 0; country < COUNTRIES.length; country++) {
    const shares = Float64Array.from(day.hours, (hour) => hourShare(COUNTRIES[country]!, hour.wall))
    for (let channel = 0; channel < CHANNELS.length; channel++) {
      const hourly = cumulate(shares.map((share, hour) => share * incidents.hourFactor(country, channel, hour)))
      for (let category = 0; category < CATEGORIES.length; category++) {
        const cell = (country * CHANNELS.length + channel) * CATEGORIES.length + category
        const mean = demand.cells[cell]! * hourly[hourly.length - 1]! * incidents.dayFactor(country, category)
        for (let left = random.poisson(mean); left > 0; left--) {
          const placedAt = day.hours[random.pick(hourly)]!.from + random.below(3600) * 1000
          const order = drawOrder({ business, day, demand, random, incidents, country, channel, category, placedAt })
          if (order) drawn.push(order)
        }
      }
    }
  }
  for (const rush of incidents.rushes) drawn.push(...rushOrders(rush, { business, day, demand, random, incidents }))
  drawn.sort((a, b) => a.placedAt - b.placedAt)
  for (const [index, order] of drawn.entries()) order.id = day.number * 100_000 + index + 1
  return drawn
}

interface Scene {
  readonly business: Business
  readonly day: Day
  readonly demand: Demand
  readonly random: Random
  readonly incidents: IncidentsOn
}

interface Draft extends Scene {
  readonly country: number
  readonly channel: number
  readonly category: number
  readonly placedAt: number
  readonly product?: Product
}

const productSums = PRODUCTS_OF.map((products) => cumulate(products.map((product) => product.weight)))
const lineSums = [79, 95, 100]
const unitSums = [84, 96, 100]
const paymentSums = [55, 83, 94, 100]
const webDeviceSums = [38, 93, 100]
const appDeviceSums = [92, 92, 100]

/** Null when an incident kept the customer from ordering. */
function drawOrder(draft: Draft): Order | null {
  const { business, day, demand, random, incidents, country, channel, category, placedAt } = draft
  const customer = drawCustomer(business, day, country, random)
  const channelName = CHANNELS[channel]!.name
  const device = random.pick(channelName === 'app' ? appDeviceSums : webDeviceSums)
  const keeps = incidents.keeps(DEVICES[device]!.name, placedAt)
  const turnedAway = keeps < 1 && random.next() >= keeps
  const promotion = demand.promotions.find((each) =>
    applies(each, COUNTRIES[country]!.region, CATEGORIES[category]!.name),
  )
  const hasCoupon = random.next() < incidents.couponChance(country, channel, placedAt)
  const discountPercent = Math.max(promotion?.discountPercent ?? 0, hasCoupon ? 10 : 0)
  const lines: Line[] = []
  let [units, amountCents, discountCents, costCents] = [0, 0, 0, 0]
  for (let left = random.pick(lineSums) + 1; left > 0; left--) {
    const products = PRODUCTS_OF[category]!
    const product = (lines.length === 0 && draft.product) || products[random.pick(productSums[category]!)]!
    if (lines.some((line) => line.product === product)) continue
    const count = random.pick(unitSums) + 1
    const unitPriceCents = Math.round(product.price * 100 * incidents.priceFactor(product, placedAt))
    const discount = Math.round((unitPriceCents * count * discountPercent) / 100)
    const amount = unitPriceCents * count - discount
    lines.push({ product, units: count, unitPriceCents, discountCents: discount, amountCents: amount })
    units += count
    amountCents += amount
    discountCents += discount
    costCents += Math.round(product.cost * 100) * count
  }
  const lead = lines[0]!.product
  const isRefunded = random.next() < incidents.refundChance(lead, placedAt)
  const refundAfter = (1 + 12.9 * random.next()) * DAY
  const isPartial = random.next() < 0.22
  const order: Order = {
    id: 0,
    placedAt,
    customer: customer ?? 0,
    country,
    channel,
    category,
    device,
    lines,
    units,
    amountCents,
    discountCents,
    costCents,
    promotion: promotion?.id ?? null,
    isGift: random.next() < (day.month === 12 ? 0.19 : 0.07),
    payment: PAYMENTS[random.pick(paymentSums)]!,
    shippedAt: placedAt + Math.round((0.25 + 3 * random.next()) * 24 * 60) * 60_000,
    refundedAt: isRefunded ? placedAt + Math.round(refundAfter / 1000) * 1000 : null,
    refundCents: isRefunded ? (isPartial ? Math.round(amountCents / 2) : amountCents) : 0,
  }
  return turnedAway || customer === null ? null : order
}

interface Rush {
  readonly incident: Incident
  readonly product: Product
}

/** The orders that an incident brings on top of a product's usual ones. */
function rushOrders({ incident, product }: Rush, scene: Scene): Order[] {
  const { day, demand, random } = scene
  const weights = productSums[product.category]!
  const share = product.weight / weights[weights.length - 1]!
  const extra: Order[] = []
  const cells = cumulate(demand.cells.map((mean, cell) => (cell % CATEGORIES.length === product.category ? mean : 0)))
  for (const hour of day.hours) {
    if (!holdsAt(incident, hour.from)) continue
    const fading = incident.kind === 'viral_product' ? Math.exp(-(hour.from - incident.from) / (40 * HOUR)) : 1
    const height = incident.kind === 'price_error' ? 8 : incident.factor - 1
    const mean = cells[cells.length - 1]! * share * hourShare(COUNTRIES[0]!, hour.wall) * height * fading
    for (let left = random.poisson(mean); left > 0; left--) {
      const cell = random.pick(cells)
      const order = drawOrder({
        ...scene,
        product,
        category: product.category,
        channel: Math.floor(cell / CATEGORIES.length) % CHANNELS.length,
        country: Math.floor(cell / CATEGORIES.length / CHANNELS.length),
        placedAt: hour.from + random.below(3600) * 1000,
      })
      if (order) extra.push(order)
    }
  }
  return extra
}

interface IncidentsOn {
  readonly rushes: readonly Rush[]
  hourFactor(country: number, channel: number, hour: number): number
  dayFactor(country: number, category: number): number
  /** The chance that an order on that device gets through. */
  keeps(device: string, moment: number): number
  priceFactor(product: Product, moment: number): number
  refundChance(product: Product, moment: number): number
  couponChance(country: number, channel: number, moment: number): number
}

/** What the incidents of a day do to its orders. */
function incidentsOn(business: Business, day: Day): IncidentsOn {
  const find = (kind: string) => during(business.incidents, kind, day.from, day.to)
  const blocking = ['payment_outage', 'app_crash', 'silence'].flatMap((kind) => find(kind) ?? [])
  const [decline, shift, checkout] = [find('slow_decline'), find('level_shift'), find('checkout_error')]
  const [price, viral, refunds, leak] = [
    find('price_error'),
    find('viral_product'),
    find('refund_wave'),
    find('discount_leak'),
  ]
  const rushes = [price, viral].flatMap((incident) => {
    const product = incident && PRODUCTS_OF.flat().find((each) => touches(incident, 'product', each.name))
    return product ? [{ incident, product }] : []
  })
  return {
    rushes,
    hourFactor(country, channel, hour) {
      let factor = 1
      for (const incident of blocking)
        if (
          holdsAt(incident, day.hours[hour]!.from) &&
          touches(incident, 'country', COUNTRIES[country]!.name) &&
          touches(incident, 'channel', CHANNELS[channel]!.name)
        )
          factor *= incident.factor
      return factor
    },
    dayFactor(country, category) {
      let factor = 1
      if (decline && touches(decline, 'category', CATEGORIES[category]!.name)) {
        const progress = Math.min(1, (day.from - decline.from) / (45 * DAY))
        factor *= 1 - (1 - decline.factor) * Math.max(0, progress)
      }
      if (shift && touches(shift, 'country', COUNTRIES[country]!.name)) factor *= shift.factor
      return factor
    },
    keeps: (device, moment) =>
      checkout && holdsAt(checkout, moment) && touches(checkout, 'device', device) ? checkout.factor : 1,
    priceFactor: (product, moment) =>
      price && holdsAt(price, moment) && touches(price, 'product', product.name) ? price.factor : 1,
    refundChance: (product, moment) =>
      refunds && holdsAt(refunds, moment) && touches(refunds, 'product', product.name) ? 0.04 * refunds.factor : 0.04,
    couponChance: (country, channel, moment) =>
      leak &&
      holdsAt(leak, moment) &&
      touches(leak, 'country', COUNTRIES[country]!.name) &&
      touches(leak, 'channel', CHANNELS[channel]!.name)
        ? 0.75
        : 0.07,
  }
}
