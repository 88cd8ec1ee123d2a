/** What people say of alerts, read as a command: nothing is dropped, nothing is guessed; the rest is asked back. */
import type { Lexicon } from '../lexicon.ts'
import type { Plan, Question, Reading } from '../plan.ts'
import type { Token } from '../text.ts'
import { askBack } from './ask-back.ts'
import { draftOf } from './draft.ts'
import { isGrammar } from './grammar.ts'
import { isOfThePast, openedBy } from './openers.ts'
import { placesOf, piecesOf, type Sentence } from './pieces.ts'
import { readRule } from './read.ts'
import { nothingSaid } from './said-rule.ts'
import { draftInWords } from './understood.ts'

/** Longer sentences are no rules. */
const mostWords = 80

/** The plan of a sentence about alerts; null when it is none. */
export function alertPlan({ text }: Question, tokens: readonly Token[], lexicon: Lexicon): Plan | null {
  if (tokens.length > mostWords) return null
  const sentence: Sentence = { text, tokens, lexicon }
  return made(sentence)
}

function made(sentence: Sentence): Plan | null {
  const { tokens, lexicon } = sentence
  const { catalog } = lexicon.knowledge
  const opened = openedBy(placesOf(sentence), tokens, lexicon)
  if (!opened) return null
  const { rest, tell, isWeak, needsCondition } = opened
  if (isWeak && isOfThePast(tokens, rest)) return null
  const said = nothingSaid()
  if (opened.fault) said.faults.push(opened.fault)
  readRule(sentence, piecesOf(sentence, rest, isGrammar), said)
  // "Tell me when sales are best" is a question: nothing of it is a rule.
  if (
    isWeak &&
    (said.kpis.length === 0 || said.conditions.length === 0 || said.faults.some(({ kind }) => kind === 'period'))
  )
    return null
  const drafted = draftOf(said, catalog, { tell, needsCondition })
  if (drafted.kind === 'fault') return askBack(drafted.fault, said, { sentence, tell, needsCondition })
  return {
    kind: 'command',
    name: 'alerts',
    arguments: {},
    alerts: { kind: 'make', draft: drafted.draft },
    understood: draftInWords(drafted.draft, catalog),
    reading: [...commandSpans(tokens, rest), ...said.spans],
  }
}

/** The words around those that say what is watched. */
function commandSpans(tokens: readonly Token[], [from, to]: readonly [number, number]): Reading {
  const span = (first: number, last: number): Reading =>
    first < last ? [{ from: tokens[first]!.from, to: tokens[last - 1]!.to, as: 'command', means: 'alert' }] : []
  return [...span(0, from), ...span(to, tokens.length)]
}
