/** Replies of every kind, for tests of the page and for looking at it. The figures are made up. */
import type { AskResult } from '../../src/bot/ask-result.ts'
import type { Reply } from '../../src/bot/reply.ts'
import { draw } from '../../src/charts/draw.ts'
import type { Spec } from '../../src/charts/spec.ts'
import { wordsReply, wordsResult } from './web-server.ts'
import { query, way } from './revenue-query.ts'

/** The PNGs of the replies that were made. */
export const pictures = new Map<string, Buffer>()

const money = (value: number) =>
  value.toLocaleString('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })

/** A breakdown with a picture; `members` are label and value, hostile ones included. */
export async function breakdownReply(
  headline: string,
  members: readonly (readonly [string, number])[],
  pictureId: string,
): Promise<Reply> {
  const spec = barSpec(headline, members)
  const { png, width, height } = await draw(spec, 2)
  const altText = `${headline}. ${members.map(([name, value]) => `${name} ${money(value)}`).join(', ')}.`
  pictures.set(pictureId, Buffer.from(png))
  const understood = 'Revenue by region, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin), highest first.'
  const provenance = 'From kpi.sales_hourly · data as of 21 Nov 2026, 14:05 Europe/Berlin · 5 rows'
  const table = members.map(([name, value]) => [name, money(value)])
  return {
    ...wordsReply(headline),
    headline,
    table,
    provenance,
    picture: { id: pictureId, altText, width, height },
    ways: [
      way('breakdown', 'By category'),
      way('breakdown', 'By channel'),
      way('breakdown', 'By day'),
      way('compare', 'Compare with the period before'),
      way('compare', 'Compare with a year ago'),
    ],
    result: {
      ...wordsResult(headline),
      understood,
      query,
      sql: SQL,
      parameters: ['2026-11-09T00:00:00+01:00', '2026-11-16T00:00:00+01:00'],
      columns: [
        { name: 'region', role: 'dimension', type: 'text', unit: null, label: 'Region' },
        { name: 'revenue', role: 'measure', type: 'number', unit: 'USD', label: 'Revenue' },
      ],
      rows: members.map(([name, value]) => [name, value]),
      chart: { kind: 'bar', spec, altText },
      text: [
        headline,
        ...table.map(([name = '', value]) => `• ${name.replace(/\s+/g, ' ')}: ${value}`),
        understood,
        provenance,
      ].join('\n'),
    },
  }
}

const SQL = `select "region", sum("revenue") as "revenue"
from "kpi"."sales_hourly"
where "hour" >= $1 and "hour" < $2
group by "region"
order by "revenue" desc nulls last
limit 1000`

/** One row of figures and no picture. */
export function figuresReply(): Reply {
  const headline = 'Revenue was $1,284,310 last week, 4.2 % more than the week before'
  const table = [['$1,284,310', '$1,232,544', '+$51,766']]
  const column = { role: 'measure', type: 'number', unit: 'USD' } as const
  return {
    ...wordsReply(headline),
    table,
    provenance: 'From kpi.sales_hourly · data as of 21 Nov 2026, 14:05 Europe/Berlin · 1 row',
    ways: [way('breakdown', 'By region'), way('breakdown', 'broken')],
    result: {
      ...wordsResult(headline),
      understood: 'Revenue, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin), compared with the week before.',
      query,
      sql: SQL,
      columns: [
        { ...column, name: 'revenue', label: 'Revenue' },
        { ...column, name: 'previous', role: 'previous', label: 'Week before' },
        { ...column, name: 'change', role: 'change', label: 'Change' },
      ],
      rows: [[1_284_310, 1_232_544, 51_766]],
    },
  }
}

/** A table alone, of `count` rows; the values run against the names, so that sorting shows. */
export function tableReply(count: number): Reply {
  const headline = `${count.toLocaleString('en-US')} products by revenue`
  const rows = Array.from({ length: count }, (_, index): [string, number, number | null] => [
    `Product ${index + 1}`,
    (index * 7919) % 100_003,
    index % 10 === 3 ? null : ((index * 31) % 97) / 97,
  ])
  return {
    ...wordsReply(headline),
    table: rows.map(([name, value, share]) => [
      name,
      money(value),
      share === null ? '–' : `${(share * 100).toFixed(1)}%`,
    ]),
    provenance: `From kpi.sales_hourly · ${count} rows`,
    pictureMissing: 'The chart could not be drawn this time; the numbers are complete.',
    result: {
      ...wordsResult(headline),
      understood: 'Revenue and return rate by product, all time.',
      query,
      sql: SQL,
      columns: [
        { name: 'product', role: 'dimension', type: 'text', unit: null, label: 'Product' },
        { name: 'revenue', role: 'measure', type: 'number', unit: 'USD', label: 'Revenue' },
        { name: 'rate', role: 'measure', type: 'number', unit: 'percent', label: 'Return rate' },
      ],
      rows,
      truncated: count >= 1000,
    },
  }
}

export function clarifyReply(): Reply {
  const text = 'Which revenue do you mean?'
  return {
    ...wordsReply(text),
    ways: [way('choice', 'Revenue (before refunds)'), way('choice', 'Net revenue (after refunds)')],
    result: { ...wordsResult(text), kind: 'clarify', understood: null },
  }
}

export function declineReply(): Reply {
  const because = 'There is no KPI called “weather” here, so I cannot tell.'
  const instead = ['revenue by region last week', 'top 10 products this month']
  return {
    ...wordsReply(because),
    ways: instead.map((text) => ({ kind: 'words', label: text, text })),
    result: {
      ...wordsResult([because, ...instead.map((text) => `• ${text}`)].join('\n')),
      kind: 'decline',
      understood: null,
      because,
    },
  }
}

export function failedReply(): Reply {
  const message = 'The database cannot be reached right now. Try again in a minute.'
  const result: AskResult = { ...wordsResult(message), kind: 'failed', understood: null }
  return { ...wordsReply(message), result: { ...result, error: { code: 'unreachable', message } } }
}

/** Shaped as the house's own charts are: pixels, heading above the plot. */
function barSpec(title: string, members: readonly (readonly [string, number])[]): Spec {
  const most = Math.max(...members.map(([, value]) => value))
  const step = 300 / members.length
  const pixels = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null })
  const text = (values: readonly object[], more: object) => ({
    data: { values },
    mark: { type: 'text', baseline: 'alphabetic', ...more },
    encoding: {
      x: pixels('x'),
      y: pixels('y'),
      text: { field: 't', type: 'nominal' },
      color: { field: 'c', type: 'nominal', scale: null, legend: null },
    },
  })
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 520,
    height: 300,
    padding: { left: 160, right: 120, top: 110, bottom: 40 },
    autosize: { type: 'none' },
    background: '#ffffff',
    usermeta: { headingHeight: 86 },
    config: { font: 'Inter, system-ui, sans-serif', view: { stroke: null } },
    layer: [
      text([{ x: -132, y: -62, t: title, c: '#14181f' }], { align: 'left', fontSize: 27, fontWeight: 600 }),
      text([{ x: -132, y: -30, t: 'Mon 9 to Sun 15 Nov 2026, Europe/Berlin', c: '#636c7a' }], {
        align: 'left',
        fontSize: 15,
      }),
      {
        data: {
          values: members.map(([name, value], index) => ({
            c0: step * (index + 0.5),
            c1: (value / most) * 520,
            c2: 0,
            color: index === 0 ? '#1f5fd0' : '#aebfdc',
            tip: `${name}: ${money(value)}`,
          })),
        },
        mark: { type: 'bar', height: step * 0.62, cornerRadiusEnd: 2 },
        encoding: {
          y: pixels('c0'),
          x: pixels('c1'),
          x2: { field: 'c2' },
          color: { field: 'color', type: 'nominal', scale: null, legend: null },
          tooltip: { field: 'tip', type: 'nominal' },
        },
      },
      text(
        members.map(([name], index) => ({ x: -14, y: step * (index + 0.5) + 5, t: name.slice(0, 18), c: '#3a4250' })),
        { align: 'right', fontSize: 17 },
      ),
      text(
        members.map(([, value], index) => ({
          x: (value / most) * 520 + 8,
          y: step * (index + 0.5) + 5,
          t: money(value),
          c: '#3a4250',
        })),
        { align: 'left', fontSize: 17, fontWeight: 600 },
      ),
    ],
  }
}
