-- Average order by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), highest first
select "region", cast(sum("amount") as numeric) / nullif(count(*), 0) as "average_order"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- region | average_order
-- "South" | 165.94395061728395
-- "East" | 144.08847058823528
-- "North" | 143.6847619047619
-- null | 141.83708333333334
