-- Revenue and Conversion by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "revenue", cast(null as numeric) as "conversion_of", cast(null as numeric) as "conversion_over"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select date_trunc('day', "hour") as "day", cast(null as numeric) as "revenue", sum("buyers") as "conversion_of", sum("visits") as "conversion_over"
from "shop"."visits"
where "hour" >= $3
  and "hour" < $4
group by 1
), "figures" as (
select "day", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", cast(coalesce(max("conversion_of"), case when max(max("conversion_of")) over () is not null then 0 end) as numeric) / nullif(coalesce(max("conversion_over"), case when max(max("conversion_over")) over () is not null then 0 end), 0) as "conversion"
from "measured"
group by 1
)
select to_char("day", 'YYYY-MM-DD') as "day", "revenue", "conversion"
from "figures"
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09T00:00:00"
-- $4 = "2026-11-16T00:00:00"
-- day | revenue | conversion
-- "2026-11-09" | 7341 | 0.5373831775700935
-- "2026-11-10" | 7181.4 | 0.47261815453863465
-- "2026-11-11" | 8194.71 | 0.4204946996466431
-- "2026-11-12" | 6955.77 | 0.4468802698145025
-- "2026-11-13" | 7560.72 | 0.46057479734708917
-- "2026-11-14" | 6411.39 | 0.45262333594361787
-- "2026-11-15" | 7343.16 | 0.5148609779482263
