-- Number of orders by quantity, in about 20 ranges, all time
with numbers as (
select cast("quantity" as numeric) as x
from "shop"."orders"
where "quantity" is not null
), rough as (
select case when max(x) > min(x) then (max(x) - min(x)) / 20 else 1 end as r, min(x) as lowest
from numbers
), scaled as (
select power(10.0, floor(log(r))) as p, r / power(10.0, floor(log(r))) as m, lowest
from rough
), stepped as (
select max(greatest(1, p * case when m <= 1 then 1 when m <= 2 then 2 when m <= 5 then 5 else 10 end)) as step, min(lowest) as lowest
from scaled
), binned as (
select floor(numbers.x / stepped.step) as bin, min(stepped.step) as step, count(*) as records
from numbers join stepped on numbers.x >= stepped.lowest
group by 1
)
select bin * step as bucket, (bin + 1) * step as bucket_end, records
from binned
order by 1;
-- bucket | bucket_end | records
-- 1 | 2 | 275
-- 2 | 3 | 337
-- 3 | 4 | 295
-- 4 | 5 | 277
-- 5 | 6 | 310
-- 6 | 7 | 303
-- 7 | 8 | 288
-- 8 | 9 | 294
-- 9 | 10 | 277
