-- Revenue by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
select to_char(date_trunc('day', timezone('Europe/Berlin', "sold_at")), 'YYYY-MM-DD') as "day", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by date_trunc('day', timezone('Europe/Berlin', "sold_at"))
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- day | revenue
-- "2026-11-09" | 7341
-- "2026-11-10" | 7181.4
-- "2026-11-11" | 8194.71
-- "2026-11-12" | 6955.77
-- "2026-11-13" | 7560.72
-- "2026-11-14" | 6411.39
-- "2026-11-15" | 7343.16
