-- Stocked by day of week, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the last value in the period
select cast(extract(isodow from cast("day" as timestamp)) as integer) as "day_of_week", sum("units") as "stocked"
from "shop"."stock"
where "day" >= $1
  and "day" < $2
  and "day" in (select max("day") from "shop"."stock"
where "day" >= $3
  and "day" < $4 group by cast(extract(isodow from cast("day" as timestamp)) as integer))
group by 1
order by 1;
-- $1 = "2026-11-09"
-- $2 = "2026-11-16"
-- $3 = "2026-11-09"
-- $4 = "2026-11-16"
-- day_of_week | stocked
-- 2 | 980
-- 3 | 780
-- 5 | 697
-- 6 | 1170
-- 7 | 1508
