/** What people say of alerts, read as a command: nothing is dropped, nothing is guessed; the rest is asked back. */
import { choiceOf } from '../chosen.ts'
import { wordsOf } from '../abbreviations.ts'
import type { KpiQuery } from '../../analytics/kpi-query.ts'
import type { Lexicon } from '../lexicon.ts'
import type { Plan, Question, Reading, Turn } from '../plan.ts'
import type { Token } from '../text.ts'
import { askBack, askWhich } from './ask-back.ts'
import type { AlertCommand } from './command.ts'
import { commandInWords } from './commanded.ts'
import { draftOf } from './draft.ts'
import { isGrammar } from './grammar.ts'
import { managed, type Open } from './manage.ts'
import { isOfThePast, openedBy } from './openers.ts'
import { piecesOf, placesOf, type Piece, type Sentence } from './pieces.ts'
import { readRule } from './read.ts'
import { nothingSaid, type SaidRule } from './said-rule.ts'
import { draftInWords } from './understood.ts'

/** Longer sentences are no rules. */
const mostWords = 80

/** The plan of a sentence about alerts; null when it is none. */
export function alertPlan(question: Question, tokens: readonly Token[], lexicon: Lexicon): Plan | null {
  if (tokens.length === 0 || tokens.length > mostWords) return null
  const last = question.thread.at(-1)
  return (
    chosen(question, tokens, lexicon) ??
    read(question, tokens, lexicon, openIn(question.thread), last?.query ?? null) ??
    joined(last, question, lexicon)
  )
}

function read(
  { text, now }: Question,
  tokens: readonly Token[],
  lexicon: Lexicon,
  open: Open | null,
  before: KpiQuery | null,
): Plan | null {
  const sentence: Sentence = { text, tokens, lexicon }
  const places = placesOf(sentence)
  const wall = { now, zone: lexicon.knowledge.catalog.timezone }
  const done = managed(sentence, places, wall, open)
  if (done?.kind === 'command') return planOf(done.command, sentence, whole(tokens))
  const plan = made(sentence, places, before)
  return done && plan?.kind !== 'command' ? askWhich(done.fault, sentence) : plan
}

function made(sentence: Sentence, places: readonly Piece[], before: KpiQuery | null): Plan | null {
  const { tokens, lexicon } = sentence
  const { catalog } = lexicon.knowledge
  const opened = openedBy(places, tokens, lexicon)
  if (!opened) return null
  const { rest, tell, isWeak, needsKpi, needsCondition } = opened
  if (isWeak && isOfThePast(tokens, rest)) return null
  const said = nothingSaid()
  if (opened.fault) said.faults.push(opened.fault)
  said.severity = opened.severity
  said.openedFor = opened.named
  readRule(sentence, piecesOf(sentence, rest, isGrammar), said)
  // "Tell me when sales are best" is a question: nothing of it is a rule.
  const isRule =
    said.kpis.length > 0 && said.conditions.length > 0 && said.faults.every(({ kind }) => kind !== 'period')
  if (isWeak && !isRule) return null
  pointAt(before, said, sentence)
  if (needsKpi && said.kpis.length === 0) return null
  const drafted = draftOf(said, catalog, { tell, needsCondition })
  if (drafted.kind === 'fault') return askBack(drafted.fault, said, { sentence, tell, needsCondition })
  return planOf({ kind: 'make', draft: drafted.draft }, sentence, [...commandSpans(tokens, rest), ...said.spans])
}

/** "Percentage points", "the second", after a question back about an alert. */
function chosen({ now, thread }: Question, tokens: readonly Token[], lexicon: Lexicon): Plan | null {
  const sentences = thread.at(-1)?.sentences ?? []
  const at = choiceOf(
    tokens,
    sentences.map(({ label }) => label),
  )
  const sentence = at === null ? undefined : sentences[at]
  if (!sentence) return null
  const plan = read({ text: sentence.text, now, thread: [] }, wordsOf(sentence.text, lexicon), lexicon, null, null)
  return plan?.kind === 'command' ? { ...plan, reading: whole(tokens) } : null
}

/** What completes the sentence that was asked back about: "alert me", "when revenue falls 20 %". */
function joined(last: Turn | undefined, { text, now }: Question, lexicon: Lexicon): Plan | null {
  if (!last?.sentences) return null
  const both = `${last.text} ${text}`
  const plan = read({ text: both, now, thread: [] }, wordsOf(both, lexicon), lexicon, null, null)
  return plan?.kind === 'command' ? { ...plan, reading: whole(wordsOf(text, lexicon)) } : null
}

/** The alert that the last turns were about. */
function openIn(thread: readonly Turn[]): Open | null {
  const last = thread.findLastIndex(({ alerts }) => alerts?.kind !== 'list' && alerts?.kind !== 'fatigue')
  const said = thread[last]?.alerts
  if (last < 0 && thread.length > 0) return { kpi: null, isListed: true }
  if (!said || said.kind === 'end') return null
  let kpi: string | null = null
  for (const { alerts } of thread.slice(0, last + 1).toReversed()) {
    if (!alerts || kpi !== null) break
    kpi = kpiOf(alerts)
  }
  return { kpi, isListed: last < thread.length - 1 }
}

function kpiOf(command: AlertCommand): string | null {
  if (command.kind === 'make') return command.draft.kpi
  return 'which' in command && command.which.by === 'kpi' ? command.which.kpi : null
}

/** "Alert me when it falls": what the answer before was about, its filters too. */
function pointAt(before: KpiQuery | null, said: SaidRule, { tokens }: Sentence): void {
  const [measure, second] = before?.measures ?? []
  if (said.kpis.length > 0 || measure?.kind !== 'kpi' || measure.aggregation || second) return
  if (!tokens.some(({ word }) => pointing.has(word))) return
  const members = (before?.filters ?? []).map((filter) =>
    filter.kind === 'members' && filter.include && filter.values.length === 1
      ? { dimension: filter.dimension, value: filter.values[0]!, fit: 1 }
      : null,
  )
  // What no rule can watch is asked about.
  if (members.includes(null)) return
  said.kpis.push([measure.kpi])
  if (said.members.length === 0 && said.each === null)
    said.members.push(...members.flatMap((member) => (member ? [[member]] : [])))
}

const pointing = new Set(['it', 'this', 'that', 'they', 'these', 'those'])

function planOf(alerts: AlertCommand, { lexicon }: Sentence, reading: Reading): Plan {
  const { catalog } = lexicon.knowledge
  const understood = alerts.kind === 'make' ? draftInWords(alerts.draft, catalog) : commandInWords(alerts, catalog)
  return { kind: 'command', name: 'alerts', arguments: {}, alerts, understood, reading }
}

function whole(tokens: readonly Token[]): Reading {
  return [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'command', means: 'alerts' }]
}

/** The words around those that say what is watched. */
function commandSpans(tokens: readonly Token[], [from, to]: readonly [number, number]): Reading {
  return [tokens.slice(0, from), tokens.slice(to)].flatMap((words) => (words.length === 0 ? [] : whole(words)))
}
