import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toCsv } from '../../../src/bot/platforms/web/page/csv.ts'
import { events } from '../../../src/bot/platforms/web/page/events.ts'
import { headingHeight } from '../../../src/bot/platforms/web/page/heading-height.ts'
import { sortRows } from '../../../src/bot/platforms/web/page/sort-rows.ts'
import { NO_TURNS, takeTurn, type TurnEvent } from '../../../src/bot/platforms/web/page/turns.ts'
import type { WireMessage, WireReply } from '../../../src/bot/platforms/web/wire.ts'
import { wordsReply } from '../../support/web-server.ts'

const column = { role: 'dimension', type: 'text', unit: null } as const

describe('CSV', () => {
  test.for([
    ['=cmd|" /C calc"!A0', `"'=cmd|"" /C calc""!A0"`],
    ['+1 (555) 0100', "'+1 (555) 0100"],
    ['-SUM(A1)', "'-SUM(A1)"],
    ['@import', "'@import"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['-12.5', '-12.5'],
    ['-1.2e-7', '-1.2e-7'],
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['a "quote"', '"a ""quote"""'],
    ['two\nlines', '"two\nlines"'],
    [-12.5, '-12.5'],
    [null, ''],
    [true, 'true'],
  ] as const)('a cell %j is written %j', ([cell, written]) => {
    expect(toCsv({ columns: [{ ...column, name: 'a', label: 'A' }], rows: [[cell]] })).toBe(`\uFEFFA\r\n${written}\r\n`)
  })

  test('headings are as harmless as cells', () => {
    expect(toCsv({ columns: [{ ...column, name: 'a', label: '=A' }], rows: [] })).toBe("\uFEFF'=A\r\n")
  })
})

describe('sorting a table', () => {
  const rows = [
    ['b', 2],
    ['a10', null],
    ['a9', -1],
    [null, 10],
  ] as const

  test('numbers sort by size, what has no value comes last in both directions', () => {
    expect(sortRows(rows, { column: 1, direction: 'ascending' })).toEqual([2, 0, 3, 1])
    expect(sortRows(rows, { column: 1, direction: 'descending' })).toEqual([3, 0, 2, 1])
  })

  test('names sort as people count', () => {
    expect(sortRows(rows, { column: 0, direction: 'ascending' })).toEqual([2, 1, 0, 3])
  })

  test('without a wish they stay as they came', () => {
    expect(sortRows(rows, null)).toEqual([0, 1, 2, 3])
  })
})

describe('the stream', () => {
  async function dataOf(pieces: readonly string[]): Promise<readonly (string | null)[]> {
    const found: (string | null)[] = []
    const bytes = pieces.map((piece) => new TextEncoder().encode(piece))
    for await (const { data } of events(ReadableStream.from(bytes))) found.push(data)
    return found
  }

  test('a conversation with a line separator in a value is not stuck at "reconnecting"', async () => {
    const data = JSON.stringify({ value: 'one\u2028two\u2029three' })
    expect(await dataOf([`id: 1\ndata: ${data}\n\n`])).toEqual([data])
  })

  test('events come whole, in whatever pieces', async () => {
    expect(await dataOf(['retry: 1000\nda', 'ta: {"a":1}\n', '\n: here\n\ndata: 2\n\nda'])).toEqual([
      '{"a":1}',
      null,
      '2',
    ])
  })
})

describe('turns', () => {
  const reply = wordsReply('42') as unknown as WireReply
  const message: WireMessage = { id: 'm1', said: { kind: 'words', text: 'how many' } }
  const fold = (events: readonly TurnEvent[]) => events.reduce(takeTurn, NO_TURNS).turns
  const said: TurnEvent = { kind: 'said', id: 'm1', said: message.said, at: '2026-11-21T12:00:00Z', as: null }
  const answered: TurnEvent = { kind: 'reply', key: 'k1', to: 'm1', at: '2026-11-21T12:00:01Z', reply }
  const done: TurnEvent = { kind: 'done', id: 'm1' }

  test('a message is shown before the server has it, and once', () => {
    const turns = fold([{ kind: 'sending', id: 'm1', message }, said])
    expect(turns).toMatchObject([{ id: 'm1', state: 'working' }])
  })

  test('a replay changes nothing', () => {
    const once: readonly TurnEvent[] = [{ kind: 'opened', epoch: 'a' }, said, answered, done]
    expect(fold([...once, ...once])).toEqual(fold(once))
  })

  test('what the server was working on when it began anew has failed, the rest stays', () => {
    const turns = fold([{ kind: 'opened', epoch: 'a' }, said, { kind: 'opened', epoch: 'b' }])
    expect(turns).toMatchObject([{ state: 'failed' }])
    expect(fold([{ kind: 'opened', epoch: 'a' }, said, answered, done, { kind: 'opened', epoch: 'b' }])).toMatchObject([
      { state: 'done', cards: [{ key: 'k1' }] },
    ])
  })

  test('a message that was not taken can be sent again', () => {
    const sending: TurnEvent = { kind: 'sending', id: 'm1', message }
    const unsent = fold([sending, { kind: 'unsent', id: 'm1', trouble: 'no connection' }])
    expect(unsent).toMatchObject([{ state: 'unsent', trouble: 'no connection', message }])
    expect(fold([sending, { kind: 'unsent', id: 'm1', trouble: 'no connection' }, sending])).toMatchObject([
      { state: 'sending', trouble: null },
    ])
  })

  test('what nobody asked stands for itself', () => {
    const turns = fold([said, { ...answered, to: null, key: 'alert' }])
    expect(turns).toMatchObject([
      { said: message.said, cards: [] },
      { said: null, cards: [{ key: 'alert' }] },
    ])
  })
})

describe('the heading inside a picture', () => {
  const spec = {
    height: 300,
    padding: { top: 110, bottom: 40 },
    usermeta: { headingHeight: 86 },
  }

  test('ends where the specification says', () => {
    expect(headingHeight(spec)).toBeCloseTo(86 / 450)
  })

  test.for([
    {},
    { ...spec, padding: 5 },
    { ...spec, usermeta: {} },
    { ...spec, usermeta: { headingHeight: '86' } },
    { ...spec, usermeta: { headingHeight: 440 } },
    { ...spec, height: 'container' },
  ])('is not guessed for %j', (other) => {
    expect(headingHeight(other)).toBe(0)
  })
})

test('the page takes nothing but types and fonts from the house', () => {
  const page = join(import.meta.dirname, '../../../src/bot/platforms/web/page')
  const files = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  const fromOutside = files.flatMap((file) =>
    [...readFileSync(join(page, file), 'utf8').matchAll(/^import (?!type )[^\n]*'(\.\.\/[^']*)'/gm)].map(
      (found) => `${file}: ${found[1]}`,
    ),
  )
  expect(files.length).toBeGreaterThan(10)
  expect(fromOutside).toEqual([])
})
