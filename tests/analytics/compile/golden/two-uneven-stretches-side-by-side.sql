-- Revenue and Stocked by period, 15 Aug to 7 Nov 2026 (Europe/Berlin), 15 Aug to 30 Sep 2026 and Sun 1 to Sat 7 Nov 2026 side by side, the last value of Stocked in each period
with "measured" as (
select case when ("sold_at" >= $1 and "sold_at" < $2) then 0 when ("sold_at" >= $3 and "sold_at" < $4) then 1 end as "period", sum("amount") as "revenue", cast(null as numeric) as "stocked"
from "shop"."orders"
where "sold_at" >= $5
  and "sold_at" < $6
  and (("sold_at" >= $7 and "sold_at" < $8) or ("sold_at" >= $9 and "sold_at" < $10))
group by 1
union all
select case when ("day" >= $11 and "day" < $12) then 0 when ("day" >= $13 and "day" < $14) then 1 end as "period", cast(null as numeric) as "revenue", sum("units") as "stocked"
from "shop"."stock"
where "day" >= $15
  and "day" < $16
  and (("day" >= $17 and "day" < $18) or ("day" >= $19 and "day" < $20))
  and "day" in (select max("day") from "shop"."stock"
where "day" >= $21
  and "day" < $22 group by case when ("day" >= $23 and "day" < $24) then 0 when ("day" >= $25 and "day" < $26) then 1 end)
group by 1
), "figures" as (
select "period", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", max("stocked") as "stocked"
from "measured"
group by 1
)
select "period", "revenue", "stocked"
from "figures"
order by 1;
-- $1 = "2026-08-15T00:00:00+02:00"
-- $2 = "2026-10-01T00:00:00+02:00"
-- $3 = "2026-11-01T00:00:00+01:00"
-- $4 = "2026-11-08T00:00:00+01:00"
-- $5 = "2026-08-15T00:00:00+02:00"
-- $6 = "2026-11-08T00:00:00+01:00"
-- $7 = "2026-08-15T00:00:00+02:00"
-- $8 = "2026-10-01T00:00:00+02:00"
-- $9 = "2026-11-01T00:00:00+01:00"
-- $10 = "2026-11-08T00:00:00+01:00"
-- $11 = "2026-08-15"
-- $12 = "2026-10-01"
-- $13 = "2026-11-01"
-- $14 = "2026-11-08"
-- $15 = "2026-08-15"
-- $16 = "2026-11-08"
-- $17 = "2026-08-15"
-- $18 = "2026-10-01"
-- $19 = "2026-11-01"
-- $20 = "2026-11-08"
-- $21 = "2026-08-15"
-- $22 = "2026-11-08"
-- $23 = "2026-08-15"
-- $24 = "2026-10-01"
-- $25 = "2026-11-01"
-- $26 = "2026-11-08"
-- period | revenue | stocked
-- "15 Aug to 30 Sep 2026" | 9967.52 | 347
-- "Sun 1 to Sat 7 Nov 2026" | 52959.13 | 791
