-- Revenue and Orders, all time
select sum("amount") as "revenue", count(*) as "orders_2"
from "shop"."orders";
-- revenue | orders_2
-- 395571.81 | 2656
