/** Sentences that make alerts, said back; each says the same again. */
import { expect, test } from 'vitest'
import { mindOf, planOf } from '../ask-in-tests.ts'
import { shop } from '../catalogs.ts'

const minds = { shop: mindOf(shop) }
const hour = 'after it ends, nothing new for an hour.'

test.for([
  [
    'shop',
    'alert me when revenue falls 20 % below normal',
    `Tell me when revenue per hour is 20 % or more below normal; ${hour}`,
  ],
  [
    'shop',
    'alert me when revenue per hour falls 20% below normal in any region',
    `Tell me when revenue per hour is 20 % or more below normal in any region; ${hour}`,
  ],
  ['shop', 'tell #sales if refunds exceed 50 an hour', `Tell #sales when refunds per hour are above $50; ${hour}`],
  [
    'shop',
    'watch revenue in EMEA',
    `Tell this channel when revenue per hour is unusually low, for the worse in region EMEA; ${hour}`,
  ],
] as const)('a %s told "%s" makes a rule', async ([trade, text, understood]) => {
  const plan = await planOf(minds[trade], text)
  expect(plan).toMatchObject({ kind: 'command', name: 'alerts', alerts: { kind: 'make' }, understood })
  const again = await planOf(minds[trade], understood)
  expect(again).toMatchObject({ alerts: (plan as { alerts: unknown }).alerts })
})
