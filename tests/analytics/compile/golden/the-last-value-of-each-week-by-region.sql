-- Stocked by region and week, 26 Oct to 15 Nov 2026 (Europe/Berlin), the last value in each week
select to_char(date_trunc('week', cast("day" as timestamp)), 'YYYY-MM-DD') as "week", "region", sum("units") as "stocked"
from "shop"."stock"
where "day" >= $1
  and "day" < $2
  and "day" in (select max("day") from "shop"."stock"
where "day" >= $3
  and "day" < $4 group by date_trunc('week', cast("day" as timestamp)))
group by date_trunc('week', cast("day" as timestamp)), 2
order by 1, 2;
-- $1 = "2026-10-26"
-- $2 = "2026-11-16"
-- $3 = "2026-10-26"
-- $4 = "2026-11-16"
-- week | region | stocked
-- "2026-10-26" | "East" | 144
-- "2026-10-26" | "North" | 495
-- "2026-10-26" | "South" | 452
-- "2026-11-02" | "East" | 106
-- "2026-11-02" | "North" | 217
-- "2026-11-02" | "South" | 247
-- "2026-11-02" | null | 261
-- "2026-11-09" | "East" | 483
-- "2026-11-09" | "North" | 390
-- "2026-11-09" | "South" | 332
-- "2026-11-09" | null | 303
