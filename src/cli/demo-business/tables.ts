/** The partitioned tables of facts, and how a month's partition comes to be. */
import type { Client } from 'pg'
import { addMonths, dayOf } from './day.ts'
import { moment } from './rows.ts'

export interface FactTable {
  readonly name: string
  readonly primaryKey: string | null
  readonly index: string | null
  /** What the partitions are bounded by. */
  readonly by: 'moment' | 'date'
}

export const ORDERS: FactTable = {
  name: 'demo.orders',
  primaryKey: 'order_id, placed_at',
  index: 'placed_at',
  by: 'moment',
}
export const LINES: FactTable = {
  name: 'demo.order_lines',
  primaryKey: 'order_id, line, placed_at',
  index: null,
  by: 'moment',
}
export const TICKETS: FactTable = {
  name: 'demo.tickets',
  primaryKey: 'ticket_id, opened_at',
  index: 'opened_at',
  by: 'moment',
}
export const VISITS: FactTable = { name: 'demo.visits', primaryKey: 'hour, region, device', index: null, by: 'moment' }
export const SUBSCRIPTIONS: FactTable = {
  name: 'demo.subscriptions',
  primaryKey: 'day, plan, country',
  index: null,
  by: 'date',
}
export const SALES_HISTORY: FactTable = {
  name: 'rollup.sales_history',
  primaryKey: null,
  index: 'hour',
  by: 'moment',
}

/** In the order in which their locks are taken. */
const ALL = [ORDERS, LINES, TICKETS, VISITS, SUBSCRIPTIONS, SALES_HISTORY]

function partitionOf(table: FactTable, month: string): string {
  return `${table.name}_${month.slice(0, 7).replace('-', '_')}`
}

/** A table like its parent, not part of it yet: it fills quicker without indexes and triggers. */
export async function createAside(client: Client, table: FactTable, month: string): Promise<string> {
  const partition = partitionOf(table, month)
  await client.query(`create table ${partition} (like ${table.name} including defaults including constraints)`)
  return partition
}

export async function addIndexes(client: Client, table: FactTable, month: string): Promise<void> {
  const partition = partitionOf(table, month)
  if (table.primaryKey) await client.query(`alter table ${partition} add primary key (${table.primaryKey})`)
  if (table.index) await client.query(`create index on ${partition} (${table.index})`)
  await client.query(`analyze ${partition}`)
}

export async function attach(client: Client, table: FactTable, month: string): Promise<void> {
  const [from, to] = boundsOf(table, month)
  await client.query(
    `alter table ${table.name} attach partition ${partitionOf(table, month)} for values from ('${from}') to ('${to}')`,
  )
}

/** Empty partitions for a month in which a gap is filled, where there are none yet. */
export async function ensurePartitions(client: Client, month: string): Promise<void> {
  for (const table of ALL) {
    const [from, to] = boundsOf(table, month)
    const partition = partitionOf(table, month)
    const { rows } = await client.query<{ known: string | null }>('select to_regclass($1) as known', [partition])
    if (rows[0]?.known === null)
      await client.query(
        `create table ${partition} partition of ${table.name} for values from ('${from}') to ('${to}')`,
      )
  }
}

/** Statistics of whole tables, which those of partitions do not make up for. */
export async function analyzeAll(client: Client): Promise<void> {
  for (const table of ALL) await client.query(`analyze only ${table.name}`)
  await client.query('analyze demo.customers, demo.countries, demo.products')
}

function boundsOf(table: FactTable, month: string): [string, string] {
  const next = addMonths(month, 1)
  return table.by === 'date' ? [month, next] : [moment(dayOf(month).from), moment(dayOf(next).from)]
}
