-- Number of categories with change in Revenue over 0 EUR, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026)
with "measured" as (
select "category", sum("amount") as "revenue", cast(null as numeric) as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select "category", cast(null as numeric) as "revenue", sum("amount") as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "category", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_previous"), case when max(max("revenue_previous")) over () is not null then 0 end) as "revenue_previous"
from "measured"
group by 1
), "shown" as (
select "category", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "figures"
), "counted" as (
select count(*) filter (where "category" is not null
  and "revenue_change" > cast($5 as numeric)) as "count_of_category"
from "shown"
)
select "count_of_category"
from "counted";
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-02T00:00:00+01:00"
-- $4 = "2026-11-09T00:00:00+01:00"
-- $5 = 0
-- count_of_category
-- 1
