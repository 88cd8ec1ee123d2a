/** Replies as the demo business gives them, written out: for tests of their shapes. */
import type { Cell } from '../../src/analytics/answer.ts'
import type { ChartKind } from '../../src/analytics/chart-kinds.ts'
import type { AskResult } from '../../src/bot/ask-result.ts'
import { emptyResult, nothingBeside, plainReply } from '../../src/bot/plain-reply.ts'
import type { Reply, WayOn } from '../../src/bot/reply.ts'
import { query, way } from './revenue-query.ts'

type Column = AskResult['columns'][number]

export function column(role: Column['role'], label: string, unit: string | null = null): Column {
  const type = role === 'time' ? 'time' : role === 'dimension' ? 'text' : 'number'
  return { name: label.toLowerCase(), role, type, unit, label }
}

const breakdowns = ['By region', 'By country', 'By channel', 'By category'].map((label) => way('breakdown', label))
const comparisons = [way('compare', 'Compare with the period before'), way('compare', 'Compare with a year ago')]
const provenance = 'From kpi.sales_hourly · data as of Sat 21 Nov 2026, 13:58 Europe/Berlin'

interface Given {
  readonly headline: string
  readonly understood: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly table: readonly (readonly string[])[]
  readonly chart?: ChartKind
  readonly chartKinds?: readonly ChartKind[]
  readonly ways?: readonly WayOn[]
  /** Lines between the rows and the understanding. */
  readonly notes?: readonly string[]
}

export function answerReply(given: Given): Reply {
  const { headline, understood, columns, rows, table, chart, ways = [], chartKinds = [], notes = [] } = given
  const printed = table.slice(0, 10).map((row) => `• ${row.join(', ').replace(/\s+/g, ' ')}`)
  const more = table.length > 10 ? [`… and ${table.length - 10} more`] : []
  const text = [headline, ...printed, ...more, ...notes, understood, provenance].join('\n')
  return {
    ...nothingBeside,
    headline,
    table,
    provenance,
    ways,
    chartKinds,
    result: {
      ...emptyResult,
      kind: 'answer',
      understood,
      query,
      sql: 'select sum("revenue") as "revenue"\nfrom "kpi"."sales_hourly"\nwhere "hour" >= $1 and "hour" < $2\nlimit 1000',
      parameters: ['2026-11-09T00:00:00+01:00', '2026-11-16T00:00:00+01:00'],
      columns,
      rows,
      sources: ['kpi.sales_hourly'],
      chart: chart ? { kind: chart, spec: {}, altText: `${headline}. ${printed.slice(0, 3).join(' ')}` } : null,
      text,
    },
  }
}

const revenue = column('measure', 'Revenue', 'EUR')
const region = column('dimension', 'Region')

const number = answerReply({
  headline: 'Revenue: €29.9k',
  understood: 'Revenue, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)',
  columns: [revenue],
  rows: [[29_938.4]],
  table: [['€29,938.40']],
  chart: 'number',
  ways: [...breakdowns, ...comparisons],
})

const compared = answerReply({
  headline: 'Revenue rose 0.3% to €29.9k',
  understood:
    'Revenue, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026)',
  columns: [
    revenue,
    column('previous', 'Revenue, before', 'EUR'),
    column('change', 'Change in Revenue', 'EUR'),
    column('change', 'Change in Revenue, %', 'percent'),
  ],
  rows: [[29_938.4, 29_842.79, 95.61, 0.003]],
  table: [['€29,938.40', '€29,842.79', '+€95.61', '+0.3%']],
  chart: 'number',
  ways: breakdowns,
})

const breakdown = answerReply({
  headline: 'EMEA brings 54% of revenue',
  understood: 'Revenue by region, October 2026 (Europe/Berlin), highest first',
  columns: [region, revenue],
  rows: [
    ['EMEA', 69_172.45],
    ['North America', 22_329.09],
    ['APAC', 15_022.95],
    ['Latin America', 12_602.4],
    ['Nordics', null],
  ],
  table: [
    ['EMEA', '€69,172.45'],
    ['North America', '€22,329.09'],
    ['APAC', '€15,022.95'],
    ['Latin America', '€12,602.40'],
    ['Nordics', '–'],
  ],
  chart: 'bar',
  chartKinds: ['bar', 'pie', 'table'],
  ways: comparisons,
})

const twoCountries = answerReply({
  headline: 'Revenue is €5,646 higher for Germany than for France (43.3%)',
  understood:
    'Revenue by country, only where country is Germany or France, October 2026 (Europe/Berlin), highest first',
  columns: [column('dimension', 'Country'), revenue],
  rows: [
    ['Germany', 18_680.15],
    ['France', 13_034.4],
  ],
  table: [
    ['Germany', '€18,680.15'],
    ['France', '€13,034.40'],
  ],
  chart: 'bar',
  ways: comparisons,
  notes: ['• Germany less France: +€5,645.75 (+43.3%)'],
})

