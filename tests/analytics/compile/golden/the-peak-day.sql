-- Revenue by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 1 by Revenue (highest first), with ties
with "figures" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
), "shown" as (
select "day", "revenue"
from "figures"
), "ranked" as (
select "day", "revenue", rank() over (order by "revenue" desc nulls last) as "rank"
from "shown"
where "revenue" is not null
)
select to_char("day", 'YYYY-MM-DD') as "day", "revenue"
from "ranked"
where "rank" <= $3
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = 1
-- day | revenue
-- "2026-11-11" | 8194.71
