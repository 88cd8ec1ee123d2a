/** Histograms choose their own ranges: each range is counted again, and together they hold every record. */
export const histograms = [
  { ask: 'histogram of customer age', from: 'c', of: 'age', where: 'true' },
  {
    ask: 'distribution of first response time last month',
    from: 't',
    of: 'seconds_to_answer',
    where: `at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    ask: 'histogram of resolution time for urgent tickets in Q3 2026',
    from: 't',
    of: 'seconds_to_resolve',
    where: `at >= '2026-07-01' and at < '2026-10-01' and priority in ('high', 'urgent')`,
  },
  {
    ask: 'histogram of resolution time in Germany in Q3 2026',
    from: 't',
    of: 'seconds_to_resolve',
    where: `at >= '2026-07-01' and at < '2026-10-01' and country = 'Germany'`,
  },
] as const
