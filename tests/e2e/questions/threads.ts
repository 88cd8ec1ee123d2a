/** Conversations: each question goes on from the one before, the last one is checked. */
import type { Asked } from './asked.ts'

const lastWeek = `at >= '2026-11-09' and at < '2026-11-16'`
const october = `at >= '2026-10-01' and at < '2026-11-01'`

export const threads: readonly Asked[] = [
  {
    ask: ['revenue last week', 'and by category?'],
    sql: `select category, sum(amount) from o where ${lastWeek} group by 1`,
  },
  {
    ask: ['revenue by region last week', 'and in October?'],
    sql: `select region, sum(amount) from o where ${october} group by 1`,
  },
  {
    ask: ['revenue by category last month', 'only Germany'],
    sql: `select category, sum(amount) from o where ${october} and country = 'Germany' group by 1`,
  },
  {
    ask: ['revenue by category last month', 'only Germany', 'and France?'],
    sql: `select category, sum(amount) from o where ${october} and country = 'France' group by 1`,
  },
  {
    ask: ['orders by channel last month', 'same for refunds'],
    sql: `select channel, sum(refund) from o where ${october} group by 1`,
  },
  {
    ask: ['top 5 products by revenue last month', 'what about the bottom 3?'],
    sql: `select product, sum(amount) from o where ${october} group by 1 order by 2 limit 3`,
    inOrder: true,
  },
  {
    ask: ['revenue last month', 'compared with the previous month'],
    sql: `select n, b, n - b, (n - b) / b from (select
        sum(amount) filter (where ${october}) as n,
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o) months`,
  },
  {
    ask: ['orders last week', 'by day'],
    sql: `select at::date, count(*) from o where ${lastWeek} group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: ['revenue by region last week', 'How many tickets were opened last month?'],
    sql: `select count(*) from t where ${october}`,
  },

  {
    ask: ['revenue by region last week', 'as a percentage'],
    sql: `select region, sum(amount), sum(amount) / sum(sum(amount)) over () from o where ${lastWeek} group by 1`,
  },
  {
    ask: ['orders last month', 'by country', 'top 3', 'and for last quarter'],
    sql: `select country, count(*) from o where at >= '2026-07-01' and at < '2026-10-01' group by 1
      order by 2 desc fetch first 3 rows with ties`,
    inOrder: true,
  },
  {
    ask: ['revenue by category last month', 'without electronics'],
    sql: `select category, sum(amount) from o where ${october} and category <> 'Electronics' group by 1`,
  },
  {
    ask: ['sessions last week', 'what about conversion rate?'],
    sql: `select sum(conversions) / sum(sessions)::numeric from v where ${lastWeek}`,
  },
  {
    ask: ['revenue in Germany last month', 'and in France?', 'by channel'],
    sql: `select channel, sum(amount) from o where ${october} and country = 'France' group by 1`,
  },
  {
    ask: ['orders by month this year', 'make it weekly since October'],
    sql: `select date_trunc('week', at)::date, count(*) from o where at >= '2026-10-01' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: ['tickets by topic last month', 'which of them has the lowest satisfaction?'],
    sql: `select topic, avg(csat) from t where ${october} group by 1 order by 2 limit 1`,
  },

  {
    ask: ['orders last month', 'by channel and region', 'sorted by region'],
    sql: `select channel, region, count(*) from o where ${october} group by 1, 2 order by 2`,
  },
  {
    ask: ['top 5 products by revenue last month', 'and by orders'],
    sql: `select product, count(*) from o where ${october} group by 1 order by 2 desc fetch first 5 rows with ties`,
  },
  {
    ask: ['revenue by region last month', 'add orders'],
    sql: `select region, sum(amount), count(*) from o where ${october} group by 1`,
  },
  {
    ask: ['revenue last month in Germany', 'all countries'],
    sql: `select country, sum(amount) from o where ${october} group by 1`,
  },
  {
    ask: ['revenue by region last month', 'remove EMEA'],
    sql: `select region, sum(amount) from o where ${october} and region <> 'EMEA' group by 1`,
  },
  {
    ask: ['revenue last month', 'no, last quarter'],
    sql: `select sum(amount) from o where at >= '2026-07-01' and at < '2026-10-01'`,
  },
  {
    ask: ['tickets by priority last month', 'only urgent ones'],
    sql: `select priority, count(*) from t where ${october} and priority = 'urgent' group by 1`,
  },
  {
    ask: ['active subscriptions by plan', 'last month', 'and MRR?'],
    sql: `select plan, sum(mrr) from s where day = '2026-10-31' group by 1`,
  },
  {
    ask: ['revenue last month', 'what was it in September?', 'and the year before?'],
    sql: `select n, b, n - b, (n - b) / b from (select
        sum(amount) filter (where at >= '2026-09-01' and at < '2026-10-01') as n,
        sum(amount) filter (where at >= '2025-09-01' and at < '2025-10-01') as b from o) years`,
  },
  {
    ask: ['revenue by week in Q3 2026', 'running total'],
    sql: `select week, sum(n) over (order by week) from (select date_trunc('week', at)::date as week, sum(amount) as n
      from o where at >= '2026-07-01' and at < '2026-10-01' group by 1) each order by 1`,
    inOrder: true,
  },
  {
    ask: ['revenue last week', 'hello', 'by region'],
    sql: `select region, sum(amount) from o where ${lastWeek} group by 1`,
  },
]
