-- Revenue by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), as a running total
with "figures" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
), "calendar" as (
select column1 as "day"
from (values (cast($3 as timestamp)), ($4), ($5), ($6), ($7), ($8), ($9)) as listed
), "dense" as (
select "calendar"."day", coalesce("figures"."revenue", 0) as "revenue"
from "calendar"
left join "figures" on "figures"."day" = "calendar"."day"
), "windowed" as (
select "day", sum("revenue") over (order by "day" rows between unbounded preceding and current row) as "revenue"
from "dense"
)
select to_char("day", 'YYYY-MM-DD') as "day", "revenue"
from "windowed"
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09"
-- $4 = "2026-11-10"
-- $5 = "2026-11-11"
-- $6 = "2026-11-12"
-- $7 = "2026-11-13"
-- $8 = "2026-11-14"
-- $9 = "2026-11-15"
-- day | revenue
-- "2026-11-09" | 7341
-- "2026-11-10" | 14522.4
-- "2026-11-11" | 22717.11
-- "2026-11-12" | 29672.88
-- "2026-11-13" | 37233.6
-- "2026-11-14" | 43644.99
-- "2026-11-15" | 50988.15
