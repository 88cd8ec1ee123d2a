/** What holds between a reply, its picture and the one person who may be all that see them. */
import { expect, test } from 'vitest'
import type { Address, Content, Receipt } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/reply.ts'
import type { Abilities } from './connection.ts'
import { addressOf } from './house.ts'
import * as replies from './replies.ts'
import { folded, linesOf, wordsOf, type Open, type Stage } from './stage.ts'

type PictureContent = Content & { readonly kind: 'picture' }

export function picturing(open: Open, abilities: Abilities): void {
  const isAfter = abilities.pictures === 'after words'

  /** Sends words, and their picture in the way that the platform takes pictures. */
  async function sendBoth(stage: Stage, key: string, to: Address, reply: Reply, given: Partial<PictureContent> = {}) {
    const receipt = await stage.house.send({ key, to, content: { kind: 'reply', reply } })
    if (!isAfter) return
    const picture = {
      kind: 'picture',
      messageId: idOf(receipt),
      reply,
      picture: reply.picture,
      isApart: false,
    } as const
    await stage.house.send({ key: `${key} picture`, to, content: { ...picture, ...given } })
  }

  if (abilities.pictures !== 'none')
    test(`a picture comes ${abilities.pictures}, described, and the words stay whole`, async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const before = (await stage.look()).length
      const reply = replies.withPicture(replies.breakdown)
      await sendBoth(stage, `${message.id} pictured`, addressOf(message), reply)
      const [shown, ...more] = (await stage.look()).slice(before)
      expect(more).toEqual([])
      expect(shown?.picture).toBe(replies.picture.altText)
      for (const line of linesOf(reply)) expect(folded(shown?.words ?? '')).toContain(folded(line))
    })

  if (isAfter)
    test('where too much waits to be changed, the picture stands below the words', async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const before = (await stage.look()).length
      const reply = replies.withPicture(replies.breakdown)
      await sendBoth(stage, `${message.id} apart`, addressOf(message), reply, { isApart: true })
      const [words, picture, ...more] = (await stage.look()).slice(before)
      expect(more).toEqual([])
      expect(words?.picture).toBeNull()
      expect(picture?.picture).toBe(replies.picture.altText)
    })

  test('a picture that could not be drawn is said to be missing, and the words are whole', async () => {
    const stage = await open()
    const { message } = await stage.say('revenue last week')
    const reply = { ...replies.breakdown, pictureMissing: 'The chart could not be drawn this time.' }
    await sendBoth(stage, `${message.id} missing`, addressOf(message), reply)
    const words = folded(wordsOf(await stage.look()))
    if (abilities.pictures !== 'none') expect(words).toContain('The chart could not be drawn this time.')
    for (const line of linesOf(replies.breakdown)) expect(words).toContain(folded(line))
  })

  test('what is said to one person alone is seen by nobody else', async () => {
    const stage = await open()
    const { message } = await stage.say('revenue last week')
    const to = { ...addressOf(message), onlyFor: message.author }
    const content = { kind: 'reply', reply: replies.figure } as const
    expect(await stage.house.send({ key: `${message.id} alone`, to, content })).toMatchObject({ kind: 'sent' })
    expect(wordsOf(await stage.look())).toContain(replies.figure.headline)
    expect(wordsOf(await stage.look('another'))).not.toContain(replies.figure.headline)
  })

  for (const isApart of isAfter ? [false, true] : [false])
    test(`nor is its picture${isApart ? ' below it' : ''}, its file, or its new wording`, async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      const before = (await stage.look('another')).length
      const to = { ...addressOf(message), onlyFor: message.author }
      const key = `${message.id} alone`
      const reply = { ...replies.withPicture(replies.breakdown), file: replies.withFile.file }
      await sendBoth(stage, key, to, reply, { isApart })
      const pictures = (await stage.look()).map((shown) => shown.picture)
      if (abilities.pictures !== 'none') expect(pictures).toContain(replies.picture.altText)
      const messageId = idOf(stage.house.sent.find(({ outgoing }) => outgoing.key === key)?.receipt)
      const anew = { kind: 'edit', messageId, reply: replies.decline } as const
      await stage.house.send({ key: `${key} anew`, to, content: anew })
      expect(await stage.look('another')).toHaveLength(before)
    })
}

function idOf(receipt: Receipt | undefined): string {
  return receipt?.kind === 'sent' ? receipt.messageId : ''
}
