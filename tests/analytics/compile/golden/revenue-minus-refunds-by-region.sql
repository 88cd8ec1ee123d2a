-- Revenue minus refunds by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026), highest first
with "measured" as (
select "region", sum("amount") as "revenue_minus_refunds_of", coalesce(sum("amount") filter (where "status" in ($1)), 0) as "revenue_minus_refunds_over", cast(null as numeric) as "revenue_minus_refunds_of_previous", cast(null as numeric) as "revenue_minus_refunds_over_previous"
from "shop"."orders"
where "sold_at" >= $2
  and "sold_at" < $3
group by 1
union all
select "region", cast(null as numeric) as "revenue_minus_refunds_of", cast(null as numeric) as "revenue_minus_refunds_over", sum("amount") as "revenue_minus_refunds_of_previous", coalesce(sum("amount") filter (where "status" in ($4)), 0) as "revenue_minus_refunds_over_previous"
from "shop"."orders"
where "sold_at" >= $5
  and "sold_at" < $6
group by 1
), "figures" as (
select "region", coalesce(coalesce(max("revenue_minus_refunds_of"), case when max(max("revenue_minus_refunds_of")) over () is not null then 0 end), case when coalesce(max("revenue_minus_refunds_over"), case when max(max("revenue_minus_refunds_over")) over () is not null then 0 end) is not null then 0 end) - coalesce(coalesce(max("revenue_minus_refunds_over"), case when max(max("revenue_minus_refunds_over")) over () is not null then 0 end), case when coalesce(max("revenue_minus_refunds_of"), case when max(max("revenue_minus_refunds_of")) over () is not null then 0 end) is not null then 0 end) as "revenue_minus_refunds", coalesce(coalesce(max("revenue_minus_refunds_of_previous"), case when max(max("revenue_minus_refunds_of_previous")) over () is not null then 0 end), case when coalesce(max("revenue_minus_refunds_over_previous"), case when max(max("revenue_minus_refunds_over_previous")) over () is not null then 0 end) is not null then 0 end) - coalesce(coalesce(max("revenue_minus_refunds_over_previous"), case when max(max("revenue_minus_refunds_over_previous")) over () is not null then 0 end), case when coalesce(max("revenue_minus_refunds_of_previous"), case when max(max("revenue_minus_refunds_of_previous")) over () is not null then 0 end) is not null then 0 end) as "revenue_minus_refunds_previous"
from "measured"
group by 1
)
select "region", "revenue_minus_refunds", "revenue_minus_refunds_previous", "revenue_minus_refunds" - "revenue_minus_refunds_previous" as "revenue_minus_refunds_change", cast(("revenue_minus_refunds" - "revenue_minus_refunds_previous") as numeric) / nullif(abs("revenue_minus_refunds_previous"), 0) as "revenue_minus_refunds_change_percent"
from "figures"
order by 2 desc nulls last, 1;
-- $1 = "refunded"
-- $2 = "2026-11-09T00:00:00+01:00"
-- $3 = "2026-11-16T00:00:00+01:00"
-- $4 = "refunded"
-- $5 = "2026-11-02T00:00:00+01:00"
-- $6 = "2026-11-09T00:00:00+01:00"
-- region | revenue_minus_refunds | revenue_minus_refunds_previous | revenue_minus_refunds_change | revenue_minus_refunds_change_percent
-- "North" | 13300.64 | 11979.2 | 1321.44 | 0.11031120609055696
-- "South" | 10932.32 | 11779.53 | -847.21 | -0.07192222440114333
-- "East" | 10128.76 | 10995.55 | -866.79 | -0.07883098162438441
-- null | 9401.35 | 11478.34 | -2076.99 | -0.18094863891468627
