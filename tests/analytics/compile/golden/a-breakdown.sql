-- Revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), highest first
select "region", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
order by 2 desc nulls last, 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- region | revenue
-- "North" | 15086.9
-- "South" | 13441.46
-- "East" | 12247.52
-- null | 10212.27
