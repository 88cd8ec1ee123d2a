-- Average order by month, 2025 (Europe/Berlin), compared with a year before (2024)
with "measured" as (
select date_trunc('month', timezone('Europe/Berlin', min("sold_at"))) as "month", sum("amount") as "average_order_of", count(*) as "average_order_over", cast(null as numeric) as "average_order_of_previous", cast(null as numeric) as "average_order_over_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by width_bucket("sold_at", $3)
union all
select date_trunc('month', timezone('Europe/Berlin', min("sold_at"))) + interval '12 month' as "month", cast(null as numeric) as "average_order_of", cast(null as numeric) as "average_order_over", sum("amount") as "average_order_of_previous", count(*) as "average_order_over_previous"
from "shop"."orders"
where "sold_at" >= $4
  and "sold_at" < $5
group by width_bucket("sold_at", $6)
), "figures" as (
select "month", cast(coalesce(max("average_order_of"), case when max(max("average_order_of")) over () is not null then 0 end) as numeric) / nullif(coalesce(max("average_order_over"), case when max(max("average_order_over")) over () is not null then 0 end), 0) as "average_order", cast(coalesce(max("average_order_of_previous"), case when max(max("average_order_of_previous")) over () is not null then 0 end) as numeric) / nullif(coalesce(max("average_order_over_previous"), case when max(max("average_order_over_previous")) over () is not null then 0 end), 0) as "average_order_previous"
from "measured"
where "month" < cast($7 as timestamp)
group by 1
)
select to_char("month", 'YYYY-MM-DD') as "month", "average_order", "average_order_previous", "average_order" - "average_order_previous" as "average_order_change", cast(("average_order" - "average_order_previous") as numeric) / nullif(abs("average_order_previous"), 0) as "average_order_change_percent"
from "figures"
order by 1;
-- $1 = "2025-01-01T00:00:00+01:00"
-- $2 = "2026-01-01T00:00:00+01:00"
-- $3 = "{2025-01-01T00:00:00+01:00,2025-02-01T00:00:00+01:00,2025-03-01T00:00:00+01:00,2025-04-01T00:00:00+02:00,2025-05-01T00:00:00+02:00,2025-06-01T00:00:00+02:00,2025-07-01T00:00:00+02:00,2025-08-01T00:00:00+02:00,2025-09-01T00:00:00+02:00,2025-10-01T00:00:00+02:00,2025-11-01T00:00:00+01:00,2025-12-01T00:00:00+01:00}"
-- $4 = "2024-01-01T00:00:00+01:00"
-- $5 = "2025-01-01T00:00:00+01:00"
-- $6 = "{2024-01-01T00:00:00+01:00,2024-02-01T00:00:00+01:00,2024-03-01T00:00:00+01:00,2024-04-01T00:00:00+02:00,2024-05-01T00:00:00+02:00,2024-06-01T00:00:00+02:00,2024-07-01T00:00:00+02:00,2024-08-01T00:00:00+02:00,2024-09-01T00:00:00+02:00,2024-10-01T00:00:00+02:00,2024-11-01T00:00:00+01:00,2024-12-01T00:00:00+01:00}"
-- $7 = "2026-01-01T00:00:00"
-- month | average_order | average_order_previous | average_order_change | average_order_change_percent
-- "2025-01-01" | 137.87333333333333 | 152.46444444444444 | -14.591111111111111 | -0.09570173009371949
-- "2025-02-01" | 130.35108108108108 | 142.69420454545454 | -12.343123464373464 | -0.08650052399599469
-- "2025-03-01" | 180.51431818181817 | 146.6182608695652 | 33.896057312252964 | 0.2311857821203297
-- "2025-04-01" | 144.04270833333334 | 140.33268292682928 | 3.710025406504065 | 0.026437358205703983
-- "2025-05-01" | 175.1502 | 165.9191111111111 | 9.23108888888889 | 0.055636079696130374
-- "2025-06-01" | 155.7267391304348 | 155.5084375 | 0.2183016304347826 | 0.0014037928355802726
-- "2025-07-01" | 155.14933333333335 | 139.27916666666667 | 15.870166666666666 | 0.11394501450922906
-- "2025-08-01" | 153.91644444444444 | 159.7124 | -5.7959555555555555 | -0.036289953413482956
-- "2025-09-01" | 167.7325 | 151.317 | 16.4155 | 0.10848417560485603
-- "2025-10-01" | 132.91454545454545 | 148.832 | -15.917454545454545 | -0.10694914094720588
-- "2025-11-01" | 128.450625 | 157.0060975609756 | -28.55547256097561 | -0.1818749271816381
-- "2025-12-01" | 143.31714285714287 | 145.64703703703702 | -2.32989417989418 | -0.015996852577932662
