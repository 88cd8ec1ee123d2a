-- Average of revenue by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), as a moving average over 7 days
with "figures" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", sum("amount") as "average_revenue_of", count("amount") as "average_revenue_over"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
), "calendar" as (
select column1 as "day"
from (values (cast($3 as timestamp)), ($4), ($5), ($6), ($7), ($8), ($9)) as listed
), "dense" as (
select "calendar"."day", coalesce("figures"."average_revenue_of", 0) as "average_revenue_of", coalesce("figures"."average_revenue_over", 0) as "average_revenue_over"
from "calendar"
left join "figures" on "figures"."day" = "calendar"."day"
), "windowed" as (
select "day", cast(sum("average_revenue_of") over (order by "day" rows between 6 preceding and current row) as numeric) / nullif(sum("average_revenue_over") over (order by "day" rows between 6 preceding and current row), 0) as "average_revenue"
from "dense"
)
select to_char("day", 'YYYY-MM-DD') as "day", "average_revenue"
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
-- day | average_revenue
-- "2026-11-09" | 152.9375
-- "2026-11-10" | 151.275
-- "2026-11-11" | 157.75770833333334
-- "2026-11-12" | 152.95298969072164
-- "2026-11-13" | 153.2246913580247
-- "2026-11-14" | 149.46914383561645
-- "2026-11-15" | 148.65349854227406
