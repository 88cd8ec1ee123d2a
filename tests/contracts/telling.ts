/** What holds between a reply and the people who read it. */
import { expect, test } from 'vitest'
import { plainReply } from '../../src/bot/plain-reply.ts'
import type { Outgoing } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/reply.ts'
import type { Abilities } from './connection.ts'
import { addressOf } from './house.ts'
import * as replies from './replies.ts'
import { folded, linesOf, wordsOf, type Open } from './stage.ts'

const kinds: readonly (readonly [name: string, reply: Reply])[] = [
  ['one figure', replies.figure],
  ['an answer with a table', replies.breakdown],
  ['a question back', replies.clarify],
  ['a refusal', replies.decline],
  ['a command', replies.command],
  ['a failure', replies.failed],
  ['words with a file', replies.withFile],
]

const long = 'a very long name indeed '.repeat(1_000).trim()
const many = Array.from({ length: 60 }, (_, index) => `Column ${index}`)

const oversized: readonly (readonly [name: string, reply: Reply])[] = [
  ['a headline of 24,000 characters', replies.answer(long, { columns: ['Revenue'], rows: [['$5']] })],
  [
    'a cell of 24,000 characters',
    replies.answer('Revenue', {
      columns: ['Region', 'Revenue'],
      rows: [
        [long, '$5'],
        ['B', '$4'],
        ['C', '$3'],
        ['D', '$2'],
      ],
    }),
  ],
  ['a table of 60 columns', replies.answer('Sixty columns', { columns: many, rows: [many, many, many] })],
  [
    'a question back with 200 choices',
    replies.question(
      'Which one?',
      Array.from({ length: 200 }, (_, index) => `Choice ${index} ${long.slice(0, 200)}`),
    ),
  ],
  ['a refusal of 24,000 characters', replies.refusal(long, [long])],
  [
    'a command of 500 lines',
    plainReply({
      kind: 'command',
      text: Array.from({ length: 500 }, (_, index) => `• KPI ${index}: what it is`).join('\n'),
    }),
  ],
]

export function telling(open: Open, abilities: Abilities): void {
  test.for(kinds)('%s is shown with its words complete', async ([, reply]) => {
    const stage = await open()
    const { receipt } = await stage.ask(reply)
    expect(receipt).toMatchObject({ kind: 'sent', messageId: expect.stringMatching(/./) })
    const words = folded(wordsOf(await stage.look()))
    for (const line of linesOf(reply)) expect(words).toContain(folded(line))
  })

  test('of 1,000 rows the first are shown, and how many there are', async () => {
    const stage = await open()
    await stage.ask(replies.thousandRows)
    const words = folded(wordsOf(await stage.look()))
    expect(words).toContain(replies.thousandRows.headline)
    for (const cell of replies.thousandRows.table.slice(0, 5).flat()) expect(words).toContain(cell)
    const isWhole = words.includes('Product 1000')
    expect(isWhole || /1,000 (rows|products)|all 1,000/i.test(words.replace(replies.thousandRows.headline, ''))).toBe(
      true,
    )
  })

  test(`a file is ${abilities.files ? 'handed over whole' : 'never asked for there, and its words are shown'}`, async () => {
    const stage = await open()
    await stage.ask(replies.withFile)
    const shown = await stage.look()
    expect(wordsOf(shown)).toContain('All 3 rows are in the file.')
    const { name, text } = replies.withFile.file!
    expect(shown.flatMap(({ files }) => files)).toEqual(abilities.files ? [{ name, text }] : [])
  })

  test(`a key that was sent before is known to ${abilities.knownKeys}`, async () => {
    const stage = await open()
    const { outgoing, receipt } = await stage.ask(replies.figure)
    const other: Outgoing = { ...outgoing, key: `${outgoing.key} of nobody` }
    if (abilities.knownKeys === 'send') {
      const before = await stage.look()
      expect(await stage.house.send(outgoing)).toEqual({ kind: 'already_sent' })
      expect(await stage.look()).toEqual(before)
    } else {
      const messageId = receipt.kind === 'sent' ? receipt.messageId : ''
      expect(await stage.on.platform.find?.(outgoing)).toEqual({ kind: 'there', messageId })
      expect(await stage.on.platform.find?.(other)).toEqual({ kind: 'not there' })
    }
  })

  test(`a new wording of a reply stands ${abilities.edits}`, async () => {
    const stage = await open()
    const { message, receipt } = await stage.ask(replies.figure)
    const messageId = receipt.kind === 'sent' ? receipt.messageId : ''
    const content = { kind: 'edit', messageId, reply: replies.decline } as const
    const edited = await stage.house.send({ key: `${message.id} anew`, to: addressOf(message), content })
    expect(edited.kind).toBe('sent')
    const shown = await stage.look()
    const old = shown.filter(({ words }) => words.includes(replies.figure.headline))
    const anew = shown.filter(({ words }) => words.includes(replies.decline.headline))
    expect(anew).toHaveLength(1)
    expect(old).toHaveLength(abilities.edits === 'in place' ? 0 : 1)
  })

  test.for(oversized)('%s is shown as far as there is room, and not refused', async ([, reply]) => {
    const stage = await open()
    const { receipt } = await stage.ask(reply)
    expect(receipt).toMatchObject({ kind: 'sent' })
    const words = wordsOf(await stage.look())
    expect(words).toContain(reply.headline.split('\n')[0]?.replace('• ', '').slice(0, 60))
  })

  test(`what is said to all is seen by ${abilities.company === 'others' ? 'others too' : 'the asker, since nobody else is there'}`, async () => {
    const stage = await open()
    await stage.ask(replies.figure)
    const seen = wordsOf(await stage.look('another'))
    expect(seen.includes(replies.figure.headline)).toBe(abilities.company === 'others')
  })

  if (abilities.placesEnd)
    test('sending to a place that is gone is refused in a sentence for people', async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const to = { ...addressOf(message), place: stage.on.endPlace(message.place) }
      const content = { kind: 'reply', reply: replies.figure } as const
      const receipt = await stage.house.send({ key: `${message.id} late`, to, content })
      expect(receipt).toMatchObject({ kind: 'refused', because: expect.stringMatching(/\w+ \w+ \w+/) })
      expect(receipt).not.toMatchObject({ because: expect.stringMatching(/_|Error|undefined/) })
    })

  for (const fault of abilities.faults)
    test(`${fault}: it is for later, and goes out when that is over`, async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const content = { kind: 'reply', reply: replies.figure } as const
      const outgoing = { key: `${message.id} again`, to: addressOf(message), content }
      stage.on.fail(fault)
      expect(await stage.house.send(outgoing)).toMatchObject({ kind: 'later', because: expect.stringMatching(/\w/) })
      stage.on.mend()
      expect(await stage.house.send(outgoing)).toMatchObject({ kind: 'sent' })
      const shown = (await stage.look()).filter(({ words }) => words.includes(replies.figure.headline))
      expect(shown).toHaveLength(1)
    })
}
