-- Orders by hour, Sun 25 Oct 2026 (Europe/Berlin), compared with the day before (Sat 24 Oct 2026)
with "measured" as (
select date_trunc('hour', "sold_at", 'Europe/Berlin') as "hour", count(*) as "orders", cast(null as numeric) as "orders_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select timezone('Europe/Berlin', timezone('Europe/Berlin', date_trunc('hour', "sold_at", 'Europe/Berlin')) + interval '1 day') as "hour", cast(null as numeric) as "orders", count(*) as "orders_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "hour", coalesce(max("orders"), case when max(max("orders")) over () is not null then 0 end) as "orders", coalesce(max("orders_previous"), case when max(max("orders_previous")) over () is not null then 0 end) as "orders_previous"
from "measured"
where "hour" < cast($5 as timestamptz)
group by 1
)
select extract(epoch from "hour") as "hour", "orders", "orders_previous", "orders" - "orders_previous" as "orders_change", cast(("orders" - "orders_previous") as numeric) / nullif(abs("orders_previous"), 0) as "orders_change_percent"
from "figures"
order by 1;
-- $1 = "2026-10-25T00:00:00+02:00"
-- $2 = "2026-10-26T00:00:00+01:00"
-- $3 = "2026-10-24T00:00:00+02:00"
-- $4 = "2026-10-25T00:00:00+02:00"
-- $5 = "2026-10-26T00:00:00+01:00"
-- hour | orders | orders_previous | orders_change | orders_change_percent
-- "2026-10-25T00:00:00+02:00" | 2 | null | null | null
-- "2026-10-25T01:00:00+02:00" | 2 | null | null | null
-- "2026-10-25T02:00:00+02:00" | 4 | null | null | null
-- "2026-10-25T02:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T03:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T04:00:00+01:00" | 5 | null | null | null
-- "2026-10-25T05:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T06:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T07:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T08:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T09:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T10:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T11:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T12:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T13:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T14:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T15:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T16:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T17:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T18:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T19:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T20:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T21:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T22:00:00+01:00" | 4 | null | null | null
-- "2026-10-25T23:00:00+01:00" | 4 | null | null | null
