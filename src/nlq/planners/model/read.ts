/** What a model said → a plan that every check of the house admits, or the exact reason why not, for the model. */
import type { ChartWish } from '../../../analytics/chart-kinds.ts'
import { describe } from '../../../analytics/describe.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { checkCoverage, isGivenFor } from '../../coverage.ts'
import { guessFault, interpretationFault, interpretationInWords } from '../../interpreted.ts'
import { maskedIn } from '../../masks.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Choice, Plan, Reading, Span } from '../../plan.ts'
import { unsaidPart } from '../../said.ts'
import { runOf, withoutLead, withoutSmall, wordsIn, type Asked, type Run } from './asked.ts'
import { buildQuery } from './build-query.ts'
import { unheardWord } from './heard.ts'
import { withRoles } from './held-times.ts'
import { unheldPart } from './held.ts'
import { readProposal, type Proposal, type Reason } from './proposal.ts'

/** Why a query would not be answered, after the compiler and the guard; null when it would. */
export type Unanswerable = (query: KpiQuery) => Promise<string | null>

export type Read =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'declined'; readonly reason: Reason }
  /** `offer`: what could be asked back about instead, where nothing better comes. */
  | { readonly kind: 'refused'; readonly because: string; readonly offer?: Plan }

const refused = (because: string): Read & { readonly kind: 'refused' } => ({ kind: 'refused', because })

/** Reads one answer of a model to one question. */
export async function read(text: string, asked: Asked, unanswerable: Unanswerable): Promise<Read> {
  if (text === '') return { kind: 'declined', reason: 'cannot_be_expressed' }
  const parsed = readProposal(text)
  if (!parsed.ok) return refused(parsed.because)
  const { proposal } = parsed
  if (proposal.kind === 'decline') return { kind: 'declined', reason: proposal.reason ?? 'unclear' }
  const quoted = readingOf(proposal, asked)
  if (typeof quoted === 'string') return refused(quoted)
  const { reading, guesses } = quoted
  const masked = maskedIn(reading, asked.lexicon)
  if (masked !== null) return refused(`${masked} is masked`)
  if (proposal.kind === 'clarify') return asChoices(proposal, reading, asked, unanswerable)
  if (guesses === null) return asQuery(proposal, reading, asked, unanswerable)
  const offer = await asOffer(proposal, reading, asked, unanswerable)
  return typeof offer === 'string' ? refused(`${guesses}; ${offer}`) : { ...refused(guesses), offer }
}

async function asQuery(proposal: Proposal, quotes: Reading, asked: Asked, unanswerable: Unanswerable): Promise<Read> {
  const [proposed, ...more] = proposal.queries
  if (!proposed || more.length > 0) return refused('kind "query" needs exactly one query')
  const built = buildQuery(proposed, asked)
  if (!built.ok) return refused(built.because)
  const { query, timing } = built
  const reading = withRoles(quotes, timing, asked)
  const taken = takenIn(reading, asked)
  const understood = [describe(query, asked.lexicon.knowledge.catalog), ...taken].join(', ')
  const marks = taken.map((text) => ({ kind: 'taken', text }) as const)
  const plan: Plan = { kind: 'query', query, reading, understood, marks, wish: wishOf(reading, asked) }
  const fault =
    checkCoverage(asked.question, plan, asked.lexicon) ??
    unheldPart(query, reading, timing, asked) ??
    unheardWord(query, reading, timing, asked) ??
    (await unanswerable(query))
  return fault === null ? { kind: 'plan', plan } : refused(fault)
}

/** The one query, to be said yes to, when nothing but its guesses is in the way; or what else is. */
async function asOffer(
  { queries: [proposed] }: Proposal,
  quotes: Reading,
  asked: Asked,
  unanswerable: Unanswerable,
): Promise<Plan | string> {
  if (!proposed) return 'kind "query" needs exactly one query'
  const built = buildQuery(proposed, asked)
  if (!built.ok) return built.because
  const { query, timing } = built
  const reading = withRoles(quotes, timing, asked)
  const { question, lexicon } = asked
  const ask = `I am not sure about that question: ${takenIn(reading, asked).join(', ')}. Is that what you mean?`
  const choices = [{ label: describe(query, lexicon.knowledge.catalog), query }]
  const plan: Plan = { kind: 'clarify', ask, choices, reading }
  const earlier = question.thread.flatMap((turn) => (turn.query ? [turn.query] : []))
  const fault =
    checkCoverage(question, plan, lexicon) ??
    unsaidPart(query, reading, wishOf(reading, asked), earlier, lexicon) ??
    unheldPart(query, reading, timing, asked) ??
    unheardWord(query, reading, timing, asked) ??
    (await unanswerable(query))
  return fault ?? plan
}

