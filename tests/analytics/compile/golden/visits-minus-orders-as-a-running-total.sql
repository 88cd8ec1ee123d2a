-- Visits minus orders by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), as a running total
with "measured" as (
select date_trunc('day', "hour") as "day", sum("visits") as "visits_minus_orders_of", cast(null as numeric) as "visits_minus_orders_over"
from "shop"."visits"
where "hour" >= $1
  and "hour" < $2
group by 1
union all
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", cast(null as numeric) as "visits_minus_orders_of", count(*) as "visits_minus_orders_over"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "day", coalesce(coalesce(max("visits_minus_orders_of"), case when max(max("visits_minus_orders_of")) over () is not null then 0 end), case when coalesce(max("visits_minus_orders_over"), case when max(max("visits_minus_orders_over")) over () is not null then 0 end) is not null then 0 end) - coalesce(coalesce(max("visits_minus_orders_over"), case when max(max("visits_minus_orders_over")) over () is not null then 0 end), case when coalesce(max("visits_minus_orders_of"), case when max(max("visits_minus_orders_of")) over () is not null then 0 end) is not null then 0 end) as "visits_minus_orders"
from "measured"
group by 1
), "calendar" as (
select column1 as "day"
from (values (cast($5 as timestamp)), ($6), ($7), ($8), ($9), ($10), ($11)) as listed
), "dense" as (
select "calendar"."day", coalesce("figures"."visits_minus_orders", 0) as "visits_minus_orders"
from "calendar"
left join "figures" on "figures"."day" = "calendar"."day"
), "windowed" as (
select "day", sum("visits_minus_orders") over (order by "day" rows between unbounded preceding and current row) as "visits_minus_orders"
from "dense"
)
select to_char("day", 'YYYY-MM-DD') as "day", "visits_minus_orders"
from "windowed"
order by 1;
-- $1 = "2026-11-09T00:00:00"
-- $2 = "2026-11-16T00:00:00"
-- $3 = "2026-11-09T00:00:00+01:00"
-- $4 = "2026-11-16T00:00:00+01:00"
-- $5 = "2026-11-09"
-- $6 = "2026-11-10"
-- $7 = "2026-11-11"
-- $8 = "2026-11-12"
-- $9 = "2026-11-13"
-- $10 = "2026-11-14"
-- $11 = "2026-11-15"
-- day | visits_minus_orders
-- "2026-11-09" | 1450
-- "2026-11-10" | 2735
-- "2026-11-11" | 4102
-- "2026-11-12" | 5238
-- "2026-11-13" | 6546
-- "2026-11-14" | 7774
-- "2026-11-15" | 8766
