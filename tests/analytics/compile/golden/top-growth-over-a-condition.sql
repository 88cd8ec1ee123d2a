-- Revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026), only groups with Revenue over 100 EUR, the first 3 by change in Revenue in percent (highest first), with ties
with "measured" as (
select "region", sum("amount") as "revenue", cast(null as numeric) as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select "region", cast(null as numeric) as "revenue", sum("amount") as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "region", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_previous"), case when max(max("revenue_previous")) over () is not null then 0 end) as "revenue_previous"
from "measured"
group by 1
), "shown" as (
select "region", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "figures"
), "ranked" as (
select "region", "revenue", "revenue_previous", "revenue_change", "revenue_change_percent", rank() over (order by "revenue_change_percent" desc nulls last) as "rank"
from "shown"
where "revenue" > cast($5 as numeric)
  and "revenue_change_percent" is not null
)
select "region", "revenue", "revenue_previous", "revenue_change", "revenue_change_percent"
from "ranked"
where "rank" <= $6
order by 5 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-02T00:00:00+01:00"
-- $4 = "2026-11-09T00:00:00+01:00"
-- $5 = 100
-- $6 = 3
-- region | revenue | revenue_previous | revenue_change | revenue_change_percent
-- "North" | 15086.9 | 13589.17 | 1497.73 | 0.11021497265837428
-- "South" | 13441.46 | 13637.44 | -195.98 | -0.014370732336860877
-- "East" | 12247.52 | 12988.72 | -741.2 | -0.05706489938962423
