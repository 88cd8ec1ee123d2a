-- Hour, revenue, region, quantity, refunds and shipped on of each of the orders, only where the record’s revenue is over 290, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 2 by hour (latest first), with ties
with records as (
select extract(epoch from date_trunc('hour', "sold_at", 'Europe/Berlin')) as "hour", "region", to_char(cast("shipped_on" as timestamp), 'YYYY-MM-DD') as "shipped_on", "amount" as "revenue", "quantity", case when "status" in ($1) then "amount" end as "refunds", rank() over (order by "sold_at" desc nulls last) as "rank"
from "shop"."orders"
where "sold_at" is not null
  and "sold_at" >= $2
  and "sold_at" < $3
  and "amount" > cast($4 as numeric)
)
select "hour", "region", "shipped_on", "revenue", "quantity", "refunds"
from records
where "rank" <= $5
order by "rank", 1, 2, 3, 4, 5, 6;
-- $1 = "refunded"
-- $2 = "2026-11-09T00:00:00+01:00"
-- $3 = "2026-11-16T00:00:00+01:00"
-- $4 = 290
-- $5 = 2
-- hour | region | shipped_on | revenue | quantity | refunds
-- "2026-11-15T16:00:00+01:00" | "South" | "2026-11-16" | 295.7 | 2 | 295.7
-- "2026-11-15T05:00:00+01:00" | "North" | "2026-11-16" | 292.82 | 9 | null
