-- Revenue, Visits and Stocked by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the last value of Stocked in the period, highest Revenue first
with "measured" as (
select "region", sum("amount") as "revenue", cast(null as numeric) as "visits", cast(null as numeric) as "stocked"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select "region", cast(null as numeric) as "revenue", sum("visits") as "visits", cast(null as numeric) as "stocked"
from "shop"."visits"
where "hour" >= $3
  and "hour" < $4
group by 1
union all
select "region", cast(null as numeric) as "revenue", cast(null as numeric) as "visits", sum("units") as "stocked"
from "shop"."stock"
where "day" >= $5
  and "day" < $6
  and "day" in (select max("day") from "shop"."stock"
where "day" >= $7
  and "day" < $8)
group by 1
), "figures" as (
select "region", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("visits"), case when max(max("visits")) over () is not null then 0 end) as "visits", max("stocked") as "stocked"
from "measured"
group by 1
)
select "region", "revenue", "visits", "stocked"
from "figures"
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09T00:00:00"
-- $4 = "2026-11-16T00:00:00"
-- $5 = "2026-11-09"
-- $6 = "2026-11-16"
-- $7 = "2026-11-09"
-- $8 = "2026-11-16"
-- region | revenue | visits | stocked
-- "North" | 15086.9 | 2303 | 390
-- "South" | 13441.46 | 2416 | 332
-- "East" | 12247.52 | 2095 | 483
-- null | 10212.27 | 2295 | 303
