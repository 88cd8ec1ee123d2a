-- Orders, Mon 16 to Sun 22 Nov 2026 so far (Europe/Berlin, up to Wed 18 Nov 2026, 10:05) by Ship date
select count(*) as "orders"
from "shop"."orders"
where "shipped_on" >= $1
  and "shipped_on" < $2;
-- $1 = "2026-11-16"
-- $2 = "2026-11-19"
-- orders
-- 137
