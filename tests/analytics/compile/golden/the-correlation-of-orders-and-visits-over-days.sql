-- Correlation of Orders and Visits by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", count(*) as "orders", cast(null as numeric) as "visits"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select date_trunc('day', "hour") as "day", cast(null as numeric) as "orders", sum("visits") as "visits"
from "shop"."visits"
where "hour" >= $3
  and "hour" < $4
group by 1
), "figures" as (
select "day", coalesce(max("orders"), case when max(max("orders")) over () is not null then 0 end) as "orders", coalesce(max("visits"), case when max(max("visits")) over () is not null then 0 end) as "visits"
from "measured"
group by 1
)
select to_char("day", 'YYYY-MM-DD') as "day", "orders", "visits"
from "figures"
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09T00:00:00"
-- $4 = "2026-11-16T00:00:00"
-- day | orders | visits
-- "2026-11-09" | 48 | 1498
-- "2026-11-10" | 48 | 1333
-- "2026-11-11" | 48 | 1415
-- "2026-11-12" | 50 | 1186
-- "2026-11-13" | 49 | 1357
-- "2026-11-14" | 49 | 1277
-- "2026-11-15" | 51 | 1043
