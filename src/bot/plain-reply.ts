/** Replies that are words alone: questions back, refusals, commands, notices. */
import type { AskResult } from './ask-result.ts'
import type { Reply, WayOn } from './reply.ts'

/** A result of which nothing is known yet. */
export const emptyResult: AskResult = {
  id: null,
  kind: 'failed',
  understood: null,
  planner: null,
  query: null,
  sql: null,
  parameters: [],
  columns: [],
  rows: [],
  truncated: false,
  asOf: null,
  sources: [],
  chart: null,
  text: '',
  choices: [],
  because: null,
  elapsedMs: 0,
}

/** What replies without rows have in common. */
export const nothingBeside = {
  picture: null,
  pictureMissing: null,
  chartKinds: [],
  file: null,
  confidence: null,
} as const satisfies Partial<Reply>

export function plainReply(
  result: Partial<AskResult> & Pick<AskResult, 'kind' | 'text'>,
  ways: readonly WayOn[] = [],
  headline = result.text,
): Reply {
  return { ...nothingBeside, result: { ...emptyResult, ...result }, headline, table: [], provenance: null, ways }
}

/** A reply with a sentence more: in the small print of an answer, under the words of any other. */
export function noticed<Of extends Reply>(reply: Of, notice: string | null): Of {
  if (notice === null) return reply
  const { result, provenance } = reply
  if (provenance !== null) {
    const small = `${provenance} · ${notice}`
    const told = `${result.text}\n`.replace(`\n${provenance}\n`, () => `\n${small}\n`).slice(0, -1)
    return { ...reply, provenance: small, result: { ...result, text: told } }
  }
  const text = `${result.text}\n${notice}`
  const because = result.because === null ? null : `${result.because} ${notice}`
  return { ...reply, headline: `${reply.headline}\n${notice}`, result: { ...result, text, because } }
}
