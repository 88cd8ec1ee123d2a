/** What counts as right when `tidings eval` compares; the command itself is tested on a database. */
import { describe, expect, test } from 'vitest'
import type { Cell, ColumnRole } from '../../src/analytics/answer.ts'
import { readLines } from '../../src/cli/eval/lines.ts'
import { reliabilityOf } from '../../src/cli/eval/reliability.ts'
import { differenceOf } from '../../src/cli/eval/same-rows.ts'
import { tallyOf } from '../../src/cli/eval/tally.ts'

type Rows = readonly (readonly Cell[])[]

/** Whether the answer's columns and rows hold the expected rows. */
function isSame(roles: string, rows: Rows, expected: Rows, inOrder = false): boolean {
  const columns = roles.split(' ').map((role) => ({ role: role as ColumnRole }))
  return differenceOf({ columns, rows }, { rows: expected, inOrder, zone: 'Europe/Berlin' }) === null
}

describe('rows are the same', () => {
  test.for<[name: string, roles: string, rows: Rows, expected: Rows]>([
    [
      'in another order',
      'dimension measure',
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        ['b', 2],
        ['a', 1],
      ],
    ],
    ['within a millionth', 'measure', [[1_000_000]], [[1_000_000.9]]],
    ['a day and its midnight', 'time measure', [['2026-10-25', 1]], [['2026-10-25T00:00:00+02:00', 1]]],
    ['a moment in two zones', 'time measure', [['2026-10-25T02:00:00+01:00', 1]], [['2026-10-25T01:00:00Z', 1]]],
    [
      'a wall clock is one of the catalog',
      'time measure',
      [['2026-11-20T09:00:00+01:00', 1]],
      [['2026-11-20T09:00', 1]],
    ],
    [
      'with a comparison that was not asked for',
      'dimension measure previous change change',
      [['a', 3, 2, 1, 0.5]],
      [['a', 3]],
    ],
    ['with the previous value alone', 'measure previous change change', [[3, 2, 1, 0.5]], [[3, 2]]],
    ['with the change alone', 'dimension measure previous change change', [['a', 3, 2, 1, 0.5]], [['a', 1]]],
    ['with the share alone', 'dimension measure share', [['a', 3, 0.25]], [['a', 0.25]]],
    [
      'with empty buckets that the SQL left out',
      'time dimension measure',
      [
        ['2026-10-01', 'a', 3],
        ['2026-10-02', 'a', null],
        ['2026-10-03', 'b', 0],
      ],
      [['2026-10-01', 'a', 3]],
    ],
    ['nothing and nothing', 'measure', [], []],
  ])('%s', ([, roles, rows, expected], { expect }) => {
    expect(isSame(roles, rows, expected)).toBe(true)
  })
})

describe('rows differ', () => {
  test.for<[name: string, roles: string, rows: Rows, expected: Rows]>([
    ['in a figure', 'dimension measure', [['a', 1]], [['a', 1.001]]],
    ['in a name', 'dimension measure', [['a', 1]], [['A', 1]]],
    [
      'by a row too many',
      'dimension measure',
      [
        ['a', 1],
        ['b', 2],
      ],
      [['a', 1]],
    ],
    [
      'by a row of zero that is no bucket',
      'dimension measure',
      [
        ['a', 1],
        ['b', 0],
      ],
      [['a', 1]],
    ],
    [
      'by a row too few',
      'dimension measure',
      [['a', 1]],
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      'by a row that is there once and was expected twice',
      'dimension measure',
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        ['a', 1],
        ['a', 1],
      ],
    ],
    ['by a measure that nobody asked for', 'dimension measure measure', [['a', 1, 2]], [['a', 1]]],
    ['by a dimension that nobody asked for', 'dimension dimension measure', [['a', 'b', 1]], [['a', 1]]],
    ['in the order of columns', 'dimension measure measure', [['a', 1, 2]], [['a', 2, 1]]],
    ['where the previous value is taken for the value', 'measure previous change change', [[3, 2, 1, 0.5]], [[2]]],
    ['null and zero', 'measure', [[null]], [[0]]],
    ['nothing and something', 'measure', [], [[1]]],
  ])('%s', ([, roles, rows, expected], { expect }) => {
    expect(isSame(roles, rows, expected)).toBe(false)
  })

  test('in their order, where it counts', () => {
    const [rows, turned]: [Rows, Rows] = [
      [
        ['a', 2],
        ['b', 1],
      ],
      [
        ['b', 1],
        ['a', 2],
      ],
    ]
    expect(isSame('dimension measure', rows, rows, true)).toBe(true)
    expect(isSame('dimension measure', rows, turned, true)).toBe(false)
  })

  test('and the difference is shown as it was given', () => {
    const columns = [{ role: 'time' }, { role: 'measure' }] as const
    const given = { columns, rows: [['2026-10-01', 3]] }
    const differ = differenceOf(given, { rows: [['2026-10-01', 4]], inOrder: false, zone: 'UTC' })
    expect(differ).toEqual({ expected: ['2026-10-01', 4], came: ['2026-10-01', 3] })
  })
})

