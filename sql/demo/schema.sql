-- The demo business: an online retailer. Facts are partitioned by month of the business's own calendar (Europe/Berlin).
create schema demo;

create table demo.countries (
  code text primary key,
  name text not null unique,
  region text not null
);

create table demo.products (
  product_id integer primary key,
  name text not null unique,
  category text not null,
  price numeric(10, 2) not null,
  cost numeric(10, 2) not null
);

create table demo.promotions (
  promotion_id integer primary key,
  name text not null,
  starts_on date not null,
  -- The first day after it.
  ends_on date not null,
  category text,
  region text,
  discount_percent integer not null
);

create table demo.customers (
  customer_id integer primary key,
  signed_up_at timestamptz not null,
  country text not null,
  full_name text not null,
  email text not null,
  source text not null,
  segment text not null,
  tier text not null,
  age integer not null,
  newsletter boolean not null
);
create index on demo.customers (signed_up_at);

-- An order is of one category and counts under its first line's product.
create table demo.orders (
  order_id bigint not null,
  placed_at timestamptz not null,
  customer_id integer not null,
  country text not null,
  channel text not null,
  product_id integer not null,
  units integer not null,
  -- After discount, before refunds.
  amount numeric(10, 2) not null,
  discount numeric(10, 2) not null,
  cost numeric(10, 2) not null,
  promotion_id integer,
  is_gift boolean not null,
  payment text not null,
  shipped_at timestamptz,
  refunded_at timestamptz,
  refund numeric(10, 2) not null,
  primary key (order_id, placed_at)
) partition by range (placed_at);
create index on demo.orders (placed_at);

create table demo.order_lines (
  order_id bigint not null,
  line integer not null,
  placed_at timestamptz not null,
  product_id integer not null,
  units integer not null,
  unit_price numeric(10, 2) not null,
  discount numeric(10, 2) not null,
  amount numeric(10, 2) not null,
  primary key (order_id, line, placed_at)
) partition by range (placed_at);

create table demo.tickets (
  ticket_id bigint not null,
  opened_at timestamptz not null,
  customer_id integer not null,
  country text not null,
  category text not null,
  topic text not null,
  priority text not null,
  contact text not null,
  answered_at timestamptz,
  resolved_at timestamptz,
  csat integer,
  is_reopened boolean not null,
  primary key (ticket_id, opened_at)
) partition by range (opened_at);
create index on demo.tickets (opened_at);

-- Visits of web and app, counted by the hour.
create table demo.visits (
  hour timestamptz not null,
  region text not null,
  device text not null,
  sessions integer not null,
  page_views integer not null,
  bounces integer not null,
  carts integer not null,
  checkouts integer not null,
  conversions integer not null,
  seconds bigint not null,
  errors integer not null,
  primary key (hour, region, device)
) partition by range (hour);

-- The state at the end of each day.
create table demo.subscriptions (
  day date not null,
  plan text not null,
  country text not null,
  active integer not null,
  started integer not null,
  cancelled integer not null,
  mrr numeric(12, 2) not null,
  primary key (day, plan, country)
) partition by range (day);

-- What really happened, for checking detection; nothing else may read it.
create table demo.incidents (
  incident_id integer primary key,
  kind text not null,
  kpi text not null,
  -- Dimension to its members; empty: the whole business.
  members jsonb not null,
  from_time timestamptz not null,
  -- Null: it lasts.
  to_time timestamptz,
  factor numeric not null,
  description text not null
);

-- What somebody caused while the demo ran; what happens is made with it.
create table demo.caused (
  id integer generated always as identity primary key,
  kind text not null,
  from_time timestamptz not null,
  to_time timestamptz not null
);

-- What has been loaded. This row decides all others, so an interrupted load goes on where it stopped.
create table demo.load (
  one_row boolean primary key default true check (one_row),
  seed text not null,
  scale numeric not null,
  first_until timestamptz not null,
  loaded_on date not null,
  months integer not null,
  -- Null while the first load is under way; everything before it is there afterwards.
  loaded_to timestamptz
);

-- A month, or `customers`: each is loaded in one transaction.
create table demo.loaded_parts (
  part text primary key
);
