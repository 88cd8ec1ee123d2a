/** The planner that needs no model: tags, searches readings, keeps the best one that means something in the catalog. */
import type { ChartWish } from '../../../analytics/chart-kinds.ts'
import type { Catalog } from '../../../analytics/catalog.ts'
import { describe } from '../../../analytics/describe.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { carriedInWords } from '../../carried.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import type { Plan, Planner, Question } from '../../plan.ts'
import { wordsOf } from '../../abbreviations.ts'
import type { Token } from '../../text.ts'
import { alertPlan } from '../../rules/alerts.ts'
import { assemble } from './assemble.ts'
import { choicesFor } from './choices.ts'
import { commandOf } from './commands.ts'
import { confidenceOf } from './confidence.ts'
import type { Draft, Fault } from './draft.ts'
import { finish } from './finish.ts'
import { refuseAtOnce, smallTalk } from './at-once.ts'
import { refuse, refuseFuture } from './refuse.ts'
import { chosen, isCutOff, joinedTexts, withoutLeaning } from './open-turn.ts'
import { isSameQuery } from './same-measure.ts'
import { segmentations } from './search.ts'
import { tag } from './tag.ts'
import { followUp } from './thread.ts'
import { standsNot } from './lean.ts'
import { answersBehind } from './turn-draft.ts'
import { asksWhatMoved } from './what-moved.ts'

/** Readings looked at; the likeliest are among the first few. */
const readingsKept = 48
/** Faulty readings finished before giving up. */
const readingsTried = 24
/** More words than this are no question. */
const mostWords = 100
/** Two readings nearer than this are as good as each other: the person chooses. */
const closeCall = 0.18
/** How much less likely than a reading that cannot be answered another may be and still be answered. */
const mostLost = 0.4
/** A reading whose parts fit worse than this is a guess. */
const leastFit = -2

/** A follow-up that asks for what was just answered is hardly what was said. */
const nothingNew = 0.5

interface Candidate {
  readonly items: readonly Item[]
  readonly draft: Draft
  readonly isFollowUp: boolean
  readonly total: number
  readonly query: KpiQuery
}

/** A reading that cannot be answered, and why. */
interface Faulty {
  readonly fault: Fault
  readonly draft: Draft
  readonly total: number
}

/** Reads English questions over one lexicon. Deterministic. */
export function createGrammarPlanner(lexicon: Lexicon): Planner {
  return { name: 'grammar', plan: async (question) => plan(question, lexicon) }
}

function plan(question: Question, lexicon: Lexicon): Plan {
  // What is longer than this is refused, and the refusal needs no more than the beginning.
  const tokens = wordsOf(question.text.slice(0, 2_000), lexicon)
  if (question.text.trim() === '') return { kind: 'command', name: 'help', arguments: {}, reading: [] }
  if (tokens.length === 0) return { kind: 'decline', because: 'There is no question in that.', instead: [] }
  if (tokens.length > mostWords || question.text.length > 2_000)
    return { kind: 'decline', because: 'That is too long for one question. Ask for one thing at a time.', instead: [] }
  const before = answersBehind(question.thread).at(-1)?.query ?? null
  return (
    smallTalk(tokens) ??
    alertPlan(question, tokens, lexicon) ??
    commandOf(tokens, lexicon, before) ??
    refuseAtOnce(tokens, lexicon, before !== null) ??
    chosen(question, tokens, lexicon) ??
    readTogether(question, tokens, lexicon) ??
    read(question, tokens, lexicon)
  )
}

/** A reply to "which do you mean?" that completes the question it replies to. */
function readTogether(question: Question, tokens: readonly Token[], lexicon: Lexicon): Plan | null {
  const made = joinedTexts(question, tokens, lexicon).map((text) => {
    const plan = read({ ...question, text, thread: question.thread.slice(0, -1) }, wordsOf(text, lexicon), lexicon)
    return plan.kind === 'query' || plan.kind === 'clarify' ? { ...plan, readAs: text } : plan
  })
  return made.find(({ kind }) => kind === 'query') ?? made.find(({ kind }) => kind === 'clarify') ?? null
}

/** The likeliest reading of a question that means something in the catalog and the thread. */
function read(question: Question, tokens: readonly Token[], lexicon: Lexicon): Plan {
  const answers = answersBehind(question.thread)
  const before = answers.at(-1)?.query ?? null
  const cutOff = before !== null && isCutOff(question.thread, lexicon)
  const drafts = segmentations(tokens, tag(tokens, lexicon, before), readingsKept)
    .map(({ items, score }) => {
      const said = assemble(tokens, items, lexicon)
      const continued = cutOff ? null : followUp(said, answers, lexicon)
      return {
        items,
        draft: continued ?? (cutOff ? withoutLeaning(said) : null) ?? alone(said),
        isFollowUp: continued !== null,
        total: score + said.fit + (before !== null && said.spans.some(({ as }) => as === 'thread') ? 0.4 : 0),
      }
    })
    .toSorted((one, other) => other.total - one.total)
  const found: Candidate[] = []
  const faults: Faulty[] = []
  for (const [tried, said] of drafts.entries()) {
    const { draft, total } = said
    if (found.length > 0 ? total < found[0]!.total - 1 : tried >= readingsTried) break
    const finished = finish(draft, question.now, lexicon)
    if (finished.kind === 'fault') faults.push({ fault: finished.fault, draft, total })
    else if (!found.some((other) => isSameQuery(other.query, finished.query, lexicon.knowledge.catalog)))
      found.push({
        ...said,
        total: total - (saysNothingNew(draft, finished.query) ? nothingNew : 0),
        query: finished.query,
      })
  }
  const [worst = null] = faults
  const ranked = found.toSorted((one, other) => other.total - one.total)
  const [best] = ranked
  // What was most likely said cannot be answered: an answer to something less likely would be one to another question.
  const isSecondBest = best && faults.some((other) => isRatherSaid(other, best))
  if (best && !isSecondBest && best.draft.fit >= leastFit) {
    const isOther = worst && worst.total > best.total - closeCall && takesValueOtherwise(worst.draft, best.draft)
    const rival = worst && isOther ? choicesFor(worst.draft, worst.fault, question.now, lexicon) : null
    if (rival) return askBoth(best, rival, lexicon)
    return (
      refuseFuture(tokens, best.query, question.now, lexicon) ?? answer(best, ranked, worst?.total ?? null, lexicon)
    )
  }
  if (!worst) return refuse({ kind: 'no_measure' }, null, tokens, lexicon)
  // What lacks its figure is not what was said where another reading has one.
  const meant = (worst.fault.kind === 'no_measure' && faults.find(({ fault }) => fault.kind === 'no_group')) || worst
  const choices = choicesFor(meant.draft, meant.fault, question.now, lexicon)
  if (choices) return { kind: 'clarify', ...choices, reading: meant.draft.spans }
  return refuse(meant.fault, meant.draft, tokens, lexicon)
}