describe('a file of questions', () => {
  const read = (...lines: object[]) => readLines(lines.map((line) => JSON.stringify(line)).join('\n'))
  const line = { id: 'a', kind: 'value', question: 'revenue' }

  test('takes the clock of its first line, unless a question has its own', () => {
    const { lines } = read(
      { defaults: { now: '2026-11-21T14:05' } },
      { ...line, sql: 'select 1' },
      { ...line, id: 'b', now: '2026-01-01T00:00', rows: [[1]] },
    )
    expect(lines.map(({ id, now, line: at }) => [id, now, at])).toEqual([
      ['a', '2026-11-21T14:05', 2],
      ['b', '2026-01-01T00:00', 3],
    ])
  })

  test('a line without expectation is context', () => {
    expect(read(line).lines[0]?.expected).toBeNull()
  })

  test.for<[name: string, lines: readonly object[], message: RegExp]>([
    ['an unknown key', [{ ...line, colour: 'red' }], /colour/],
    ['no id', [{ kind: 'value', question: 'revenue' }], /^id: /],
    ['an id twice', [line, line], /^id: a is there twice/],
    ['two expectations', [{ ...line, sql: 'select 1', expect: 'decline' }], /more than one/],
    ['an expectation that is none', [{ ...line, expect: 'no' }], /^expect: /],
    ['words that are no pattern', [{ ...line, expect: 'decline', says: '(' }], /^says: is no regular expression/],
    ['defaults in the middle', [line, { defaults: { now: '2026-11-21T14:05' } }], /^id: /],
  ])('names a line with %s', ([, lines, message], { expect }) => {
    const { bad } = read(...lines)
    expect(bad).toEqual([{ line: lines.length, message: expect.stringMatching(message) as string }])
  })

  test('names a line that is no JSON, and counts blank ones', () => {
    expect(readLines('\n\nnot json\n').bad).toEqual([{ line: 3, message: 'not JSON' }])
  })
})

test('accuracy is right of asked; of nothing it is 0', () => {
  const results = (['right', 'right', 'silently_wrong', 'clarified', 'clarified'] as const).map((outcome, at) => ({
    outcome,
    offered: at === 3,
  }))
  expect(tallyOf(results)).toMatchObject({ asked: 5, right: 2, offered: 1, accuracy: 40, silentlyWrongPercent: 20 })
  expect(tallyOf([])).toMatchObject({ asked: 0, accuracy: 0 })
})

test('reliability: of the answers in a range of confidence, how many were right', () => {
  const answer = (chance: number, outcome: 'right' | 'silently_wrong') => ({
    outcome,
    confidence: { chance, signs: {} },
  })
  const results = [
    answer(0.5, 'right'),
    answer(0.6, 'silently_wrong'),
    answer(0.95, 'right'),
    answer(1, 'right'),
    { outcome: 'declined', confidence: null } as const,
  ]
  expect(reliabilityOf(results)).toEqual([
    { from: 50, to: 70, answers: 2, meanConfidence: 55, right: 50 },
    { from: 95, to: 100, answers: 2, meanConfidence: 97.5, right: 100 },
  ])
})
