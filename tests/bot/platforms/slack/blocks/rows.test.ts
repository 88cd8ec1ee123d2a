import type { DataTableBlock } from '@slack/types'
import { expect, test } from 'vitest'
import type { Cell } from '../../../../../src/analytics/answer.ts'
import { rowsBlocks } from '../../../../../src/bot/platforms/slack/blocks/rows.ts'
import type { Reply } from '../../../../../src/bot/reply.ts'
import { answerReply, column } from '../../../../support/sample-replies.ts'

const orders = column('measure', 'Orders')

function reply(columns: Reply['result']['columns'], rows: readonly (readonly Cell[])[]): Reply {
  const table = rows.map((row) => row.map(String))
  return answerReply({ headline: 'Orders', understood: 'Orders, October 2026', columns, rows, table, chart: 'line' })
}

function tableOf(of: Reply): readonly (readonly string[])[] {
  const found = rowsBlocks(of).find((block): block is DataTableBlock => block.type === 'data_table')
  return (found?.rows ?? []).map((row) => row.map((cell) => ('text' in cell ? cell.text : '')))
}

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count)).toISOString().slice(0, 10)
const course = (count: number) => Array.from({ length: count }, (_, index): Cell[] => [day(index), index])
const byDay = [column('time', 'Day'), orders]

test('a course that takes more than a page begins with the newest day', () => {
  expect(tableOf(reply(byDay, course(30))).slice(0, 3)).toEqual([
    ['Day', 'Orders'],
    ['2026-01-30', '29'],
    ['2026-01-29', '28'],
  ])
})

test('of a course that does not fit, the newest days are shown, and it is said that they are', () => {
  const long = reply(byDay, course(340))
  expect(tableOf(long).map(([first]) => first)).toEqual([
    'Day',
    ...Array.from({ length: 20 }, (_, at) => day(339 - at)),
  ])
  expect(JSON.stringify(rowsBlocks(long))).toContain('Newest 20 of 340 rows')
})

test('groups of one moment keep their order', () => {
  const columns = [column('time', 'Day'), column('dimension', 'Region'), orders]
  const rows = course(6).flatMap(([moment, value]) => ['EMEA', 'APAC'].map((region) => [moment!, region, value!]))
  expect(tableOf(reply(columns, rows)).slice(1, 4)).toEqual([
    ['2026-01-06', 'EMEA', '5'],
    ['2026-01-06', 'APAC', '5'],
    ['2026-01-05', 'EMEA', '4'],
  ])
})

test.for([
  ['a course of one page', byDay, course(4)],
  [
    'days that were asked for by their figures',
    byDay,
    course(30).toSorted(([, one], [, other]) => ((Number(one) * 7) % 30) - ((Number(other) * 7) % 30)),
  ],
  ['hours of the day', [column('time', 'Hour'), orders], Array.from({ length: 24 }, (_, hour): Cell[] => [hour, hour])],
] as const)('%s stays in order', ([, columns, rows], { expect }) => {
  expect(tableOf(reply(columns, rows)).slice(1)).toEqual(rows.map((row) => row.map(String)))
})

const compared = (label: string, unit: string) => [
  column('measure', label, unit),
  column('previous', `${label}, before`, unit),
  column('change', `Change in ${label}`, unit),
  column('change', `Change in ${label}, %`, 'percent'),
]
const regions = ['EMEA', 'APAC', 'Nordics', 'Latin America']

test('beside one measure the columns of its comparison have short names', () => {
  const rows = regions.map((region): Cell[] => [region, 1, 2, 3, 4])
  const [header] = tableOf(reply([column('dimension', 'Region'), ...compared('Revenue', 'EUR')], rows))
  expect(header).toEqual(['Region', 'Revenue', 'Before', 'Change', 'Change, %'])
})

test('beside several they say which', () => {
  const rows = regions.map((region): Cell[] => [region, 1, 2, 3, 4, 5, 6, 7, 8])
  const columns = [column('dimension', 'Region'), ...compared('Revenue', 'EUR'), ...compared('Orders', 'count')]
  expect(tableOf(reply(columns, rows))[0]).toContain('Change in Orders, %')
})
