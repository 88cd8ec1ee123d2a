/** Rows as COPY reads them. What happens after `until` is not known yet: it is null. */
import type { Customer } from './customers.ts'
import type { Order } from './orders.ts'
import type { Snapshot } from './subscriptions.ts'
import type { Ticket } from './tickets.ts'
import type { Visits } from './visits.ts'
import { CHANNELS, COUNTRIES } from './world.ts'

export function customerRow(customer: Customer): string {
  return row(
    customer.id,
    moment(customer.signedUpAt),
    customer.country,
    customer.name,
    customer.email,
    customer.source,
    customer.segment,
    customer.tier,
    customer.age,
    customer.newsletter,
  )
}

// Orders and lines are written three million times: no list of cells is made for each of them.

export function orderRow(order: Order, until: number): string {
  const { id, placedAt, customer, units, amountCents, discountCents, costCents, promotion, isGift, payment } = order
  const country = COUNTRIES[order.country]!.code
  const channel = CHANNELS[order.channel]!.name
  const product = order.lines[0]!.product.id
  return `${id}\t${moment(placedAt)}\t${customer}\t${country}\t${channel}\t${product}\t${units}\t${money(amountCents)}\t${money(discountCents)}\t${money(costCents)}\t${promotion ?? '\\N'}\t${isGift}\t${payment}\t${orderOutcome(order, until)}\n`
}

export function orderOutcomeRow(order: Order, until: number): string {
  return `${order.id}\t${moment(order.placedAt)}\t${orderOutcome(order, until)}\n`
}

/** What of an order is known later: shipped_at, refunded_at, refund. */
function orderOutcome({ shippedAt, refundedAt, refundCents }: Order, until: number): string {
  const shipped = shippedAt < until ? moment(shippedAt) : '\\N'
  const isRefunded = refundedAt !== null && refundedAt < until
  return `${shipped}\t${isRefunded ? moment(refundedAt) : '\\N'}\t${money(isRefunded ? refundCents : 0)}`
}

export function lineRows(order: Order): string {
  const at = moment(order.placedAt)
  let rows = ''
  let number = 0
  for (const { product, units, unitPriceCents, discountCents, amountCents } of order.lines)
    rows += `${order.id}\t${(number += 1)}\t${at}\t${product.id}\t${units}\t${money(unitPriceCents)}\t${money(discountCents)}\t${money(amountCents)}\n`
  return rows
}

export function ticketRow(ticket: Ticket, until: number): string {
  return row(
    ticket.id,
    moment(ticket.openedAt),
    ticket.customer,
    ticket.country,
    ticket.category,
    ticket.topic,
    ticket.priority,
    ticket.contact,
    ...ticketOutcome(ticket, until),
    ticket.isReopened && ticket.resolvedAt < until,
  )
}

/** The columns of a ticket that are known later: answered_at, resolved_at, csat. */
function ticketOutcome(ticket: Ticket, until: number): [string | null, string | null, number | null] {
  const isResolved = ticket.resolvedAt < until
  return [
    ticket.answeredAt < until ? moment(ticket.answeredAt) : null,
    isResolved ? moment(ticket.resolvedAt) : null,
    isResolved ? ticket.csat : null,
  ]
}

export function ticketOutcomeRow(ticket: Ticket, until: number): string {
  return row(
    ticket.id,
    moment(ticket.openedAt),
    ...ticketOutcome(ticket, until),
    ticket.isReopened && ticket.resolvedAt < until,
  )
}

export function visitsRow(visits: Visits): string {
  return row(
    moment(visits.hour),
    visits.region,
    visits.device,
    visits.sessions,
    visits.pageViews,
    visits.bounces,
    visits.carts,
    visits.checkouts,
    visits.conversions,
    visits.seconds,
    visits.errors,
  )
}

export function snapshotRow(snapshot: Snapshot): string {
  return row(
    snapshot.date,
    snapshot.plan,
    snapshot.country,
    snapshot.active,
    snapshot.started,
    snapshot.cancelled,
    money(snapshot.mrrCents),
  )
}

/** No value of the business holds a tab, a line break or a backslash, so none is escaped. */
function row(...cells: readonly (string | number | boolean | null)[]): string {
  let text = `${cells[0]}`
  for (let index = 1; index < cells.length; index++) text += `\t${cells[index] ?? '\\N'}`
  return `${text}\n`
}

/** ISO 8601 to the second, in UTC. */
export function moment(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000)
  const day = Math.floor(seconds / 86_400)
  const second = seconds - day * 86_400
  // `toISOString` for each of eight million moments would be a tenth of a first load.
  let date = dates.get(day)
  if (date === undefined) dates.set(day, (date = new Date(day * 86_400_000).toISOString().slice(0, 11)))
  const time = (times[second] ??= new Date(second * 1000).toISOString().slice(11, 19))
  return `${date}${time}Z`
}
const dates = new Map<number, string>()
const times: (string | undefined)[] = Array.from({ length: 86_400 })

function money(cents: number): string {
  const part = cents % 100
  return `${(cents - part) / 100}.${part < 10 ? '0' : ''}${part}`
}
