-- Stocked, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the last value in the period
select sum("units") as "stocked"
from "shop"."stock"
where "day" >= $1
  and "day" < $2
  and "day" in (select max("day") from "shop"."stock"
where "day" >= $3
  and "day" < $4);
-- $1 = "2026-11-09"
-- $2 = "2026-11-16"
-- $3 = "2026-11-09"
-- $4 = "2026-11-16"
-- stocked
-- 1508
