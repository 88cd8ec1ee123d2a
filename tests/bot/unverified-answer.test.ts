import { describe, expect, test } from 'vitest'
import type { Cell } from '../../src/analytics/answer.ts'
import { createGuard } from '../../src/analytics/guard/guard.ts'
import type { RunResult } from '../../src/analytics/run/reader.ts'
import { messageOf } from '../../src/bot/platforms/slack/blocks/message.ts'
import { words as slack } from '../../src/bot/platforms/slack/words.ts'
import { unverifiedAnswer } from '../../src/bot/unverified-answer.ts'
import { shopPolicies } from '../support/guarded-shop.ts'

const guard = createGuard()
const sql = 'SELECT region, sum(revenue) FROM shop.sales_hourly GROUP BY region'

async function replyTo(result: RunResult, { role = 'emea', locale = 'en' } = {}) {
  const verdict = await guard.text(sql, shopPolicies().get(role)!)
  if (verdict.verdict === 'unsafe') throw new Error(verdict.because)
  return unverifiedAnswer(sql, verdict.query, result, { locale, asOf: null, elapsedMs: 1 })
}

const fields = [
  { name: 'region', pgType: 'text' },
  { name: '?column?', pgType: 'numeric' },
]
const two: RunResult = {
  fields,
  rows: [
    ['EMEA', 1234.5],
    ['APAC\nnorth', null],
  ],
  truncated: true,
}

test('it is headed as what it is, with its rows, its SQL, and where they come from', async () => {
  const { result, provenance } = await replyTo(two)
  expect(result.text).toBe(
    [
      'Unverified SQL: Column 2 by region',
      '• EMEA: Column 2 1234.5',
      '• APAC north: Column 2 –',
      'Unverified SQL: nobody has checked that it answers the question.',
      sql,
      'from shop.sales_hourly · times of Europe/Berlin · cut off after 2 rows · under the rights of emea',
    ].join('\n'),
  )
  expect(provenance).toContain('under the rights of emea')
  expect(result).toMatchObject({ kind: 'answer', query: null, sql, truncated: true })
  expect(result.columns.map(({ label, role }) => [label, role])).toEqual([
    ['region', 'dimension'],
    ['Column 2', 'measure'],
  ])
})

test('one row is its finding', async () => {
  const { headline } = await replyTo({ fields, rows: [['EMEA', 5]], truncated: false })
  expect(headline).toBe('Unverified SQL: region EMEA, Column 2 5')
})

test('no rows are said to be none', async () => {
  expect((await replyTo({ fields, rows: [], truncated: false })).result.text).toContain('No data matched.')
})

test('none because one row is too large is not none', async () => {
  const { text } = (await replyTo({ fields, rows: [], truncated: true })).result
  expect(text).toContain('One row alone is larger than an answer may be')
  expect(text).not.toContain('No data matched')
})

test('Slack shows it whole, and offers the statement, its rows as a file, and to show it to all', async () => {
  const { blocks } = messageOf(await replyTo(two), 'slack:key', { pictureFile: null, isWhispered: true })
  const shown = JSON.stringify(blocks)
  for (const words of ['Unverified SQL', 'nobody has checked', 'sum(revenue)', 'EMEA']) expect(shown).toContain(words)
  for (const offered of [slack.showSql, slack.csv, slack.share]) expect(shown).toContain(offered)
})

async function printed(pgType: string, cells: readonly Cell[], { locale = 'en', name = 'value' } = {}) {
  const fields = [{ name, pgType }]
  const { table } = await replyTo({ fields, rows: cells.map((cell) => [cell]), truncated: false }, { locale })
  return table.map(([cell]) => cell)
}

