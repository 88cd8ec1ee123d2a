/** A small business for tests of rights, guard and run: a catalog, its tables, and a twin that differs in what is hidden. */
import { policiesOf } from '../../src/analytics/access.ts'
import type { Catalog, ColumnType } from '../../src/analytics/catalog.ts'
import { relationsOf } from '../../src/analytics/catalog-file.ts'
import { readLiveColumns } from '../../src/analytics/live-columns.ts'
import type { Policy } from '../../src/analytics/policy.ts'
import { boundCatalog, writtenCatalog } from './bound-catalog.ts'
import { onDatabase } from './server.ts'

const CATALOG = `
timezone: Europe/Berlin
views:
  sales:
    relation: shop.sales_hourly
    time: { column: hour, grain: hour }
    other_times:
      shipped: { column: shipped_on }
    dimensions:
      region: { column: region }
      category: { column: category }
      product: { column: product, within: category }
      is_gift: { column: is_gift }
      quantity: { column: quantity }
      customer_email: { column: customer_email, masked: true }
  support:
    relation: shop.tickets
    rows: { label: tickets }
    time: { column: opened_at, grain: minute }
    dimensions:
      region: { column: region }
      priority: { column: priority }
      agent: { column: agent }
  people:
    relation: shop.people
    dimensions:
      office: { column: office }
      "odd": { column: "Odd name" }
kpis:
  revenue: { view: sales, measure: { sum: revenue }, unit: EUR }
  orders: { view: sales, measure: { sum: orders } }
  gross_margin: { view: sales, measure: { sum: margin } }
  average_order: { view: sales, measure: { ratio: { of: { sum: revenue }, over: { sum: orders } } } }
  tickets: { view: support, measure: { count: true } }
  handling: { view: support, measure: { median: minutes } }
  salaries: { view: people, measure: { sum: salary } }
access:
  default_role: everyone
  roles:
    everyone: { kpis: all, except: [gross_margin, salaries] }
    emea: { kpis: all, except: [gross_margin, salaries], rows: { sales: { region: [EMEA] }, support: { region: [EMEA] } } }
    gifts: { kpis: [revenue, orders], rows: { sales: { is_gift: true, quantity: [1, 2] } } }
    finance: { kpis: all, unmasked: [sales.customer_email] }
    support: { kpis: [tickets, handling], hide: [support.agent] }
    boss: { kpis: all, may_act_as: true }
  people:
    "slack:T01/U02": [finance]
    "slack:T01/U03": [emea, support]
    "ana@example.com": [emea]
    "slack:T01/U09": [boss]
  channels:
    "slack:T01/C03": everyone
    "slack:T01/C04": emea
`

const TABLES = `
  CREATE SCHEMA shop;
  CREATE TABLE shop.orders (id int PRIMARY KEY, hour timestamptz, shipped_on date, region text, category text, product text,
    is_gift boolean, quantity int, customer_email text, revenue numeric, orders int, margin numeric, card_number text,
    is_test boolean NOT NULL DEFAULT false);
  CREATE TABLE shop.tickets (id int, opened_at timestamptz, region text, priority text, agent text, minutes double precision);
  CREATE TABLE shop.people (office text, "Odd name" text, salary numeric);
  CREATE VIEW shop.sales_hourly AS SELECT hour, shipped_on, region, category, product, is_gift, quantity, customer_email,
    revenue, orders, margin, card_number FROM shop.orders WHERE NOT is_test;
  CREATE INDEX ON shop.orders (hour);
  CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$;
  INSERT INTO shop.orders
  SELECT n, timestamptz '2026-11-01 00:00+01' + n * interval '37 minutes', date '2026-11-02' + n / 40,
    CASE WHEN n % 17 = 0 THEN NULL ELSE 'EMEA' END, (ARRAY['Toys', 'Books', 'Garden'])[1 + n % 3], 'P' || n % 11, n % 5 = 0, 1 + n % 4,
    'person' || n || '@example.com', (n * 7919 % 10007) / 100.0, 1 + n % 3, n % 13, '4000-' || n
  FROM generate_series(1, 600) AS n;
  INSERT INTO shop.tickets
  SELECT n, timestamptz '2026-11-01 00:00+01' + n * interval '2 hours', 'EMEA', (ARRAY['low', 'high'])[1 + n % 2],
    'agent' || n % 4, n % 60 FROM generate_series(1, 150) AS n;
  INSERT INTO shop.people VALUES ('Berlin', 'x', 1000), ('Paris', 'y', 2000);`