/** Whether two readings take the same words as members of different dimensions. */
function takesValueOtherwise(one: Draft, other: Draft): boolean {
  const values = (draft: Draft) => draft.spans.filter(({ as }) => as === 'value')
  return values(one).some((said) =>
    values(other).some(
      ({ from, to, means }) => from === said.from && to === said.to && means.split('=')[0] !== said.means.split('=')[0],
    ),
  )
}

/** What can be answered, and the ways to complete a reading just as likely that lacks something. */
function askBoth(
  best: Candidate,
  { ask, choices }: NonNullable<ReturnType<typeof choicesFor>>,
  lexicon: Lexicon,
): Plan {
  const first = { label: describe(best.query, lexicon.knowledge.catalog), query: best.query }
  const others = choices.filter(({ label }) => label !== first.label)
  return { kind: 'clarify', ask, choices: [first, ...others].slice(0, 4), reading: best.draft.spans }
}

/** Faults of a reading that is meant: what is asked back is about it, not about a lesser reading. */
const asksBack: ReadonlySet<Fault['kind']> = new Set(['no_group', 'which_draft', 'which_measure', 'which_part'])

/** Whether a question is rather what cannot be answered, which is so much likelier, than what can. */
function isRatherSaid({ fault, draft, total }: Faulty, best: Candidate): boolean {
  const likelier = total - best.total
  if (fault.kind === 'masked') return likelier > 0
  if (fault.kind !== 'unsupported') return asksBack.has(fault.kind) && likelier > mostLost
  // Leaving out a figure, by taking it for no more than the name of a view, is no better way to read it.
  const leavesOut = best.draft.spans.some(
    ({ as, from }) => as === 'view' && draft.spans.some((other) => other.as === 'measure' && other.from === from),
  )
  return likelier > mostLost && (!fault.isNoReading || leavesOut)
}

function saysNothingNew({ kept, chart, lean }: Draft, query: KpiQuery): boolean {
  return kept !== null && chart === null && lean.how !== 'back' && JSON.stringify(kept.query) === JSON.stringify(query)
}

/** What only means something after another question cannot be on its own. */
function alone(draft: Draft): Draft {
  if (asksWhatMoved(draft)) return { ...draft, form: { kind: 'drivers' } }
  const fault = draft.fault ?? standsNot(draft.lean)
  const unknown = fault?.kind === 'unknown' && draft.unknown.length === 0 ? [fault.text] : draft.unknown
  return { ...draft, fault, unknown }
}

/** `refused`: how likely the likeliest reading was that cannot be answered. */
function answer(best: Candidate, found: readonly Candidate[], refused: number | null, lexicon: Lexicon): Plan {
  const { catalog } = lexicon.knowledge
  const close = found.filter(({ total }) => best.total - total < closeCall)
  const choices = close
    .map(({ query }) => ({ label: describe(query, catalog), query }))
    .filter(({ label }, at, all) => all.findIndex((other) => other.label === label) === at)
  if (choices.length > 1)
    return {
      kind: 'clarify',
      ask: 'This can be read in more than one way. Which do you mean?',
      choices: choices.slice(0, 4),
      reading: best.draft.spans,
    }
  return {
    kind: 'query',
    query: best.query,
    reading: best.draft.spans,
    understood: describe(best.query, catalog),
    wish: wishOf(best.draft),
    confidence: confidenceOf({
      items: best.items,
      fit: best.draft.fit,
      ahead: found[1] ? best.total - found[1].total : null,
      behind: refused === null ? null : refused - best.total,
      isFollowUp: best.isFollowUp,
    }),
    ...carriedBy(best, catalog),
  }
}

/** What a follow-up says of the turn it leans on. */
function carriedBy({ draft, query }: Candidate, catalog: Catalog): { readonly carried?: string } {
  if (!draft.kept || draft.lean.how === 'back') return {}
  const said = carriedInWords(draft.kept.query, query, catalog)
  const drivers = draft.lean.why ? 'this shows which members moved it; the cause itself is not in the data' : ''
  const carried = [said, drivers].filter((each) => each !== '').join('; ')
  return carried === '' ? {} : { carried }
}

function wishOf({ chart, colour, panels }: Draft): ChartWish | null {
  if (chart === null && colour === null && panels === null) return null
  return { ...(chart && { kind: chart }), ...(colour && { colour }), ...(panels && { panels }) }
}
