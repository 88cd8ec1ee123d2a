/** Values come from data and from people: they are shown as they are, and do nothing. */
import { describe, expect, test } from 'vitest'
import type { Reply } from '../../src/bot/reply.ts'
import type { Abilities } from './connection.ts'
import { addressOf } from './house.ts'
import { hostile, unseen } from './hostile.ts'
import * as replies from './replies.ts'
import { folded, type Open } from './stage.ts'

const places: readonly (readonly [where: string, make: (value: string) => Reply])[] = [
  ['the headline', (value) => replies.answer(value, rowsOf('EMEA'))],
  ['a cell', (value) => replies.answer('Revenue by region', rowsOf(value))],
  ['a column', (value) => replies.answer('Revenue by region', { ...rowsOf('EMEA'), columns: [value, 'Revenue'] })],
  ['what was understood', (value) => replies.answer('Revenue', rowsOf('EMEA'), `Revenue of ${value}, last week`)],
  ['the source', (value) => ({ ...replies.answer('Revenue', rowsOf('EMEA')), provenance: `From ${value}` })],
  ['a question back', (value) => replies.question(`Which ${value} do you mean?`, ['Revenue', 'Net revenue'])],
  ['a choice', (value) => replies.question('Which do you mean?', [value, 'Net revenue'])],
  ['a refusal', (value) => replies.refusal(`There is no ${value} here.`, [])],
]

export function harmless(open: Open, abilities: Abilities): void {
  describe.for(places)('a value in %s', ([, make]) => {
    test('is shown as it is and does nothing, whatever it is', async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const before = (await stage.look()).length
      for (const [index, [value]] of hostile.entries()) {
        const content = { kind: 'reply', reply: make(value) } as const
        await stage.house.send({ key: `${message.id} ${index}`, to: addressOf(message), content })
      }
      const shown = (await stage.look()).slice(before)
      for (const [index, [value, read]] of hostile.entries()) {
        expect(folded(shown[index]?.words ?? ''), value).toContain(folded(read))
        expect(shown[index]?.live, value).toEqual([])
        expect(shown[index]?.words, value).not.toMatch(unseen)
      }
    })
  })

  if (abilities.files)
    test.for([
      ['../../etc/passwd.csv', '/'],
      ['a\u0000b\u202Egpj.csv', '\u202E'],
      ['<!channel>.csv', '<'],
      ['"; rm -rf ~.csv', '"'],
    ])('a file called %j gets a name that is one', async ([name = '', wrong = '']) => {
      const stage = await open()
      await stage.ask({ ...replies.withFile, file: { name, type: 'text/csv', text: 'a\r\n' } })
      const [file] = (await stage.look()).flatMap(({ files }) => files)
      expect(file?.name).toMatch(/\.csv$/)
      expect(file?.name).not.toContain(wrong)
      expect(file?.name).not.toMatch(unseen)
    })

  if (abilities.pictures !== 'none')
    test('what is described of a picture does nothing either', async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const before = (await stage.look()).length
      for (const [index, [value]] of hostile.entries()) {
        const picture = { ...replies.picture, altText: value }
        const reply = { ...replies.breakdown, picture }
        const outgoing = { key: `${message.id} ${index}`, to: addressOf(message) }
        const receipt = await stage.house.send({ ...outgoing, content: { kind: 'reply', reply } })
        const messageId = receipt.kind === 'sent' ? receipt.messageId : ''
        if (abilities.pictures === 'after words')
          await stage.house.send({
            key: `${outgoing.key} picture`,
            to: outgoing.to,
            content: { kind: 'picture', messageId, reply, picture, isApart: false },
          })
      }
      const shown = (await stage.look()).slice(before)
      for (const [index, [value]] of hostile.entries()) {
        expect(shown[index]?.picture, value).toMatch(/./)
        expect(shown[index]?.live, value).toEqual([])
        expect(shown[index]?.picture, value).not.toMatch(unseen)
      }
    })
}

function rowsOf(member: string): replies.Rows {
  return {
    columns: ['Region', 'Revenue'],
    rows: [
      [member, '$562,300'],
      ['Latin America', '$92,110'],
      ['Middle East', '$39,580'],
      ['Oceania', '$12,400'],
    ],
  }
}
