/** What was understood, under the headline, and where it comes from, at the end: short enough to be read past. */
import type { ContextBlock } from '@slack/types'
import { markInWords, unmarked } from '../../../marks.ts'
import type { Reply } from '../../../reply.ts'
import { context } from './elements.ts'
import { cut, line } from './escape.ts'
import { comfort } from './limits.ts'

/** What the number is the number of; never without its period. */
export function understoodBlocks({ result, headline, marks = [] }: Reply): ContextBlock[] {
  const understood = unmarked(result.understood, marks)
  return [
    ...context(understood === null || understood === headline ? [] : [shorten(understood)]),
    // On a line of their own, so that they are not read past.
    ...marks.flatMap((mark) =>
      context([`${mark.kind === 'taken' ? '' : '✓ '}${line(markInWords(mark), comfort.context)}`]),
    ),
  ]
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
