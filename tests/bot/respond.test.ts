import { expect, test } from 'vitest'
import { QueryTimedOut } from '../../src/analytics/run/failures.ts'
import type { ChatMessage } from '../../src/bot/message.ts'
import { createRespond, giveUp } from '../../src/bot/respond.ts'
import { words } from '../../src/bot/replies/en.ts'

const message: ChatMessage = {
  id: 'chat:1',
  place: { platform: 'chat', workspace: 'shop', conversation: 'general', thread: null },
  author: { platform: 'chat', workspace: 'shop', user: 'ana' },
  askedAt: new Date('2026-11-21T14:05:00+01:00'),
  said: { kind: 'press', reply: 'chat:0', press: { kind: 'csv' } },
  audience: 'everyone',
}

test.for([
  [new QueryTimedOut('too slow', {}), words.failed.timed_out],
  [new TypeError('ours'), words.failed.internal],
  ['not even an error', words.failed.internal],
] as const)('when a press fails with %s its author alone is told in words', async ([fault, text], { expect }) => {
  const told: unknown[] = []
  const fail = () => Promise.reject(fault)
  const respond = createRespond({
    answering: fail,
    alertAbove: async () => null,
    pressed: fail,
    explained: fail,
    onError: (error) => told.push(error),
  })
  expect(await respond(message)).toMatchObject({ audience: 'asker', replaces: null, reply: { headline: text } })
  expect(told).toEqual([fault])
})

test('what is given up is said where it was asked, in place of what was there', () => {
  const said = { kind: 'words', text: 'revenue' } as const
  expect(giveUp({ ...message, said, replaces: 'chat:0' })).toMatchObject({ audience: 'everyone', replaces: 'chat:0' })
  expect(giveUp({ ...message, said, isOverheard: true })).toMatchObject({ audience: 'asker' })
  expect(giveUp(message)).toMatchObject({ audience: 'asker' })
})
