-- Revenue by month, Sep to Oct 2026 (Europe/Berlin) by Ship date
select to_char(date_trunc('month', cast("shipped_on" as timestamp)), 'YYYY-MM-DD') as "month", sum("amount") as "revenue"
from "shop"."orders"
where "shipped_on" >= $1
  and "shipped_on" < $2
group by date_trunc('month', cast("shipped_on" as timestamp))
order by 1;
-- $1 = "2026-09-01"
-- $2 = "2026-11-01"
-- month | revenue
-- "2026-09-01" | 7015.32
-- "2026-10-01" | 20434.33
