/** One figure for a period, with and without filters. */
import type { Asked } from './asked.ts'

export const values: readonly Asked[] = [
  { ask: 'revenue last week', sql: `select sum(amount) from o where at >= '2026-11-09' and at < '2026-11-16'` },
  {
    ask: 'How many orders did we get yesterday?',
    sql: `select count(*) from o where at >= '2026-11-20' and at < '2026-11-21'`,
  },
  { ask: "What's our revenue so far today?", sql: `select sum(amount) from o where at >= '2026-11-21'` },
  {
    ask: 'What was revenue in Q3 2026?',
    sql: `select sum(amount) from o where at >= '2026-07-01' and at < '2026-10-01'`,
  },
  { ask: 'total turnover in 2025', sql: `select sum(amount) from o where at >= '2025-01-01' and at < '2026-01-01'` },
  {
    ask: 'revenue in 2024',
    sql: `select sum(amount) from o where at < '2025-01-01'`,
    says: /21 Oct(ober)? 2024|2024-10-21/,
  },
  { ask: 'revenue year to date', says: /so far/, sql: `select sum(amount) from o where at >= '2026-01-01'` },
  { ask: 'orders since Monday', sql: `select count(*) from o where at >= '2026-11-16'` },
  {
    ask: 'units sold between 1 October and 15 October 2026',
    sql: `select sum(units) from o where at >= '2026-10-01' and at < '2026-10-16'`,
  },
  {
    ask: 'How much did we refund in September?',
    sql: `select sum(refund) from o where at >= '2026-09-01' and at < '2026-10-01'`,
  },
  {
    ask: 'How many orders were placed on 13 November?',
    sql: `select count(*) from o where at >= '2026-11-13' and at < '2026-11-14'`,
  },
  {
    ask: 'revenue in the first half of 2026',
    sql: `select sum(amount) from o where at >= '2026-01-01' and at < '2026-07-01'`,
  },
  { ask: 'orders all time', sql: `select count(*) from o` },
  {
    ask: 'What did discounts cost us last quarter?',
    sql: `select sum(discount) from o where at >= '2026-07-01' and at < '2026-10-01'`,
  },
  {
    ask: 'gross profit last month',
    sql: `select sum(amount - cost) from o where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'What was our biggest order this year?',
    sql: `select max(amount) from o where at >= '2026-01-01'`,
  },
  {
    ask: 'smallest order in October',
    sql: `select min(amount) from o where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'How many page views did we have last month?',
    sql: `select sum(page_views) from v where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'How many tickets were opened last week?',
    sql: `select count(*) from t where at >= '2026-11-09' and at < '2026-11-16'`,
  },
  {
    ask: 'How many customers signed up last month?',
    sql: `select count(*) from c where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'open tickets this month',
    sql: `select count(*) from t where at >= '2026-11-01' and resolved is null`,
  },
  {
    ask: 'urgent tickets last quarter',
    sql: `select count(*) from t where at >= '2026-07-01' and at < '2026-10-01' and priority in ('high', 'urgent')`,
  },
  {
    ask: 'app revenue last month',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and channel = 'app'`,
  },
  {
    ask: 'How many different customers opened a ticket last month?',
    sql: `select count(distinct customer_id) from t where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'customers with tickets in Q3 2026',
    sql: `select count(distinct customer_id) from t where at >= '2026-07-01' and at < '2026-10-01'`,
  },
  {
    ask: 'How many different products were sold last week?',
    sql: `select count(distinct product) from o where at >= '2026-11-09' and at < '2026-11-16'`,
  },
  {
    ask: 'median resolution time last month',
    sql: `select percentile_cont(0.5) within group (order by seconds_to_resolve) from t
      where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'average resolution time last month',
    sql: `select avg(seconds_to_resolve) from t where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'what was the longest first response time in October?',
    sql: `select max(seconds_to_answer) from t where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  { ask: 'median customer age', sql: `select percentile_cont(0.5) within group (order by age) from c` },
  {
    ask: 'How satisfied were customers in Q3 2026?',
    sql: `select avg(csat) from t where at >= '2026-07-01' and at < '2026-10-01'`,
  },
  {
    ask: 'active subscriptions at the end of October',
    sql: `select sum(active) from s where day = '2026-10-31'`,
  },
  { ask: 'How many subscribers do we have?', sql: `select sum(active) from s where day = (select max(day) from s)` },
  { ask: 'What was our MRR last month?', sql: `select sum(mrr) from s where day = '2026-10-31'` },
  {
    ask: 'churn rate last month',
    sql: `select sum(cancelled) / (sum(active) filter (where day = '2026-10-31'))::numeric from s
      where day >= '2026-10-01' and day < '2026-11-01'`,
  },
  {
    ask: 'number of cancellations in the third quarter',
    sql: `select sum(cancelled) from s where day >= '2026-07-01' and day < '2026-10-01'`,
  },
  {
    ask: 'revenue in Germany last week',
    sql: `select sum(amount) from o where at >= '2026-11-09' and at < '2026-11-16' and country = 'Germany'`,
  },
  {
    ask: 'sales in the US last month',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and country = 'United States'`,
  },
  {
    ask: 'revenue in Europe last month',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and region = 'EMEA'`,
  },
  {
    ask: 'How much clothing revenue did we make in Scandinavia in September?',
    sql: `select sum(amount) from o where at >= '2026-09-01' and at < '2026-10-01' and category = 'Fashion' and region = 'Nordics'`,
  },
  {
    ask: 'orders from Germany, France and Spain last month',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and country in ('Germany', 'France', 'Spain')`,
  },
  {
    ask: 'revenue last month excluding the marketplace',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and channel <> 'marketplace'`,
  },
  {
    ask: 'orders outside Germany last week',
    sql: `select count(*) from o where at >= '2026-11-09' and at < '2026-11-16' and country <> 'Germany'`,
  },
  {
    ask: 'revenue without electronics and books last month',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and category not in ('Electronics', 'Books')`,
  },
  {
    ask: 'revenue of Aurora Headphones last quarter',
    sql: `select sum(amount) from o where at >= '2026-07-01' and at < '2026-10-01' and product = 'Aurora Headphones'`,
  },
  {
    ask: 'How many orders were gifts last month?',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and is_gift`,
  },
  {
    ask: 'How many customers came from paid search in October?',
    sql: `select count(*) from c where at >= '2026-10-01' and at < '2026-11-01' and source = 'paid search'`,
  },
  {
    ask: 'number of customers older than 60 who signed up this year',
    sql: `select count(*) from c where at >= '2026-01-01' and age > 60`,
  },
  {
    ask: 'tickets about delivery in Germany this year',
    sql: `select count(*) from t where at >= '2026-01-01' and topic = 'delivery' and country = 'Germany'`,
  },
  {
    ask: 'how many tickets were reopened in Q3 2026?',
    sql: `select count(*) from t where at >= '2026-07-01' and at < '2026-10-01' and is_reopened`,
  },
  {
    ask: 'how many tickets were resolved last week?',
    sql: `select count(*) from t where resolved >= '2026-11-09' and resolved < '2026-11-16'`,
  },
  {
    ask: 'mobile sessions last week',
    sql: `select sum(sessions) from v where at >= '2026-11-09' and at < '2026-11-16' and device = 'mobile'`,
  },

  {
    ask: 'non-gift orders last month',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and not is_gift`,
  },
  {
    ask: 'orders that were not gifts last month',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and not coalesce(is_gift, true)`,
  },
  {
    ask: 'orders not from Germany or France last month',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and country not in ('Germany', 'France')`,
  },
  {
    ask: 'tickets with priority high or urgent last month',
    sql: `select count(*) from t where at >= '2026-10-01' and at < '2026-11-01' and priority in ('high', 'urgent')`,
  },
  {
    ask: 'email tickets about returns last quarter',
    sql: `select count(*) from t where at >= '2026-07-01' and at < '2026-10-01' and contact = 'email' and topic = 'returns'`,
  },
  {
    ask: 'How many business customers signed up in 2026?',
    sql: `select count(*) from c where at >= '2026-01-01' and segment = 'business'`,
  },
  {
    ask: 'new customers with newsletter last month',
    sql: `select count(*) from c where at >= '2026-10-01' and at < '2026-11-01' and newsletter`,
  },
  {
    ask: 'orders in the first week of October',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-10-08'`,
  },
  { ask: 'revenue on the last day of October', sql: `select sum(amount) from o where at::date = '2026-10-31'` },
  { ask: 'revenue last Friday', sql: `select sum(amount) from o where at::date = '2026-11-20'` },
  { ask: 'revenue last weekend', sql: `select sum(amount) from o where at >= '2026-11-14' and at < '2026-11-16'` },
  { ask: 'revenue in December', sql: `select sum(amount) from o where at >= '2025-12-01' and at < '2026-01-01'` },
  { ask: 'revenue last 7 days', sql: `select sum(amount) from o where at >= '2026-11-14' and at < '2026-11-21'` },
  {
    ask: 'revenu by regoin in Ocotber',
    sql: `select region, sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' group by 1`,
  },
  {
    ask: 'How many regions had more than 300 orders last month?',
    sql: `select count(*) from (select from o where at >= '2026-10-01' and at < '2026-11-01' group by region having count(*) > 300) busy`,
  },
  {
    ask: 'revenue of products containing "Tea" last quarter',
    sql: `select sum(amount) from o where at >= '2026-07-01' and at < '2026-10-01' and product ilike '%tea%'`,
  },
  {
    ask: 'revenue from 9am to 5pm yesterday',
    sql: `select sum(amount) from o where at >= '2026-11-20 09:00' and at < '2026-11-20 17:00'`,
  },
  {
    ask: 'What were the average daily orders in October?',
    sql: `select count(*) / 31.0 from o where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'average age of gold customers',
    sql: `select avg(age) from c where tier = 'gold'`,
  },
  {
    ask: 'How many more orders did we get in October than in September?',
    sql: `select n, b, n - b, (n - b) / b::numeric from (select
        count(*) filter (where at >= '2026-10-01' and at < '2026-11-01') as n,
        count(*) filter (where at >= '2026-09-01' and at < '2026-10-01') as b from o) months`,
  },

  {
    ask: 'tickets opened last month that are still open',
    sql: `select count(*) from t where at >= '2026-10-01' and at < '2026-11-01' and resolved is null`,
  },
  {
    ask: 'How many days had no tickets last month?',
    sql: `select 31 - count(distinct at::date) from t where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'number of different countries with tickets last month',
    sql: `select count(distinct country) from t where at >= '2026-10-01' and at < '2026-11-01'`,
  },

  {
    ask: 'How many units of Nimbus Tablet did we sell in the last 30 days?',
    sql: `select sum(units) from o where at >= '2026-10-22' and at < '2026-11-21' and product = 'Nimbus Tablet'`,
  },
  {
    ask: 'How much did Germany contribute to revenue last quarter?',
    sql: `select sum(amount) filter (where country = 'Germany'), sum(amount) filter (where country = 'Germany') / sum(amount)
      from o where at >= '2026-07-01' and at < '2026-10-01'`,
  },
  {
    ask: 'revenue from 2026-10-01 to 2026-10-15',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-10-16'`,
  },
  { ask: 'revenue since last Wednesday', sql: `select sum(amount) from o where at >= '2026-11-18'` },
  { ask: 'revenue the day before yesterday', sql: `select sum(amount) from o where at::date = '2026-11-19'` },
  { ask: 'revenue two weeks ago', sql: `select sum(amount) from o where at >= '2026-11-02' and at < '2026-11-09'` },
  {
    ask: 'revenue in calendar week 45',
    sql: `select sum(amount) from o where at >= '2026-11-02' and at < '2026-11-09'`,
  },
  {
    ask: 'orders in the last 24 hours',
    sql: `select count(*) from o where at >= '2026-11-20 14:00' and at < '2026-11-21 14:00'`,
  },
  {
    ask: 'conversion on phones last week',
    sql: `select sum(conversions) / sum(sessions)::numeric from v where at >= '2026-11-09' and at < '2026-11-16' and device = 'mobile'`,
  },
  { ask: 'Family plan MRR in September', sql: `select sum(mrr) from s where day = '2026-09-30' and plan = 'Family'` },
  {
    ask: 'revenue for headphones last month',
    sql: `select sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and product like '%Headphones'`,
  },
  {
    ask: 'revenue per unit last month',
    sql: `select sum(amount) / sum(units) from o where at >= '2026-10-01' and at < '2026-11-01'`,
  },

  {
    ask: 'revenue in September and October 2026',
    sql: `select sum(amount) from o where at >= '2026-09-01' and at < '2026-11-01'`,
  },

  {
    ask: 'How many items did we sell per order last month?',
    sql: `select sum(units) / count(*)::numeric from o where at >= '2026-10-01' and at < '2026-11-01'`,
  },
  { ask: 'tickets closed yesterday', sql: `select count(*) from t where resolved::date = '2026-11-20'` },
  {
    ask: 'orders in the last week of September',
    sql: `select count(*) from o where at >= '2026-09-24' and at < '2026-10-01'`,
  },
  { ask: 'revenue before October 2026', sql: `select sum(amount) from o where at < '2026-10-01'` },
  { ask: 'revenue after 1 November 2026', sql: `select sum(amount) from o where at >= '2026-11-02'` },
  {
    ask: 'revenue until yesterday this month',
    sql: `select sum(amount) from o where at >= '2026-11-01' and at < '2026-11-21'`,
  },
  {
    ask: 'orders for toys but not gifts last month',
    sql: `select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and category = 'Toys & Games' and not is_gift`,
  },
  {
    ask: 'customers aged 18 to 25 this year',
    sql: `select count(*) from c where at >= '2026-01-01' and age between 18 and 25`,
  },
]
