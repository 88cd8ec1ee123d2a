/** What is pressed comes back as what it stands for, or as a name of it that the house looks up. */
import { expect, test } from 'vitest'
import type { ChatMessage } from '../../src/bot/message.ts'
import type { Reply, WayOn } from '../../src/bot/reply.ts'
import type { Abilities } from './connection.ts'
import { addressOf } from './house.ts'
import * as replies from './replies.ts'
import { eventually, type Open, type Stage } from './stage.ts'

const shown: readonly (readonly [name: string, reply: Reply])[] = [
  ['a choice', replies.clarify],
  ['a breakdown', replies.breakdown],
  ['a question to ask instead', replies.decline],
]

export function pressing(open: Open, abilities: Abilities): void {
  if (abilities.ways === 'none') {
    test('choices are read, with the rest of the words', async () => {
      const stage = await open()
      await stage.ask(replies.clarify)
      const words = (await stage.look()).map((each) => each.words).join('\n')
      for (const { label } of replies.clarify.ways) expect(words).toContain(label)
    })
    return
  }

  test.for(shown)('%s that is pressed is what it stands for', async ([, reply]) => {
    const stage = await open()
    const { outgoing } = await stage.ask(reply)
    for (const [index, way] of reply.ways.entries()) {
      const said = await pressed(stage, way.label)
      if (abilities.ways === 'press')
        expect(said).toEqual({ kind: 'press', reply: outgoing.key, press: { kind: 'way', index } })
      else expect(said).toEqual(saidBy(way))
    }
  })

  test('whoever presses is the author, in the place of the reply', async () => {
    const stage = await open()
    const { message } = await stage.ask(replies.clarify)
    await stage.on.press(replies.clarify.ways[0]!.label)
    await expect.poll(() => stage.house.heard.at(-1)?.id, eventually).not.toBe(message.id)
    const heard = stage.house.heard.at(-1)
    expect(heard?.author).toEqual(stage.on.asker)
    expect(heard?.place).toEqual(message.place)
  })

  for (const [label, kind] of Object.entries(abilities.presses))
    test(`"${label}" is a press of ${kind}`, async () => {
      const stage = await open()
      const { message } = await stage.say('revenue last week')
      // What all see need not be shared.
      const to = { ...addressOf(message), onlyFor: kind === 'share' ? message.author : null }
      const outgoing = { key: `${message.id} pressed`, to }
      await stage.house.send({ ...outgoing, content: { kind: 'reply', reply: replies.breakdown } })
      expect(await pressed(stage, label)).toMatchObject({
        kind: 'press',
        reply: outgoing.key,
        press: { kind, ...(kind === 'chart' && { chart: 'pie' }) },
      })
    })
}

export async function pressed({ house, on }: Stage, label: string): Promise<ChatMessage['said'] | undefined> {
  const before = house.heard.length
  // It has no buttons, so that the reply in question stays the last that has.
  house.reply = replies.command
  await on.press(label)
  await expect.poll(() => house.heard.length, eventually).toBeGreaterThan(before)
  await house.settled()
  return house.heard.at(-1)?.said
}

function saidBy(way: WayOn): ChatMessage['said'] {
  return way.kind === 'words'
    ? { kind: 'words', text: way.text }
    : { kind: 'query', query: way.query, label: way.label }
}
