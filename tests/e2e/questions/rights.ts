/** The same questions under other rights give other figures. */
import type { Asked } from './asked.ts'

export const rights: readonly Asked[] = [
  {
    ask: 'revenue last week',
    as: 'role:emea',
    sql: `select sum(amount) from o where at >= '2026-11-09' and at < '2026-11-16' and region = 'EMEA'`,
  },
  {
    ask: 'revenue by country last month',
    as: 'role:emea',
    sql: `select country, sum(amount) from o where at >= '2026-10-01' and at < '2026-11-01' and region = 'EMEA' group by 1`,
  },
  {
    ask: "Germany's share of revenue last month",
    as: 'role:emea',
    sql: `select sum(amount) filter (where country = 'Germany'), sum(amount) filter (where country = 'Germany') / sum(amount)
      from o where at >= '2026-10-01' and at < '2026-11-01' and region = 'EMEA'`,
  },
  {
    ask: 'orders and sessions last month',
    as: 'role:emea',
    sql: `select (select count(*) from o where at >= '2026-10-01' and at < '2026-11-01' and region = 'EMEA'), sum(sessions)
      from v where at >= '2026-10-01' and at < '2026-11-01' and region = 'EMEA'`,
  },
  {
    ask: 'tickets by topic last quarter',
    as: 'role:support',
    sql: `select topic, count(*) from t where at >= '2026-07-01' and at < '2026-10-01' group by 1`,
  },
]
