-- Average order by region and day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), as a moving average over 3 days
with "figures" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", "region", sum("amount") as "average_order_of", count(*) as "average_order_over"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1, 2
), "calendar" as (
select column1 as "day"
from (values (cast($3 as timestamp)), ($4), ($5), ($6), ($7), ($8), ($9)) as listed
), "groups" as (
select "region"
from "figures"
group by 1
), "dense" as (
select "calendar"."day", "groups"."region", coalesce("figures"."average_order_of", 0) as "average_order_of", coalesce("figures"."average_order_over", 0) as "average_order_over"
from "calendar" join "groups" on true
left join "figures" on "figures"."day" = "calendar"."day"
  and "figures"."region" is not distinct from "groups"."region"
), "windowed" as (
select "day", "region", cast(sum("average_order_of") over (partition by "region" order by "day" rows between 2 preceding and current row) as numeric) / nullif(sum("average_order_over") over (partition by "region" order by "day" rows between 2 preceding and current row), 0) as "average_order"
from "dense"
)
select to_char("day", 'YYYY-MM-DD') as "day", "region", "average_order"
from "windowed"
order by 1, 2;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "2026-11-09"
-- $4 = "2026-11-10"
-- $5 = "2026-11-11"
-- $6 = "2026-11-12"
-- $7 = "2026-11-13"
-- $8 = "2026-11-14"
-- $9 = "2026-11-15"
-- day | region | average_order
-- "2026-11-09" | "East" | 158.46642857142857
-- "2026-11-09" | "North" | 149.75944444444445
-- "2026-11-09" | "South" | 168.914
-- "2026-11-09" | null | 122.94333333333333
-- "2026-11-10" | "East" | 142.48607142857142
-- "2026-11-10" | "North" | 161.07096774193548
-- "2026-11-10" | "South" | 159.297
-- "2026-11-10" | null | 138.45
-- "2026-11-11" | "East" | 153.042
-- "2026-11-11" | "North" | 158.88979166666667
-- "2026-11-11" | "South" | 177.9851612903226
-- "2026-11-11" | null | 140.54633333333334
-- "2026-11-12" | "East" | 146.28774193548387
-- "2026-11-12" | "North" | 152.0232608695652
-- "2026-11-12" | "South" | 172.73333333333332
-- "2026-11-12" | null | 144.15102564102565
-- "2026-11-13" | "East" | 167.4021875
-- "2026-11-13" | "North" | 136.12775510204082
-- "2026-11-13" | "South" | 176.86212121212122
-- "2026-11-13" | null | 146.89757575757577
-- "2026-11-14" | "East" | 142.43722222222223
-- "2026-11-14" | "North" | 130.62382978723403
-- "2026-11-14" | "South" | 151.72166666666666
-- "2026-11-14" | null | 144.78758620689655
-- "2026-11-15" | "East" | 137.35175
-- "2026-11-15" | "North" | 131.66243902439024
-- "2026-11-15" | "South" | 160.25170731707317
-- "2026-11-15" | null | 142.69333333333333
