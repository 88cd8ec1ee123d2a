/** Sentences that make alerts: each rule is said back exactly, and what is said back makes the same rule. */
import { expect, test } from 'vitest'
import type { AlertCommand } from '../../../src/nlq/rules/command.ts'
import { tokenize } from '../../../src/nlq/text.ts'
import { alertPlan } from '../../../src/nlq/rules/alerts.ts'
import { planOf } from '../ask-in-tests.ts'
import { now } from '../catalogs.ts'
import { askedBack } from './asked-back.ts'
import { made } from './made.ts'
import { lexicons, minds, usual, type Trade } from './minds.ts'

test.for(made)('a %s told "%s" makes a rule', async ([trade, text, understood]) => {
  const plan = await planOf(minds[trade], text)
  const said = understood.endsWith('.') ? understood : `${understood}${usual}`
  expect(plan).toMatchObject({ kind: 'command', name: 'alerts', understood: said })
  expect(alertsOf(trade, said)).toEqual(alertsOf(trade, text))
})

test.for(askedBack)('a %s told "%s" asks back', async ([trade, text, ask, labels]) => {
  const plan = await planOf(minds[trade], text)
  expect(plan).toMatchObject({ kind: 'clarify', ask, choices: [] })
  if (plan.kind !== 'clarify') return
  expect(plan.sentences?.map(({ label }) => label)).toEqual(labels)
  for (const { text: sentence } of plan.sentences ?? [])
    expect(alertsOf(trade, sentence)).toMatchObject({ kind: 'make' })
})

function alertsOf(trade: Trade, text: string): AlertCommand | null {
  const plan = alertPlan({ text, now, thread: [] }, tokenize(text), lexicons[trade])
  return plan?.kind === 'command' && plan.name === 'alerts' ? plan.alerts : null
}
