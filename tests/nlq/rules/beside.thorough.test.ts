/** A word put anywhere into a sentence that makes an alert: it is never passed over. */
import { expect, test } from 'vitest'
import { tokenize } from '../../../src/nlq/text.ts'
import { alertPlan } from '../../../src/nlq/rules/alerts.ts'
import { now } from '../catalogs.ts'
import { made } from './made.ts'
import { lexicons, usual } from './minds.ts'

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
