-- Average daily revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026), highest first
with "figures" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", "region", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1, 2
), "calendar" as (
select column1 as "day"
from (values (cast($3 as timestamp)), ($4), ($5), ($6), ($7), ($8), ($9)) as listed
), "groups" as (
select "region"
from "figures"
group by 1
), "dense" as (
select "calendar"."day", "groups"."region", coalesce("figures"."revenue", case when max("figures"."revenue") over () is not null then 0 end) as "revenue"
from "calendar" join "groups" on true
left join "figures" on "figures"."day" = "calendar"."day"
  and "figures"."region" is not distinct from "groups"."region"
), "over_all" as (
select "region", avg("revenue") as "average_revenue_by_day"
from "dense"
group by 1
), "figures_2" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", "region", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $10
  and "sold_at" < $11
group by 1, 2
), "calendar_2" as (
select column1 as "day"
from (values (cast($12 as timestamp)), ($13), ($14), ($15), ($16), ($17), ($18)) as listed
), "groups_2" as (
select "region"
from "figures_2"
group by 1
), "dense_2" as (
select "calendar_2"."day", "groups_2"."region", coalesce("figures_2"."revenue", case when max("figures_2"."revenue") over () is not null then 0 end) as "revenue"
from "calendar_2" join "groups_2" on true
left join "figures_2" on "figures_2"."day" = "calendar_2"."day"
  and "figures_2"."region" is not distinct from "groups_2"."region"
), "over_all_2" as (
select "region", avg("revenue") as "average_revenue_by_day_previous"
from "dense_2"
group by 1
), "both" as (
select "region", "average_revenue_by_day", cast(null as numeric) as "average_revenue_by_day_previous"
from "over_all"
union all
select "region", cast(null as numeric) as "average_revenue_by_day", "average_revenue_by_day_previous"
from "over_all_2"
), "figures_3" as (
select "region", max("average_revenue_by_day") as "average_revenue_by_day", max("average_revenue_by_day_previous") as "average_revenue_by_day_previous"
from "both"
group by 1
)
select "region", "average_revenue_by_day", "average_revenue_by_day_previous", "average_revenue_by_day" - "average_revenue_by_day_previous" as "average_revenue_by_day_change", cast(("average_revenue_by_day" - "average_revenue_by_day_previous") as numeric) / nullif(abs("average_revenue_by_day_previous"), 0) as "average_revenue_by_day_change_percent"
from "figures_3"
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09"
-- $4 = "2026-11-10"
-- $5 = "2026-11-11"
-- $6 = "2026-11-12"
-- $7 = "2026-11-13"
-- $8 = "2026-11-14"
-- $9 = "2026-11-15"
-- $10 = "2026-11-02T00:00:00+01:00"
-- $11 = "2026-11-09T00:00:00+01:00"
-- $12 = "2026-11-02"
-- $13 = "2026-11-03"
-- $14 = "2026-11-04"
-- $15 = "2026-11-05"
-- $16 = "2026-11-06"
-- $17 = "2026-11-07"
-- $18 = "2026-11-08"
-- region | average_revenue_by_day | average_revenue_by_day_previous | average_revenue_by_day_change | average_revenue_by_day_change_percent
-- "North" | 2155.2714285714287 | 1941.31 | 213.96142857142857 | 0.11021497265837428
-- "South" | 1920.2085714285715 | 1948.2057142857143 | -27.997142857142858 | -0.014370732336860877
-- "East" | 1749.6457142857143 | 1855.5314285714285 | -105.88571428571429 | -0.05706489938962423
-- null | 1458.8957142857143 | 1989.6871428571428 | -530.7914285714286 | -0.2667713014465304