describe('a number', () => {
  test.for([
    [2026, '2026'],
    [12_345, '12,345'],
    [-12_345.678_9, '-12,345.6789'],
    [0.000_123_45, '0.0001235'],
    [1.5, '1.5'],
    [0, '0'],
    [null, '–'],
    ['9007199254740993', '9,007,199,254,740,993'],
    ['-12345678901234567890.1234', '-12,345,678,901,234,567,890.1234'],
    ['NaN', 'NaN'],
    ['-Infinity', '-Infinity'],
  ] as const)('%j is written as %s', async ([cell, written]) => {
    expect(await printed('numeric', [cell])).toEqual([written])
  })

  test('has the marks of the locale', async () => {
    expect(await printed('numeric', [12_345.5], { locale: 'de' })).toEqual(['12.345,5'])
  })

  test('that the catalog has as a member of something stays as it is', async () => {
    expect(await printed('integer', [12_345], { name: 'quantity' })).toEqual(['12345'])
  })
})

describe('a moment', () => {
  const [midnight, morning] = ['2026-11-01T00:00:00+01:00', '2026-11-02T08:30:00+01:00']
  test('is a day where all of its column are', async () => {
    expect(await printed('timestamp with time zone', [midnight, null])).toEqual(['Sun 1 Nov 2026', '–'])
  })
  test('has its year and its time where one of them has', async () => {
    const all = await printed('timestamp with time zone', [midnight, morning])
    expect(all).toEqual(['Sun 1 Nov 2026, 00:00', 'Mon 2 Nov 2026, 08:30'])
  })
  test.for(['infinity', '0044-03-15 BC'])('that no calendar of ours has stays as it is: %s', async (cell) => {
    expect(await printed('timestamp with time zone', [cell])).toEqual([cell])
  })
})

test.for([
  ['boolean', true, 'yes'],
  ['text', null, '(empty)'],
  ['interval', 'P1Y2M3DT4H5M6.5S', '1 y 2 mo 3 d 4 h 5 min 6.5 s'],
  ['interval', 'PT0S', '0 s'],
  ['other', '{tea,coffee}', '{tea,coffee}'],
  ['other', '{"a": 1}', '{"a": 1}'],
] as const)('of type %s %j is written as %s', async ([pgType, cell, written]) => {
  expect(await printed(pgType, [cell])).toEqual([written])
})

test('a text that goes on and on is cut, in a row of the words sooner than in the table', async () => {
  const reply = await replyTo({
    fields: [{ name: 'note', pgType: 'text' }],
    rows: [['😀'.repeat(9_000)]],
    truncated: false,
  })
  expect(reply.table[0]![0]!.length).toBeLessThanOrEqual(500)
  expect(reply.headline.length).toBeLessThan(200)
  expect(reply.result.text).not.toMatch(/\p{Surrogate}/u)
  expect(reply.result.rows[0]![0]).toHaveLength(18_000)
})

test('columns of one name are told apart', async () => {
  const twice = ['a', 'a', '?column?', 'a'].map((name) => ({ name, pgType: 'integer' }))
  const { result } = await replyTo({ fields: twice, rows: [[1, 2, 3, 4]], truncated: false })
  expect(result.columns.map(({ label }) => label)).toEqual(['a', 'a (2)', 'Column 3', 'a (3)'])
})

test.for(['<b>bold</b>', '*x*', '<!channel>', '@channel', '`ticks`', '_it_ ~no~', '&amp;'])(
  'a column named %s is shown as it is written, and does nothing in Slack',
  async (name) => {
    const rows = ['EMEA', 'APAC', 'LATAM', 'NA'].map((region, at) => [region, at])
    const reply = await replyTo({ fields: [fields[0]!, { name, pgType: 'integer' }], rows, truncated: false })
    const { text, blocks } = messageOf(reply, 'slack:key', { pictureFile: null, isWhispered: false })
    expect(reply.result.columns[1]!.label).toBe(name)
    const table = blocks.find(({ type }) => type === 'data_table')
    expect(JSON.stringify(table)).toContain(JSON.stringify(name).slice(1, -1))
    for (const live of ['<!channel>', '<b>', '*x*', '@channel', '`ticks`', '_it_']) expect(text).not.toContain(live)
  },
)
