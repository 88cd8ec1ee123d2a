-- Orders by year, all time by Ship date
select to_char(date_trunc('year', cast("shipped_on" as timestamp)), 'YYYY-MM-DD') as "year", count(*) as "orders"
from "shop"."orders"
where "shipped_on" is not null
group by date_trunc('year', cast("shipped_on" as timestamp))
order by 1;
-- year | orders
-- "2024-01-01" | 486
-- "2025-01-01" | 482
-- "2026-01-01" | 1426
