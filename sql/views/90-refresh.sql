-- Brings the histories up to the base tables: computes again the buckets that changed, moves every boundary to the end of the
-- newest bucket and drops what live holds before it. One transaction: no reader sees a bucket twice or not at all.
create function rollup.refresh() returns table (refreshed text, buckets bigint, complete_to timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  changed timestamptz[];
begin
  perform pg_advisory_xact_lock(hashtextextended('rollup.refresh', 0));

  with taken as (delete from rollup.changed where view = 'sales' returning bucket)
  select array_agg(distinct bucket) into changed from taken;
  delete from rollup.sales_history where hour = any (changed);
  insert into rollup.sales_history
  select r.* from unnest(changed) as each(hour)
  cross join lateral rollup.sales_rows(each.hour, each.hour + interval '1 hour') r;

  insert into tidings.boundary as known
  select found.view, found.until from (
    values
      ('sales', (select date_trunc('hour', max(placed_at), 'UTC') + interval '1 hour' from demo.orders)),
      ('customers', (select date_trunc('hour', max(signed_up_at), 'UTC') + interval '1 hour' from demo.customers)),
      ('support', (select date_trunc('hour', max(opened_at), 'UTC') + interval '1 hour' from demo.tickets)),
      ('web', (select max(hour) + interval '1 hour' from demo.visits)),
      ('subscriptions', (select (max(day) + 1)::timestamp at time zone 'Europe/Berlin' from demo.subscriptions))
  ) as found(view, until)
  where found.until is not null
  on conflict (view) do update set complete_to = greatest(known.complete_to, excluded.complete_to);

  delete from rollup.sales_live l using tidings.boundary b where b.view = 'sales' and l.hour < b.complete_to;
  delete from rollup.customers_live l using tidings.boundary b where b.view = 'customers' and l.signed_up_at < b.complete_to;
  delete from rollup.support_live l using tidings.boundary b where b.view = 'support' and l.opened_at < b.complete_to;
  delete from rollup.web_live l using tidings.boundary b where b.view = 'web' and l.hour < b.complete_to;
  delete from rollup.subscriptions_live l using tidings.boundary b
  where b.view = 'subscriptions' and l.day < (b.complete_to at time zone 'Europe/Berlin')::date;

  return query
  select b.view, case when b.view = 'sales' then coalesce(cardinality(changed), 0) else 0 end::bigint, b.complete_to
  from tidings.boundary b where b.view in ('sales', 'customers', 'support', 'web', 'subscriptions') order by 1;
end
$$;

revoke all on function rollup.refresh() from public;
grant usage on schema rollup to tidings_keeper;
grant execute on function rollup.refresh() to tidings_keeper;
-- Events are merged into live by the keeper.
grant select, insert, update, delete on rollup.sales_live, rollup.customers_live, rollup.support_live, rollup.web_live,
  rollup.subscriptions_live to tidings_keeper;
grant select on all tables in schema kpi to tidings_keeper;
