-- Number of days with Orders at most 1 by region, October 2026 (Europe/Berlin), a day without anything counts as 0, the first 1 by number of days (highest first), with ties
with "figures" as (
select date_trunc('day', timezone('Europe/Berlin', "sold_at")) as "day", "region", count(*) as "orders"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1, 2
), "calendar" as (
select column1 as "day"
from (values (cast($3 as timestamp)), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13), ($14), ($15), ($16), ($17), ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25), ($26), ($27), ($28), ($29), ($30), ($31), ($32), ($33)) as listed
), "groups" as (
select "region"
from "figures"
group by 1
), "dense" as (
select "calendar"."day", "groups"."region", coalesce("figures"."orders", 0) as "orders"
from "calendar" join "groups" on true
left join "figures" on "figures"."day" = "calendar"."day"
  and "figures"."region" is not distinct from "groups"."region"
), "shown" as (
select "day", "region", "orders"
from "dense"
), "counted" as (
select "region", count(*) filter (where "orders" <= cast($34 as numeric)) as "days"
from "shown"
group by 1
), "ranked" as (
select "region", "days", rank() over (order by "days" desc nulls last) as "rank"
from "counted"
)
select "region", "days"
from "ranked"
where "rank" <= $35
order by 2 desc nulls last, 1;
-- $1 = "2026-10-01T00:00:00+02:00"
-- $2 = "2026-11-01T00:00:00+01:00"
-- $3 = "2026-10-01"
-- $4 = "2026-10-02"
-- $5 = "2026-10-03"
-- $6 = "2026-10-04"
-- $7 = "2026-10-05"
-- $8 = "2026-10-06"
-- $9 = "2026-10-07"
-- $10 = "2026-10-08"
-- $11 = "2026-10-09"
-- $12 = "2026-10-10"
-- $13 = "2026-10-11"
-- $14 = "2026-10-12"
-- $15 = "2026-10-13"
-- $16 = "2026-10-14"
-- $17 = "2026-10-15"
-- $18 = "2026-10-16"
-- $19 = "2026-10-17"
-- $20 = "2026-10-18"
-- $21 = "2026-10-19"
-- $22 = "2026-10-20"
-- $23 = "2026-10-21"
-- $24 = "2026-10-22"
-- $25 = "2026-10-23"
-- $26 = "2026-10-24"
-- $27 = "2026-10-25"
-- $28 = "2026-10-26"
-- $29 = "2026-10-27"
-- $30 = "2026-10-28"
-- $31 = "2026-10-29"
-- $32 = "2026-10-30"
-- $33 = "2026-10-31"
-- $34 = 1
-- $35 = 1
-- region | days
-- "East" | 28
-- "North" | 28
-- "South" | 28
-- null | 28
