-- Revenue by day, November 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:00), compared with the same elapsed time of the month before (Thu 1 Oct, 00:00 to Wed 21 Oct 2026, 14:00)
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "revenue", cast(null as numeric) as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) + interval '31 day' as "day", cast(null as numeric) as "revenue", sum("amount") as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "day", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_previous"), case when max(max("revenue_previous")) over () is not null and "day" - interval '31 day' < cast($5 as timestamp) then 0 end) as "revenue_previous"
from "measured"
where "day" < cast($6 as timestamp)
group by 1
)
select to_char("day", 'YYYY-MM-DD') as "day", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "figures"
order by 1;
-- $1 = "2026-11-01T00:00:00+01:00"
-- $2 = "2026-11-21T14:00:00+01:00"
-- $3 = "2026-10-01T00:00:00+02:00"
-- $4 = "2026-10-21T14:00:00+02:00"
-- $5 = "2026-10-21T14:00:00"
-- $6 = "2026-12-01T00:00:00"
-- day | revenue | revenue_previous | revenue_change | revenue_change_percent
-- "2026-11-01" | 6766.25 | 0 | 6766.25 | null
-- "2026-11-02" | 7335.21 | 37.25 | 7297.96 | 195.91838926174498
-- "2026-11-03" | 7791.94 | 119.59 | 7672.35 | 64.15544777991471
-- "2026-11-04" | 7718.21 | 118.87 | 7599.34 | 63.929839320265835
-- "2026-11-05" | 8108.27 | 265.38 | 7842.89 | 29.55343281332429
-- "2026-11-06" | 8202.44 | 287.24 | 7915.2 | 27.556050689319036
-- "2026-11-07" | 7036.81 | 312.57 | 6724.24 | 21.5127491441917
-- "2026-11-08" | 7950.26 | 0 | 7950.26 | null
-- "2026-11-09" | 7341 | 692.26 | 6648.74 | 9.604397191806546
-- "2026-11-10" | 7181.4 | 51.77 | 7129.63 | 137.71740390187367
-- "2026-11-11" | 8194.71 | 263.12 | 7931.59 | 30.14438279112192
-- "2026-11-12" | 6955.77 | 343.3 | 6612.47 | 19.261491406932713
-- "2026-11-13" | 7560.72 | 0 | 7560.72 | null
-- "2026-11-14" | 6411.39 | 380.43 | 6030.96 | 15.85300843782036
-- "2026-11-15" | 7343.16 | 340.36 | 7002.8 | 20.574685626983193
-- "2026-11-16" | 6923.53 | 202.43 | 6721.1 | 33.20209455120288
-- "2026-11-17" | 7387.37 | 198.8 | 7188.57 | 36.15980885311871
-- "2026-11-18" | 6560.88 | 0 | 6560.88 | null
-- "2026-11-19" | 6678.41 | 172.14 | 6506.27 | 37.79638666201929
-- "2026-11-20" | 5902.75 | 257.61 | 5645.14 | 21.91351267419743
-- "2026-11-21" | 303.26 | 492.3 | -189.04 | -0.3839934998984359
