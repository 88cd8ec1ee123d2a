/** By one to three dimensions, rankings, conditions, shares, ratios, several KPIs. */
import type { Asked } from './asked.ts'

const october = `at >= '2026-10-01' and at < '2026-11-01'`
const lastWeek = `at >= '2026-11-09' and at < '2026-11-16'`
const thirdQuarter = `at >= '2026-07-01' and at < '2026-10-01'`

export const breakdowns: readonly Asked[] = [
  { ask: 'revenue by region last week', sql: `select region, sum(amount) from o where ${lastWeek} group by 1` },
  {
    ask: 'Show me orders per country and channel for last month',
    sql: `select country, channel, count(*) from o where ${october} group by 1, 2`,
  },
  {
    ask: 'units by region, channel and category in October',
    sql: `select region, channel, category, sum(units) from o where ${october} group by 1, 2, 3`,
  },
  {
    ask: 'tickets by topic and priority last month',
    sql: `select topic, priority, count(*) from t where ${october} group by 1, 2`,
  },
  {
    ask: 'new customers by source this year',
    sql: `select source, count(*) from c where at >= '2026-01-01' group by 1`,
  },
  { ask: 'average customer age by loyalty tier', sql: `select tier, avg(age) from c group by 1` },
  {
    ask: 'median resolution time by priority last month',
    sql: `select priority, percentile_cont(0.5) within group (order by seconds_to_resolve) from t where ${october} group by 1`,
  },
  {
    ask: 'active subscriptions by plan',
    sql: `select plan, sum(active) from s where day = (select max(day) from s) group by 1`,
  },
  {
    ask: 'orders by gift last month',
    sql: `select is_gift, count(*) from o where ${october} group by 1`,
  },
  {
    ask: 'What brought in the new customers in Germany last month, by source?',
    sql: `select source, count(*) from c where ${october} and country = 'Germany' group by 1`,
  },
  {
    ask: 'revenue from Germany, France and Spain last month by channel',
    sql: `select channel, sum(amount) from o where ${october} and country in ('Germany', 'France', 'Spain') group by 1`,
  },
  {
    ask: 'compare Germany and France by revenue last month',
    sql: `select country, sum(amount) from o where ${october} and country in ('Germany', 'France') group by 1`,
  },

  {
    ask: 'top 5 products by revenue last month',
    sql: `select product, sum(amount) from o where ${october} group by 1 order by 2 desc limit 5`,
    inOrder: true,
  },
  {
    ask: 'bottom 3 countries by orders last quarter',
    sql: `select country, count(*) from o where ${thirdQuarter} group by 1 order by 2 fetch first 3 rows with ties`,
    inOrder: true,
  },
  {
    ask: 'Which category has the highest refund rate this year?',
    sql: `select category, avg(refunded::int) from o where at >= '2026-01-01' group by 1 order by 2 desc limit 1`,
  },
  {
    ask: 'Which country sold the least last month?',
    sql: `select country, sum(amount) from o where ${october} group by 1 order by 2 limit 1`,
  },
  {
    ask: 'three best selling products in Japan this year',
    sql: `select product, sum(amount) from o where at >= '2026-01-01' and country = 'Japan' group by 1 order by 2 desc limit 3`,
    inOrder: true,
  },
  {
    ask: 'top 2 categories by revenue in each region last quarter',
    sql: `select category, region, total from (
        select region, category, sum(amount) as total, rank() over (partition by region order by sum(amount) desc) as place
        from o where ${thirdQuarter} group by 1, 2) ranked
      where place <= 2`,
  },
  {
    ask: 'worst 2 topics by customer satisfaction this year',
    sql: `select topic, avg(csat) from t where at >= '2026-01-01' group by 1 order by 2 limit 2`,
    inOrder: true,
  },
  {
    ask: 'revenue by category last month sorted alphabetically',
    sql: `select category, sum(amount) from o where ${october} group by 1 order by 1`,
    inOrder: true,
  },

  {
    ask: 'countries with revenue over 5000 last month',
    sql: `select country, sum(amount) from o where ${october} group by 1 having sum(amount) > 5000`,
  },
  {
    ask: 'categories with a refund rate above 4% last quarter',
    sql: `select category, avg(refunded::int) from o where ${thirdQuarter} group by 1 having avg(refunded::int) > 0.04`,
  },
  {
    ask: 'products with fewer than 10 orders last month',
    sql: `select product, count(*) from o where ${october} group by 1 having count(*) < 10`,
  },
  {
    ask: 'regions with at least 200 orders last month',
    sql: `select region, count(*) from o where ${october} group by 1 having count(*) >= 200`,
  },
  {
    ask: 'countries with revenue between 2k and 6k in October',
    sql: `select country, sum(amount) from o where ${october} group by 1 having sum(amount) between 2000 and 6000`,
  },

  {
    ask: 'share of revenue by category last month',
    sql: `select category, sum(amount), sum(amount) / sum(sum(amount)) over () from o where ${october} group by 1`,
  },
  {
    ask: 'What percentage of orders came from the app last month?',
    sql: `select count(*) filter (where channel = 'app'), avg((channel = 'app')::int) from o where ${october}`,
  },
  {
    ask: "What was Germany's share of revenue in Q3 2026?",
    sql: `select sum(amount) filter (where country = 'Germany'), sum(amount) filter (where country = 'Germany') / sum(amount)
      from o where ${thirdQuarter}`,
  },
  {
    ask: 'share of orders by channel within each region last month',
    sql: `select channel, region, count(*), count(*) / sum(count(*)) over (partition by region) from o where ${october} group by 1, 2`,
  },
  {
    ask: 'traffic split by device as a percentage last week',
    sql: `select device, sum(sessions), sum(sessions) / sum(sum(sessions)) over () from v where ${lastWeek} group by 1`,
  },

  {
    ask: 'average order value by channel last month',
    sql: `select channel, sum(amount) / count(*) from o where ${october} group by 1`,
  },
  {
    ask: 'basket size in France last quarter',
    sql: `select sum(amount) / count(*) from o where ${thirdQuarter} and country = 'France'`,
  },
  {
    ask: 'revenue per order by country last month',
    sql: `select country, sum(amount) / count(*) from o where ${october} group by 1`,
  },
  {
    ask: 'gross margin by category last quarter',
    sql: `select category, sum(amount - cost) / sum(amount) from o where ${thirdQuarter} group by 1`,
  },
  {
    ask: 'conversion rate by device last week',
    sql: `select device, sum(conversions) / sum(sessions)::numeric from v where ${lastWeek} group by 1`,
  },
  {
    ask: 'bounce rate in APAC last month',
    sql: `select sum(bounces) / sum(sessions)::numeric from v where ${october} and region = 'APAC'`,
  },
  {
    ask: 'newsletter rate by segment this year',
    sql: `select segment, avg(newsletter::int) from c where at >= '2026-01-01' group by 1`,
  },
  {
    ask: 'tickets per order by region last quarter',
    sql: `select region, n / orders::numeric from
        (select region, count(*) as n from t where ${thirdQuarter} group by 1) a join
        (select region, count(*) as orders from o where ${thirdQuarter} group by 1) b using (region)`,
  },

  {
    ask: 'revenue and orders by region last week',
    sql: `select region, sum(amount), count(*) from o where ${lastWeek} group by 1`,
  },
  {
    ask: 'orders and sessions by region last week',
    sql: `select region, n, sessions from
        (select region, count(*) as n from o where ${lastWeek} group by 1) a join
        (select region, sum(sessions) as sessions from v where ${lastWeek} group by 1) b using (region)`,
  },
  {
    ask: 'revenue, tickets and new customers per month in Q3 2026',
    sql: `select m::date,
        (select sum(amount) from o where date_trunc('month', at) = m),
        (select count(*) from t where date_trunc('month', at) = m),
        (select count(*) from c where date_trunc('month', at) = m)
      from generate_series(timestamp '2026-07-01', '2026-09-01', interval '1 month') m order by 1`,
    inOrder: true,
  },
  {
    ask: 'revenue, average order value and refund rate by channel last month',
    sql: `select channel, sum(amount), sum(amount) / count(*), avg(refunded::int) from o where ${october} group by 1`,
  },

  {
    ask: 'customers between 30 and 40 years old by source',
    sql: `select source, count(*) from c where age between 30 and 40 group by 1`,
  },
  {
    ask: 'gold and silver customers by region',
    sql: `select region, count(*) from c where tier in ('gold', 'silver') group by 1`,
  },
  {
    ask: 'average csat by contact channel last quarter',
    sql: `select contact, avg(csat) from t where ${thirdQuarter} group by 1`,
  },
  {
    ask: 'sessions per order last month',
    sql: `select (select sum(sessions) from v where ${october}) / count(*)::numeric from o where ${october}`,
  },
  {
    ask: 'refunds as a percentage of revenue last month',
    sql: `select sum(refund) / sum(amount) from o where ${october}`,
  },
  {
    ask: 'discounts as a share of revenue by category last quarter',
    sql: `select category, sum(discount) / sum(amount) from o where ${thirdQuarter} group by 1`,
  },
  {
    ask: 'What share of new customers came from social last quarter?',
    sql: `select count(*) filter (where source = 'social'), avg((source = 'social')::int) from c where ${thirdQuarter}`,
  },
  {
    ask: 'top 3 countries by revenue and their orders last month',
    sql: `select country, sum(amount), count(*) from o where ${october} group by 1 order by 2 desc limit 3`,
    inOrder: true,
  },
  {
    ask: 'revenue by product in Books last month, top 3',
    sql: `select product, sum(amount) from o where ${october} and category = 'Books' group by 1 order by 2 desc limit 3`,
    inOrder: true,
  },
  {
    ask: 'best product by revenue in each region last month',
    sql: `select product, region, total from (
        select product, region, sum(amount) as total, rank() over (partition by region order by sum(amount) desc) as place
        from o where ${october} group by 1, 2) ranked
      where place = 1`,
  },
  {
    ask: 'new and cancelled subscriptions by plan this year',
    sql: `select plan, sum(started), sum(cancelled) from s where day >= '2026-01-01' group by 1`,
  },
  {
    ask: 'lost subscribers last month by country',
    sql: `select country, sum(cancelled) from s where day >= '2026-10-01' and day < '2026-11-01' group by 1`,
  },
  {
    ask: 'active subscriptions by region compared with a year ago',
    sql: `select region, n, b, n - b, (n - b) / b::numeric from (select region,
        sum(active) filter (where day = '2026-11-20') as n, sum(active) filter (where day = '2025-11-20') as b from s group by 1) years`,
  },
  {
    ask: 'median age of customers by country',
    sql: `select country, percentile_cont(0.5) within group (order by age) from c group by 1`,
  },
  {
    ask: 'session duration by device and region last week',
    sql: `select device, region, sum(seconds) / sum(sessions)::numeric from v where ${lastWeek} group by 1, 2`,
  },
  {
    ask: 'countries by customers with tickets last quarter, top 3',
    sql: `select country, count(distinct customer_id) from t where ${thirdQuarter} group by 1 order by 2 desc fetch first 3 rows with ties`,
  },

  {
    ask: 'Which 3 regions had the fewest orders in September?',
    sql: `select region, count(*) from o where at >= '2026-09-01' and at < '2026-10-01' group by 1 order by 2 limit 3`,
    inOrder: true,
  },
  {
    ask: "Give me a breakdown of last month's revenue by region and channel",
    sql: `select region, channel, sum(amount) from o where ${october} group by 1, 2`,
  },
  {
    ask: 'average time to resolve tickets by topic in Q3',
    sql: `select topic, avg(seconds_to_resolve) from t where ${thirdQuarter} group by 1`,
  },
  {
    ask: 'top 10 products by refund rate in 2026',
    sql: `select product, avg(refunded::int) from o where at >= '2026-01-01' group by 1 order by 2 desc fetch first 10 rows with ties`,
    inOrder: true,
  },
  {
    ask: 'products with a refund rate above 5% last quarter and at least 20 orders',
    sql: `select product, avg(refunded::int), count(*) from o where ${thirdQuarter} group by 1
      having avg(refunded::int) > 0.05 and count(*) >= 20`,
  },
  {
    ask: 'orders by country for the Nordics in 2026',
    sql: `select country, count(*) from o where at >= '2026-01-01' and region = 'Nordics' group by 1`,
  },

  {
    ask: 'units by channel for gifts in October sorted by units ascending',
    sql: `select channel, sum(units) from o where ${october} and is_gift group by 1 order by 2`,
    inOrder: true,
  },
  {
    ask: 'orders by region in October from lowest to highest',
    sql: `select region, count(*) from o where ${october} group by 1 order by 2`,
    inOrder: true,
  },

  {
    ask: 'revenue by region sorted by orders last month',
    sql: `select region, sum(amount), count(*) from o where ${october} group by 1 order by 3 desc`,
    inOrder: true,
  },
  {
    ask: 'revenue by country last month sorted by country descending',
    sql: `select country, sum(amount) from o where ${october} group by 1 order by 1 desc`,
    inOrder: true,
  },

  {
    ask: 'tickets resolved by topic last month',
    sql: `select topic, count(*) from t where resolved >= '2026-10-01' and resolved < '2026-11-01' group by 1`,
  },
  {
    ask: 'revenue for EMEA excluding Germany last month by country',
    sql: `select country, sum(amount) from o where ${october} and region = 'EMEA' and country <> 'Germany' group by 1`,
  },
  {
    ask: 'Which plan has the highest churn last quarter?',
    sql: `select plan, sum(cancelled) / (sum(active) filter (where day = '2026-09-30'))::numeric from s
      where day >= '2026-07-01' and day < '2026-10-01' group by 1 order by 2 desc limit 1`,
  },
  {
    ask: 'top 3 plans by MRR',
    sql: `select plan, sum(mrr) from s where day = (select max(day) from s) group by 1 order by 2 desc limit 3`,
    inOrder: true,
  },
  {
    ask: 'most returned products last quarter, top 5',
    sql: `select product, count(*) filter (where refunded) from o where ${thirdQuarter} group by 1
      order by 2 desc fetch first 5 rows with ties`,
  },
  {
    ask: 'Which source brings the most customers?',
    sql: `select source, count(*) from c group by 1 order by 2 desc limit 1`,
  },
]
