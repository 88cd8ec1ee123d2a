/** The parts of a first load. Each is one transaction, so an interrupted load goes on with those that are missing. */
import type { Client } from 'pg'
import { businessOf } from './business.ts'
import { copyInto } from './copy.ts'
import { customersOf, CUSTOMER_MEMORY_DAYS } from './customers.ts'
import { addDays, addMonths, dateAt, datesBetween, dayOf, firstOfMonth } from './day.ts'
import { ordersOf } from './orders.ts'
import { customerRow, lineRows, moment, orderRow, snapshotRow, ticketRow, visitsRow } from './rows.ts'
import { snapshotsOf } from './subscriptions.ts'
import {
  addIndexes,
  attach,
  createAside,
  LINES,
  ORDERS,
  SALES_HISTORY,
  SUBSCRIPTIONS,
  TICKETS,
  VISITS,
} from './tables.ts'
import { ticketsOf } from './tickets.ts'
import { visitsOf } from './visits.ts'

/** What decides every row. Goes to workers, so it is plain data. */
export interface FirstLoad {
  readonly seed: string
  readonly scale: number
  /** The day of the first load: history begins that many months before it, incidents lie at fixed distances from it. */
  readonly loadedOn: string
  readonly months: number
  /** Epoch milliseconds; nothing from then on. */
  readonly until: number
}

/** The first day with orders. */
export function firstDayOf({ loadedOn, months }: FirstLoad): string {
  return addMonths(loadedOn, -months)
}

/** `customers`, then each month as the date it begins on. */
export function partsOf(load: FirstLoad): readonly string[] {
  const parts = ['customers']
  for (let month = firstOfMonth(firstDayOf(load)); dayOf(month).from < load.until; month = addMonths(month, 1))
    parts.push(month)
  return parts
}

export async function loadPart(client: Client, load: FirstLoad, part: string): Promise<void> {
  await client.query('begin')
  try {
    // A month is small and even; its statistics at the usual detail would take a fifth of the load.
    await client.query('set local default_statistics_target = 20')
    await (part === 'customers' ? loadCustomers(client, load) : loadMonth(client, load, part))
    await client.query('insert into demo.loaded_parts values ($1)', [part])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function loadCustomers(client: Client, load: FirstLoad): Promise<void> {
  const business = businessOf(load.seed, load.scale, load.loadedOn)
  function* chunks() {
    // The memory of the first day's orders, and one day more for a year with a leap day.
    for (const date of datesBetween(
      addDays(firstDayOf(load), -CUSTOMER_MEMORY_DAYS - 1),
      addDays(dateAt(load.until), 1),
    ))
      yield customersOf(business, dayOf(date))
        .filter((customer) => customer.signedUpAt < load.until)
        .map(customerRow)
        .join('')
  }
  await client.query('truncate demo.customers')
  await copyInto(client, 'demo.customers', chunks(), true)
}

async function loadMonth(client: Client, load: FirstLoad, month: string): Promise<void> {
  const { until } = load
  const business = businessOf(load.seed, load.scale, load.loadedOn)
  const rows = {
    orders: [] as string[],
    lines: [] as string[],
    tickets: [] as string[],
    visits: [] as string[],
    snapshots: [] as string[],
  }
  const firstDay = firstDayOf(load)
  const first = month < firstDay ? firstDay : month
  for (const date of datesBetween(first, addMonths(month, 1))) {
    const day = dayOf(date)
    if (day.from >= until) break
    const orders = ordersOf(business, day)
    let [orderText, lineText] = ['', '']
    for (const order of orders) {
      if (order.placedAt >= until) break
      orderText += orderRow(order, until)
      lineText += lineRows(order)
    }
    rows.orders.push(orderText)
    rows.lines.push(lineText)
    rows.tickets.push(
      ticketsOf(business, day)
        .filter((ticket) => ticket.openedAt < until)
        .map((ticket) => ticketRow(ticket, until))
        .join(''),
    )
    rows.visits.push(
      visitsOf(business, day, orders)
        .filter((visits) => visits.hour + 3_600_000 <= until)
        .map(visitsRow)
        .join(''),
    )
    if (day.to <= until) rows.snapshots.push(snapshotsOf(business, day).map(snapshotRow).join(''))
    // Lets other parts' results in when several share this thread.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const facts = [
    [ORDERS, rows.orders],
    [LINES, rows.lines],
    [TICKETS, rows.tickets],
    [VISITS, rows.visits],
    [SUBSCRIPTIONS, rows.snapshots],
  ] as const
  for (const [table, chunks] of facts) {
    await copyInto(client, await createAside(client, table, month), chunks, true)
    await addIndexes(client, table, month)
  }
  for (const [table] of facts) await attach(client, table, month)
  const history = await createAside(client, SALES_HISTORY, month)
  await client.query(`insert into ${history} select * from rollup.sales_rows($1, $2)`, [
    moment(dayOf(month).from),
    moment(dayOf(addMonths(month, 1)).from),
  ])
  await addIndexes(client, SALES_HISTORY, month)
  await attach(client, SALES_HISTORY, month)
}
