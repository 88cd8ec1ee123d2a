-- Revenue by region and week, 26 Oct to 15 Nov 2026 (Europe/Berlin)
select to_char(date_trunc('week', timezone('Europe/Berlin', min("sold_at"))), 'YYYY-MM-DD') as "week", "region", sum("amount") as "revenue"
from "shop"."orders"
where "sold_at" >= $1
  and "sold_at" < $2
group by width_bucket("sold_at", $3), 2
order by 1, 2;
-- $1 = "2026-10-26T00:00:00+01:00"
-- $2 = "2026-11-16T00:00:00+01:00"
-- $3 = "{2026-10-26T00:00:00+01:00,2026-11-02T00:00:00+01:00,2026-11-09T00:00:00+01:00}"
-- week | region | revenue
-- "2026-10-26" | "East" | 2309.93
-- "2026-10-26" | "North" | 1883.06
-- "2026-10-26" | "South" | 3547.54
-- "2026-10-26" | null | 2431.68
-- "2026-11-02" | "East" | 12988.72
-- "2026-11-02" | "North" | 13589.17
-- "2026-11-02" | "South" | 13637.44
-- "2026-11-02" | null | 13927.81
-- "2026-11-09" | "East" | 12247.52
-- "2026-11-09" | "North" | 15086.9
-- "2026-11-09" | "South" | 13441.46
-- "2026-11-09" | null | 10212.27
