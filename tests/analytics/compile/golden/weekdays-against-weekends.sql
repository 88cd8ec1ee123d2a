-- Revenue by weekday or weekend, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
select case when extract(isodow from timezone('Europe/Berlin', "sold_at")) >= 6 then 'weekend' else 'weekday' end as "weekend", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- weekend | revenue
-- "weekday" | 37233.6
-- "weekend" | 13754.55
