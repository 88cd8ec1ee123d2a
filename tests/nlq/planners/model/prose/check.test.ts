import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../../src/analytics/answer.ts'
import { proseFault } from '../../../../../src/nlq/planners/model/prose/check.ts'
import type { Facts } from '../../../../../src/nlq/planners/model/prose/facts.ts'

type Column = Facts['columns'][number]

const region: Column = { label: 'Region', role: 'dimension', type: 'text', unit: null }
const month: Column = { label: 'Month', role: 'time', type: 'time', unit: null }
const revenue: Column = { label: 'Revenue', role: 'measure', type: 'number', unit: 'EUR' }
const before: Column = { label: 'Revenue, before', role: 'previous', type: 'number', unit: 'EUR' }
const change: Column = { label: 'Change in Revenue', role: 'change', type: 'number', unit: 'EUR' }
const percent: Column = { label: 'Change in Revenue, %', role: 'change', type: 'number', unit: 'percent' }
const share: Column = { label: 'Share of Revenue', role: 'share', type: 'number', unit: 'percent' }
const orders: Column = { label: 'Orders', role: 'measure', type: 'number', unit: 'count' }
const waiting: Column = { label: 'Waiting time', role: 'measure', type: 'number', unit: 'seconds' }

function facts(columns: readonly Column[], rows: readonly (readonly Cell[])[], more: Partial<Facts> = {}): Facts {
  const table = rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))))
  return { columns, rows, table, grain: null, isPart: false, ...more }
}

const regions = facts(
  [region, revenue, before, change, percent],
  [
    ['EMEA', 12_345.6, 11_000, 1345.6, 0.12233],
    ['APAC', 8120, 10_150, -2030, -0.2],
    ['North America', 4000, 2000, 2000, 1],
  ],
)
const total = facts([revenue], [[12_345.6]])
const compared = facts([revenue, before, change, percent], [[12_345.6, 11_000, 1345.6, 0.12233]])
const months = facts(
  [month, revenue],
  [
    ['2026-09-01', 9000],
    ['2026-10-01', 10_000],
    ['2026-11-01', 12_000],
  ],
  { grain: 'month' },
)
const both = facts(
  [region, revenue, orders],
  [
    ['EMEA', 500, 40],
    ['APAC', 40, 500],
  ],
)
const shares = facts(
  [region, revenue, share],
  [
    ['EMEA', 750, 0.75],
    ['APAC', 250, 0.25],
  ],
)
const grid = facts(
  [month, region, revenue],
  [
    ['2026-10-01', 'EMEA', 100],
    ['2026-10-01', 'APAC', 90],
    ['2026-11-01', 'EMEA', 120],
    ['2026-11-01', 'APAC', 80],
  ],
  { grain: 'month' },
)
const waits = facts(
  [region, waiting],
  [
    ['EMEA', 32_880],
    ['APAC', 60],
  ],
  {
    table: [
      ['EMEA', '9 hr 8 min'],
      ['APAC', '1 min'],
    ],
  },
)

describe('what the cells say may be said', () => {
  test.for([
    [total, 'Revenue was €12,345.60.'],
    [total, 'Revenue was about 12.3k.'],
    [total, 'Revenue stood at 12,346 EUR.'],
    [total, 'Revenue reached €12.35 thousand.'],
    [compared, 'Revenue rose by 12 % to €12.3k.'],
    [compared, 'Revenue was up 12.2% on the previous period.'],
    [compared, 'Revenue increased from €11,000 to €12,346.'],
    [compared, 'Revenue was 12.3k, compared with 11k before.'],
    [compared, 'Revenue rose.'],
    [compared, 'Revenue was up €1,346.'],
    [compared, 'Revenue showed a change of +12.2 %.'],
    [regions, 'EMEA had the highest Revenue with €12,345.60.'],
    [regions, 'EMEA leads with €12.3k, followed by APAC with €8.1k.'],
    [regions, 'APAC fell by 20 % to €8,120, while EMEA rose by 12.2 %.'],
    [regions, 'North America doubled to €4,000.'],
    [regions, 'North America had the lowest Revenue.'],
    [regions, 'EMEA is ahead of APAC. APAC was down 20 %.'],
    [regions, 'EMEA is higher than APAC.'],
    [regions, 'Revenue of €8,120 in APAC and of €4,000 in North America.'],
    [months, 'Revenue peaked in November with €12,000.'],
    [months, 'Revenue rose from 10k in October to 12k in November.'],
    [months, 'In September 2026, Revenue was €9,000.'],
    [both, 'EMEA had 40 Orders and 500 Revenue.'],
    [both, 'Orders were highest in APAC at 500.'],
    [shares, 'EMEA made 75 % of Revenue.'],
    [grid, 'In November, EMEA made 120 and APAC 80.'],
    [grid, 'In EMEA, Revenue rose from 100 in October to 120 in November.'],
    [waits, 'Waiting time was 9 hr 8 min in EMEA.'],
  ] as const)('%#: "%s"', ([given, text], { expect }) => {
    expect(proseFault(text, given)).toBeNull()
  })
})

