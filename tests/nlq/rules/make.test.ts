/** Sentences that make alerts: each rule is said back exactly, and what is said back makes the same rule. */
import { expect, test } from 'vitest'
import type { AlertCommand } from '../../../src/nlq/rules/command.ts'
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import { tokenize } from '../../../src/nlq/text.ts'
import { alertPlan } from '../../../src/nlq/rules/alerts.ts'
import { planOf } from '../ask-in-tests.ts'
import { now } from '../catalogs.ts'
import { askedBack } from './asked-back.ts'
import { made } from './made.ts'
import { knowledges, minds, type Trade } from './minds.ts'

const usual = '; after it ends, nothing new for an hour.'

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

const lexicons = Object.fromEntries(
  Object.entries(knowledges).map(([trade, knowledge]) => [trade, buildLexicon(knowledge)]),
) as Readonly<Record<Trade, ReturnType<typeof buildLexicon>>>

test.for([
  ['zorbulate', 4],
  ['Xq7', 15],
  ['unless', 12],
  ['never', 12],
  ['hardly', 15],
] as const)('"%s" in no place of a sentence is dropped', ([word, step]) => {
  for (const [trade, text] of made.filter((_, index) => index % step === 0)) {
    const words = text.split(' ')
    for (let at = 0; at <= words.length; at++) {
      const more = [...words.slice(0, at), word, ...words.slice(at)].join(' ')
      const plan = alertPlan({ text: more, now, thread: [] }, tokenize(more), lexicons[trade])
      // What is no command here is a question, which has a grammar of its own.
      if (plan?.kind === 'command')
        expect.unreachable(`"${more}" was read as ${plan.name === 'alerts' ? plan.understood : plan.name}`)
    }
  }
})

test.for([
  ['17', 9],
  ['9am', 12],
  ['#elsewhere', 12],
  ['40 %', 12],
  ['not', 9],
  ['7 times', 15],
  ['until friday', 18],
  ['critical', 15],
] as const)('"%s", which means something, is taken for what it means or asked back', ([word, step]) => {
  for (const [trade, text, understood] of made.filter((_, index) => index % step === 1)) {
    const words = text.split(' ')
    for (let at = 0; at <= words.length; at++) {
      const more = [...words.slice(0, at), word, ...words.slice(at)].join(' ')
      const plan = alertPlan({ text: more, now, thread: [] }, tokenize(more), lexicons[trade])
      const said = plan?.kind === 'command' && plan.name === 'alerts' ? plan.understood : null
      if (said === `${understood}${usual}`) expect.unreachable(`"${more}" was read as ${said}`)
    }
  }
})

function alertsOf(trade: Trade, text: string): AlertCommand | null {
  const plan = alertPlan({ text, now, thread: [] }, tokenize(text), lexicons[trade])
  return plan?.kind === 'command' && plan.name === 'alerts' ? plan.alerts : null
}
