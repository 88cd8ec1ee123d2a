/** Figures over time: by grain, by parts of time, running, smoothed, at their peak. */
import type { Asked } from './asked.ts'

export const trends: readonly Asked[] = [
  {
    ask: 'revenue by month this year',
    sql: `select date_trunc('month', at)::date, sum(amount) from o where at >= '2026-01-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'daily orders last week',
    sql: `select at::date, count(*) from o where at >= '2026-11-09' and at < '2026-11-16' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'weekly revenue in October',
    sql: `select date_trunc('week', at)::date, sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'orders per quarter since January 2025',
    sql: `select date_trunc('quarter', at)::date, count(*) from o where at >= '2025-01-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'How has the average order value developed this year by month?',
    sql: `select date_trunc('month', at)::date, sum(amount) / count(*) from o where at >= '2026-01-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'sessions by hour yesterday',
    sql: `select starts, sum(sessions) from v where at >= '2026-11-20' and at < '2026-11-21' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'sessions by hour on 25 October 2026',
    sql: `select starts, sum(sessions) from v
      where starts >= '2026-10-25 00:00 Europe/Berlin' and starts < '2026-10-26 00:00 Europe/Berlin' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'orders per hour on 29 March 2026',
    sql: `select h, count(placed_at)
      from generate_series(timestamptz '2026-03-28 23:00Z', '2026-03-29 21:00Z', interval '1 hour') h
      left join o on placed_at >= h and placed_at < h + interval '1 hour' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'revenue by month and region in Q3 2026',
    sql: `select date_trunc('month', at)::date, region, sum(amount) from o where at >= '2026-07-01' and at < '2026-10-01' group by 1, 2`,
  },
  {
    ask: 'monthly revenue of the top 3 categories this year',
    sql: `select date_trunc('month', at)::date, category, sum(amount) from o
      where at >= '2026-01-01' and category in (
        select category from o where at >= '2026-01-01' group by 1 order by sum(amount) desc limit 3)
      group by 1, 2`,
  },
  {
    ask: 'active subscriptions by month this year',
    sql: `select distinct on (1) date_trunc('month', day)::date, total
      from (select day, sum(active) as total from s where day >= '2026-01-01' group by 1) each order by 1, day desc`,
    inOrder: true,
  },
  {
    ask: 'MRR by plan by quarter this year',
    sql: `select date_trunc('quarter', day)::date, plan, sum(mrr) from s
      where day in ('2026-03-31', '2026-06-30', '2026-09-30', '2026-11-20') group by 1, 2`,
  },
  {
    ask: 'monthly churn rate in the second quarter of 2026',
    sql: `select date_trunc('month', day)::date,
        sum(cancelled) / (sum(active) filter (where day = (date_trunc('month', day) + interval '1 month - 1 day')::date))::numeric
      from s where day >= '2026-04-01' and day < '2026-07-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'new customers per week this quarter',
    sql: `select date_trunc('week', at)::date, count(*) from c where at >= '2026-10-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'revenue by weekday last month',
    sql: `select extract(isodow from at)::int, sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'orders by hour of day last month',
    sql: `select extract(hour from at)::int, count(*) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'sessions by weekday and hour of day last quarter',
    sql: `select extract(isodow from at)::int, extract(hour from at)::int, sum(sessions) from v
      where at >= '2026-07-01' and at < '2026-10-01' group by 1, 2`,
  },
  {
    ask: 'average order value by month of the year',
    sql: `select extract(month from at)::int, sum(amount) / count(*) from o group by 1`,
  },
  {
    ask: 'revenue on weekends last month',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and extract(isodow from at) in (6, 7)`,
  },
  {
    ask: 'orders by region on Mondays in Q3 2026',
    sql: `select region, count(*) from o where at >= '2026-07-01' and at < '2026-10-01' and extract(isodow from at) = 1 group by 1`,
  },
  {
    ask: 'Which weekday has the most tickets this year?',
    sql: `select extract(isodow from at)::int, count(*) from t where at >= '2026-01-01' group by 1
      order by 2 desc fetch first 1 row with ties`,
  },
  {
    ask: 'running total of revenue this month by day',
    sql: `select day, sum(day_sum) over (order by day) from (
      select at::date as day, sum(amount) as day_sum from o where at >= '2026-11-01' group by 1) each order by 1`,
    inOrder: true,
  },
  {
    ask: 'cumulative orders by month in 2025',
    sql: `select month, sum(n) over (order by month) from (
      select date_trunc('month', at)::date as month, count(*) as n from o
      where at >= '2025-01-01' and at < '2026-01-01' group by 1) each order by 1`,
    inOrder: true,
  },
  {
    ask: '7-day moving average of daily revenue in October',
    sql: `select day, average from (
        select day, avg(day_sum) over (order by day rows 6 preceding) as average from (
          select at::date as day, sum(amount) as day_sum from o where at >= '2026-09-25' and at < '2026-11-01' group by 1) each) smooth
      where day >= '2026-10-01' order by 1`,
    inOrder: true,
  },
  {
    ask: 'Which day had the highest revenue in October?',
    sql: `select at::date, sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1 order by 2 desc limit 1`,
  },
  {
    ask: 'When did sessions peak last week?',
    sql: `select at::date, sum(sessions) from v where at >= '2026-11-09' and at < '2026-11-16' group by 1 order by 2 desc limit 1`,
  },
  {
    ask: 'What was the worst month for revenue in 2025?',
    sql: `select date_trunc('month', at)::date, sum(amount) from o
      where at >= '2025-01-01' and at < '2026-01-01' group by 1 order by 2 limit 1`,
  },
  {
    ask: 'top 5 days by orders this year',
    sql: `select at::date, count(*) from o where at >= '2026-01-01' group by 1 order by 2 desc fetch first 5 rows with ties`,
  },
  {
    ask: 'On how many days in October was revenue below 3000?',
    sql: `select count(*) from (select at::date from o where at >= '2026-10-01' and at < '2026-11-01' group by 1 having sum(amount) < 3000) low`,
  },
  {
    ask: 'How many weeks this year had more than 350 orders?',
    sql: `select count(*) from (select date_trunc('week', at) from o where at >= '2026-01-01' group by 1 having count(*) > 350) busy`,
  },
  {
    ask: 'days in October with more than 60 orders',
    sql: `select at::date, count(*) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1 having count(*) > 60`,
  },
  {
    ask: 'tickets resolved per day last week',
    sql: `select day::date, count(t.at) from generate_series(timestamp '2026-11-09', '2026-11-15', interval '1 day') day
      left join t on resolved::date = day group by 1 order by 1`,
    inOrder: true,
  },

  {
    ask: 'revenue on Fridays this year by month',
    sql: `select date_trunc('month', at)::date, sum(amount) from o
      where at >= '2026-01-01' and extract(isodow from at) = 5 group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'monthly active subscriptions by plan in 2026 as a stacked area',
    sql: `select date_trunc('month', day)::date, plan, sum(active) from s
      where day in (select max(day) from s where day >= '2026-01-01' group by date_trunc('month', day)) group by 1, 2`,
  },
  {
    ask: 'orders by weekday and hour last quarter as a heatmap',
    sql: `select extract(isodow from at)::int, extract(hour from at)::int, count(*) from o
      where at >= '2026-07-01' and at < '2026-10-01' group by 1, 2`,
  },
  {
    ask: 'revenue growth month over month in Q3 2026',
    sql: `select month, n, b, n - b, (n - b) / b from (
        select month, n, lag(n) over (order by month) as b from (
          select date_trunc('month', at)::date as month, sum(amount) as n from o
          where at >= '2026-06-01' and at < '2026-10-01' group by 1) each) steps
      where month >= '2026-07-01' order by 1`,
    inOrder: true,
  },
  {
    ask: 'year over year revenue growth by quarter in the first nine months of 2026',
    sql: `select q::date, n, b, n - b, (n - b) / b from (select q,
        (select sum(amount) from o where at >= q and at < q + interval '3 months') as n,
        (select sum(amount) from o where at >= q - interval '1 year' and at < q - interval '9 months') as b
        from generate_series(timestamp '2026-01-01', '2026-07-01', interval '3 months') q) quarters order by 1`,
    inOrder: true,
  },
  {
    ask: 'revenue in Q4 2025 by month and channel',
    sql: `select date_trunc('month', at)::date, channel, sum(amount) from o
      where at >= '2025-10-01' and at < '2026-01-01' group by 1, 2`,
  },
  {
    ask: 'lowest number of orders in a day last month',
    sql: `select at::date, count(*) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1
      order by 2 fetch first 1 row with ties`,
  },
  {
    ask: 'orders per day in January for Argentina',
    sql: `select d::date, count(o.at) from generate_series(timestamp '2026-01-01', '2026-01-31', interval '1 day') d
      left join o on o.at::date = d and country = 'Argentina' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'average order value per day in January for Argentina',
    sql: `select d::date, avg(amount) from generate_series(timestamp '2026-01-01', '2026-01-31', interval '1 day') d
      left join o on o.at::date = d and country = 'Argentina' group by 1 order by 1`,
    inOrder: true,
  },

  {
    ask: "How's revenue trending this year?",
    sql: `select date_trunc('month', at)::date, sum(amount) from o where at >= '2026-01-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'Can you show me daily traffic for the past 14 days?',
    sql: `select at::date, sum(sessions) from v where at >= '2026-11-07' and at < '2026-11-21' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'signups by week for the last 8 weeks',
    sql: `select date_trunc('week', at)::date, count(*) from c where at >= '2026-09-21' and at < '2026-11-16' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'tickets per day this month',
    sql: `select d::date, count(t.at) from generate_series(timestamp '2026-11-01', '2026-11-21', interval '1 day') d
      left join t on t.at::date = d group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'total revenue and average order value by month for Q2 and Q3 2026',
    sql: `select date_trunc('month', at)::date, sum(amount), avg(amount) from o
      where at >= '2026-04-01' and at < '2026-10-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'sales in DE, FR and GB by month since July',
    sql: `select date_trunc('month', at)::date, sum(amount) from o
      where at >= '2026-07-01' and country in ('Germany', 'France', 'United Kingdom') group by 1 order by 1`,
    inOrder: true,
  },

  {
    ask: 'sign-ups vs orders by month this year',
    sql: `select m::date, (select count(*) from c where date_trunc('month', at) = m),
        (select count(*) from o where date_trunc('month', at) = m)
      from generate_series(timestamp '2026-01-01', '2026-11-01', interval '1 month') m order by 1`,
    inOrder: true,
  },
  {
    ask: 'business customers vs consumer customers this year by month',
    sql: `select date_trunc('month', at)::date, segment, count(*) from c where at >= '2026-01-01' group by 1, 2`,
  },
  {
    ask: 'revenue by day of month last quarter',
    sql: `select extract(day from at)::int, sum(amount) from o where at >= '2026-07-01' and at < '2026-10-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'peak hour for orders yesterday',
    sql: `select extract(hour from at)::int, count(*) from o where at::date = '2026-11-20' group by 1
      order by 2 desc fetch first 1 row with ties`,
  },
  {
    ask: 'busiest weekday for support tickets',
    sql: `select extract(isodow from at)::int, count(*) from t group by 1 order by 2 desc fetch first 1 row with ties`,
  },
]
