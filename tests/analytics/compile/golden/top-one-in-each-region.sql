-- Revenue by region and category, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 1 by Revenue (highest first), with ties, for each region
with "figures" as (
select "region", "category", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1, 2
), "shown" as (
select "region", "category", "revenue"
from "figures"
), "ranked" as (
select "region", "category", "revenue", rank() over (partition by "region" order by "revenue" desc nulls last) as "rank"
from "shown"
where "revenue" is not null
)
select "region", "category", "revenue"
from "ranked"
where "rank" <= $3
order by 1, 3 desc nulls last, 2;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = 1
-- region | category | revenue
-- "East" | "Coffee" | 4770.53
-- "North" | "Tea" | 4385.72
-- "South" | "Tea" | 4689.31
-- null | "50% off_bag" | 3995.57
