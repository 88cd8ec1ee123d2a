/** From where the data ends to now: new rows, and what has become known of older ones. */
import type { Client } from 'pg'
import type { Business } from './business.ts'
import { copyInto } from './copy.ts'
import { customersOf } from './customers.ts'
import { addDays, addMonths, dateAt, datesBetween, dayOf, firstOfMonth } from './day.ts'
import { ordersOn, visitsOn } from './happened.ts'
import { ORDER_SETTLES_IN_DAYS } from './orders.ts'
import {
  customerRow,
  lineRows,
  moment,
  orderOutcomeRow,
  orderRow,
  snapshotRow,
  ticketOutcomeRow,
  ticketRow,
  visitsRow,
} from './rows.ts'
import { promotionsBetween, type Promotion } from './seasons.ts'
import { snapshotsOf } from './subscriptions.ts'
import { ensurePartitions } from './tables.ts'
import { ticketsOf, TICKET_SETTLES_IN_DAYS } from './tickets.ts'

/** Epoch milliseconds, half-open. */
interface Gap {
  readonly from: number
  readonly to: number
}

/** In one transaction: the rows are what a load in one go would have made. */
export async function fillGap(client: Client, business: Business, gap: Gap): Promise<void> {
  await client.query('begin')
  try {
    const last = dateAt(gap.to)
    for (let month = firstOfMonth(dateAt(gap.from)); month <= last; month = addMonths(month, 1))
      await ensurePartitions(client, month)
    await settleOrders(client, business, gap)
    await settleTickets(client, business, gap)
    await appendDays(client, business, gap)
    await writePromotions(client, promotionsBetween(dateAt(gap.from), addMonths(last, 1)))
    await client.query('update demo.load set loaded_to = $1', [moment(gap.to)])
    await client.query('select rollup.refresh()')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

export async function writePromotions(client: Client, promotions: readonly Promotion[]): Promise<void> {
  for (const each of promotions)
    await client.query(
      `insert into demo.promotions values ($1, $2, $3, $4, $5, $6, $7) on conflict (promotion_id) do nothing`,
      [each.id, each.name, each.from, each.to, each.category, each.region, each.discountPercent],
    )
}

async function appendDays(client: Client, business: Business, { from, to }: Gap): Promise<void> {
  const isNew = (at: number) => at >= from && at < to
  const dates = [...datesBetween(dateAt(from), addDays(dateAt(to), 1))]
  const rows: Record<'customers' | 'orders' | 'order_lines' | 'tickets' | 'visits' | 'subscriptions', string[]> = {
    customers: [],
    orders: [],
    order_lines: [],
    tickets: [],
    visits: [],
    subscriptions: [],
  }
  for (const date of dates) {
    const day = dayOf(date)
    const orders = ordersOn(business, day)
    for (const customer of customersOf(business, day))
      if (isNew(customer.signedUpAt)) rows.customers.push(customerRow(customer))
    for (const order of orders)
      if (isNew(order.placedAt)) {
        rows.orders.push(orderRow(order, to))
        rows.order_lines.push(lineRows(order))
      }
    for (const ticket of ticketsOf(business, day)) if (isNew(ticket.openedAt)) rows.tickets.push(ticketRow(ticket, to))
    for (const visits of visitsOn(business, day)) {
      const end = visits.hour + 3_600_000
      if (end > from && end <= to) rows.visits.push(visitsRow(visits))
    }
    if (day.to > from && day.to <= to) rows.subscriptions.push(...snapshotsOf(business, day).map(snapshotRow))
  }
  for (const [table, chunks] of Object.entries(rows)) await copyInto(client, `demo.${table}`, chunks)
}

async function settleOrders(client: Client, business: Business, { from, to }: Gap): Promise<void> {
  const became = (at: number | null) => at !== null && at >= from && at < to
  const rows = daysBefore(from, ORDER_SETTLES_IN_DAYS).flatMap((date) =>
    ordersOn(business, dayOf(date))
      .filter((order) => order.placedAt < from && (became(order.shippedAt) || became(order.refundedAt)))
      .map((order) => orderOutcomeRow(order, to)),
  )
  await client.query(
    `create temporary table settled_orders on commit drop as
     select order_id, placed_at, shipped_at, refunded_at, refund from demo.orders with no data`,
  )
  await copyInto(client, 'settled_orders', rows)
  await client.query(
    `update demo.orders o set shipped_at = s.shipped_at, refunded_at = s.refunded_at, refund = s.refund
     from settled_orders s
     where o.order_id = s.order_id and o.placed_at = s.placed_at and o.placed_at >= $1`,
    [moment(dayOf(addDays(dateAt(from), -ORDER_SETTLES_IN_DAYS)).from)],
  )
}

async function settleTickets(client: Client, business: Business, { from, to }: Gap): Promise<void> {
  const became = (at: number) => at >= from && at < to
  const rows = daysBefore(from, TICKET_SETTLES_IN_DAYS).flatMap((date) =>
    ticketsOf(business, dayOf(date))
      .filter((ticket) => ticket.openedAt < from && (became(ticket.answeredAt) || became(ticket.resolvedAt)))
      .map((ticket) => ticketOutcomeRow(ticket, to)),
  )
  await client.query(
    `create temporary table settled_tickets on commit drop as
     select ticket_id, opened_at, answered_at, resolved_at, csat, is_reopened from demo.tickets with no data`,
  )
  await copyInto(client, 'settled_tickets', rows)
  await client.query(
    `update demo.tickets t
     set answered_at = s.answered_at, resolved_at = s.resolved_at, csat = s.csat, is_reopened = s.is_reopened
     from settled_tickets s
     where t.ticket_id = s.ticket_id and t.opened_at = s.opened_at and t.opened_at >= $1`,
    [moment(dayOf(addDays(dateAt(from), -TICKET_SETTLES_IN_DAYS)).from)],
  )
}

function daysBefore(moment: number, days: number): string[] {
  const last = dateAt(moment)
  return [...datesBetween(addDays(last, -days), addDays(last, 1))]
}
