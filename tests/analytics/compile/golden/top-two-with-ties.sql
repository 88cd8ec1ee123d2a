-- Revenue by category, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 2 by Revenue (highest first), with ties
with "figures" as (
select "category", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
), "shown" as (
select "category", "revenue"
from "figures"
), "ranked" as (
select "category", "revenue", rank() over (order by "revenue" desc nulls last) as "rank"
from "shown"
where "revenue" is not null
)
select "category", "revenue"
from "ranked"
where "rank" <= $3
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = 2
-- category | revenue
-- "Tea" | 13783.11
-- "50% off_bag" | 13487.02
