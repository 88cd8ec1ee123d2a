-- Number of days with change in Revenue over 0 EUR by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026), highest first
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", "region", sum("amount") as "revenue", cast(null as numeric) as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1, 2
union all
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) + interval '7 day' as "day", "region", cast(null as numeric) as "revenue", sum("amount") as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1, 2
), "figures" as (
select "day", "region", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_previous"), case when max(max("revenue_previous")) over () is not null then 0 end) as "revenue_previous"
from "measured"
where "day" < cast($5 as timestamp)
group by 1, 2
), "calendar" as (
select column1 as "day"
from (values (cast($6 as timestamp)), ($7), ($8), ($9), ($10), ($11), ($12)) as listed
), "groups" as (
select "region"
from "figures"
group by 1
), "dense" as (
select "calendar"."day", "groups"."region", coalesce("figures"."revenue", 0) as "revenue", coalesce("figures"."revenue_previous", case when max("figures"."revenue_previous") over () is not null then 0 end) as "revenue_previous"
from "calendar" join "groups" on true
left join "figures" on "figures"."day" = "calendar"."day"
  and "figures"."region" is not distinct from "groups"."region"
), "shown" as (
select "day", "region", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "dense"
), "counted" as (
select "region", count(*) filter (where "revenue_change" > cast($13 as numeric)) as "days"
from "shown"
group by 1
)
select "region", "days"
from "counted"
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-02T00:00:00+01:00"
-- $4 = "2026-11-09T00:00:00+01:00"
-- $5 = "2026-11-16T00:00:00"
-- $6 = "2026-11-09"
-- $7 = "2026-11-10"
-- $8 = "2026-11-11"
-- $9 = "2026-11-12"
-- $10 = "2026-11-13"
-- $11 = "2026-11-14"
-- $12 = "2026-11-15"
-- $13 = 0
-- region | days
-- "North" | 5
-- "South" | 5
-- "East" | 3
-- null | 0