describe('what the cells do not say is dropped', () => {
  test.for([
    // A number that is no cell, or not that row's.
    [total, 'Revenue was €12,435.60.'],
    [total, 'Revenue was 12k, or 144k a year.'],
    [total, 'Revenue was 12.4k.'],
    [total, 'Revenue was 0.'],
    [facts([revenue], [[600_000]]), 'Revenue was 1M.'],
    [regions, 'EMEA made €8,120.'],
    [regions, 'Revenue was €8,120.'],
    [regions, '€8,120 came from EMEA.'],
    [regions, 'EMEA made €12.3k in APAC.'],
    [regions, 'EMEA made €4k more than APAC.'],
    [regions, 'EMEA made €2,000.'],
    [both, 'EMEA had 500 Orders.'],
    [both, 'EMEA had 500.'],
    [grid, 'EMEA made 120.'],
    [grid, 'In October, EMEA made 120.'],
    [waits, 'Waiting time was 9 hr 8 min in APAC.'],
    [waits, 'Waiting time was 60 in APAC.'],
    // Swapped names.
    [regions, 'APAC leads with €12.3k, followed by EMEA with €8.1k.'],
    [regions, 'APAC leads, followed by EMEA.'],
    [regions, 'EMEA leads, followed by North America.'],
    [regions, 'APAC is ahead of EMEA.'],
    [regions, 'EMEA is behind APAC.'],
    [regions, 'EMEA is ahead of APAC with €8.1k.'],
    [regions, 'EMEA and APAC made €12.3k.'],
    [regions, 'EMEA and APAC made €12.3k and €8.1k, respectively.'],
    // The wrong way, the wrong sign.
    [compared, 'Revenue fell by 12 %.'],
    [compared, 'Revenue was down 12.2 % to €12.3k.'],
    [compared, 'Revenue showed a change of -12.2 %.'],
    [compared, 'Revenue was -€12.3k.'],
    [compared, 'Revenue fell from €11,000 to €12,346.'],
    [compared, 'Revenue fell from €12,346 to €11,000.'],
    [compared, 'Revenue rose from €12,346 to €11,000.'],
    [compared, 'Revenue was 11k.'],
    [compared, 'Revenue was 11k, compared with 12.3k before.'],
    [compared, 'Revenue declined.'],
    [compared, 'Revenue doubled.'],
    [regions, 'APAC rose by 20 %.'],
    [regions, 'APAC was up -20 %.'],
    [regions, 'EMEA doubled to €12.3k.'],
    [regions, 'North America halved.'],
    [regions, 'Revenue rose.'],
    [months, 'Revenue fell from 10k in October to 12k in November.'],
    [months, 'Revenue rose from 10k in November to 12k in October.'],
    [months, 'Revenue rose from 9k in November to 12k in September.'],
    [months, 'Revenue fell from 12k in November to 9k in September.'],
    [grid, 'Revenue rose from 100 in October to 120 in November.'],
    [total, 'Revenue rose to €12.3k.'],
    [total, 'Revenue was up on the previous period.'],
    // Ends that are none.
    [regions, 'APAC had the highest Revenue.'],
    [regions, 'EMEA had the lowest Revenue.'],
    [regions, 'The highest Revenue was €12.3k.'],
    [{ ...regions, isPart: true }, 'North America had the lowest Revenue.'],
    [total, 'Revenue was highest at €12.3k.'],
    [months, 'Revenue peaked in October.'],
    [both, 'EMEA leads.'],
    // Units.
    [total, 'Revenue was $12.3k.'],
    [total, 'Revenue was 12.3k USD.'],
    [total, 'Revenue was 12,346 %.'],
    [compared, 'Revenue rose by 12.'],
    [compared, 'Revenue rose by 0.12 %.'],
    [compared, 'Revenue rose by 1,346 %.'],
    [both, 'EMEA had €40 Orders.'],
    [shares, 'EMEA made 75 Revenue.'],
    // Names and dates of its own.
    [regions, 'LATAM made €4,000.'],
    [regions, 'Emea made €12.3k.'],
    [months, 'In December, Revenue was €12,000.'],
    [months, 'On 11 November, Revenue was €12,000.'],
    [months, 'In November 2025, Revenue was €12,000.'],
    [months, 'In 2026, Revenue was €12,000.'],
    [
      facts(
        [month, revenue],
        [
          ['2025-11-01', 5],
          ['2026-11-01', 6],
        ],
        { grain: 'month' },
      ),
      'In November, Revenue was 6.',
    ],
    [
      facts(
        [month, revenue],
        [
          ['2026-11-09', 5],
          ['2026-11-16', 6],
        ],
        { grain: 'week' },
      ),
      'In November, Revenue was 6.',
    ],
    // Causes, forecasts, advice, judgements, vague shares.
    [compared, 'Revenue rose by 12 % because of the campaign.'],
    [compared, 'Revenue rose by 12 % due to EMEA.'],
    [regions, 'EMEA rose by 12.2 %, driven by APAC.'],
    [regions, 'EMEA rose by 12.2 % thanks to North America.'],
    [regions, 'EMEA rose by 12.2 %, by APAC.'],
    [regions, 'EMEA rose by 12.2 % after APAC fell by 20 %.'],
    [regions, 'EMEA rose by 12.2 % as APAC fell by 20 %.'],
    [compared, 'Revenue rose by 12 % and will rise by 12 %.'],
    [compared, 'Revenue rose by 12 %; you should hire.'],
    [compared, 'Revenue rose by a strong 12 %.'],
    [compared, 'Revenue rose sharply.'],
    [compared, 'Revenue did not rise by 12 %.'],
    [regions, 'EMEA made about a third of Revenue.'],
    [regions, 'EMEA made about half.'],
    [regions, 'Two regions rose.'],
    [regions, 'EMEA made the majority.'],
    // Other things than one or two sentences.
    [total, ''],
    [total, 'Revenue.'],
    [total, 'Revenue was the figure of the period.'],
    [total, 'Revenue was 12.3k. Revenue was 12.3k. Revenue was 12.3k.'],
    [total, `Revenue was 12.3k${' and 12.3k'.repeat(60)}.`],
    [total, 'Revenue was 12.3k.\nIgnore that.'],
    [total, 'Revenue was 12.3k <https://evil.example|here>.'],
    [total, 'Revenue was *12.3k*.'],
    [total, '@channel Revenue was 12.3k.'],
    [total, 'SYSTEM: Revenue was 12.3k.'],
    [total, 'Revenue was 12.3k; SELECT 1.'],
    [total, 'Revenue was 12.3k?'],
    [total, 'Revenue was 12.3.4k.'],
    [total, 'Revenue was 12-13k.'],
    [total, 'Revenue was 12.3kk.'],
    [total, 'Revenue was １２.３k.'],
    [total, 'Revenue was twelve thousand.'],
    [total, 'Revenue was 12.3k, all of it stolen.'],
  ] as const)('%#: "%s"', ([given, text], { expect }) => {
    expect(proseFault(text, given)).not.toBeNull()
  })
})

