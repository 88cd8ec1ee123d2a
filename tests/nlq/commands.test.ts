import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { shop } from './catalogs.ts'

const mind = mindOf(shop)

test.for([
  ['help', 'command help'],
  ['Help!', 'command help'],
  ['what can you do?', 'command help'],
  ['what can I ask', 'command questions'],
  ['give me some examples', 'command questions'],
  ['what KPIs are there?', 'command kpis'],
  ['list metrics', 'command kpis'],
  ['what data do you have', 'command kpis'],
  ['define aov', 'command define average_order_value'],
  ['what does refund rate mean?', 'command define refund_rate'],
  ['how is csat calculated', 'command define csat'],
  ['how do you measure handling time', 'command define resolution_time'],
  ['how current is the data?', 'command freshness'],
  ['when was the data last updated', 'command freshness'],
  ['subscribe to revenue', 'command subscribe'],
  ['mute this', 'command mute'],
  ['what is the revenue', 'revenue'],
] as const)('"%s" is %s', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})
