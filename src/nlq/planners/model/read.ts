/** What a model said → a plan that every check of the house admits, or the exact reason why not, for the model. */
import type { ChartWish } from '../../../analytics/chart-kinds.ts'
import { describe } from '../../../analytics/describe.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { checkCoverage, isGivenFor } from '../../coverage.ts'
import { interpretationFault, interpretationInWords } from '../../interpreted.ts'
import { maskedIn } from '../../masks.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Choice, Plan, Reading, Span } from '../../plan.ts'
import { runOf, withoutLead, withoutSmall, wordsIn, type Asked, type Run } from './asked.ts'
import { buildQuery } from './build-query.ts'
import { unheardWord } from './heard.ts'
import { unheldPart } from './held.ts'
import { readProposal, type Proposal, type Reason } from './proposal.ts'

/** Why a query would not be answered, after the compiler and the guard; null when it would. */
export type Unanswerable = (query: KpiQuery) => Promise<string | null>

export type Read =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'declined'; readonly reason: Reason }
  | { readonly kind: 'refused'; readonly because: string }

const refused = (because: string): Read => ({ kind: 'refused', because })

/** Reads one answer of a model to one question. */
export async function read(text: string, asked: Asked, unanswerable: Unanswerable): Promise<Read> {
  if (text === '') return { kind: 'declined', reason: 'cannot_be_expressed' }
  const parsed = readProposal(text)
  if (!parsed.ok) return refused(parsed.because)
  const { proposal } = parsed
  if (proposal.kind === 'decline') return { kind: 'declined', reason: proposal.reason ?? 'unclear' }
  const reading = readingOf(proposal, asked)
  if (typeof reading === 'string') return refused(reading)
  const masked = maskedIn(reading, asked.lexicon)
  if (masked !== null) return refused(`${masked} is masked`)
  return proposal.kind === 'query'
    ? asQuery(proposal, reading, asked, unanswerable)
    : asChoices(proposal, reading, asked, unanswerable)
}

async function asQuery(proposal: Proposal, reading: Reading, asked: Asked, unanswerable: Unanswerable): Promise<Read> {
  const [proposed, ...more] = proposal.queries
  if (!proposed || more.length > 0) return refused('kind "query" needs exactly one query')
  const built = buildQuery(proposed, asked)
  if (!built.ok) return refused(built.because)
  const { query } = built
  const { catalog } = asked.lexicon.knowledge
  const taken = reading
    .filter((span) => span.isInterpretation)
    .map((span) => interpretationInWords(asked.question.text, span, catalog))
  const understood = [describe(query, catalog), ...taken].join(', ')
  const plan: Plan = { kind: 'query', query, reading, understood, wish: wishOf(reading, asked) }
  const fault =
    checkCoverage(asked.question, plan, asked.lexicon) ??
    unheldPart(query, reading, asked) ??
    unheardWord(query, reading, asked) ??
    (await unanswerable(query))
  return fault === null ? { kind: 'plan', plan } : refused(fault)
}

async function asChoices(
  { queries }: Proposal,
  reading: Reading,
  asked: Asked,
  unanswerable: Unanswerable,
): Promise<Read> {
  const choices: Choice[] = []
  for (const proposed of queries) {
    const built = buildQuery(proposed, asked)
    if (!built.ok) return refused(built.because)
    const fault = await unanswerable(built.query)
    if (fault !== null) return refused(fault)
    const label = describe(built.query, asked.lexicon.knowledge.catalog)
    if (!choices.some((other) => other.label === label)) choices.push({ label, query: built.query })
  }
  if (choices.length < 2) return refused('kind "clarify" needs two to four different queries')
  const ask = 'This can be read in more than one way. Which do you mean?'
  const plan: Plan = { kind: 'clarify', ask, choices, reading }
  const fault = checkCoverage(asked.question, plan, asked.lexicon)
  return fault === null ? { kind: 'plan', plan } : refused(fault)
}

/** The quotes as spans of the question; or the first that is none, or stands for nothing. */
function readingOf({ reading }: Proposal, asked: Asked): Reading | string {
  const spans: Span[] = []
  const times = new Map<string, number>()
  for (const { words, nth, as, means } of reading) {
    const key = `${as} ${words.toLowerCase()}`
    const before = times.get(key) ?? 0
    times.set(key, before + 1)
    const quoted = runOf(words, nth ?? before + 1, asked)
    if (!quoted) return `"${words}" does not stand in the question: quote its words exactly`
    const spanOf = ({ from, to }: Run): Span => ({
      from: asked.tokens[from]!.from,
      to: asked.tokens[to - 1]!.to,
      as,
      means,
    })
    const runs = as === 'period' ? [withoutLead(quoted, asked)] : [quoted, withoutSmall(quoted, asked)]
    const span = runs.map(spanOf).find((each) => isGivenFor(asked.question, each, asked.lexicon))
    if (span) spans.push(span)
    else if (as === 'measure' || as === 'dimension') {
      const guess: Span = { ...spanOf(withoutSmall(quoted, asked)), isInterpretation: true }
      const fault = interpretationFault(guess, wordsIn(guess, asked), asked.lexicon)
      if (fault !== null) return `"${words}" cannot be read as ${as} ${means}: ${fault}`
      spans.push(guess)
    } else return `"${words}" is no word for ${as} ${means}`
  }
  return spans
}

/** The picture that was asked for, by what the lists say of the words. */
function wishOf(reading: Reading, asked: Asked): ChartWish | null {
  for (const span of reading) {
    if (span.as !== 'chart') continue
    const meaning = phraseMeanings(wordsIn(span, asked)).find((each) => each.kind === 'chart')
    if (meaning?.kind === 'chart') return { kind: meaning.chart }
  }
  return null
}
