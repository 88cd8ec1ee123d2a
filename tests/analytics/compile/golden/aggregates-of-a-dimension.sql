-- Distinct number of category, Average of quantity and Largest of shipped on, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
select count(distinct "category") as "count_distinct_category", avg("quantity") as "average_quantity", to_char(cast(max("shipped_on") as timestamp), 'YYYY-MM-DD') as "max_shipped_on"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- count_distinct_category | average_quantity | max_shipped_on
-- 4 | 5.02332361516035 | "2026-11-19"
