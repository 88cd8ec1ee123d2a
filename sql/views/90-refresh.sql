-- Brings the histories up to the base tables: computes again the buckets that changed, moves every boundary and drops what live
-- holds before it. One transaction: no reader sees a bucket twice or not at all.
--
-- The boundary is the end of the newest bucket, so that all there is in the base tables shows; of a view that events feed it is
-- the beginning of that bucket, which is still filling: live has it from its first event on. Live keeps that bucket in both
-- cases, for when it is fed again.
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

  insert into tidings.boundary as known (view, complete_to)
  select found.view, case when fed.fed_until > now() then found.filling else found.until end from (
    select 'sales', hour, hour + interval '1 hour' from (select date_trunc('hour', max(placed_at), 'UTC') from demo.orders) newest(hour)
    union all
    select 'customers', hour, hour + interval '1 hour'
    from (select date_trunc('hour', max(signed_up_at), 'UTC') from demo.customers) newest(hour)
    union all
    select 'support', hour, hour + interval '1 hour' from (select date_trunc('hour', max(opened_at), 'UTC') from demo.tickets) newest(hour)
    union all
    -- Visits are counted when their hour is over.
    select 'web', until, until from (select max(hour) + interval '1 hour' from demo.visits) newest(until)
    union all
    select 'subscriptions', until, until
    from (select (max(day) + 1)::timestamp at time zone 'Europe/Berlin' from demo.subscriptions) newest(until)
  ) as found(view, filling, until)
  left join tidings.boundary fed using (view)
  where found.until is not null
  on conflict (view) do update set complete_to =
    case when known.fed_until > now() then excluded.complete_to else greatest(known.complete_to, excluded.complete_to) end;

  delete from rollup.sales_live l using tidings.boundary b
  where b.view = 'sales' and l.hour < least(b.complete_to, (select date_trunc('hour', max(placed_at), 'UTC') from demo.orders));
  delete from rollup.customers_live l using tidings.boundary b where b.view = 'customers' and l.signed_up_at < b.complete_to;
  delete from rollup.support_live l using tidings.boundary b
  where b.view = 'support' and l.opened_at < least(b.complete_to, (select date_trunc('hour', max(opened_at), 'UTC') from demo.tickets));
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
