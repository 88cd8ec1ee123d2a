-- Visits by day of week and hour of day, only where the time is from 9:00 to 11:00, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
select cast(extract(isodow from "hour") as integer) as "day_of_week", cast(extract(hour from "hour") as integer) as "hour_of_day", sum("visits") as "visits"
from "shop"."visits"
where "hour" >= $1
  and "hour" < $2
  and cast(extract(hour from "hour") as integer) in ($3, $4)
group by 1, 2
order by 1, 2;
-- $1 = "2026-11-09T00:00:00"
-- $2 = "2026-11-16T00:00:00"
-- $3 = 9
-- $4 = 10
-- day_of_week | hour_of_day | visits
-- 1 | 9 | 26
-- 1 | 10 | 24
-- 2 | 9 | 32
-- 2 | 10 | 33
-- 3 | 9 | 70
-- 3 | 10 | 22
-- 4 | 9 | 55
-- 4 | 10 | 47
-- 5 | 9 | 23
-- 5 | 10 | 97
-- 6 | 9 | 26
-- 6 | 10 | 80
-- 7 | 9 | 22
-- 7 | 10 | 86
