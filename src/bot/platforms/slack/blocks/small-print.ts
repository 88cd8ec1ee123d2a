/** What was understood and where it comes from, below an answer: short enough to be read past, and never without its period. */
import type { ContextBlock } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { context } from './elements.ts'
import { cut, line } from './escape.ts'
import { comfort } from './limits.ts'

export function smallPrint({ result, provenance, headline }: Reply): ContextBlock[] {
  const understood = result.understood === null || result.understood === headline ? [] : [shorten(result.understood)]
  return context([...understood, ...(provenance === null ? [] : [provenance])])
}

/** What is too long loses its middle, so that the period stays: `Revenue where customer is A, B … , last week (…)`. */
function shorten(understood: string): string {
  const whole = line(understood, 20_000)
  if (whole.length <= comfort.context) return whole
  const period = whole.split(/, (?![^(]*\))/).findLast((clause) => /\b(?:19|20)\d\d\b/.test(clause))
  if (period === undefined) return whole
  const tail = `, ${cut(period, comfort.context / 2)}`
  return `${cut(whole, comfort.context - tail.length)}${tail}`
}
