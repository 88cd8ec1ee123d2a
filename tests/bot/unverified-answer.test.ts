import { expect, test } from 'vitest'
import { createGuard } from '../../src/analytics/guard/guard.ts'
import type { RunResult } from '../../src/analytics/run/reader.ts'
import { messageOf } from '../../src/bot/platforms/slack/blocks/message.ts'
import { words as slack } from '../../src/bot/platforms/slack/words.ts'
import { unverifiedAnswer } from '../../src/bot/unverified-answer.ts'
import { shopPolicies } from '../support/guarded-shop.ts'

const guard = createGuard()
const sql = 'SELECT region, sum(revenue) FROM shop.sales_hourly GROUP BY region'

async function replyTo(result: RunResult, role = 'emea') {
  const verdict = await guard.text(sql, shopPolicies().get(role)!)
  if (verdict.verdict === 'unsafe') throw new Error(verdict.because)
  return unverifiedAnswer(sql, verdict.query, result, { locale: 'en', elapsedMs: 1 })
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
      'Unverified SQL',
      '• EMEA, 1,234.5',
      '• APAC north, –',
      'Unverified SQL, written by a language model: nobody has checked that it answers the question.',
      sql,
      'from shop.sales_hourly · cut off after 2 rows · under the rights of emea',
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

test('Slack shows it whole, and offers nothing that needs a query', async () => {
  const { blocks } = messageOf(await replyTo(two), 'slack:key', { pictureFile: null, isWhispered: true })
  const shown = JSON.stringify(blocks)
  for (const words of ['Unverified SQL', 'nobody has checked', 'sum(revenue)', 'EMEA']) expect(shown).toContain(words)
  for (const offered of [slack.showSql, slack.csv, slack.share]) expect(shown).not.toContain(offered)
})
