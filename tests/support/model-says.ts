/** What a model says to questions over the demo business, for its scripts. */

/** "our intake last week", or in another period: a word that no list knows. */
export function intakeIn(period: string) {
  return {
    kind: 'query',
    queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], period }],
    reading: [
      { words: 'intake', as: 'measure', means: 'revenue' },
      { words: period, as: 'period', means: period },
    ],
  }
}

/** "orders region EMEA" in a period, otherwise than the grammar reads it. */
export function ordersByRegionIn(period: string) {
  return {
    kind: 'query',
    queries: [
      {
        measures: [{ kind: 'kpi', name: 'orders' }],
        by: ['region'],
        filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }],
        period,
      },
    ],
    reading: [
      { words: 'orders', as: 'measure', means: 'orders' },
      { words: 'region', as: 'dimension', means: 'region' },
      { words: period, as: 'period', means: period },
      { words: 'EMEA', as: 'value', means: 'region=EMEA' },
    ],
  }
}

export const cannot = { kind: 'decline', reason: 'cannot_be_expressed' }

export const sql = `SELECT date_trunc('month', hour) AS month, region, sum(orders) AS orders
FROM kpi.sales_hourly
WHERE hour >= timestamp '2026-08-01'
GROUP BY 1, 2
ORDER BY 1, 2`
