-- Orders by month, only where the time is on public holidays of Germany, Oct to Dec 2026 (Europe/Berlin)
select to_char(date_trunc('month', timezone('Europe/Berlin', min("sold_at"))), 'YYYY-MM-DD') as "month", count(*) as "orders"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
  and date_trunc('day', timezone('Europe/Berlin', "sold_at")) in (cast($3 as timestamp), cast($4 as timestamp), cast($5 as timestamp))
group by width_bucket("sold_at", $6)
order by 1;
-- $1 = "2026-10-01T00:00:00+02:00"
-- $2 = "2027-01-01T00:00:00+01:00"
-- $3 = "2026-10-03"
-- $4 = "2026-12-25"
-- $5 = "2026-12-26"
-- $6 = "{2026-10-01T00:00:00+02:00,2026-11-01T00:00:00+01:00,2026-12-01T00:00:00+01:00}"
-- month | orders
-- "2026-10-01" | 2
-- "2026-11-01" | 0
-- "2026-12-01" | 0
