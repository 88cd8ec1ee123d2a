/** Replies of every kind, with values of the test's choosing in every place where a value may stand. */
import { plainReply } from '../../src/bot/plain-reply.ts'
import type { Picture, Reply } from '../../src/bot/reply.ts'
import { query, way } from '../support/revenue-query.ts'

const provenance = 'From kpi.sales_hourly · data as of Sat 21 Nov 2026, 14:05 Europe/Berlin'
const understood = 'Revenue by region, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin), highest first'

export const picture: Picture = { id: 'picture-1', altText: 'EMEA is far ahead', width: 1600, height: 900 }

/** The smallest PNG there is: one white pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==',
  'base64',
)

export const figure: Reply = answer('Revenue was $1,284,310 last week, 4.2 % more than the week before', {
  columns: ['Revenue'],
  rows: [['$1,284,310']],
})

export const breakdown: Reply = {
  ...answer('EMEA brought in most revenue last week: $562,300 of $1,284,310', {
    columns: ['Region', 'Revenue'],
    rows: [
      ['EMEA', '$562,300'],
      ['North America', '$411,870'],
      ['Asia Pacific', '$178,450'],
      ['Latin America', '$92,110'],
      ['Middle East', '$39,580'],
    ],
  }),
  ways: [way('breakdown', 'By category'), way('compare', 'Compare with a year ago')],
  chartKinds: ['bar', 'pie'],
}

export const thousandRows: Reply = answer('1,000 products by revenue', {
  columns: ['Product', 'Revenue'],
  rows: Array.from({ length: 1000 }, (_, index) => [`Product ${index + 1}`, `$${(1000 - index).toLocaleString('en')}`]),
})

export const clarify: Reply = question('Which revenue do you mean?', [
  'Revenue (before refunds)',
  'Net revenue (after refunds)',
])

export const decline: Reply = refusal('There is no KPI called “weather” here, so I cannot tell.', [
  'revenue by region last week',
  'top 10 products this month',
])

export const command: Reply = plainReply({
  kind: 'command',
  text: 'These KPIs are here:\n• Revenue: what customers paid\n• Orders: how many were placed',
})

export const failed: Reply = plainReply({
  kind: 'failed',
  text: 'The database cannot be reached right now. Try again in a minute.',
  error: { code: 'unreachable', message: 'The database cannot be reached right now. Try again in a minute.' },
})

/** An incident that nobody has seen to yet, with everything that can be done with it. */
export const alert: Reply = {
  ...plainReply(
    {
      kind: 'command',
      text: 'Revenue: $3,900, 61% below normal\n14:00–15:00 · normal is $10,000\nEMEA accounts for 85% of it\nRule revenue',
    },
    [way('next', 'Open the chart')],
    'Revenue: $3,900, 61% below normal',
  ),
  alert: {
    incident: 'i1',
    phase: 'open',
    isBad: true,
    severity: 'critical',
    kind: 'Critical alert',
    state: [],
    lines: ['14:00–15:00 · normal is $10,000', 'EMEA accounts for 85% of it'],
    small: 'Rule revenue',
    offers: [
      { act: 'acknowledge', label: 'I’m on it', group: 'first' },
      { act: 'why', label: 'Why?', group: 'first' },
      { act: 'snooze_1h', label: 'Snooze for an hour', group: 'snooze' },
      { act: 'snooze_tomorrow', label: 'Snooze until tomorrow, 08:00', group: 'snooze' },
      { act: 'snooze_recovers', label: 'Snooze until it recovers', group: 'snooze' },
      { act: 'useful', label: 'Useful', group: 'more' },
      { act: 'not_useful', label: 'Not useful: raise the bar', group: 'more' },
      { act: 'take_back', label: 'Take back what I said of it', group: 'more' },
      { act: 'mute', label: 'Mute this rule here', group: 'more' },
    ],
  },
}

/** The same, once somebody did. */
export const alertInHand: Reply = {
  ...alert,
  result: { ...alert.result, text: alert.result.text.replace('\n', '\nAna is on it.\n') },
  alert: { ...alert.alert!, state: ['Ana is on it.'], offers: alert.alert!.offers.slice(1) },
}

export const withFile: Reply = {
  ...plainReply({ kind: 'command', text: 'All 3 rows are in the file.' }),
  file: { name: 'revenue-by-region.csv', type: 'text/csv', text: 'Region,Revenue\r\nEMEA,562300\r\n' },
}

export function withPicture(reply: Reply): Reply {
  return { ...reply, picture }
}

export interface Rows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** An answer as the house makes one; the last column is the figure. */
export function answer(headline: string, { columns, rows }: Rows, told = understood): Reply {
  const text = [headline, ...rows.slice(0, 10).map((row) => `• ${row.join(': ')}`), told, provenance].join('\n')
  return {
    ...plainReply({ kind: 'answer', text }),
    headline,
    table: rows,
    provenance,
    result: {
      ...plainReply({ kind: 'answer', text }).result,
      understood: told,
      query,
      sql: 'select "region", sum("revenue") from "kpi"."sales_hourly" group by "region"',
      columns: columns.map((label, index) =>
        index === columns.length - 1
          ? { name: `c${index}`, role: 'measure', type: 'number', unit: 'USD', label }
          : { name: `c${index}`, role: 'dimension', type: 'text', unit: null, label },
      ),
      rows: rows.map((row) =>
        row.map((cell, index) => (index === row.length - 1 ? Number(cell.replace(/[^\d.-]/g, '')) : cell)),
      ),
      sources: ['kpi.sales_hourly'],
      chart: { kind: 'bar', spec: {}, altText: picture.altText },
    },
  }
}

export function question(text: string, choices: readonly string[]): Reply {
  return plainReply(
    { kind: 'clarify', text, choices: choices.map((label) => ({ label, query })) },
    choices.map((label) => way('choice', label)),
  )
}

export function refusal(because: string, instead: readonly string[]): Reply {
  return plainReply(
    { kind: 'decline', because, text: [because, ...instead.map((label) => `• ${label}`)].join('\n') },
    instead.map((label) => ({ kind: 'words', label, text: label })),
    because,
  )
}