test('a value of the data that says something by itself names nothing', () => {
  const values = ['fell because of fraud', '@everyone', 'x'.repeat(60), '12', 'up', 'A\nB', '']
  const given = facts(
    [region, revenue],
    values.map((value, at) => [value, at + 1]),
  )
  for (const [at, value] of values.entries()) expect(proseFault(`${value} made ${at + 1}.`, given)).not.toBeNull()
})

test('a value that could mean members of two columns names neither', () => {
  const other: Column = { ...region, label: 'Office' }
  const given = facts(
    [region, other, revenue],
    [
      ['Paris', 'Rome', 1],
      ['Rome', 'Paris', 2],
    ],
  )
  expect(proseFault('Paris made 1.', given)).not.toBeNull()
})

test('the reason names what does not hold', () => {
  expect(proseFault('Revenue was €12.3k thanks to you.', total)).toBe(
    'the word "thanks" is neither a name nor a label of these rows, nor among the words to be used',
  )
  expect(proseFault('EMEA made €8,120.', regions)).toBe('"€8,120" is no such cell of the row that it is said of')
})

describe('what could be taken for something else is dropped', () => {
  const rate: Column = { label: 'Refund rate', role: 'measure', type: 'number', unit: 'percent' }
  const rates = facts(
    [
      region,
      rate,
      { ...rate, label: 'Refund rate, before', role: 'previous' },
      { ...rate, label: 'Change in Refund rate', role: 'change' },
      { ...rate, label: 'Change in Refund rate, %', role: 'change' },
    ],
    [
      ['EMEA', 0.12, 0.1, 0.02, 0.2],
      ['APAC', 0.05, 0.1, -0.05, -0.5],
    ],
  )
  const stays = facts(
    [region, orders, { label: 'Stay', role: 'measure', type: 'number', unit: 'days' }],
    [
      ['EMEA', 40, 5],
      ['APAC', 30, 7],
    ],
  )
  const filling = { ...months, cut: [2] }
  const top = facts(
    [{ ...region, label: 'Top' }, revenue],
    [
      ['EMEA', 400],
      ['APAC', 350],
    ],
  )

  test.for([
    // A change is no figure, and a figure no change.
    [compared, 'The change in Revenue was €12.3k.'],
    [compared, 'The increase was €12.3k.'],
    [compared, 'Revenue rose at €12.3k.'],
    [compared, 'Revenue rose from €12,346.'],
    [regions, 'The increase for EMEA was €12.3k.'],
    // The time before is not now.
    [compared, 'Previously, Revenue was €12.3k.'],
    [compared, 'Revenue was €12.3k in the previous period.'],
    [compared, 'Revenue rose to €12.3k in the previous period.'],
    [compared, 'Before, Revenue rose by 12 %.'],
    [regions, 'EMEA was highest before.'],
    [regions, 'EMEA was ahead of APAC before.'],
    // A percentage moves by points.
    [rates, 'EMEA rose by 2 %.'],
    [rates, 'EMEA rose by 20 %.'],
    [rates, 'EMEA rose by 20 percentage points.'],
    [compared, 'Revenue rose by 12 percentage points.'],
    // Units, majorities, ranks, labels that claim something.
    [stays, 'EMEA had 40 days Orders.'],
    [stays, 'Stay in days was highest in APAC.'],
    [regions, 'EMEA had most of Revenue.'],
    [regions, 'EMEA is among the top 3.'],
    [top, 'The Top was APAC with €350.'],
    // A month that is not over.
    [filling, 'Revenue peaked in November.'],
    [filling, 'Revenue rose from €10,000 in October to €12,000 in November.'],
    [filling, 'November is ahead of October.'],
  ] as const)('%#: "%s"', ([given, text], { expect }) => {
    expect(proseFault(text, given)).not.toBeNull()
  })

  test.for([
    [compared, 'The increase was 12 %.'],
    [compared, 'The change in Revenue was +12 %.'],
    [compared, 'Revenue was up 12 % versus the previous period.'],
    [compared, 'Revenue was €12.3k, compared with €11k in the previous period.'],
    [rates, 'APAC fell by 5 percentage points to 5 %.'],
    [rates, 'EMEA rose from 10 % to 12 %.'],
    [stays, 'Stay was 7 days in APAC.'],
    [filling, 'Revenue rose from €9,000 in September to €10,000 in October.'],
    [filling, 'Revenue was €12,000 in November.'],
  ] as const)('but %#: "%s" passes', ([given, text], { expect }) => {
    expect(proseFault(text, given)).toBeNull()
  })
})
