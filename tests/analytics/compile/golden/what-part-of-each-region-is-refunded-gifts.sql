-- Revenue by region, only where status is refunded and gift is true, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), with the share of all in each region without the condition on status, within the same gift, highest share of Revenue first
with "measured" as (
select "region", sum("amount") as "revenue", cast(null as numeric) as "revenue_whole"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
  and "status" in ($3)
  and "is_gift" in ($4)
group by 1
union all
select "region", cast(null as numeric) as "revenue", sum("amount") as "revenue_whole"
from "shop"."orders"
where "sold_at" >= $5
  and "sold_at" < $6
  and "is_gift" in ($7)
group by 1
), "figures" as (
select "region", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_whole"), case when max(max("revenue_whole")) over () is not null then 0 end) as "revenue_whole"
from "measured"
group by 1
)
select "region", "revenue", cast("revenue" as numeric) / nullif("revenue_whole", 0) as "revenue_share"
from "figures"
order by 3 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "refunded"
-- $4 = true
-- $5 = "2026-11-09T00:00:00+01:00"
-- $6 = "2026-11-16T00:00:00+01:00"
-- $7 = true
-- region | revenue | revenue_share
-- "East" | 781.06 | 0.20324331638468063
-- "South" | 916.59 | 0.18423586306981382
-- "North" | 527.69 | 0.11668129724996627
-- null | 59.49 | 0.02369487029358697
