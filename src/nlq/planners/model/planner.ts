/** The planner that asks a model: prompt, proposal, checks, and once or twice back with the reason. Never trusted. */
import type { Lexicon } from '../../lexicon.ts'
import type { Plan, Planner } from '../../plan.ts'
import { askedOf } from './asked.ts'
import { exchange, type ExchangeParts } from './exchange.ts'
import { promptOf, refusalOf, type Example } from './prompt.ts'
import { proposalForm, type Reason } from './proposal.ts'
import { read, type Unanswerable } from './read.ts'

export interface ModelParts extends ExchangeParts {
  /** Why a query would not be answered, after compiler and guard. */
  readonly unanswerable: Unanswerable
  readonly examples: Examples
  readonly sendsValues: boolean
}

/** Verified questions like this one, the nearest first: those that the asker may see. */
export type Examples = (question: string, now: Date, lexicon: Lexicon) => Promise<readonly Example[]>

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
    async plan(question, { signal, onUse } = {}) {
      const asked = askedOf(question, lexicon)
      let offer: Plan | null = null
      const { found, outcome } = await exchange<Plan>(
        parts,
        {
          purpose: 'reading',
          asker: question.asker ?? null,
          async said() {
            const examples = await parts.examples(question.text, question.now, lexicon)
            return promptOf(asked, { sendsValues: parts.sendsValues, examples }).said
          },
          form: proposalForm,
          mostRepairs,
          refusal: refusalOf,
          signal,
          onUse,
        },
        async (answer) => {
          const held = await read(answer, asked, parts.unanswerable)
          if (held.kind === 'refused') {
            offer = held.offer ?? offer
            return held
          }
          return held.kind === 'plan'
            ? { kind: 'found', found: held.plan, outcome: 'used' }
            : { kind: 'found', found: decline(reasons[held.reason]), outcome: 'declined' }
        },
      )
      return found ?? (outcome === 'not admitted' ? (offer ?? decline(reasons.unclear)) : null)
    },
  })
}

function decline(because: string): Plan {
  return { kind: 'decline', because, instead: [] }
}
