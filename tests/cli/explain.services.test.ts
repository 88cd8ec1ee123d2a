import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonLines, tidings } from '../support/command.ts'

let folder: string
let sales: string
let visits: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-explain-'))
  const regions = ['North', 'South', 'East, far', 'West']
  const channels = ['web', 'app', 'shop']
  const leaves = regions.flatMap((region, at) =>
    channels.map((channel, by) => ({ region, channel, size: 900 + 130 * at + 70 * by })),
  )
  const fell = ({ region, channel }: { region: string; channel: string }) => region === 'East, far' && channel === 'app'
  sales = await written('sales.csv', [
    'region,channel,was,normal',
    ...leaves.map(
      (leaf, at) => `"${leaf.region}",${leaf.channel},${leaf.size * (fell(leaf) ? 0.3 : 1) + (at % 3)},${leaf.size}`,
    ),
  ])
  visits = await written('visits.csv', [
    'region,channel,orders,visits,orders_normal,visits_normal',
    ...leaves.map(
      (leaf, at) =>
        `"${leaf.region}",${leaf.channel},${Math.round(leaf.size * (leaf.region === 'West' ? 0.2 : 0.5)) + (at % 3)},${leaf.size * 10},${leaf.size * 0.5},${leaf.size * 10}`,
    ),
  ])
})

afterAll(() => rm(folder, { recursive: true }))

async function written(name: string, lines: readonly string[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `\uFEFF${lines.join('\r\n')}\r\n`)
  return file
}

const ofSales = () => [
  'explain',
  '--csv',
  sales,
  '--dimensions',
  'region,channel',
  '--actual',
  'was',
  '--expected',
  'normal',
]

test('explain prints the segment that moved and how much of the difference it is', async () => {
  const { code, out } = await tidings(ofSales())
  expect(code).toBe(0)
  expect(out).toContain('was: 13.1k, 849 (6.1%) below expected. region East, far, channel app accounts for all of it.')
  expect(out).toMatch(/segment\s+actual\s+expected\s+difference\s+share/)
})

test('explain --json is an array of ranked drivers', async () => {
  const { code, out } = await tidings([...ofSales(), '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual([
    {
      members: { region: 'East, far', channel: 'app' },
      actual: expect.closeTo(370),
      expected: 1230,
      contribution: expect.closeTo(-860),
      share: expect.closeTo(1.013, 2),
      surprise: expect.any(Number),
    },
  ])
})

test('explain --ratio goes by numerator and denominator', async () => {
  const { out } = await tidings([
    'explain',
    '--csv',
    visits,
    '--dimensions',
    'region,channel',
    '--ratio',
    '--json',
    '--actual',
    'orders,visits',
    '--expected',
    'orders_normal,visits_normal',
  ])
  const drivers = JSON.parse(out)
  expect(drivers).toMatchObject([{ members: { region: 'West' }, expected: 0.05, actual: expect.closeTo(0.02, 3) }])
})

test('a batch answers each line in order, and bad lines by saying what is wrong', async () => {
  const line = { csv: sales, dimensions: ['region', 'channel'], actual: 'was', expected: 'normal' }
  const { code, lines } = await tidings(['explain', '--batch'], {
    stdin: [
      jsonLines([{ id: 'a', ...line }]),
      'not JSON\n',
      jsonLines([
        { id: 'b', ...line, csv: join(folder, 'none.csv') },
        { id: 'c', ...line, actual: 'wsa' },
        { id: 'd', ...line, actual: 'channel', dimensions: ['region'] },
        { id: 'e', ...line, ratio: true },
        { id: 'f', csv: sales },
        { id: 7, ...line, csv: visits, dimensions: ['region'], actual: 'visits', expected: 'visits_normal' },
      ]),
    ].join(''),
  })
  expect(code).toBe(0)
  expect(lines).toMatchObject([
    { id: 'a', drivers: [{ members: { region: 'East, far', channel: 'app' } }] },
    { id: null, error: { code: 'bad_line' } },
    { id: 'b', error: { message: expect.stringContaining('cannot be read') } },
    { id: 'c', error: { message: expect.stringContaining('did you mean "was"?') } },
    {
      id: 'd',
      error: { message: expect.stringContaining('row 1 after the header: channel is "web", which is no number') },
    },
    { id: 'e', error: { message: expect.stringContaining('numerator and denominator') } },
    { id: 'f', error: { message: expect.stringMatching(/^dimensions: is missing; a line is/) } },
    { id: 7, drivers: [] },
  ])
})

test.for([
  [['explain'], 'tidings: give all of --csv FILE'],
  [['explain', '--csv', 'x.csv', '--dimensions', 'a', '--actual', 'b'], 'tidings: give all of --csv FILE'],
  [['explain', '--csv', 'x.csv', '--batch'], 'either --csv or --batch'],
  [['explain', '--batch', '--top', '0'], 'a number of drivers is 1 or more'],
] as const)('%s is wrong usage', async ([args, message]) => {
  const { code, err } = await tidings(args)
  expect(code).toBe(2)
  expect(err).toContain(message)
})

test('a file that is not there is not there, and not wrong usage', async () => {
  const columns = ['--dimensions', 'a', '--actual', 'b', '--expected', 'c']
  const { code, err } = await tidings(['explain', '--csv', '/nowhere.csv', ...columns])
  expect(code).toBe(3)
  expect(err).toContain('/nowhere.csv cannot be read')
})
