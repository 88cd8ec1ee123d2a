/** An exchange with the model: what is refused of an answer goes back with the reason, and what it costs is accounted for. */
import type { ModelOutcome, ModelUse } from '../../model-use.ts'
import type { Endpoint, Form, Said } from './endpoint.ts'
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
  cost(tokensIn: number, tokensOut: number): number | null
  /** Whose budget is used up; null: neither. */
  exceeded(asker: string | null): Promise<'day' | 'person' | null>
  spent(asker: string | null, use: { readonly tokensIn: number; readonly tokensOut: number }): Promise<void>
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
  /** Ends it as too slow. */
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

/** `hold` holds one answer to what is known. What `signal` ends throws its reason. */
export async function exchange<Found>(
  { endpoint, budget, onExchange }: ExchangeParts,
  { purpose, asker, said: begin, form, mostRepairs, refusal, signal, patience, onUse }: Wanted,
  hold: (answer: string) => Promise<Held<Found>>,
): Promise<Ended<Found>> {
  const spent = { calls: 0, tokensIn: 0, tokensOut: 0, ms: 0 }
  const end = (outcome: ModelOutcome, found: Found | null = null): Ended<Found> => {
    const cost = budget.cost(spent.tokensIn, spent.tokensOut)
    onUse?.({ model: endpoint.model, purpose, outcome, ...spent, cost })
    return { found, outcome }
  }
  if (endpoint.rests()) return end('unreachable')
  if ((await budget.exceeded(asker)) !== null) return end('over budget')
  const signals = [signal, patience].filter((each) => each !== undefined)
  const either = signals.length > 1 ? AbortSignal.any(signals) : signals[0]
  let said = await begin()
  try {
    for (let tried = 0; tried <= mostRepairs; tried++) {
      spent.calls++
      const answer = await endpoint.ask(said, form, either)
      spent.tokensIn += answer.tokensIn
      spent.tokensOut += answer.tokensOut
      spent.ms += answer.ms
      await budget.spent(asker, answer)
      onExchange?.(said, answer.text)
      const held = await hold(answer.text)
      if (held.kind === 'found') return end(held.outcome, held.found)
      said = [...said, { role: 'assistant', text: answer.text.slice(0, 4_000) }, refusal(held.because)]
    }
    return end('not admitted')
  } catch (error) {
    if (error instanceof ModelFailed) return end(error.failure)
    if (patience?.aborted && signal?.aborted !== true) return end('too slow')
    throw error
  }
}
