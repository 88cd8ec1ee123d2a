-- Revenue by month, Sep to Nov 2026 (Europe/Berlin), only September 2026 and November 2026
select to_char(date_trunc('month', timezone('Europe/Berlin', min("sold_at"))), 'YYYY-MM-DD') as "month", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
  and (("sold_at" >= $3 and "sold_at" < $4) or ("sold_at" >= $5 and "sold_at" < $6))
group by width_bucket("sold_at", $7)
order by 1;
-- $1 = "2026-09-01T00:00:00+02:00"
-- $2 = "2026-12-01T00:00:00+01:00"
-- $3 = "2026-09-01T00:00:00+02:00"
-- $4 = "2026-10-01T00:00:00+02:00"
-- $5 = "2026-11-01T00:00:00+01:00"
-- $6 = "2026-12-01T00:00:00+01:00"
-- $7 = "{2026-09-01T00:00:00+02:00,2026-10-01T00:00:00+02:00,2026-11-01T00:00:00+01:00}"
-- month | revenue
-- "2026-09-01" | 7330.57
-- "2026-11-01" | 145653.74
