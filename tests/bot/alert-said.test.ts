import { expect, test } from 'vitest'
import { tomorrow } from '../../src/bot/alert-acts.ts'
import { alertSaid } from '../../src/bot/alert-said.ts'

test.for([
  ['ack', 'acknowledge', null],
  ['Ack it, please!', 'acknowledge', null],
  ['I’m on it', 'acknowledge', null],
  ['ack 2', 'acknowledge', 2],
  ['ack alert #12', 'acknowledge', 12],
  ['snooze 1h', 'snooze_1h', null],
  ['snooze for an hour', 'snooze_1h', null],
  ['snooze 2 until tomorrow', 'snooze_tomorrow', 2],
  ['snooze until it recovers', 'snooze_recovers', null],
  ['unsnooze', 'unsnooze', null],
  ['mute', 'mute', null],
  ['mute this rule here', 'mute', null],
  ['unmute 3', 'unmute', 3],
  ['useful', 'useful', null],
  ['Not useful.', 'not_useful', null],
  ['not useful 4', 'not_useful', 4],
  ['undo', 'take_back', null],
  ['why?', 'why', null],
  ['why 2', 'why', 2],
  ['open', 'open', null],
  ['show the chart', 'open', null],
] as const)('"%s" is %s', ([text, act, number], { expect }) => {
  expect(alertSaid(text)).toEqual({ act, number })
})

test.for([
  'why did revenue fall yesterday',
  'snooze 2 hours',
  'mute revenue until tomorrow',
  'revenue 2',
  'what was useful about it',
  'open orders',
  'acknowledge that orders fell',
  'undo 3 orders',
  '',
  ' '.repeat(10_000),
])('"%s" is a question like any other', (text) => {
  expect(alertSaid(text)).toBeNull()
})

test.for([
  ['2026-11-22T13:30:00Z', '2026-11-23T07:00:00Z'],
  // Who is up before four means the morning that comes.
  ['2026-11-22T01:30:00Z', '2026-11-22T07:00:00Z'],
  // The clocks go back in the night to the 25th of October, and forward in the night to the 29th of March.
  ['2026-10-24T12:00:00Z', '2026-10-25T07:00:00Z'],
  ['2026-03-28T12:00:00Z', '2026-03-29T06:00:00Z'],
] as const)('seen from %s, tomorrow begins at %s in Berlin', ([now, until], { expect }) => {
  expect(new Date(tomorrow(Date.parse(now), 'Europe/Berlin')).toISOString()).toBe(new Date(until).toISOString())
})
