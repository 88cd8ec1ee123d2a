/** A small shop whose sales are fed by events: a view of history and live, a view of tickets, and streams into both. */
import type { Catalog } from '../../src/analytics/catalog.ts'
import { liveTablesOf, relationsOf } from '../../src/analytics/catalog-file.ts'
import { readLiveColumns, readLiveTables } from '../../src/analytics/live-columns.ts'
import { boundCatalog, writtenCatalog } from './bound-catalog.ts'
import { onDatabase, type TestDatabase } from './server.ts'

const SCHEMA = `
create schema rollup;
create table rollup.sales_history (
  hour timestamptz not null, region text not null, channel text not null,
  orders integer not null, revenue numeric(12, 2) not null, largest numeric(12, 2), data_as_of timestamptz not null
);
create table rollup.sales_live (like rollup.sales_history, primary key (hour, region, channel));
create table rollup.tickets_live (
  opened_at timestamptz not null, ticket_id bigint not null, topic varchar(20) not null, csat integer
);
create table tidings.boundary (view text primary key, complete_to timestamptz not null);
alter table tidings.boundary owner to tidings_keeper;
create view kpi.sales as
select * from rollup.sales_history where hour < (select complete_to from tidings.boundary where view = 'sales')
union all
select * from rollup.sales_live where hour >= (select complete_to from tidings.boundary where view = 'sales');
create view kpi.tickets as
select * from rollup.tickets_live
where opened_at >= (select complete_to from tidings.boundary where view = 'tickets');
grant usage on schema rollup to tidings_keeper;
grant select, insert, update, delete on all tables in schema rollup to tidings_keeper;
grant select on all tables in schema kpi to tidings_keeper;
`

const CATALOG = `
timezone: Europe/Berlin
views:
  sales:
    relation: kpi.sales
    live: rollup.sales_live
    time: { column: hour, grain: hour }
    as_of: data_as_of
    dimensions: { region: { column: region }, channel: { column: channel } }
  tickets:
    relation: kpi.tickets
    live: rollup.tickets_live
    rows: { label: tickets }
    time: { column: opened_at, grain: minute }
    dimensions: { topic: { column: topic } }
kpis:
  revenue: { view: sales, measure: { sum: revenue }, unit: EUR }
  orders: { view: sales, measure: { sum: orders } }
  average_order: { view: sales, measure: { ratio: { of: { sum: revenue }, over: { sum: orders } } } }
  largest: { view: sales, measure: { max: largest } }
  web_revenue: { view: sales, measure: { sum: revenue, where: { channel: web } } }
  tickets: { view: tickets, measure: { count: true } }
  csat: { view: tickets, measure: { average: csat } }
streams:
  orders:
    topic: orders
    time: placed_at
    id: id
    into: sales
    measures: { orders: { count: true }, revenue: { sum: amount }, largest: { max: amount }, customers: { count_distinct: customer } }
    dimensions: { region: shop.region, channel: channel }
    slices: [[region], [region, channel]]
  tickets:
    topic: tickets
    time: opened_at
    into: tickets
    columns: { ticket_id: id, topic: topic, csat: csat }
    dimensions: { topic: topic }
  points: { kind: points, topic: points }
`

/** Makes the shop's tables and views in an empty database. */
export async function makeLiveShop(database: TestDatabase): Promise<void> {
  await onDatabase(database.adminUrl, (client) => client.query(SCHEMA))
}

/** The shop's catalog, bound to a database that has it. */
export async function liveShopCatalog(url: string, text = CATALOG): Promise<Catalog> {
  const written = writtenCatalog(text)
  return onDatabase(url, async (client) => {
    const live = await readLiveColumns(client, relationsOf(written))
    return boundCatalog(written, live, await readLiveTables(client, liveTablesOf(written)))
  })
}

/** An order as the shop's own software would send it. */
export interface SentOrder {
  readonly id: string
  readonly placed_at: string
  readonly shop: { readonly region: string }
  readonly channel: string
  readonly amount: number
  readonly customer: string
}

/** The catalog's text, for tests that change it. */
export const LIVE_SHOP_CATALOG = CATALOG
