-- Visits by hour, Wed 18 Nov 2026 so far (Europe/Berlin, up to Wed 18 Nov 2026, 10:00), compared with the same elapsed time of the day before (Tue 17 Nov 2026, 00:00 to 10:00)
with "measured" as (
select date_trunc('hour', "hour") as "hour", sum("visits") as "visits", cast(null as numeric) as "visits_previous"
from "shop"."visits"
where "hour" >= $1
  and "hour" < $2
group by 1
union all
select date_trunc('hour', "hour") + interval '1 day' as "hour", cast(null as numeric) as "visits", sum("visits") as "visits_previous"
from "shop"."visits"
where "hour" >= $3
  and "hour" < $4
group by 1
), "figures" as (
select "hour", coalesce(max("visits"), case when max(max("visits")) over () is not null then 0 end) as "visits", coalesce(max("visits_previous"), case when max(max("visits_previous")) over () is not null and "hour" - interval '1 day' < cast($5 as timestamp) then 0 end) as "visits_previous"
from "measured"
where "hour" < cast($6 as timestamp)
group by 1
)
select to_char("hour", 'YYYY-MM-DD"T"HH24:MI:SS') as "hour", "visits", "visits_previous", "visits" - "visits_previous" as "visits_change", cast(("visits" - "visits_previous") as numeric) / nullif(abs("visits_previous"), 0) as "visits_change_percent"
from "figures"
order by 1;
-- $1 = "2026-11-18T00:00:00"
-- $2 = "2026-11-18T10:00:00"
-- $3 = "2026-11-17T00:00:00"
-- $4 = "2026-11-17T10:00:00"
-- $5 = "2026-11-17T10:00:00"
-- $6 = "2026-11-19T00:00:00"
-- hour | visits | visits_previous | visits_change | visits_change_percent
-- "2026-11-18T00:00:00+01:00" | 22 | 60 | -38 | -0.6333333333333333
-- "2026-11-18T01:00:00+01:00" | 67 | 89 | -22 | -0.24719101123595505
-- "2026-11-18T02:00:00+01:00" | 45 | 36 | 9 | 0.25
-- "2026-11-18T03:00:00+01:00" | 32 | 13 | 19 | 1.4615384615384615
-- "2026-11-18T04:00:00+01:00" | 79 | 24 | 55 | 2.2916666666666665
-- "2026-11-18T05:00:00+01:00" | 108 | 24 | 84 | 3.5
-- "2026-11-18T06:00:00+01:00" | 45 | 89 | -44 | -0.4943820224719101
-- "2026-11-18T07:00:00+01:00" | 40 | 74 | -34 | -0.4594594594594595
-- "2026-11-18T08:00:00+01:00" | 27 | 51 | -24 | -0.47058823529411764
-- "2026-11-18T09:00:00+01:00" | 46 | 104 | -58 | -0.5576923076923077
