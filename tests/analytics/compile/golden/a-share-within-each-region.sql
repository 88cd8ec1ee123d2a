-- Revenue by region and category, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), with the share within each region, highest first
with "figures" as (
select "region", "category", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by 1, 2
)
select "region", "category", "revenue", cast("revenue" as numeric) / nullif(sum("revenue") over (partition by "region" ), 0) as "revenue_share"
from "figures"
order by 3 desc nulls last, 1, 2;
-- $1 = "2026-11-09T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- region | category | revenue | revenue_share
-- "East" | "Coffee" | 4770.53 | 0.38950987628515815
-- "South" | "Tea" | 4689.31 | 0.3488690960654572
-- "North" | "Tea" | 4385.72 | 0.2906972273959528
-- "North" | "50% off_bag" | 4083.73 | 0.27068052416334704
-- null | "50% off_bag" | 3995.57 | 0.391251896003533
-- "North" | "" | 3935.98 | 0.26088725980817795
-- "South" | "50% off_bag" | 3390.58 | 0.25224789568990275
-- "East" | "" | 3205.82 | 0.2617525833801455
-- "South" | "" | 3137.64 | 0.2334299994197059
-- "North" | "Coffee" | 2681.47 | 0.17773498863252227
-- null | "Tea" | 2454.05 | 0.240304065599519
-- "East" | "Tea" | 2254.03 | 0.18403970763060604
-- "South" | "Coffee" | 2223.93 | 0.1654530088249342
-- null | "" | 2087.97 | 0.20445699144264692
-- "East" | "50% off_bag" | 2017.14 | 0.1646978327040903
-- null | "Coffee" | 1674.68 | 0.16398704695430105
