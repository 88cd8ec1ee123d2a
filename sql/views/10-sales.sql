-- Sales by hour and everything an order has. An order counts in the hour it was placed, with its whole content, under the
-- product of its first line; refunds count in the hour of the order they give back.
create table rollup.sales_history (
  hour timestamptz not null,
  region text not null,
  country text not null,
  channel text not null,
  category text not null,
  product text not null,
  is_gift boolean not null,
  orders integer not null,
  units integer not null,
  revenue numeric(12, 2) not null,
  discount numeric(12, 2) not null,
  cost numeric(12, 2) not null,
  margin numeric(12, 2) not null,
  refunded_orders integer not null,
  refunds numeric(12, 2) not null,
  largest_order numeric(12, 2) not null,
  smallest_order numeric(12, 2) not null,
  data_as_of timestamptz not null
) partition by range (hour);
create index on rollup.sales_history (hour);

create table rollup.sales_live (
  like rollup.sales_history,
  primary key (hour, region, country, channel, category, product, is_gift)
);

-- The history's rows for a stretch of whole hours.
create function rollup.sales_rows(from_hour timestamptz, to_hour timestamptz) returns setof rollup.sales_history
language sql stable as $$
  select
    date_trunc('hour', o.placed_at, 'UTC'),
    c.region,
    c.name,
    o.channel,
    p.category,
    p.name,
    o.is_gift,
    count(*)::integer,
    sum(o.units)::integer,
    sum(o.amount),
    sum(o.discount),
    sum(o.cost),
    sum(o.amount - o.cost),
    count(o.refunded_at)::integer,
    sum(o.refund),
    max(o.amount),
    min(o.amount),
    max(o.placed_at)
  from demo.orders o
  join demo.countries c on c.code = o.country
  join demo.products p using (product_id)
  where o.placed_at >= from_hour and o.placed_at < to_hour
  group by 1, 2, 3, 4, 5, 6, 7
$$;

create function rollup.mark_sales() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    insert into rollup.changed select distinct 'sales', date_trunc('hour', placed_at, 'UTC') from before;
  end if;
  if tg_op <> 'DELETE' then
    insert into rollup.changed select distinct 'sales', date_trunc('hour', placed_at, 'UTC') from after;
  end if;
  return null;
end
$$;

create trigger sales_inserted after insert on demo.orders
  referencing new table as after for each statement execute function rollup.mark_sales();
create trigger sales_updated after update on demo.orders
  referencing old table as before new table as after for each statement execute function rollup.mark_sales();
create trigger sales_deleted after delete on demo.orders
  referencing old table as before for each statement execute function rollup.mark_sales();

create view kpi.sales_hourly as
select * from rollup.sales_history
where hour < (select complete_to from tidings.boundary where view = 'sales')
union all
select * from rollup.sales_live
where hour >= (select complete_to from tidings.boundary where view = 'sales');