/** The columns that the views have, for tests that need no database. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, readonly [pgType: string, type: ColumnType]>>>> = {
  'shop.sales_hourly': {
    hour: ['timestamp with time zone', 'timestamptz'],
    shipped_on: ['date', 'date'],
    region: ['text', 'text'],
    category: ['text', 'text'],
    product: ['text', 'text'],
    is_gift: ['boolean', 'boolean'],
    quantity: ['integer', 'number'],
    customer_email: ['text', 'text'],
    revenue: ['numeric', 'number'],
    orders: ['integer', 'number'],
    margin: ['numeric', 'number'],
    card_number: ['text', 'text'],
  },
  'shop.tickets': {
    id: ['integer', 'number'],
    opened_at: ['timestamp with time zone', 'timestamptz'],
    region: ['text', 'text'],
    priority: ['text', 'text'],
    agent: ['text', 'text'],
    minutes: ['double precision', 'number'],
  },
  'hr.tickets': { office: ['text', 'text'], 'Odd name': ['text', 'text'], salary: ['numeric', 'number'] },
  'shop.people': { office: ['text', 'text'], 'Odd name': ['text', 'text'], salary: ['numeric', 'number'] },
}

/**
 * What role emea must not be able to notice: rows of other regions, masked values, columns and views it does not have, and
 * rows of base tables that the KPI view itself leaves out.
 */
const HIDDEN = [
  `INSERT INTO shop.orders
   SELECT 10000 + n, timestamptz '2026-10-01 00:00+02' + n * interval '11 minutes', date '2026-10-03', 'AMER', 'Secret' || n, 'Q' || n, n % 2 = 0,
     n, 'hidden' || n, n, n, n, 'x' FROM generate_series(1, 400) AS n;
   INSERT INTO shop.orders SELECT 30000 + n, timestamptz '2026-11-05 00:00+01', date '2026-11-05', 'EMEA', 'Test' || n, '7', NULL, 0, '', -n, 0, 0, '', true
   FROM generate_series(1, 100) AS n;
   INSERT INTO shop.tickets SELECT 10000 + n, timestamptz '2026-10-01 00:00+02' + n * interval '1 hour', 'APAC', 'none', 'h' || n, -n
   FROM generate_series(1, 50) AS n;`,
  `INSERT INTO shop.orders
   SELECT 20000 + n, timestamptz '2031-01-01 00:00+01' - n * interval '5 hours', NULL, (ARRAY['APAC', 'LATAM', NULL])[1 + n % 3], 'Other', NULL, NULL,
     0, repeat('z', n), 0, 0, -n, 'abc' FROM generate_series(1, 900) AS n;
   INSERT INTO shop.orders SELECT 40000 + n, '2020-01-01', NULL, 'EMEA', '12', 'zzz', true, NULL, '', 1e9, 5, 0, '', true FROM generate_series(1, 7) AS n;
   UPDATE shop.orders SET customer_email = 'someone else', margin = -margin, card_number = NULL WHERE id < 10000;
   UPDATE shop.orders SET region = 'APAC', category = '12', revenue = 0, quantity = 0 WHERE region IS NULL AND id < 10000;
   INSERT INTO shop.tickets VALUES (99999, now(), 'AMER', '0', 'nobody', 0);
   UPDATE shop.people SET salary = salary * 7;
   INSERT INTO shop.people VALUES ('Rome', NULL, 0);`,
]

export interface Shop {
  readonly catalog: Catalog
  readonly policies: ReadonlyMap<string, Policy>
}

/** Makes the shop's tables; `twin` 0 or 1 adds what is hidden from role emea, null nothing. */
export async function makeShop(adminUrl: string, twin: 0 | 1 | null): Promise<void> {
  await onDatabase(adminUrl, async (client) => {
    await client.query(TABLES)
    if (twin !== null) await client.query(HIDDEN[twin]!)
    await client.query(
      'GRANT USAGE ON SCHEMA shop TO tidings_keeper; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO tidings_keeper',
    )
    // Rows come in the order they lie in where nothing else is asked for: that must not be what tells the twins apart.
    await client.query('CLUSTER shop.orders USING orders_pkey')
    await client.query('ANALYZE')
  })
}

/** The shop's catalog, bound to a database in which it was made. */
export async function openShop(url: string): Promise<Shop> {
  const live = await onDatabase(url, (client) => readLiveColumns(client, relationsOf(writtenCatalog(CATALOG))))
  const catalog = boundCatalog(CATALOG, live)
  return { catalog, policies: policiesOf(catalog) }
}

/** The same without a database. */
export function shopCatalog(change: (yaml: string) => string = (yaml) => yaml): Catalog {
  const live = Object.entries(COLUMNS).map(([relation, columns]) => {
    const list = Object.entries(columns).map(([name, [pgType, type]]) => [name, { name, pgType, type }] as const)
    return [relation, new Map(list)] as const
  })
  return boundCatalog(change(CATALOG), new Map(live))
}

export function shopPolicies(change?: (yaml: string) => string): ReadonlyMap<string, Policy> {
  return policiesOf(shopCatalog(change))
}
