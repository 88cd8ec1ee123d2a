-- Revenue, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
select sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- revenue
-- 50988.15
