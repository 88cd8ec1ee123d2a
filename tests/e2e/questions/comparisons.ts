/** Two periods side by side. A running one is compared up to its last whole hour, the grain that the views keep. */
import type { Asked } from './asked.ts'

/** now, before, the difference, and the difference relative to before. */
const change = `n, b, n - b, (n - b) / nullif(b, 0)::numeric`

export const comparisons: readonly Asked[] = [
  {
    ask: 'revenue last week vs the week before',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-11-09' and at < '2026-11-16') as n,
        sum(amount) filter (where at >= '2026-11-02' and at < '2026-11-09') as b from o) both_weeks`,
  },
  {
    ask: 'revenue this month compared with last month',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-11-01') as n,
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-10-21 14:00') as b from o) months`,
  },
  {
    ask: 'orders this week vs last week',
    sql: `select ${change} from (select
        count(*) filter (where at >= '2026-11-16') as n,
        count(*) filter (where at >= '2026-11-09' and at < '2026-11-14 14:00') as b from o) weeks`,
  },
  {
    ask: 'sessions this month compared with last month',
    sql: `select ${change} from (select
        sum(sessions) filter (where at >= '2026-11-01') as n,
        sum(sessions) filter (where at >= '2026-10-01' and at < '2026-10-21 14:00') as b from v) months`,
  },
  {
    ask: 'new subscriptions this month compared with last month',
    sql: `select ${change} from (select
        sum(started) filter (where day >= '2026-11-01') as n,
        sum(started) filter (where day >= '2026-10-01' and day <= '2026-10-20') as b from s) months`,
  },
  {
    ask: 'orders in October compared with a year ago',
    sql: `select ${change} from (select
        count(*) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        count(*) filter (where at >= '2025-10-01' and at < '2025-11-01') as b from o) years`,
  },
  {
    ask: 'revenue this year versus last year',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-01-01') as n,
        sum(amount) filter (where at >= '2025-01-01' and at < '2025-11-21 14:00') as b from o) years`,
  },
  {
    ask: 'revenue in Q3 2026 vs Q2 2026 by region',
    sql: `select region, ${change} from (select region,
        sum(amount) filter (where at >= '2026-07-01' and at < '2026-10-01') as n,
        sum(amount) filter (where at >= '2026-04-01' and at < '2026-07-01') as b from o group by 1) quarters`,
  },
  {
    ask: 'How did revenue change in October compared to September?',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o) months`,
  },
  {
    ask: 'compare revenue in March 2026 with March 2025',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-03-01' and at < '2026-04-01') as n,
        sum(amount) filter (where at >= '2025-03-01' and at < '2025-04-01') as b from o) marches`,
  },
  {
    ask: 'tickets by topic last month vs the previous month',
    sql: `select topic, ${change} from (select topic,
        count(*) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        count(*) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from t
        where at >= '2026-09-01' and at < '2026-11-01' group by 1) months`,
  },
  {
    ask: 'Is our conversion rate up on last month?',
    sql: `select ${change} from (select
        sum(conversions) filter (where at >= '2026-11-01') / sum(sessions) filter (where at >= '2026-11-01')::numeric as n,
        sum(conversions) filter (where at >= '2026-10-01' and at < '2026-10-21 14:00')
          / sum(sessions) filter (where at >= '2026-10-01' and at < '2026-10-21 14:00')::numeric as b from v) months`,
  },
  {
    ask: 'active subscriptions last month compared with the same month last year',
    sql: `select ${change} from (select
        sum(active) filter (where day = '2026-10-31') as n,
        sum(active) filter (where day = '2025-10-31') as b from s) years`,
  },
  {
    ask: 'average order value yesterday versus the day before',
    sql: `select ${change} from (select
        avg(amount) filter (where at::date = '2026-11-20') as n,
        avg(amount) filter (where at::date = '2026-11-19') as b from o) days`,
  },
  {
    ask: 'revenue by month this year compared with last year',
    sql: `select m::date, ${change} from (select m,
        (select sum(amount) from o where at >= m and at < least(m + interval '1 month', timestamp '2026-11-21 14:00')) as n,
        (select sum(amount) from o where at >= m - interval '1 year'
          and at < least(m - interval '1 year' + interval '1 month', timestamp '2025-11-21 14:00')) as b
        from generate_series(timestamp '2026-01-01', '2026-11-01', interval '1 month') m) months order by 1`,
    inOrder: true,
  },
  {
    ask: 'Which category grew the most in October compared with September?',
    sql: `select category, ${change} from (select category,
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o group by 1) months
      order by n - b desc limit 1`,
  },
  {
    ask: 'countries where revenue fell in October compared with September',
    sql: `select country, ${change} from (select country,
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o group by 1) months
      where n < b`,
  },

  {
    ask: 'orders by day last week compared with the week before',
    sql: `select d::date, ${change} from (select d,
        (select count(*) from o where at >= d and at < d + interval '1 day') as n,
        (select count(*) from o where at >= d - interval '7 days' and at < d - interval '6 days') as b
        from generate_series(timestamp '2026-11-09', '2026-11-15', interval '1 day') d) days order by 1`,
    inOrder: true,
  },
  {
    ask: 'orders today compared with the same day last week',
    sql: `select ${change} from (select
        count(*) filter (where at >= '2026-11-21') as n,
        count(*) filter (where at >= '2026-11-14' and at < '2026-11-14 14:00') as b from o) days`,
  },
  {
    ask: 'top 5 countries by revenue growth in October compared with September',
    sql: `select country, ${change} from (select country,
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o group by 1) months
      order by n - b desc limit 5`,
    inOrder: true,
  },
  {
    ask: 'which products lost the most revenue in October compared to September, bottom 3?',
    sql: `select product, ${change} from (select product,
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o group by 1) months
      order by n - b limit 3`,
    inOrder: true,
  },
  {
    ask: 'Germany vs France revenue last month',
    sql: `select country, sum(amount) from o
      where at >= '2026-10-01' and at < '2026-11-01' and country in ('Germany', 'France') group by 1`,
  },
  {
    ask: 'EMEA vs APAC orders last quarter by category',
    sql: `select category, region, count(*) from o
      where at >= '2026-07-01' and at < '2026-10-01' and region in ('EMEA', 'APAC') group by 1, 2`,
  },
  {
    ask: 'compare app and web orders by month this year',
    sql: `select date_trunc('month', at)::date, channel, count(*) from o
      where at >= '2026-01-01' and channel in ('app', 'web') group by 1, 2`,
  },
  {
    ask: 'web vs app revenue last month',
    sql: `select channel, sum(amount) from o
      where at >= '2026-10-01' and at < '2026-11-01' and channel in ('app', 'web') group by 1`,
  },
  {
    ask: 'MRR by region last month compared with a year ago',
    sql: `select region, ${change} from (select region,
        sum(mrr) filter (where day = '2026-10-31') as n, sum(mrr) filter (where day = '2025-10-31') as b from s group by 1) years`,
  },

  {
    ask: 'revenue in H1 2026 vs H2 2025',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-01-01' and at < '2026-07-01') as n,
        sum(amount) filter (where at >= '2025-07-01' and at < '2026-01-01') as b from o) halves`,
  },
  {
    ask: 'gross profit by region this quarter vs last quarter',
    sql: `select region, ${change} from (select region,
        sum(amount - cost) filter (where at >= '2026-10-01') as n,
        sum(amount - cost) filter (where at >= '2026-07-01' and at < '2026-08-21 14:00') as b from o group by 1) quarters`,
  },

  {
    ask: 'revenue in October 2026 vs 2025',
    sql: `select ${change} from (select
        sum(amount) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        sum(amount) filter (where at >= '2025-10-01' and at < '2025-11-01') as b from o) octobers`,
  },
]
