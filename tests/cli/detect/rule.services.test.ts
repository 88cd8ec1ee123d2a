/** `tidings detect --rule` as scripts use it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tidings } from '../../support/command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-rule-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const hour = (index: number) => new Date(Date.parse('2026-03-02T00:00:00Z') + index * 3_600_000).toISOString()

/** Which rows a rule posts or keeps open. */
async function flagged(rule: string, values: readonly (number | null)[], at = hour): Promise<readonly number[]> {
  const rows = values.flatMap((value, index) => (value === null ? [] : [`${at(index)},${value}`]))
  const csv = await file('series.csv', ['time,value', ...rows].join('\n'))
  const { code, lines, err } = await tidings(['detect', '--csv', csv, '--rule', await file('rule.yml', rule), '--json'])
  expect(code, err).toBe(0)
  expect(lines).toHaveLength(rows.length)
  return lines.flatMap(({ anomaly }, index) => (anomaly ? [index] : []))
}

test.for([
  ['above a bound', 'when: { above: 50 }', [40, 60, 70, 40, 40, 60], [1, 2, 5]],
  ['no second one within the pause', 'when: { above: 50 }\ncool_down: 3h', [40, 60, 40, 60, 40, 40, 60], [1, 6]],
  ['in two of three', 'when: { below: 10 }\nbuckets: { n: 2, of: 3 }', [20, 5, 20, 5, 5, 20, 20], [3, 4]],
  ['against the row before', 'when: { falls: 50%, against: previous }', [100, 90, 40, 40, 100, 60], [2]],
  ['either of two', 'when: { any: [{ above: 90 }, { below: 10 }] }', [50, 95, 50, 50, 5], [1, 4]],
  ['for long enough', 'when: { above: 50 }\nminimum: { duration: 3h }', [60, 40, 60, 60, 60, 60, 40], [4, 5]],
] as const)('%s', async ([, rule, values, rows], { expect }) => {
  const pause = rule.includes('cool_down') ? '' : 'cool_down: 0h\n'
  expect(await flagged(`${pause}${rule}\n`, values)).toEqual(rows)
})

test('against the same hour a week ago, which a file may have to be long enough for', async () => {
  const values = Array.from({ length: 200 }, (_, index) => 100 + (index % 24) - (index === 190 ? 60 : 0))
  expect(await flagged('when: { falls: 30%, against: week }\n', values)).toEqual([190])
})

test('a silence shows on the first row after it; zero is none', async () => {
  const values = [5, 0, 0, 0, 0, 6, null, null, null, null, 7, 5, 5]
  expect(await flagged('when: { silent: 3h }\n', values)).toEqual([6])
})

test('a file as alerts.yml is, with one rule in it; the lines have the shape that all have', async () => {
  const rule = await file(
    'alerts.yml',
    'alerts:\n  low:\n    kpi: orders\n    when: { below: 10 }\n    tell: [slack:T01/C03]\n',
  )
  const csv = await file(
    'orders.csv',
    `time,value\n${[20, 5, 20].map((value, index) => `${hour(index)},${value}`).join('\n')}`,
  )
  const { lines } = await tidings(['detect', '--csv', csv, '--rule', rule, '--json'])
  expect(lines[1]).toEqual({
    time: hour(1),
    value: 5,
    expected: null,
    low: null,
    high: null,
    score: 0,
    anomaly: true,
    kind: 'drop',
  })
  const { out } = await tidings(['detect', '--csv', csv, '--rule', rule])
  expect(out).toContain('3 rows, 0 unreadable, 1 incident.')
})

test('rows that cannot be read, repeats and times that go back leave what is open as it is', async () => {
  const csv = await file(
    'odd.csv',
    [
      'time,value',
      `${hour(0)},20`,
      `${hour(1)},5`,
      'sometime,7',
      `${hour(1)},5`,
      `${hour(0)},20`,
      `${hour(2)},n/a`,
      `${hour(3)},30`,
    ].join('\n'),
  )
  const rule = await file('rule.yml', 'when: { below: 10 }\n')
  const { lines } = await tidings(['detect', '--csv', csv, '--rule', rule, '--json'])
  expect(lines.map(({ anomaly }) => anomaly)).toEqual([false, true, true, true, true, true, false])
})

test.for([
  ['when: { over: 5 }\n', /rule.yml:1: when: write anomaly/],
  [
    'alerts: { a: { when: { above: 1 } }, b: { when: { above: 2 } } }\n',
    /one rule is played at a time; there are 2 in it/,
  ],
  ['', /there is no rule in it/],
] as const)('%j is refused with its line', async ([text, said], { expect }) => {
  const csv = await file('series.csv', 'time,value\n2026-01-01,1\n')
  const { code, err } = await tidings(['detect', '--csv', csv, '--rule', await file('rule.yml', text)])
  expect(code).toBe(2)
  expect(err).toMatch(said)
})
