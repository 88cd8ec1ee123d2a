/** An exchange with the model: what is refused of an answer goes back with the reason, and what it costs is accounted for. */
import type { ModelOutcome, ModelUse } from '../../model-use.ts'
import type { Endpoint, Form, Said, Tokens } from './endpoint.ts'
import { ModelFailed } from './failed.ts'

export interface ExchangeParts {
  readonly endpoint: Endpoint
  /** Whether somebody may have the model asked now. */
  readonly budget: Budget
  /** Told of every exchange, where prompts may be logged. */
  readonly onExchange?: (said: readonly Said[], answer: string) => void
}

/** What may be spent on a model, and what was. */
export interface Budget {
  /** What so many tokens cost; null where no prices are known. */
  cost(tokens: Tokens): number | null
  /**
   * Sets aside what an answer may cost at most, so that others who ask meanwhile do not spend it too. Else whose budget is
   * used up, or that it cannot be known.
   */
  reserve(asker: string | null, most: Tokens): Promise<Reserved | 'day' | 'person' | 'unknown'>
}

export interface Reserved {
  /** What was spent instead; called once. Does not throw. */
  spend(tokens: Tokens): Promise<void>
}

interface Wanted {
  readonly purpose: ModelUse['purpose']
  /** On whose account; null: nobody's in particular. */
  readonly asker: string | null
  /** Made only when the model may be asked. */
  readonly said: () => readonly Said[] | Promise<readonly Said[]>
  readonly form: Form
  /** Answers that are sent back with the reason why they were refused. */
  readonly mostRepairs: number
  readonly refusal: (because: string) => Said
  readonly signal?: AbortSignal | undefined
  /** Ends it as too slow before the endpoint's time-out does, which holds for all of it, repairs included. */
  readonly patience?: AbortSignal | undefined
  readonly onUse?: ((use: ModelUse) => void) | undefined
}

export type Held<Found> =
  | { readonly kind: 'found'; readonly found: Found; readonly outcome: 'used' | 'declined' }
  | { readonly kind: 'refused'; readonly because: string }

export interface Ended<Found> {
  /** Null: nothing came of it. */
  readonly found: Found | null
  readonly outcome: ModelOutcome
}

/** `hold` holds one answer to what is known. What `signal` ends throws its reason, accounted for as well. */
export async function exchange<Found>(
  { endpoint, budget, onExchange }: ExchangeParts,
  wanted: Wanted,
  hold: (answer: string) => Promise<Held<Found>>,
): Promise<Ended<Found>> {
  const { purpose, asker, form, mostRepairs, refusal, signal, onUse } = wanted
  let startedAt = 0
  const spent = { calls: 0, tokensIn: 0, tokensOut: 0 }
  const end = (outcome: ModelOutcome, found: Found | null = null): Ended<Found> => {
    const ms = spent.calls === 0 ? 0 : Math.round(performance.now() - startedAt)
    onUse?.({ model: endpoint.model, purpose, outcome, ...spent, ms, cost: budget.cost(spent) })
    return { found, outcome }
  }
  if (endpoint.rests()) return end('unreachable')
  let said = await wanted.said()
  startedAt = performance.now()
  const most = AbortSignal.timeout(endpoint.timeoutMs)
  const patience = wanted.patience ? AbortSignal.any([wanted.patience, most]) : most
  try {
    for (let tried = 0; tried <= mostRepairs; tried++) {
      const reserved = await budget.reserve(asker, endpoint.most(said, form))
      if (typeof reserved === 'string') return end(reserved === 'unknown' ? 'unreachable' : 'over budget')
      spent.calls++
      const used = { tokensIn: 0, tokensOut: 0 }
      const onTokens = ({ tokensIn, tokensOut }: Tokens) => {
        used.tokensIn += tokensIn
        used.tokensOut += tokensOut
      }
      let text: string
      try {
        text = (await endpoint.ask(said, form, { signal, patience, onTokens })).text
      } finally {
        spent.tokensIn += used.tokensIn
        spent.tokensOut += used.tokensOut
        await reserved.spend(used)
      }
      onExchange?.(said, text)
      const held = await hold(text)
      if (held.kind === 'found') return end(held.outcome, held.found)
      said = [...said, { role: 'assistant', text: text.slice(0, 4_000) }, refusal(held.because)]
    }
    return end('not admitted')
  } catch (error) {
    if (error instanceof ModelFailed) return end(error.failure)
    if (signal?.aborted) end('cancelled')
    throw error
  }
}
