-- Visits by hour, Sun 25 Oct 2026, 00:00 to 06:00 (Europe/Berlin)
select to_char(date_trunc('hour', "hour"), 'YYYY-MM-DD"T"HH24:MI:SS') as "hour", sum("visits") as "visits"
from "shop"."visits"
where "hour" >= $1
  and "hour" < $2
group by date_trunc('hour', "hour")
order by 1;
-- $1 = "2026-10-25T00:00:00"
-- $2 = "2026-10-25T06:00:00"
-- hour | visits
-- "2026-10-25T00:00:00+02:00" | 32
-- "2026-10-25T01:00:00+02:00" | 53
-- "2026-10-25T02:00:00+02:00" | 51
-- "2026-10-25T03:00:00+01:00" | 44
-- "2026-10-25T04:00:00+01:00" | 42
-- "2026-10-25T05:00:00+01:00" | 51
