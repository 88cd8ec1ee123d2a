-- Revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), with the share of the total, highest first
with "figures" as (
select "region", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
)
select "region", "revenue", cast("revenue" as numeric) / nullif(sum("revenue") over (), 0) as "revenue_share"
from "figures"
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- region | revenue | revenue_share
-- "North" | 15086.9 | 0.29589031961347884
-- "South" | 13441.46 | 0.2636192919335179
-- "East" | 12247.52 | 0.24020326291501065
-- null | 10212.27 | 0.20028712553799266
