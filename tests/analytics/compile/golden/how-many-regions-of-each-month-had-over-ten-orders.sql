-- Number of regions with Orders over 10 by month, Sep to Oct 2026 (Europe/Berlin)
with "figures" as (
select date_trunc('month', timezone('Europe/Berlin', min("sold_at"))) as "month", "region", count(*) as "orders"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by width_bucket("sold_at", $3), 2
), "shown" as (
select "month", "region", "orders"
from "figures"
), "counted" as (
select "month", count(*) filter (where "region" is not null
  and "orders" > cast($4 as numeric)) as "count_of_region"
from "shown"
group by 1
)
select to_char("month", 'YYYY-MM-DD') as "month", "count_of_region"
from "counted"
order by 1;
-- $1 = "2026-09-01T00:00:00+02:00"
-- $2 = "2026-11-01T00:00:00+01:00"
-- $3 = "{2026-09-01T00:00:00+02:00,2026-10-01T00:00:00+02:00}"
-- $4 = 10
-- month | count_of_region
-- "2026-09-01" | 1
-- "2026-10-01" | 3
