/** A shop like the demo's, for counting its events: six dimensions, ten measures, one table that is fed. */
import type { Catalog } from '../../src/analytics/catalog.ts'
import { liveShopCatalog } from '../support/live-shop.ts'
import { onDatabase } from '../support/server.ts'

const SCHEMA = `
create schema rollup;
create table rollup.sales_live (
  hour timestamptz not null, region text not null, country text not null, channel text not null, category text not null,
  product text not null, is_gift boolean not null, orders integer not null, units integer not null,
  revenue numeric(12, 2) not null, discount numeric(12, 2) not null, cost numeric(12, 2) not null,
  margin numeric(12, 2) not null, refunded_orders integer not null, refunds numeric(12, 2) not null,
  largest_order numeric(12, 2) not null, smallest_order numeric(12, 2) not null, data_as_of timestamptz not null,
  primary key (hour, region, country, channel, category, product, is_gift)
);
create view kpi.sales as select * from rollup.sales_live;
grant usage on schema rollup to tidings_keeper;
grant select, insert, update, delete on rollup.sales_live to tidings_keeper;
grant select on kpi.sales to tidings_keeper;
`

const catalogFor = (topic: string) => `
timezone: Europe/Berlin
views:
  sales:
    relation: kpi.sales
    live: rollup.sales_live
    time: { column: hour, grain: hour }
    as_of: data_as_of
    dimensions:
      region: { column: region }
      country: { column: country }
      channel: { column: channel }
      category: { column: category }
      product: { column: product }
      is_gift: { column: is_gift }
kpis: { revenue: { view: sales, measure: { sum: revenue } } }
streams:
  orders:
    topic: ${topic}
    time: placed_at
    id: order_id
    into: sales
    measures:
      orders: { count: true }
      units: { sum: units }
      revenue: { sum: amount }
      discount: { sum: discount }
      cost: { sum: cost }
      margin: { sum: margin }
      refunded_orders: { sum: refunded }
      refunds: { sum: refund }
      largest_order: { max: amount }
      smallest_order: { min: amount }
    dimensions: { region: region, country: country, channel: channel, category: category, product: product, is_gift: is_gift }
`

export async function makeWideShop(adminUrl: string): Promise<void> {
  await onDatabase(adminUrl, (client) => client.query(SCHEMA))
}

export function wideShopCatalog(url: string, topic: string): Promise<Catalog> {
  return liveShopCatalog(url, catalogFor(topic))
}

/** The nth order, placed at a moment; about 290 bytes of JSON. */
export function wideOrder(index: number, at: number): object {
  // A cheap scramble: the same orders each time, in no order.
  const random = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  const country = random % 16
  const product = (random >>> 4) % 64
  const amount = ((random >>> 8) % 20_000) / 100
  return {
    order_id: 1_000_000_000 + index,
    placed_at: new Date(at).toISOString(),
    region: `Region ${country % 5}`,
    country: `Country ${country}`,
    channel: ['web', 'app', 'marketplace'][(random >>> 3) % 3],
    category: `Category ${product % 8}`,
    product: `Product ${product}`,
    is_gift: random % 14 === 0,
    units: 1 + (random % 3),
    amount,
    discount: 0,
    cost: Math.round(amount * 60) / 100,
    margin: Math.round(amount * 40) / 100,
    refunded: 0,
    refund: 0,
  }
}
