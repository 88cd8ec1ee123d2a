-- Revenue by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026)
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "revenue", cast(null as numeric) as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) + interval '7 day' as "day", cast(null as numeric) as "revenue", sum("amount") as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "day", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_previous"), case when max(max("revenue_previous")) over () is not null then 0 end) as "revenue_previous"
from "measured"
where "day" < cast($5 as timestamp)
group by 1
)
select to_char("day", 'YYYY-MM-DD') as "day", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "figures"
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-02T00:00:00+01:00"
-- $4 = "2026-11-09T00:00:00+01:00"
-- $5 = "2026-11-16T00:00:00"
-- day | revenue | revenue_previous | revenue_change | revenue_change_percent
-- "2026-11-09" | 7341 | 7335.21 | 5.79 | 0.0007893434543796292
-- "2026-11-10" | 7181.4 | 7791.94 | -610.54 | -0.07835532614470851
-- "2026-11-11" | 8194.71 | 7718.21 | 476.5 | 0.06173711262067241
-- "2026-11-12" | 6955.77 | 8108.27 | -1152.5 | -0.14213882862805505
-- "2026-11-13" | 7560.72 | 8202.44 | -641.72 | -0.07823525682601762
-- "2026-11-14" | 6411.39 | 7036.81 | -625.42 | -0.08887834118016544
-- "2026-11-15" | 7343.16 | 7950.26 | -607.1 | -0.07636228249139022
