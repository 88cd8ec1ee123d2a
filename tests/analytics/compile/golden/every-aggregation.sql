-- Average of revenue, Median of revenue, Largest order, Buyers, Mean weight and Refunds by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), highest Average of revenue first
select "region", avg("amount") as "average_revenue", percentile_cont(0.5) within group (order by "amount") as "median_revenue", max("amount") as "largest_order", count(distinct "customer") as "buyers", avg("weight") as "mean_weight", coalesce(sum("amount") filter (where "status" in ($1)), 0) as "refunds"
from "shop"."orders"
where "sold_at" >= $2
  and "sold_at" < $3
group by 1
order by 2 desc nulls last, 1;
-- $1 = "refunded"
-- $2 = "2026-11-09T00:00:00+01:00"
-- $3 = "2026-11-16T00:00:00+01:00"
-- region | average_revenue | median_revenue | largest_order | buyers | mean_weight | refunds
-- "South" | 165.94395061728395 | 177.91 | 299.34 | 42 | 0.5337901234567903 | 2509.14
-- "East" | 144.08847058823528 | 128.24 | 292.13 | 45 | 0.5154823529411764 | 2118.76
-- "North" | 143.6847619047619 | 141.41 | 295.58 | 48 | 0.5078761904761904 | 1786.26
-- null | 141.83708333333334 | 153.945 | 297.8 | 38 | 0.4740555555555556 | 810.92
