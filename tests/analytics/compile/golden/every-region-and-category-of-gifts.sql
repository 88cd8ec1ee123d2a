-- Every region and category of Sales, only where gift is true, all time
select "region", "category"
from "shop"."orders"
where "region" is not null
  and "is_gift" in ($1)
group by 1, 2
order by 1, 2;
-- $1 = true
-- region | category
-- "East" | ""
-- "East" | "50% off_bag"
-- "East" | "Coffee"
-- "East" | "Tea"
-- "North" | ""
-- "North" | "50% off_bag"
-- "North" | "Coffee"
-- "North" | "Tea"
-- "South" | ""
-- "South" | "50% off_bag"
-- "South" | "Coffee"
-- "South" | "Tea"