const names = answerReply({
  headline: '5 regions',
  understood: 'Every region of Sales, all time, data from Mon 21 Oct 2024 to Sat 21 Nov 2026',
  columns: [region],
  rows: [['APAC'], ['EMEA'], ['Latin America'], ['Nordics'], ['North America']],
  table: [['APAC'], ['EMEA'], ['Latin America'], ['Nordics'], ['North America']],
  chart: 'table',
})

const longTable = answerReply({
  headline: 'Fjord Rain Jacket has the highest revenue: €81.5k',
  understood: 'Revenue by product, 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:05), highest first',
  columns: [column('dimension', 'Product'), revenue],
  rows: Array.from({ length: 340 }, (_, index) => [`Product ${index + 1}`, 81_500 - index * 100]),
  table: Array.from({ length: 340 }, (_, index) => [
    `Product ${index + 1}`,
    `€${(81_500 - index * 100).toLocaleString('en')}.00`,
  ]),
  chart: 'bar',
  notes: ['A line would join what has no order, so these are bars.'],
})

const hostile = answerReply({
  headline: '<!channel> brings 54% of *revenue* https://evil.example',
  understood: 'Revenue by `region` @here, October 2026 (Europe/Berlin)',
  columns: [column('dimension', '<!here> _Region_'), revenue],
  rows: [
    ['<!channel>', 3],
    ['@here <https://evil.example|bank>', 2],
    ['\u202Egnp.*exe*\u0000', 1],
    ['> :smile: ```\n# نص عربي', 1],
  ],
  table: [
    ['<!channel>', '€3.00'],
    ['@here <https://evil.example|bank>', '€2.00'],
    ['\u202Egnp.*exe*\u0000', '€1.00'],
    ['> :smile: ```\n# نص عربي', '€1.00'],
  ],
  chart: 'bar',
  ways: [way('breakdown', 'By <!channel>')],
})

const clarify = plainReply(
  { kind: 'clarify', planner: 'grammar', text: 'Which revenue do you mean?' },
  ['Revenue', 'App revenue', 'Recurring revenue'].map((label) => way('choice', label)),
)

const clarifyLong = plainReply(
  { kind: 'clarify', planner: 'grammar', text: 'Which period do you mean?' },
  [
    'Revenue by region in the fiscal quarter that ended on 31 October 2026',
    'Revenue by region in the calendar quarter that ended on 30 September 2026',
  ].map((label) => way('choice', label)),
)

const clarifyFigure = plainReply(
  { kind: 'clarify', planner: 'grammar', text: 'Which figure do you mean?' },
  ['Revenue', 'Orders', 'Units sold'].map((figure) =>
    way(
      'choice',
      `${figure} by region, October 2026 (Europe/Berlin), the first 1 by ${figure} (highest first), with ties`,
    ),
  ),
)

const instead = [
  'Revenue last month compared with the month before',
  'New customers by week this year',
  'Top 5 regions by tickets last month',
]
const because =
  'I don\'t know what "weather" and "Paris" mean here. Figures I have: Revenue, Orders, Units sold and more.'

const decline = plainReply(
  { kind: 'decline', text: [because, ...instead.map((each) => `• ${each}`)].join('\n'), because },
  instead.map((text) => ({ kind: 'words', label: text, text })),
  because,
)

const definition = plainReply({
  kind: 'command',
  text: [
    'Churn rate: Subscriptions ended in the period, divided by those active at its end.',
    'Measured as the sum of cancelled divided by the last value of active from kpi.subscriptions_daily.',
    'Owner: growth.',
  ].join('\n'),
  command: { name: 'define', arguments: { kpi: 'churn_rate' } },
})

const help = plainReply({
  kind: 'command',
  text: ['Ask about revenue and orders in plain words.', 'For example:', ...instead.map((each) => `• ${each}`)].join(
    '\n',
  ),
  command: { name: 'help', arguments: {} },
})

const sql = plainReply({
  kind: 'command',
  text: 'The SQL behind “Revenue, Mon 9 to Sun 15 Nov 2026”:',
  sql: number.result.sql,
  parameters: number.result.parameters,
})

const failed = plainReply({
  kind: 'failed',
  text: 'The database took longer than it may. Ask for a shorter period or fewer groups.',
  error: { code: 'timed_out', message: 'The database took longer than it may.' },
})

export const samples = {
  number,
  compared,
  breakdown,
  twoCountries,
  names,
  longTable,
  hostile,
  clarify,
  clarifyLong,
  clarifyFigure,
  decline,
  definition,
  help,
  sql,
  failed,
}
