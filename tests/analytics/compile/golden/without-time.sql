-- Area and Stores by region, highest Area first
select "region", sum(cast("area" as float8)) as "area", count(*) as "stores"
from "shop"."stores"
group by 1
order by 2 desc nulls last, 1;
-- region | area | stores
-- null | 1000 | 1
-- "North" | 200.75 | 2
-- "South" | 200 | 1
