/** `tidings detect` as scripts use it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonLines, tidings } from '../../support/command.ts'
import { hours } from '../../analytics/live/detect/series.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-detect-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const clock = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
const shop = hours(1000, { change: (index, value) => (index >= 900 && index < 904 ? value * 0.2 : value) })
const csv = (rows: readonly (readonly (string | number)[])[]) => rows.map((row) => row.join(',')).join('\n')

describe('one file', () => {
  test('gives a line for each row, and flags the hours that went wrong', async () => {
    const path = await file(
      'shop.csv',
      csv([['timestamp', 'value'], ...shop.map(({ at, value }) => [clock(at), value])]),
    )
    const { code, lines } = await tidings(['detect', '--csv', path, '--json'])
    expect(code).toBe(0)
    expect(lines).toHaveLength(1000)
    expect(lines.map(({ time }) => time)).toEqual(shop.map(({ at }) => clock(at)))
    expect(lines[0]).toEqual({
      time: clock(shop[0]!.at),
      value: shop[0]!.value,
      expected: null,
      low: null,
      high: null,
      score: 0,
      anomaly: false,
      kind: null,
    })
    expect(lines.flatMap(({ anomaly }, index) => (anomaly ? [index] : []))).toEqual([900, 901, 902, 903])
    expect(lines[900]).toMatchObject({ kind: 'drop' })
  })

  test('takes rows that cannot be read, repeats and blank cells as they come', async () => {
    const rows = shop.slice(0, 60).map(({ at, value }): (string | number)[] => [clock(at), value])
    rows[10]![1] = 'n/a'
    rows[11]![0] = 'sometime'
    rows.splice(20, 0, rows[19]!)
    const path = await file('odd.csv', csv([['when', 'orders'], ...rows]))
    const { lines } = await tidings(['detect', '--csv', path, '--json'])
    expect(lines).toHaveLength(61)
    expect(lines[10]).toMatchObject({ time: clock(shop[10]!.at), value: null })
    expect(lines[11]).toMatchObject({ time: 'sometime', value: shop[11]!.value, expected: null })
    expect(lines[20]).toEqual(lines[19])
  })

  test('a column that holds no times is told', async () => {
    const path = await file(
      'wrong.csv',
      csv([['when', 'orders'], ...shop.slice(0, 60).map(({ at, value }) => [clock(at), value])]),
    )
    const { out } = await tidings(['detect', '--csv', path, '--time', 'orders'])
    expect(out).toContain('name their columns with --time and --value')
  })

  test.for([
    ['epoch seconds under other names', 'orders;ts', (at: number, value: number) => `${value};${at / 1000}`],
    ['no header', null, (at: number, value: number) => `${at},${value}`],
    ['quoted, with labels', 'is_anomaly,date,sales', (at: number, value: number) => `0,"${clock(at)}","${value}"`],
  ] as const)('finds the columns: %s', async ([name, header, row], { expect }) => {
    const text = [...(header === null ? [] : [header]), ...shop.slice(0, 60).map(({ at, value }) => row(at, value))]
    const path = await file(`${name}.csv`, `${text.join('\r\n')}\r\n`)
    const { lines } = await tidings(['detect', '--csv', path, '--json'])
    expect(lines.map(({ value }) => value)).toEqual(shop.slice(0, 60).map(({ value }) => value))
    expect(lines[55]?.expected).toEqual(expect.any(Number))
  })

  test('prints what was found for people', async () => {
    const path = await file('people.csv', csv([['time', 'value'], ...shop.map(({ at, value }) => [clock(at), value])]))
    const { out } = await tidings(['detect', '--csv', path])
    expect(out).toContain('1,000 rows, 0 unreadable, 1 incident.')
    expect(out).toMatch(/2025-02-12 12:00:00.*2025-02-12 15:00:00.*4.*drop/)
  })

  test.for([
    ['neither a file nor --batch', [], 2],
    ['a file that is not there', ['--csv', '/nowhere.csv'], 3],
    ['a rule that is not there', ['--csv', 'x', '--rule', '/nowhere.yml'], 3],
    ['a direction that is none', ['--csv', 'x', '--good-when', 'sideways'], 2],
  ] as const)('refuses %s', async ([, args, exitCode], { expect }) => {
    expect((await tidings(['detect', ...args])).code).toBe(exitCode)
  })

  test('names the columns there are when one is missing', async () => {
    const path = await file('named.csv', 'time,value\n1,2\n')
    const { code, err } = await tidings(['detect', '--csv', path, '--value', 'revenue'])
    expect(code).toBe(2)
    expect(err).toContain('no column "revenue"; it has time, value')
  })
})

test('a batch answers each line, bad ones with an error', async () => {
  const path = await file('batch.csv', 'time,value\n1,2\n2,3\n')
  const { code, lines } = await tidings(['detect', '--batch'], {
    stdin: jsonLines([
      { id: 'a', csv: path },
      { id: 'b', csv: '/nowhere.csv' },
      { id: 'c' },
      { id: 4, csv: path, value: 'no' },
      { id: 'e', csv: await file('empty.csv', '') },
    ]),
  })
  expect(code).toBe(0)
  expect(lines.map(({ id }) => id)).toEqual(['a', 'b', 'c', 4, 'e'])
  expect(lines[0]?.points).toHaveLength(2)
  expect(lines.slice(1, 4).map(({ error }) => (error as { code: string }).code)).toEqual([
    'no_file',
    'bad_line',
    'no_column',
  ])
  expect(lines[4]?.points).toEqual([])
})
