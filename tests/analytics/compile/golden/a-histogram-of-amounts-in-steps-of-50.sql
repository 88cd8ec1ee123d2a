-- Number of orders by Revenue, in ranges of 50, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)
with numbers as (
select cast("amount" as numeric) as x
from "shop"."orders"
where "amount" is not null
  and "sold_at" >= $1
  and "sold_at" < $2
), rough as (
select case when max(x) > min(x) then (max(x) - min(x)) / 20 else 1 end as r, min(x) as lowest
from numbers
), scaled as (
select power(10.0, floor(log(r))) as p, r / power(10.0, floor(log(r))) as m, lowest
from rough
), stepped as (
select cast(50 as numeric) as step, min(lowest) as lowest
from scaled
), binned as (
select floor(numbers.x / stepped.step) as bin, min(stepped.step) as step, count(*) as records
from numbers join stepped on numbers.x >= stepped.lowest
group by 1
)
select bin * step as bucket, (bin + 1) * step as bucket_end, records
from binned
order by 1;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- bucket | bucket_end | records
-- 0 | 50 | 60
-- 50 | 100 | 59
-- 100 | 150 | 52
-- 150 | 200 | 62
-- 200 | 250 | 55
-- 250 | 300 | 55
