-- Revenue, only where region is North and status is paid, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), with the share of the total without the condition on region, within the same status
with "measured" as (
select sum("amount") as "revenue", cast(null as numeric) as "revenue_whole"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
  and "region" in ($3)
  and "status" in ($4)
union all
select cast(null as numeric) as "revenue", sum("amount") as "revenue_whole"
from "shop"."orders"
where "sold_at" >= $5
  and "sold_at" < $6
  and "status" in ($7)
), "figures" as (
select max("revenue") as "revenue", max("revenue_whole") as "revenue_whole"
from "measured"
)
select "revenue", cast("revenue" as numeric) / nullif("revenue_whole", 0) as "revenue_share"
from "figures";
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "North"
-- $4 = "paid"
-- $5 = "2026-11-09T00:00:00+01:00"
-- $6 = "2026-11-16T00:00:00+01:00"
-- $7 = "paid"
-- revenue | revenue_share
-- 13300.64 | 0.3039238334970559
