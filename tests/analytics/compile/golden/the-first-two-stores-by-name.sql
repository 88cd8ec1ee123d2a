-- Every name of Stores, the first 2 by name (A to Z), with ties
with "members" as (
select "name"
from "shop"."stores"
where "name" is not null
group by 1
), "shown" as (
select "name"
from "members"
), "ranked" as (
select "name", rank() over (order by "name" nulls last) as "rank"
from "shown"
)
select "name"
from "ranked"
where "rank" <= $1
order by 1 nulls last;
-- $1 = 2
-- name
-- "Depot"
-- "Husum"
