-- Revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026), highest first
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
)
select "region", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "figures"
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-02T00:00:00+01:00"
-- $4 = "2026-11-09T00:00:00+01:00"
-- region | revenue | revenue_previous | revenue_change | revenue_change_percent
-- "North" | 15086.9 | 13589.17 | 1497.73 | 0.11021497265837428
-- "South" | 13441.46 | 13637.44 | -195.98 | -0.014370732336860877
-- "East" | 12247.52 | 12988.72 | -741.2 | -0.05706489938962423
-- null | 10212.27 | 13927.81 | -3715.54 | -0.2667713014465304
