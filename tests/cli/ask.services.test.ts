/** `tidings ask` as scripts use it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonLines, tidings, type Line } from '../support/command.ts'
import { DEMO_NOW, demoDatabase, emptyDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await demoDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tidings-ask-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const ask = (args: readonly string[], given: Parameters<typeof tidings>[1] = {}) =>
  tidings(['ask', '--database', database.url, '--now', DEMO_NOW, ...args], given)

const batch = (objects: readonly object[], ...args: string[]) =>
  ask(['--batch', ...args], { stdin: jsonLines(objects) })

describe('one question', () => {
  test('prints one line of JSON with every key of the contract', async () => {
    const { code, lines } = await ask(['revenue by region last week', '--json'])
    expect(code).toBe(0)
    expect(lines).toHaveLength(1)
    const [line] = lines
    expect(line).toMatchObject({
      id: null,
      kind: 'answer',
      planner: 'grammar',
      understood: expect.stringContaining('Mon 9 to Sun 15 Nov') as string,
      truncated: false,
      sources: ['kpi.sales_hourly'],
      chart: { kind: 'bar', altText: expect.any(String) as string, spec: expect.any(Object) as object },
      choices: [],
      because: null,
      elapsedMs: expect.any(Number) as number,
    })
    expect(line?.columns).toEqual([
      { name: 'region', role: 'dimension', type: 'text', unit: null, label: expect.any(String) as string },
      { name: 'revenue', role: 'measure', type: 'number', unit: 'EUR', label: 'Revenue' },
    ])
    expect(line?.rows).toHaveLength(5)
    for (const row of line?.rows ?? []) expect(row).toEqual([expect.any(String), expect.any(Number)])
    expect(line?.asOf).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/)
    expect(line?.query).toMatchObject({ measures: [{ kpi: 'revenue' }], by: [expect.anything()] })
  })

  test('the printed SQL with its parameters gives the same rows', async () => {
    const { lines } = await ask(['revenue by region last week', '--json'])
    const client = new Client({ connectionString: database.keeperUrl })
    await client.connect()
    try {
      await client.query("set timezone to 'Europe/Berlin'")
      const { rows } = await client.query({
        text: lines[0]!.sql!,
        values: [...lines[0]!.parameters!],
        rowMode: 'array',
      })
      expect(rows.map((row: unknown[]) => [row[0], Number(row[1])])).toEqual(lines[0]!.rows)
    } finally {
      await client.end()
    }
  })

  test('people get words, a table and where the number comes from; the rest goes to stderr', async () => {
    const { code, out, err } = await ask(['revenue by region last week'])
    expect(code).toBe(0)
    expect(out).toContain('EMEA')
    expect(out).toContain('Understood as: ')
    expect(out).toContain('kpi.sales_hourly')
    expect(out).toContain('Europe/Berlin')
    expect(err).toMatch(/^No store was given: .*\n$/)
  })

  test('a bucket of a day is a date, of an hour a moment with offset', async () => {
    const { lines } = await batch([
      { id: 1, question: 'revenue by day last week' },
      { id: 2, question: 'revenue by hour yesterday' },
    ])
    expect(lines[0]?.rows?.[0]?.[0]).toBe('2026-11-09')
    expect(lines[1]?.rows?.[0]?.[0]).toBe('2026-11-20T00:00:00+01:00')
    expect(lines[0]?.columns?.map(({ role }) => role)).toEqual(['time', 'measure'])
  })

  test('columns: time, dimensions, then for each measure value, previous value, change', async () => {
    const { lines } = await ask(['revenue by region last week compared with the previous week', '--json'])
    expect(lines[0]?.columns?.map(({ role }) => role)).toEqual(['dimension', 'measure', 'previous', 'change', 'change'])
    for (const row of lines[0]?.rows ?? []) expect(row).toHaveLength(5)
  })

  test('--now without offset is wall-clock time of the catalog', async () => {
    const at = (now: string) => tidings(['ask', 'revenue today', '--json', '--database', database.url, '--now', now])
    const [wall, offset, utc] = await Promise.all([
      at('2026-11-21T14:05'),
      at('2026-11-21T14:05:00+01:00'),
      at('2026-11-21T13:05:00Z'),
    ])
    expect(wall.lines[0]?.parameters).toEqual(offset.lines[0]?.parameters)
    expect(wall.lines[0]?.parameters).toEqual(utc.lines[0]?.parameters)
    const spaced = await at('2026-11-21 23:30+01:00')
    expect(spaced.lines[0]?.parameters).not.toEqual((await at('2026-11-21 23:30-08:00')).lines[0]?.parameters)
  })

  test('--png writes the picture', async () => {
    const file = join(folder, 'chart.png')
    const { code, err } = await ask(['revenue by day last week', '--png', file])
    expect(code).toBe(0)
    expect(err).not.toContain('No chart')
    expect((await readFile(file)).subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  })

  test('a folder that is not there for --png is said in one sentence', async () => {
    const { code, err } = await ask(['revenue by day last week', '--png', join(folder, 'no', 'chart.png')])
    expect(code).toBe(3)
    expect(err).toMatch(/tidings: the chart cannot be written: .*ENOENT/)
    expect(err).not.toContain('    at ')
  })
})

describe('exit codes', () => {
  test.for([
    ['0 for a number', ['revenue last week'], 0],
    ['0 for a command', ['help'], 0],
    ['1 for a question that is declined', ['write me a poem about the sea'], 1],
    ['2 for no question', [], 2],
    ['2 for a question and --batch', ['revenue last week', '--batch'], 2],
    ['2 for a word too many', ['revenue', 'last', 'week'], 2],
    ['2 for an option that is none', ['revenue last week', '--colour'], 2],
    ['2 for a clock that is none', ['revenue last week', '--now', 'noon'], 2],
    ['2 for a planner that is none', ['revenue last week', '--planner', 'oracle'], 2],
  ] as const)('%s', async ([, args, code], { expect }) => {
    const ran = await ask(args)
    expect(ran.code).toBe(code)
    if (code === 2) expect(ran.out).toBe('')
    if (code === 2) expect(ran.err).not.toBe('')
  })

  test('words without quotes are told of the quotes', async () => {
    const { err } = await ask(['revenue', 'last', 'week'])
    expect(err).toBe('tidings: put the question in quotes: "revenue last week"\n')
  })

  test('--help is 0 and on stdout', async () => {
    const { code, out, err } = await tidings(['ask', '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('--batch')
  })
})

describe('rights', () => {
  test('a role sees its rows only', async () => {
    const { lines } = await ask(['revenue by region last week', '--json', '--as', 'role:emea'])
    expect(lines[0]?.rows?.map(([region]) => region)).toEqual(['EMEA'])
  })

  test('a person has the role that the catalog gives', async () => {
    const { lines } = await ask(['revenue by region last week', '--json', '--as', 'ana@example.com'])
    expect(lines[0]?.rows?.map(([region]) => region)).toEqual(['EMEA'])
  })

  test('a role that is not there is declined by name', async () => {
    const { code, lines } = await ask(['revenue last week', '--json', '--as', 'role:emperor'])
    expect(code).toBe(1)
    expect(lines[0]).toMatchObject({ kind: 'decline', because: expect.stringContaining('emperor') as string })
  })

  test('`as` of a line goes before --as', async () => {
    const { lines } = await batch(
      [
        { id: 1, question: 'revenue by region last week' },
        { id: 2, question: 'revenue by region last week', as: 'role:finance' },
      ],
      '--as',
      'role:emea',
    )
    expect(lines.map((line) => line.rows?.length)).toEqual([1, 5])
  })
})

describe('a batch', () => {
  test('answers line by line, in order, with its ids', async () => {
    const ids = ['a', 2, 'ü', '', 0, -1.5]
    const { code, lines } = await batch(ids.map((id) => ({ id, question: 'revenue last week' })))
    expect(code).toBe(0)
    expect(lines.map(({ id }) => id)).toEqual(ids)
    expect(lines.every(({ kind }) => kind === 'answer')).toBe(true)
  })

  test('writes an answer before it has read the next line', async () => {
    const stdin = new PassThrough()
    let first = () => {}
    const answered = new Promise<void>((done) => (first = done))
    const running = ask(['--batch'], { stdin, onOut: () => first() })
    stdin.write(jsonLines([{ id: 1, question: 'revenue last week' }]))
    await answered
    stdin.end(jsonLines([{ id: 2, question: 'orders last week' }]))
    expect((await running).lines.map(({ id }) => id)).toEqual([1, 2])
  })

  test('bad lines get a line each and the rest goes on', async () => {
    const stdin = Buffer.concat([
      Buffer.from('not json\n'),
      Buffer.from('{"id": 7}\n'),
      Buffer.from('{"id": "x", "question": 5}\n'),
      Buffer.from('[1, 2]\n"text"\nnull\n'),
      Buffer.from('{"id": {"a": 1}, "question": "revenue last week"}\n'),
      Buffer.from('{"id": "when", "question": "revenue today", "now": "noon"}\n'),
      Buffer.from('{"id": "bytes", "question": "revenue \xff last week"}\n', 'latin1'),
      Buffer.from(`${'['.repeat(200_000)}${']'.repeat(200_000)}\n`),
      Buffer.from(`{"id": "deep", "question": ${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}\n`),
      Buffer.from('\n   \n\r\n'),
      Buffer.from('{"id": "last", "question": "revenue last week"}'),
    ])
    const { code, lines } = await ask(['--batch'], { stdin })
    expect(code).toBe(0)
    expect(lines.map(({ id }) => id)).toEqual([
      null,
      7,
      'x',
      null,
      null,
      null,
      null,
      'when',
      'bytes',
      null,
      'deep',
      'last',
    ])
    for (const line of lines.slice(0, -1)) {
      expect(Object.keys(line)).toEqual(['id', 'error'])
      expect(line.error?.code).toBe('bad_line')
    }
    expect(lines.at(-1)?.kind).toBe('answer')
  })

  test('U+2028 and carriage returns inside a line do not end it', async () => {
    const { lines } = await ask(['--batch'], {
      stdin: '{"id": 1,\r "question": "revenue\u2028last week"}\r\n{"id": 2, "question": "revenue last week"}\r\n',
    })
    expect(lines.map(({ id, kind }) => [id, kind])).toEqual([
      [1, 'answer'],
      [2, 'answer'],
    ])
  })

  test('a line may have 32 MiB, and a longer one gets its line', async () => {
    const lineOf = (bytes: number) => {
      const around = JSON.stringify({ id: bytes, question: 'revenue last week', pad: '' }).length
      return `${JSON.stringify({ id: bytes, question: 'revenue last week', pad: 'x'.repeat(bytes - around) })}\n`
    }
    const most = 32 * 1024 * 1024
    const { code, lines } = await ask(['--batch'], {
      stdin: lineOf(most) + lineOf(most + 1) + jsonLines([{ id: 'after', question: 'revenue last week' }]),
    })
    expect(code).toBe(0)
    expect(lines.map(({ id, kind }) => [id, kind])).toEqual([
      [most, 'answer'],
      [null, undefined],
      ['after', 'answer'],
    ])
    expect(lines[1]?.error?.message).toContain('32 MiB')
  })

  test('questions of one thread are a conversation, and others know nothing of it', async () => {
    const { lines } = await batch([
      { id: 1, question: 'revenue by region last week', thread: 'a' },
      { id: 2, question: 'what about orders', thread: 'b' },
      { id: 3, question: 'and last month', thread: 'a' },
      { id: 4, question: 'and last month' },
    ])
    expect(lines[2]).toMatchObject({ kind: 'answer', query: { measures: [{ kpi: 'revenue' }] } })
    expect(lines[2]?.columns?.map(({ name }) => name)).toEqual(['region', 'revenue'])
    expect(lines[3]?.kind).not.toBe('answer')
  })

  test('a thread of a batch begins empty even with a store', async () => {
    const store = await demoDatabase()
    try {
      const withStore = (questions: readonly object[]) => batch(questions, '--store', store.keeperUrl)
      await withStore([{ id: 1, question: 'revenue by region last week', thread: 'a' }])
      const { lines } = await withStore([{ id: 2, question: 'and last month', thread: 'a' }])
      expect(lines[0]?.kind).not.toBe('answer')
    } finally {
      await store.drop()
    }
  })

  test('a thread of single questions goes on where it stopped when there is a store', async () => {
    const store = await demoDatabase()
    try {
      const inThread = (question: string) =>
        ask([question, '--json', '--thread', 'Monday / "review"\u0000 ☕', '--store', store.keeperUrl])
      await inThread('revenue by region last week')
      const { lines } = await inThread('and last month')
      expect(lines[0]?.columns?.map(({ name }) => name)).toEqual(['region', 'revenue'])
    } finally {
      await store.drop()
    }
  })

  test('ends with the answer at hand when it is asked to stop', async () => {
    const stopping = new AbortController()
    const stdin = new PassThrough()
    stdin.write(jsonLines([1, 2, 3].map((id) => ({ id, question: 'revenue last week' }))))
    const { code, lines } = await ask(['--batch'], { stdin, stop: stopping.signal, onOut: () => stopping.abort() })
    expect(code).toBe(0)
    expect(lines.map(({ id }) => id)).toEqual([1])
  })
})

describe('words that are no question', () => {
  const odd: readonly (readonly [string, string])[] = [
    ['100,000 characters', 'revenue last week '.repeat(5_556)],
    ['100,000 characters without a space', 'x'.repeat(100_000)],
    ['emoji', '📈🔥🤷‍♀️'],
    ['another language', 'Wie hoch war der Umsatz in der letzten Woche?'],
    ['another script', '先週の売上はいくらでしたか'],
    ['SQL', 'SELECT * FROM demo.customers; DROP TABLE demo.orders'],
    ['nothing', ''],
    ['blanks', ' \t\n '],
    ['a NUL', 'revenue\u0000 last week\u0000'],
    ['control characters', '\u001b[31mrevenue\u0007\u0008 last week'],
    ['broken surrogates', 'revenue \ud800 last \udc00 week'],
    ['bidirectional overrides', 'revenue \u202elast\u202c week'],
  ]
  let lines: readonly Line[]
  beforeAll(async () => {
    // With a store, so that what was asked is also kept.
    const store = await emptyDatabase()
    try {
      const ran = await batch(
        odd.map(([id, question]) => ({ id, question, thread: question.slice(0, 100) })),
        '--store',
        store.keeperUrl,
      )
      expect(ran.code).toBe(0)
      lines = ran.lines
    } finally {
      await store.drop()
    }
  })

  test.for(odd.map(([name], at) => [name, at] as const))('%s: has a clear answer', ([, at], { expect }) => {
    const line = lines[at]!
    expect(line.kind).toMatch(/^(answer|clarify|decline|command)$/)
    expect(line.text).not.toBe('')
    expect(line.elapsedMs).toBeLessThan(5_000)
    if (line.kind === 'decline') expect(line.because).not.toBe('')
  })

  test('another language is recognised and said', () => {
    expect(lines[3]).toMatchObject({ kind: 'decline', because: expect.stringMatching(/English/) as string })
  })

  test('SQL is not run and not taken for words', () => {
    expect(lines[5]).toMatchObject({ kind: 'decline', rows: [], sql: null })
  })
})
