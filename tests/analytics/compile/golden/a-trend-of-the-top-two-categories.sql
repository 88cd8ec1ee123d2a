-- Revenue by category and week, 26 Oct to 15 Nov 2026 (Europe/Berlin), of the first 2 over all of it by Revenue (highest first), with ties
with "figures" as (
select date_trunc('week', timezone('Europe/Berlin', min("sold_at"))) as "week", "category", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by width_bucket("sold_at", $3), 2
), "shown" as (
select "week", "category", "revenue"
from "figures"
), "figures_2" as (
select "category", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $4
  and "sold_at" < $5
group by 1
), "shown_2" as (
select "category", "revenue"
from "figures_2"
), "ranked" as (
select "category", "revenue", rank() over (order by "revenue" desc nulls last) as "rank"
from "shown_2"
where "revenue" is not null
), "chosen" as (
select "category", "revenue"
from "ranked"
where "rank" <= $6
)
select to_char("week", 'YYYY-MM-DD') as "week", "category", "revenue"
from "shown"
where exists (select 1 from "chosen" where "chosen"."category" is not distinct from "shown"."category")
order by 1, 2;
-- $1 = "2026-10-26T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "{2026-10-26T00:00:00+01:00,2026-11-02T00:00:00+01:00,2026-11-09T00:00:00+01:00}"
-- $4 = "2026-10-26T00:00:00+01:00"
-- $5 = "2026-11-16T00:00:00+01:00"
-- $6 = 2
-- week | category | revenue
-- "2026-10-26" | "50% off_bag" | 2292.81
-- "2026-10-26" | "Tea" | 1909.14
-- "2026-11-02" | "50% off_bag" | 15795.55
-- "2026-11-02" | "Tea" | 14251.02
-- "2026-11-09" | "50% off_bag" | 13487.02
-- "2026-11-09" | "Tea" | 13783.11
