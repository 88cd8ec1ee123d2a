import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell, ResultColumn } from '../../src/analytics/answer.ts'
import { csvFile } from '../../src/bot/csv-file.ts'

const region: ResultColumn = { name: 'region', role: 'dimension', type: 'text', unit: null, label: 'Region' }
const revenue: ResultColumn = { name: 'revenue', role: 'measure', type: 'number', unit: 'EUR', label: 'Revenue' }

async function linesOf(rows: readonly (readonly Cell[])[], columns: readonly ResultColumn[] = [region, revenue]) {
  const { file } = await csvFile({ columns, rows }, 'title')
  return file.text.split('\r\n')
}

test('the first line names the columns, behind the mark that spreadsheets know UTF-8 by', async () => {
  expect(await linesOf([['EMEA', 12.5]])).toEqual(['\uFEFFRegion,Revenue', 'EMEA,12.5', ''])
})

test.for([
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tcell', "'\tcell"],
  ['\rcell', `"'\rcell"`],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['', ''],
  [null, ''],
] as const)('the text %j is written as %j', async ([text, written], { expect }) => {
  expect(await linesOf([[text, 1]])).toContain(`${written},1`)
})

test.for([
  [-12.5, '-12.5'],
  [0, '0'],
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  [1e21, '1e+21'],
] as const)('the number %j stays a number', async ([number, written], { expect }) => {
  expect(await linesOf([['EMEA', number]])).toContain(`EMEA,${written}`)
})

test('whether something is so is written out', async () => {
  const isGift: ResultColumn = { name: 'is_gift', role: 'dimension', type: 'boolean', unit: null, label: 'Gift' }
  expect(await linesOf([[false], [true]], [isGift])).toEqual(['\uFEFFGift', 'false', 'true', ''])
})

test('no text whatever begins a cell as a formula', async () => {
  const property = fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
    const { file } = await csvFile({ columns: [{ ...region, label: text }, revenue], rows: [[text, 1]] }, text)
    const cells = file.text.slice(1).split('\r\n')
    for (const cell of cells) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/)
    expect(file.name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*\.csv$/u)
  })
  await fc.assert(property)
})

describe('the name', () => {
  test.for([
    ['Revenue by region, last week (9 to 15 Nov)', 'revenue-by-region-last-week.csv'],
    ['../../etc/passwd', 'etc-passwd.csv'],
    ['Umsätze ‮ in €', 'umsatze-in.csv'],
    ['***', 'tidings.csv'],
  ] as const)('of %j is %s', async ([title, name], { expect }) => {
    expect((await csvFile({ columns: [region], rows: [] }, title)).file.name).toBe(name)
  })
})

test('what is longer than a chat takes is cut between rows, and says how many are in it', async () => {
  const rows = Array.from({ length: 5_000 }, () => ['x'.repeat(10_000)])
  const { file, rows: written } = await csvFile({ columns: [region], rows }, 'title')
  expect(written).toBeLessThan(rows.length)
  expect(file.text.length).toBeLessThan(16_000_000)
  expect(file.text.split('\r\n')).toHaveLength(written + 2)
})
