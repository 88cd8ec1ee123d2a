/** What people see of a model and of verified answers, to be looked at: what is asked and pressed, and what the model says to it. */
import type { ModelConfig } from '../../src/config/model.ts'
import { cannot, intakeIn, ordersByRegionIn, sql } from './model-says.ts'
import type { Step as Says } from './openai-server.ts'

/** `presses`: the label of a button of the last reply; `thumb`: of who may vouch for it. */
type Step = { readonly asks: string; readonly says?: readonly Says[] } | { readonly presses: string }

export interface ModelScene {
  readonly title: string
  /** Fred may vouch for answers, Ben may not. */
  readonly by: 'Fred' | 'Ben'
  readonly steps: readonly Step[]
}

/** Scenes that are played in one house, one after the other: what is verified in one is verified in the next. */
export interface ModelScenes {
  readonly model: Partial<ModelConfig>
  readonly scenes: readonly ModelScene[]
}

const revenue = {
  kind: 'query',
  queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], by: ['region'], period: 'last week' }],
  reading: [
    { words: 'revenue', as: 'measure', means: 'revenue' },
    { words: 'by region', as: 'dimension', means: 'region' },
    { words: 'last week', as: 'period', means: 'last week' },
  ],
}

const longSql = `WITH bought AS (
  SELECT country, date_trunc('quarter', hour) AS quarter, sum(orders) AS orders, sum(revenue) AS revenue
  FROM kpi.sales_hourly GROUP BY country, date_trunc('quarter', hour)
)
SELECT b.country, b.quarter AS quarter_of_first_order_of_the_customer, b.orders AS orders_of_customers_that_came_back_within_ninety_days, round(100.0 * b.orders / nullif(sum(b.orders) OVER (PARTITION BY b.quarter), 0), 2) AS share_of_all_orders_of_the_same_quarter_in_percent, b.revenue
FROM bought AS b
ORDER BY 2 DESC, 3 DESC`

const comeback = 'which customers came back after their first order'
const intake = 'our intake last week'

export const modelScenes: readonly ModelScenes[] = [
  {
    model: { planning: 'both', sql: 'ask' },
    scenes: [
      { title: 'Words taken', by: 'Ben', steps: [{ asks: intake, says: [{ says: intakeIn('last week') }] }] },
      { title: 'Confirmed', by: 'Ben', steps: [{ asks: 'revenue by region last week', says: [{ says: revenue }] }] },
      {
        title: 'Two readings',
        by: 'Ben',
        steps: [
          { asks: 'orders region EMEA last week', says: [{ says: ordersByRegionIn('last week') }] },
          { presses: 'Orders by region' },
        ],
      },
      {
        title: 'Verify',
        by: 'Fred',
        steps: [
          { asks: intake, says: [{ says: intakeIn('last week') }] },
          { presses: 'thumb' },
          { presses: 'Yes, whenever it is asked' },
        ],
      },
      { title: 'Verified', by: 'Ben', steps: [{ asks: intake }] },
      {
        title: 'Verified list',
        by: 'Fred',
        steps: [
          { asks: 'revenue by region last week', says: [{ says: revenue }] },
          { presses: 'thumb' },
          { presses: 'Yes, whenever it is asked' },
          { asks: 'which answers are verified' },
        ],
      },
      { title: 'Forget', by: 'Fred', steps: [{ asks: intake }, { presses: 'thumb' }, { presses: 'Forget this' }] },
      {
        title: 'Unverified SQL',
        by: 'Ben',
        steps: [{ asks: comeback, says: [{ says: cannot }, { says: { sql } }] }, { presses: 'Run this SQL' }],
      },
      {
        title: 'One row of SQL',
        by: 'Ben',
        steps: [{ asks: 'Run SQL: SELECT count(*) AS customers, max(signed_up_at) AS newest FROM kpi.customers' }],
      },
      {
        title: 'Long SQL',
        by: 'Ben',
        steps: [{ asks: comeback, says: [{ says: cannot }, { says: { sql: longSql } }] }, { presses: 'Run this SQL' }],
      },
      { title: 'SQL refused', by: 'Ben', steps: [{ asks: 'Run SQL: SELECT usename, passwd FROM pg_shadow' }] },
      {
        title: 'Declined',
        by: 'Ben',
        steps: [{ asks: 'our intake of glory', says: [{ says: cannot }, { says: { sql: null } }] }],
      },
    ],
  },
  {
    model: { prose: true },
    scenes: [
      {
        title: 'Commentary',
        by: 'Ben',
        steps: [
          {
            asks: 'revenue by region last week',
            says: [{ says: { text: 'Revenue was highest in EMEA, followed by North America.' } }],
          },
        ],
      },
    ],
  },
  {
    model: { planning: 'both', prices: { in: 10, out: 30 }, budget: { perDay: null, perPerson: 0.000_001 } },
    scenes: [
      { title: 'Model away', by: 'Ben', steps: [{ asks: 'our intake last month', says: [{ status: 500 }] }] },
      {
        title: 'Model away, answered',
        by: 'Fred',
        steps: [{ asks: 'revenue by region last week', says: [{ status: 500 }] }],
      },
      {
        title: 'Budget used up',
        by: 'Fred',
        steps: [
          { asks: intake, says: [{ says: intakeIn('last week'), usage: [1000, 100] }] },
          { asks: 'our intake last month' },
          { asks: 'orders last month' },
        ],
      },
    ],
  },
]
