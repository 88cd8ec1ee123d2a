/** The life of an alert rule in Slack: proposed in the thread of who asked, saved by a press or a word there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSlackHouse, type SlackHouse } from '../../support/slack-app.ts'
import type { Message } from '../../support/slack-world/reading.ts'

let house: SlackHouse
beforeAll(async () => {
  house = await openSlackHouse({
    mode: 'socket',
    people: [{ name: 'ben' }, { name: 'ona' }],
    channels: [{ name: 'sales' }],
  })
})
afterAll(async () => house[Symbol.asyncDispose]())

const ben = () => house.slack.user('ben')
const answer = async (to: Message, nth = 1) => (await house.slack.replyTo(to, { nth })).text

test('a rule is saved by a press, listed, changed by a word in the thread, and ended by who made it alone', async () => {
  const asked = await ben().says('@tidings alert us when orders per day are above 30', { in: '#sales' })
  const proposed = await house.slack.replyTo(asked)
  expect(proposed.text).toMatch(/^Tell this channel when orders per day are above 30;/)
  await ben().clicks(proposed, 'Save')
  expect(await answer(asked, 2)).toBe("Saved as alert 1. I'll tell this channel.")
  await ben().says('change it to 40', { in: '#sales', thread: asked })
  expect(await answer(asked, 3)).toMatch(/^Alert 1 would become: orders per day are above 40;/)
  // Nobody names Tidings in its own thread.
  await ben().says('save', { in: '#sales', thread: asked })
  expect(await answer(asked, 4)).toMatch(/^Alert 1 is changed: orders per day are above 40;/)
  const listed = await house.slack.user('ona').says('@tidings what alerts do we have', { in: '#sales' })
  expect(await answer(listed)).toMatch(/1: orders per day are above 40;/)
  const stranger = await house.slack.user('ona').says('@tidings end alert 1', { in: '#sales' })
  expect(await answer(stranger)).toMatch(/^Only ben or somebody who may act for others can change or end alert 1/i)
  const ended = await ben().says('@tidings end alert 1', { in: '#sales' })
  expect(await answer(ended)).toMatch(/^Alert 1 is ended: /)
})

test('an alert is told to its maker instead, and no longer in the channel', async () => {
  const asked = await ben().says('@tidings alert us when orders per day are above 50', { in: '#sales' })
  await ben().clicks(await house.slack.replyTo(asked), 'Save')
  const [, number] = /^Saved as alert (\d+)/.exec(await answer(asked, 2)) ?? []
  await ben().says('tell me instead', { in: '#sales', thread: asked })
  expect(await answer(asked, 3)).toMatch(
    new RegExp(`^Alert ${number} would become: tell you in a direct message when orders per day are above 50;`),
  )
  await ben().says('save', { in: '#sales', thread: asked })
  expect(await answer(asked, 4)).toBe(
    `Alert ${number} is not told here any more. I'll tell you in a direct message, as alert 1.`,
  )
  const left = await ben().says('@tidings what alerts do we have', { in: '#sales' })
  expect(await answer(left)).not.toContain('above 50')
})

test('a change of a proposal that is edited changes the proposal as it was before, and what it becomes can be saved', async () => {
  const asked = await ben().says('@tidings alert us when orders per day are above 60', { in: '#sales' })
  expect(await answer(asked)).toMatch(/above 60;/)
  const change = await ben().says('no: 70', { in: '#sales', thread: asked })
  expect(await answer(asked, 2)).toMatch(/above 70;/)
  const saysNow = async (text: RegExp) => expect.poll(() => answer(asked, 2), { timeout: 10_000 }).toMatch(text)
  await ben().edits(change, 'only in EMEA')
  // Of 60, and not of the 70 that nobody says any more.
  await saysNow(/orders per day in EMEA are above 60;|orders per day are above 60.*EMEA/)
  await ben().edits(change, 'no: 80')
  await saysNow(/orders per day are above 80;/)
  await ben().edits(change, 'orders yesterday')
  await saysNow(/^Orders/)
  await ben().says('save', { in: '#sales', thread: asked })
  expect(await answer(asked, 3)).toMatch(/^Saved as alert \d+\./)
  const listed = await ben().says('@tidings what alerts do we have', { in: '#sales' })
  expect(await answer(listed)).toMatch(/orders per day are above 60;/)
})
