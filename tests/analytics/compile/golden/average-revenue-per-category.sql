-- Average revenue per category, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), over each category that has data
with "figures" as (
select "category", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
), "over_all" as (
select avg("revenue") as "average_revenue_by_category"
from "figures"
where "category" is not null
)
select "average_revenue_by_category"
from "over_all";
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- average_revenue_by_category
-- 12747.0375
