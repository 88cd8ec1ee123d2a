/** What a reply to a question of the file turned out to be. */
import type { AskResult } from '../../bot/ask-result.ts'
import type { EvalLine, Expected } from './lines.ts'
import type { Row } from '../../analytics/run/own-rows.ts'
import { differenceOf, type RowsDiffer } from './same-rows.ts'

/**
 * `right`: as expected. `silently_wrong`: answered with other rows, or answered what must not be. `clarified` and
 * `declined`: asked back or declined where an answer was expected. `wrong_kind`: any other kind of reply, or the right rows
 * with another chart or without the words. `failed`: for a technical reason.
 */
export const OUTCOMES = ['right', 'silently_wrong', 'wrong_kind', 'clarified', 'declined', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How one question went. */
export interface Verdict {
  readonly outcome: Outcome
  /** What is missing; null when right. */
  readonly because: string | null
  readonly differ: RowsDiffer | null
}

const right: Verdict = { outcome: 'right', because: null, differ: null }

/** `readings`: the rows of each reading that is right, none for a question that must not be answered. */
export function judge(
  { expected }: EvalLine & { readonly expected: Expected },
  reply: AskResult,
  readings: readonly (readonly Row[])[],
  zone: string,
): Verdict {
  if (reply.kind === 'failed') return miss('failed', reply.error?.message ?? reply.text)
  const verdict = expected.kind === 'rows' ? ofRows(expected, reply, readings, zone) : ofRefusal(expected, reply)
  const said = [reply.understood, reply.text, reply.because, ...reply.choices.map(({ label }) => label)].join('\n')
  if (verdict.outcome !== 'right' || !expected.says || expected.says.test(said)) return verdict
  return miss('wrong_kind', `the words do not say ${expected.says.source}`)
}

/** Whether a reply holds the rows of one of the readings. */
export function holds(
  reply: AskResult,
  readings: readonly (readonly Row[])[],
  given: { readonly inOrder: boolean; readonly zone: string },
): boolean {
  return reply.kind === 'answer' && readings.some((rows) => differenceOf(reply, { ...given, rows }) === null)
}

function ofRows(
  expected: Expected & { kind: 'rows' },
  reply: AskResult,
  readings: readonly (readonly Row[])[],
  zone: string,
): Verdict {
  switch (reply.kind) {
    case 'answer': {
      if (!holds(reply, readings, { inOrder: expected.inOrder, zone })) {
        const rows = readings[0] ?? []
        const differ = differenceOf(reply, { rows, inOrder: expected.inOrder, zone })
        return { outcome: 'silently_wrong', because: sizesOf(reply, rows), differ }
      }
      const chart = reply.chart?.kind ?? 'none'
      if (expected.chart !== null && chart !== expected.chart)
        return miss('wrong_kind', `the chart is ${chart}, not ${expected.chart}`)
      return right
    }
    case 'clarify':
      return expected.orClarify ? right : miss('clarified', reply.text)
    case 'decline':
      return miss('declined', reply.because ?? reply.text)
    case 'command':
      return miss('wrong_kind', `a command, ${reply.command?.name}`)
    case 'failed':
      return miss('failed', reply.text)
  }
}

/** The first thing to look at when rows differ. */
function sizesOf({ rows, columns, truncated }: AskResult, expected: readonly Row[]): string {
  const came = `${columns.map(({ name }) => name).join(', ')}: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`
  return `${came}${truncated ? ', cut off' : ''}; expected ${expected.length}`
}

function ofRefusal(expected: Exclude<Expected, { kind: 'rows' }>, reply: AskResult): Verdict {
  if (reply.kind === 'answer') return miss('silently_wrong', `answered; expected: ${expected.kind}`)
  if (isExpected(expected, reply)) return right
  const came = reply.kind === 'command' ? `a command, ${reply.command?.name}` : reply.kind
  return miss('wrong_kind', `${came}; expected: ${expected.kind}`)
}

function isExpected(expected: Exclude<Expected, { kind: 'rows' }>, reply: AskResult): boolean {
  switch (expected.kind) {
    case 'unanswered':
      return reply.kind === 'decline' || reply.kind === 'clarify'
    case 'decline':
      return reply.kind === 'decline'
    case 'clarify':
      return reply.kind === 'clarify' && reply.choices.length >= 2
    case 'command':
      return reply.kind === 'command' && (expected.name === null || reply.command?.name === expected.name)
  }
}

function miss(outcome: Outcome, because: string): Verdict {
  return { outcome, because, differ: null }
}
