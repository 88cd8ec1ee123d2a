/** What is wrong with the shape of a query, in sentences for people: planners, buttons and models all write queries. */
import type { z } from 'zod'
import { AGGREGATIONS, GRAINS } from './catalog.ts'

type Issue = z.core.$ZodIssue

/** The first fault as one sentence. */
export function shapeSentence(issues: readonly Issue[]): string {
  const [issue] = issues
  if (!issue) return unreadable('')
  const names = issue.path.filter((step): step is string => typeof step === 'string')
  const known = issue.code === 'unrecognized_keys' ? null : sentenceFor(names, issue)
  if (known) return known
  if (issue.code === 'unrecognized_keys') return `A query has no "${issue.keys[0] ?? ''}".`
  return unreadable(issue.path.join('.'))
}

/** By what is at fault, from the innermost name outward. */
function sentenceFor(names: readonly string[], issue: Issue): string | null {
  const most = issue.code === 'too_big' ? numberInWords(Number(issue.maximum)) : null
  const [outer, inner = ''] = [names[0], names.at(-1)]
  switch (inner) {
    case 'measures':
      return most && `A question can have at most ${most} figures.`
    case 'by':
      return outer === 'by' && most ? `A question can be broken down by at most ${most} dimensions.` : null
    case 'filters':
      return most && `A question can have at most ${most} filters.`
    case 'values':
      return most ? `A filter can name at most ${most} values.` : 'A filter needs a value.'
    case 'conditions':
      return most && `A question can have at most ${most} conditions on its figures.`
    case 'order':
      return most && `An answer can be ordered by at most ${most} things.`
    case 'within':
      return most && `A share can be within at most ${most} dimensions.`
    case 'per':
      return most && `The first can be taken for each of at most ${most} dimensions.`
    case 'count':
      return outer === 'limit' ? 'The first of a list are a whole number from 1 to 1,000.' : null
    case 'buckets':
      return 'A moving average is over a whole number of steps from 2 to 366.'
    case 'bins':
      return 'A histogram has a whole number of ranges from 2 to 100.'
    case 'width':
      return 'The ranges of a histogram are wider than zero.'
    case 'text':
      return 'A text to look for has from 1 to 200 characters.'
    case 'value':
      return names.includes('bounds') ? 'A condition needs a number.' : null
    case 'from':
    case 'to':
    case 'through':
      return names.includes('period') ? 'A period needs dates such as 2026-11-09 or 2026-11-09T14:00.' : null
    case 'aggregation':
      return `There is no such aggregation; there are ${AGGREGATIONS.map((one) => one.replaceAll('_', ' ')).join(', ')}.`
    case 'grain':
      return `There is no such grain; there are ${GRAINS.join(', ')}.`
    default:
      return null
  }
}

function unreadable(at: string): string {
  return `This is no query that can be read${at ? ` (at ${at})` : ''}.`
}

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function numberInWords(number: number): string {
  return NUMBERS[number] ?? number.toLocaleString('en')
}
