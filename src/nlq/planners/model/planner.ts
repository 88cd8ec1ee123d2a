/** The planner that asks a model: prompt, proposal, checks, and once or twice back with the reason. Never trusted. */
import type { Lexicon } from '../../lexicon.ts'
import type { ModelOutcome } from '../../model-use.ts'
import type { Plan, Planner } from '../../plan.ts'
import { askedOf } from './asked.ts'
import type { Endpoint, Said } from './endpoint.ts'
import { ModelFailed } from './failed.ts'
import { promptOf, refusalOf, type Example } from './prompt.ts'
import { proposalForm, type Reason } from './proposal.ts'
import { read, type Unanswerable } from './read.ts'

export interface ModelParts {
  readonly endpoint: Endpoint
  /** Whether somebody may have the model asked now. */
  readonly budget: Budget
  /** Why a query would not be answered, after compiler and guard. */
  readonly unanswerable: Unanswerable
  /** Verified questions like this one, the nearest first. */
  readonly examples: (question: string) => readonly Example[]
  readonly sendsValues: boolean
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

/** Answers that are sent back with the reason why they were refused. */
const mostRepairs = 2

const reasons: Readonly<Record<Reason, string>> = {
  not_in_catalog: 'That is not among the figures I have.',
  not_about_figures: 'I only answer questions about the figures of this business.',
  cannot_be_expressed: 'I cannot put that question to the figures I have.',
  unclear: 'I am not sure what that asks for, so I would rather not answer. Put it in other words.',
}

/** Builds the planner on one policy's lexicon. */
export function createModelPlanner(parts: ModelParts): (lexicon: Lexicon) => Planner {
  return (lexicon) => ({
    name: 'model',
    costs: true,
    async plan(question, aside = {}) {
      const asker = question.asker ?? null
      const spent = { calls: 0, tokensIn: 0, tokensOut: 0, ms: 0 }
      const end = (outcome: ModelOutcome, plan: Plan | null) => {
        const cost = parts.budget.cost(spent.tokensIn, spent.tokensOut)
        aside.onUse?.({ model: parts.endpoint.model, outcome, ...spent, cost })
        return plan
      }
      if (parts.endpoint.rests()) return end('unreachable', null)
      if ((await parts.budget.exceeded(asker)) !== null) return end('over budget', null)
      const asked = askedOf(question, lexicon)
      const prompt = promptOf(asked, { sendsValues: parts.sendsValues, examples: parts.examples(question.text) })
      let said = prompt.said
      try {
        for (let tried = 0; tried <= mostRepairs; tried++) {
          spent.calls++
          const answer = await parts.endpoint.ask(said, proposalForm, aside.signal)
          spent.tokensIn += answer.tokensIn
          spent.tokensOut += answer.tokensOut
          spent.ms += answer.ms
          await parts.budget.spent(asker, answer)
          parts.onExchange?.(said, answer.text)
          const found = await read(answer.text, asked, parts.unanswerable)
          if (found.kind === 'plan') return end('used', found.plan)
          if (found.kind === 'declined') return end('declined', decline(reasons[found.reason]))
          said = [...said, { role: 'assistant', text: answer.text.slice(0, 4_000) }, refusalOf(found.because)]
        }
        return end('not admitted', decline(reasons.unclear))
      } catch (error) {
        if (error instanceof ModelFailed) return end(error.failure, null)
        throw error
      }
    },
  })
}

function decline(because: string): Plan {
  return { kind: 'decline', because, instead: [] }
}
