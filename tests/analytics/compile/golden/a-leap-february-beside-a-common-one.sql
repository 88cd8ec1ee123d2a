-- Orders by day, Tue 27 Feb to Sat 2 Mar 2024 (Europe/Berlin), compared with a year before (Mon 27 Feb to Thu 2 Mar 2023)
with "measured" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", count(*) as "orders", cast(null as numeric) as "orders_previous"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
union all
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) + interval '12 month' as "day", cast(null as numeric) as "orders", count(*) as "orders_previous"
from "shop"."orders"
where "sold_at" >= $3
  and "sold_at" < $4
group by 1
), "figures" as (
select "day", coalesce(max("orders"), case when max(max("orders")) over () is not null then 0 end) as "orders", coalesce(max("orders_previous"), case when max(max("orders_previous")) over () is not null and "day" - interval '12 month' + interval '12 month' = "day" then 0 end) as "orders_previous"
from "measured"
where "day" < cast($5 as timestamp)
group by 1
)
select to_char("day", 'YYYY-MM-DD') as "day", "orders", "orders_previous", "orders" - "orders_previous" as "orders_change", cast(("orders" - "orders_previous") as numeric) / nullif(abs("orders_previous"), 0) as "orders_change_percent"
from "figures"
order by 1;
-- $1 = "2024-02-27T00:00:00+01:00"
-- $2 = "2024-03-03T00:00:00+01:00"
-- $3 = "2023-02-27T00:00:00+01:00"
-- $4 = "2023-03-03T00:00:00+01:00"
-- $5 = "2024-03-03T00:00:00"
-- day | orders | orders_previous | orders_change | orders_change_percent
-- "2024-02-27" | 1 | null | null | null
-- "2024-02-28" | 0 | null | null | null
-- "2024-02-29" | 49 | null | null | null
-- "2024-03-01" | 0 | null | null | null
-- "2024-03-02" | 1 | null | null | null
