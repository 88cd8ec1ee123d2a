/** What was understood, under the headline, and where it comes from, at the end: short enough to be read past. */
import type { ContextBlock } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { context } from './elements.ts'
import { cut, line } from './escape.ts'
import { comfort } from './limits.ts'

/** What the number is the number of; never without its period. */
export function understoodBlocks({ result, headline }: Reply): ContextBlock[] {
  return context(result.understood === null || result.understood === headline ? [] : [shorten(result.understood)])
}

export function provenanceBlocks({ provenance }: Reply): ContextBlock[] {
  return context(provenance === null ? [] : [provenance])
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