/** What words were taken for that no list knows as that. */
function takenIn(reading: Reading, { question, lexicon }: Asked): readonly string[] {
  return reading
    .filter((span) => span.isInterpretation || span.isGuess)
    .map((span) => interpretationInWords(question.text, span, lexicon.knowledge.catalog))
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
  const guesses = reading.some((span) => span.isGuess) ? `: ${takenIn(reading, asked).join(', ')}` : ''
  const ask = `This can be read in more than one way${guesses}. Which do you mean?`
  const plan: Plan = { kind: 'clarify', ask, choices, reading }
  const fault = checkCoverage(asked.question, plan, asked.lexicon)
  return fault === null ? { kind: 'plan', plan } : refused(fault)
}

/** Quotes as spans of the question. `guesses`: the faults of those that may only be asked back about; null: there are none. */
interface Quoted {
  readonly reading: Reading
  readonly guesses: string | null
}

/** The quotes as spans of the question; or what is wrong with those that stand for nothing. */
function readingOf({ reading }: Proposal, asked: Asked): Quoted | string {
  const spans: Span[] = []
  const guesses: string[] = []
  const faults: string[] = []
  const times = new Map<string, number>()
  for (const { words, nth, as, means } of reading) {
    const key = `${as} ${words.toLowerCase()}`
    const before = times.get(key) ?? 0
    times.set(key, before + 1)
    const quoted = runOf(words, nth ?? before + 1, asked)
    if (!quoted) {
      faults.push(`"${words}" does not stand in the question: quote its words exactly`)
      continue
    }
    const given = givenSpan(quoted, as, means, asked)
    if (given) {
      spans.push(given)
      continue
    }
    const taken = spanOf(withoutSmall(quoted, asked), as, means, asked)
    const fault = interpretationFault(taken, wordsIn(taken, asked), asked.lexicon)
    if (fault === null) {
      spans.push({ ...taken, isInterpretation: true })
      continue
    }
    const whole = spanOf(quoted, as, means, asked)
    const isGuess = guessFault(whole, wordsIn(whole, asked), asked.lexicon) === null
    const because =
      as === 'measure' || as === 'dimension'
        ? `"${words}" cannot be read as ${as} ${means}: ${fault}`
        : `"${words}" is no word for ${as} ${means}${as === 'value' ? '' : hint}`
    if (isGuess) spans.push({ ...whole, isGuess: true })
    ;(isGuess ? guesses : faults).push(because)
  }
  const beside = besideFault(spans, asked)
  if (beside !== null) guesses.push(beside)
  if (faults.length > 0) return [...faults, ...guesses].join('; ')
  if (guesses.length === 0) return { reading: spans, guesses: null }
  // Asked back about, all of it is said to be a guess.
  const asGuesses = spans.map(({ isInterpretation, ...span }): Span =>
    isInterpretation ? { ...span, isGuess: true } : span,
  )
  return { reading: asGuesses, guesses: guesses.join('; ') }
}

/** What stands beside a name is no second name for it, but says which of it: "unpaid charges" are not all charges. */
function besideFault(spans: readonly Span[], asked: Asked): string | null {
  for (const guess of spans.filter(({ isInterpretation }) => isInterpretation)) {
    const words = asked.question.text.slice(guess.from, guess.to)
    const named = spans.find(
      ({ as, means, ...span }) => span.from !== guess.from && as === guess.as && means === guess.means,
    )
    if (named)
      return `"${words}" says something about ${guess.means}, which is named besides: it is no other name for it`
    const behind = asked.tokens.find(({ from }) => from >= guess.to)
    if (guess.as === 'dimension' && spans.some(({ as, from }) => as === 'measure' && from === behind?.from))
      return `"${words}" stands before a figure and says which of it: it is no dimension`
  }
  return null
}

const hint = ': words that no list knows can only be quoted as a measure or a dimension, together with their neighbours'

function spanOf({ from, to }: Run, as: Span['as'], means: string, { tokens }: Asked): Span {
  return { from: tokens[from]!.from, to: tokens[to - 1]!.to, as, means }
}

/** The words as what the model calls them, or as what the lists know them as: a wrong label for a known word is no wrong reading. */
function givenSpan(quoted: Run, as: Span['as'], means: string, asked: Asked): Span | undefined {
  const runs = as === 'period' ? [withoutLead(quoted, asked)] : [quoted, withoutSmall(quoted, asked)]
  const isGiven = (span: Span) => isGivenFor(asked.question, span, asked.lexicon)
  const named = runs.map((run) => spanOf(run, as, means, asked)).find(isGiven)
  if (named || !relabelled.has(as)) return named
  return [...relabelled].flatMap((other) => runs.map((run) => spanOf(run, other, means, asked))).find(isGiven)
}

/** Parts whose words are in closed lists; what became of them in the query is looked at whatever they are called. */
const relabelled: ReadonlySet<Span['as']> = new Set([
  'order',
  'comparison',
  'condition',
  'grain',
  'time_part',
  'share',
  'window',
  'aggregation',
])

/** The picture that was asked for, by what the lists say of the words. */
function wishOf(reading: Reading, asked: Asked): ChartWish | null {
  for (const span of reading) {
    if (span.as !== 'chart') continue
    const meaning = phraseMeanings(wordsIn(span, asked)).find((each) => each.kind === 'chart')
    if (meaning?.kind === 'chart') return { kind: meaning.chart }
  }
  return null
}
