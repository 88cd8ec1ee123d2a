/** The planner that needs no model: tags, searches readings, keeps the best one that means something in the catalog. */
import { describe } from '../../../analytics/describe.ts'
import type { Catalog } from '../../../analytics/catalog.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { nameOf, type Lexicon } from '../../lexicon.ts'
import type { Plan, Planner, Question } from '../../plan.ts'
import { tokenize, type Token } from '../../text.ts'
import { assemble } from './assemble.ts'
import type { Draft, Fault } from './draft.ts'
import { finish } from './finish.ts'
import { segmentations } from './search.ts'
import { tag } from './tag.ts'

/** Readings looked at; the likeliest are among the first few. */
const readingsKept = 48
/** More words than this are no question. */
const mostWords = 120
/** Two readings nearer than this are as good as each other: the person chooses. */
const closeCall = 0.18

interface Candidate {
  readonly draft: Draft
  readonly total: number
  readonly query: KpiQuery
}

/** Reads English questions over one lexicon. Deterministic. */
export function createGrammarPlanner(lexicon: Lexicon): Planner {
  return { name: 'grammar', plan: async (question) => plan(question, lexicon) }
}

function plan(question: Question, lexicon: Lexicon): Plan {
  const tokens = tokenize(question.text.slice(0, 4000))
  if (tokens.length === 0) return { kind: 'decline', because: 'There is no question in that.', instead: [] }
  if (tokens.length > mostWords) return { kind: 'decline', because: 'That is too long for one question.', instead: [] }
  const drafts = segmentations(tokens, tag(tokens, lexicon), readingsKept)
    .map(({ items, score }) => {
      const draft = assemble(tokens, items, lexicon)
      return { draft, total: score + draft.fit }
    })
    .toSorted((one, other) => other.total - one.total)
  const found: Candidate[] = []
  let firstFault: { fault: Fault; total: number } | null = null
  for (const { draft, total } of drafts) {
    if (found.length > 0 && total < found[0]!.total - 1) break
    const finished = finish(draft, question.now, lexicon)
    if (finished.kind === 'fault') firstFault ??= { fault: finished.fault, total }
    else if (!found.some((other) => isSame(other.query, finished.query, lexicon.knowledge.catalog)))
      found.push({ draft, total, query: finished.query })
  }
  const [best, second] = found
  if (!best || best.draft.fit < -2.5) return explain(firstFault?.fault ?? { kind: 'no_measure' }, tokens, lexicon)
  const { catalog } = lexicon.knowledge
  if (second && best.total - second.total < closeCall)
    return {
      kind: 'clarify',
      ask: 'This can be read in more than one way. Which do you mean?',
      choices: found.slice(0, 4).map(({ query }) => ({ label: describe(query, catalog), query })),
      reading: best.draft.spans,
    }
  return {
    kind: 'query',
    query: best.query,
    reading: best.draft.spans,
    understood: describe(best.query, catalog),
    wish: best.draft.chart ? { kind: best.draft.chart } : null,
  }
}

/** Counting the rows of a view is what a KPI that counts them does. */
function isSame(one: KpiQuery, other: KpiQuery, catalog: Catalog): boolean {
  const plain = (query: KpiQuery) =>
    JSON.stringify({ ...query, measures: query.measures.map((measure) => rowsCounted(measure, catalog) ?? measure) })
  return plain(one) === plain(other)
}

function rowsCounted(measure: KpiQuery['measures'][number], catalog: Catalog): string | null {
  if (measure.kind === 'records') return measure.view
  const kpi = measure.kind === 'kpi' && !measure.aggregation ? catalog.kpis.get(measure.kpi) : undefined
  const counts =
    kpi?.measure.kind === 'simple' &&
    kpi.measure.aggregation === 'count' &&
    kpi.measure.column === null &&
    kpi.measure.where.size === 0
  return counts ? kpi.view : null
}

function explain(fault: Fault, tokens: readonly Token[], lexicon: Lexicon): Plan {
  void tokens
  const { catalog } = lexicon.knowledge
  const kpis = [...catalog.kpis.values()].slice(0, 3).map((kpi) => kpi.label)
  switch (fault.kind) {
    case 'unknown': {
      const near = lexicon.near(fault.text).map((named) => nameOf(named).replaceAll('_', ' '))
      return {
        kind: 'decline',
        because: `I don't know what "${fault.text}" means here.${near.length > 0 ? ` The nearest I have: ${near.join(', ')}.` : ''}`,
        instead: kpis,
      }
    }
    case 'no_measure':
      return { kind: 'decline', because: 'I did not find a figure of this catalog in that.', instead: kpis }
    case 'unsupported':
      return { kind: 'decline', because: fault.because, instead: kpis }
  }
}
