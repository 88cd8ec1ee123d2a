-- Revenue by day, Fri 27 Mar to Wed 1 Apr 2026 (Europe/Berlin), compared with Fri 27 to Sat 28 Feb 2026
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "revenue", cast(null as numeric) as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) + interval '28 day' as "day", cast(null as numeric) as "revenue", sum("amount") as "revenue_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "day", coalesce(max("revenue"), case when max(max("revenue")) over () is not null then 0 end) as "revenue", coalesce(max("revenue_previous"), case when max(max("revenue_previous")) over () is not null and "day" - interval '28 day' < cast($5 as timestamp) then 0 end) as "revenue_previous"
from "measured"
where "day" < cast($6 as timestamp)
group by 1
)
select to_char("day", 'YYYY-MM-DD') as "day", "revenue", "revenue_previous", "revenue" - "revenue_previous" as "revenue_change", cast(("revenue" - "revenue_previous") as numeric) / nullif(abs("revenue_previous"), 0) as "revenue_change_percent"
from "figures"
order by 1;
-- $1 = "2026-03-27T00:00:00+01:00"
-- $2 = "2026-04-02T00:00:00+02:00"
-- $3 = "2026-02-27T00:00:00+01:00"
-- $4 = "2026-03-01T00:00:00+01:00"
-- $5 = "2026-03-01T00:00:00"
-- $6 = "2026-04-02T00:00:00"
-- day | revenue | revenue_previous | revenue_change | revenue_change_percent
-- "2026-03-27" | 39.42 | 314.3 | -274.88 | -0.8745784282532613
-- "2026-03-28" | 56.74 | 162.35 | -105.61 | -0.6505081613797351
-- "2026-03-29" | 7270.8 | null | null | null
-- "2026-03-30" | 562.09 | null | null | null
-- "2026-03-31" | 558.4 | null | null | null
-- "2026-04-01" | 334.51 | null | null | null
