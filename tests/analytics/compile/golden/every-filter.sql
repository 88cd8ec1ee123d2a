-- Orders, only where region is not North, quantity is 1, 2, 3, 4, 5 or 6, category does not contain “50% OFF_”, category is not empty, the record’s revenue is between 20 and 200.5, the record’s quantity is over 1.5 and the time is on Saturdays and Sundays, all time
select count(*) as "orders"
from "shop"."orders"
where ("region" is null or not "region" in ($1))
  and "quantity" in (cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), cast($6 as bigint), cast($7 as bigint))
  and ("category" is null or "category" not ilike $8)
  and "category" <> ''
  and "amount" between cast($9 as numeric) and cast($10 as numeric)
  and "quantity" > cast($11 as numeric)
  and cast(extract(isodow from timezone('Europe/Berlin', "sold_at")) as integer) in ($12, $13);
-- $1 = "North"
-- $2 = 1
-- $3 = 2
-- $4 = 3
-- $5 = 4
-- $6 = 5
-- $7 = 6
-- $8 = "%50\\% OFF\\_%"
-- $9 = 20
-- $10 = 200.5
-- $11 = 1.5
-- $12 = 6
-- $13 = 7
-- orders
-- 110
