/** What is asked back where words about alerts leave something open, with whole sentences that say it. */
import type { Plan, Saying } from '../plan.ts'
import type { Tell } from './command.ts'
import { draftOf } from './draft.ts'
import { askOf } from './asked.ts'
import type { Fault } from './faults.ts'
import type { Sentence } from './pieces.ts'
import { nothingSaid, type SaidRule } from './said-rule.ts'
import { draftInWords } from './understood.ts'
import { timedKpis, waysOut } from './ways-out.ts'

interface Asked {
  readonly sentence: Sentence
  readonly tell: Tell
  readonly needsCondition: boolean
}

/** A question back about this fault. */
export function askBack(fault: Fault, said: SaidRule, asked: Asked): Plan {
  const { catalog } = asked.sentence.lexicon.knowledge
  const asking = { catalog, text: asked.sentence.text }
  const sentences = waysOut(fault, said, asking).flatMap(({ label, said: other }) => {
    const made = draftOf(other, catalog, { tell: asked.tell, needsCondition: asked.needsCondition })
    return made.kind === 'draft' ? [{ label, text: draftInWords(made.draft, catalog) }] : []
  })
  const telling = sentences.filter(({ text }, at) => sentences.findIndex((other) => other.text === text) === at)
  return {
    kind: 'clarify',
    ask: askOf(fault, asking),
    choices: [],
    sentences: (telling.length > 0 ? telling : examples(said, asked)).slice(0, 4),
    reading: whole(asked.sentence),
  }
}

/** A question back about alerts that are there. */
export function askWhich(fault: Fault, sentence: Sentence): Plan {
  return {
    kind: 'clarify',
    ask: askOf(fault, { catalog: sentence.lexicon.knowledge.catalog, text: sentence.text }),
    choices: [],
    sentences: [{ label: 'List the alerts', text: 'List the alerts' }],
    reading: whole(sentence),
  }
}

/** Rules that the catalog allows, on what was named where something was. */
function examples({ kpis }: SaidRule, { sentence, tell }: Asked): readonly Saying[] {
  const { catalog } = sentence.lexicon.knowledge
  const [named] = kpis.flat().flatMap((kpi) => catalog.kpis.get(kpi) ?? [])
  return (named ? [named] : timedKpis(catalog, 2)).flatMap((kpi) => {
    const made = draftOf({ ...nothingSaid(), kpis: [[kpi.name]] }, catalog, { tell, needsCondition: false })
    return made.kind === 'draft' ? [{ label: kpi.label, text: draftInWords(made.draft, catalog) }] : []
  })
}

function whole({ tokens, text }: Sentence) {
  return [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'command' as const, means: text }]
}
