/** What is told of an incident, and what people do with it. */
import { expect, test } from 'vitest'
import type { AlertAct } from '../../src/bot/message.ts'
import type { Outgoing } from '../../src/bot/platform.ts'
import type { Abilities } from './connection.ts'
import { addressOf } from './house.ts'
import { pressed } from './pressing.ts'
import * as replies from './replies.ts'
import { eventually, folded, wordsOf, type Open, type Stage } from './stage.ts'

const { headline, alert } = replies.alert

/** An alert that nobody asked for, told where the asker is. */
async function told(stage: Stage): Promise<{ readonly outgoing: Outgoing; readonly messageId: string }> {
  const { message } = await stage.say('revenue last week')
  const content = { kind: 'reply', reply: replies.alert } as const
  const outgoing = { key: `alert:i1:1:${message.id}`, to: addressOf(message), content }
  const receipt = await stage.house.send(outgoing)
  if (receipt.kind !== 'sent') throw new Error('the alert was not sent')
  return { outgoing, messageId: receipt.messageId }
}

const inWords: Partial<Record<AlertAct, string>> = {
  acknowledge: 'ack',
  snooze_1h: 'snooze 1h',
  snooze_tomorrow: 'snooze until tomorrow',
  snooze_recovers: 'snooze until it recovers',
  mute: 'mute',
  useful: 'useful',
  not_useful: 'Not useful.',
  take_back: 'undo',
  why: 'why?',
}

export function alerting(open: Open, abilities: Abilities): void {
  test('an alert is shown whole: what happened, what explains it, which rule tells it', async () => {
    const stage = await open()
    await told(stage)
    const words = folded(wordsOf(await stage.look()))
    for (const line of [headline, ...alert!.lines, alert!.small]) expect(words).toContain(line)
  })

  test(`who is on it is told ${abilities.edits}`, async () => {
    const stage = await open()
    const { outgoing, messageId } = await told(stage)
    const content = { kind: 'edit', messageId, reply: replies.alertInHand } as const
    expect(await stage.house.send({ ...outgoing, key: `${outgoing.key} anew`, content })).toMatchObject({
      kind: 'sent',
    })
    const shown = (await stage.look()).filter(({ words }) => words.includes(headline))
    expect(shown).toHaveLength(abilities.edits === 'in place' ? 1 : 2)
    expect(shown.at(-1)?.words).toContain('Ana is on it.')
  })

  for (const { act, label } of alert!.offers)
    test(`"${abilities.alerts === 'press' ? label : inWords[act]}" is ${act}, done with that alert`, async () => {
      const stage = await open()
      const { outgoing } = await told(stage)
      const said = abilities.alerts === 'press' ? await pressed(stage, label) : await spoken(stage, inWords[act]!)
      expect(said).toMatchObject({ kind: 'press', reply: outgoing.key, press: { kind: 'alert', act } })
    })
}

async function spoken(stage: Stage, words: string) {
  const before = stage.house.heard.length
  stage.house.reply = replies.command
  await stage.on.say(words)
  await expect.poll(() => stage.house.heard.length, eventually).toBeGreaterThan(before)
  await stage.house.settled()
  return stage.house.heard.at(-1)?.said
}
