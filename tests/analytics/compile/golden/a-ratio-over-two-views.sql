-- Revenue per visits by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), highest first
with "measured" as (
select "region", sum("amount") as "revenue_per_visits_of", cast(null as numeric) as "revenue_per_visits_over"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select "region", cast(null as numeric) as "revenue_per_visits_of", sum("visits") as "revenue_per_visits_over"
from "shop"."visits"
where "hour" >= $3
  and "hour" < $4
group by 1
), "figures" as (
select "region", cast(coalesce(max("revenue_per_visits_of"), case when max(max("revenue_per_visits_of")) over () is not null then 0 end) as numeric) / nullif(coalesce(max("revenue_per_visits_over"), case when max(max("revenue_per_visits_over")) over () is not null then 0 end), 0) as "revenue_per_visits"
from "measured"
group by 1
)
select "region", "revenue_per_visits"
from "figures"
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09T00:00:00"
-- $4 = "2026-11-16T00:00:00"
-- region | revenue_per_visits
-- "North" | 6.550976986539297
-- "East" | 5.846071599045346
-- "South" | 5.56351821192053
-- null | 4.449790849673203
