-- Revenue and Orders, all time
select sum("amount") as "revenue", count(*) as "orders"
from "shop"."orders";
-- revenue | orders
-- 395571.81 | 2656
