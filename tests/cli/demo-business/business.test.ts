import { expect, test } from 'vitest'
import { businessOf } from '../../../src/cli/demo-business/business.ts'
import { customersOf } from '../../../src/cli/demo-business/customers.ts'
import { addDays, dayOf } from '../../../src/cli/demo-business/day.ts'
import { incidentsOf } from '../../../src/cli/demo-business/incidents.ts'
import { ordersOf, type Order } from '../../../src/cli/demo-business/orders.ts'
import { snapshotsOf } from '../../../src/cli/demo-business/subscriptions.ts'
import { ticketsOf } from '../../../src/cli/demo-business/tickets.ts'
import { visitsOf } from '../../../src/cli/demo-business/visits.ts'
import { CHANNELS, COUNTRIES } from '../../../src/cli/demo-business/world.ts'

const loadedOn = '2026-11-21'
const whole = businessOf('larkfield', 1, loadedOn)

function everythingOn(date: string, seed = 'larkfield') {
  const business = businessOf(seed, 1, loadedOn)
  const day = dayOf(date)
  const orders = ordersOf(business, day)
  return {
    orders,
    customers: customersOf(business, day),
    tickets: ticketsOf(business, day),
    visits: visitsOf(business, day, orders),
    snapshots: snapshotsOf(business, day),
  }
}

test('a day made twice is the same day, whatever was made in between', () => {
  const once = everythingOn('2026-03-29')
  everythingOn('2025-12-24')
  expect(everythingOn('2026-03-29')).toEqual(once)
})

test('another seed is another business', () => {
  expect(everythingOn('2026-03-30', 'elsewhere')).not.toEqual(everythingOn('2026-03-30'))
})

test('a day without incidents does not depend on the day of the first load', () => {
  const day = dayOf('2025-06-10')
  expect(ordersOf(businessOf('larkfield', 1, '2026-11-22'), day)).toEqual(ordersOf(whole, day))
})

test('an order is the sum of its lines, all of its category, and its id is its own', () => {
  const { orders } = everythingOn('2026-11-02')
  expect(new Set(orders.map((order) => order.id)).size).toBe(orders.length)
  for (const order of orders) {
    expect(order.amountCents).toBe(order.lines.reduce((sum, line) => sum + line.amountCents, 0))
    expect(order.units).toBe(order.lines.reduce((sum, line) => sum + line.units, 0))
    expect(order.lines.every((line) => line.product.category === order.category)).toBe(true)
  }
})

test('subscriptions move by what was started and cancelled', () => {
  const before = snapshotsOf(whole, dayOf('2026-09-17'))
  const after = snapshotsOf(whole, dayOf('2026-09-18'))
  expect(after.map((each, index) => before[index]!.active + each.started - each.cancelled)).toEqual(
    after.map((each) => each.active),
  )
})

test('conversions of an hour are the orders over web and app', () => {
  const { orders, visits } = everythingOn('2026-10-25')
  const own = orders.filter((order) => CHANNELS[order.channel]!.name !== 'marketplace')
  expect(visits.reduce((sum, each) => sum + each.conversions, 0)).toBe(own.length)
})

function ordersAround(daysBefore: number, chosen: (order: Order) => boolean): { thatDay: number; weekBefore: number } {
  const count = (days: number) => ordersOf(whole, dayOf(addDays(loadedOn, -days))).filter(chosen).length
  return { thatDay: count(daysBefore), weekBefore: count(daysBefore + 7) }
}

test('there are at least eight kinds of incidents, all with a KPI', () => {
  const incidents = incidentsOf(loadedOn)
  expect(new Set(incidents.map((each) => each.kind)).size).toBeGreaterThanOrEqual(8)
  expect(incidents.every((each) => each.kpi !== '' && (each.to === null || each.to > each.from))).toBe(true)
})

test('the payment outage takes the orders of Germany and France for three hours', () => {
  const hours = dayOf(addDays(loadedOn, -12)).hours.filter((hour) => hour.wall >= 18 && hour.wall < 21)
  const days = 7 * 86_400_000
  const hit = ordersAround(
    12,
    ({ country, placedAt }) =>
      ['Germany', 'France'].includes(COUNTRIES[country]!.name) &&
      hours.some(
        ({ from }) =>
          Math.abs(placedAt - from - 1_800_000) < 1_800_000 || Math.abs(placedAt - from - 1_800_000 + days) < 1_800_000,
      ),
  )
  expect(hit.thatDay).toBeLessThan(hit.weekBefore / 3)
})

test('the viral product sells many times its usual', () => {
  const { thatDay, weekBefore } = ordersAround(47, (order) => order.lines[0]!.product.name === 'Plush Otter')
  expect(thatDay).toBeGreaterThan(4 * weekBefore)
})

test('the price error sells tablets for a tenth', () => {
  const orders = ordersOf(whole, dayOf(addDays(loadedOn, -33)))
  const tablets = orders.flatMap((order) => order.lines).filter((line) => line.product.name === 'Nimbus Tablet')
  expect(tablets.filter((line) => line.unitPriceCents === 3290).length).toBeGreaterThan(tablets.length / 2)
})

test('the tracking gap loses visits and no orders', () => {
  const day = dayOf(addDays(loadedOn, -20))
  const orders = ordersOf(whole, day)
  const lost = visitsOf(whole, day, orders).filter(
    (each) => each.region === 'North America' && each.device === 'mobile',
  )
  expect(lost.filter((each) => each.sessions === 0)).toHaveLength(13)
  expect(orders.length).toBeGreaterThan(1500)
})
