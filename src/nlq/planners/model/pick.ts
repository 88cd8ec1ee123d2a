/** What of a catalog bears on a question: KPIs and dimensions by their names, synonyms, definitions and values. */
import type { Dimension, Kpi, View } from '../../../analytics/catalog.ts'
import type { Lexicon } from '../../lexicon.ts'
import { nameOf } from '../../named.ts'
import { phraseMeanings } from '../../phrases.ts'
import { figuresOf } from '../../subjects.ts'
import { stemsOf } from '../../text.ts'
import { functionWords } from '../../words/en.ts'
import type { Asked } from './asked.ts'

export interface Picked {
  /** All KPIs, the likeliest first. */
  readonly kpis: readonly Kpi[]
  /** How many of them the question seems to speak of. */
  readonly near: number
  /** Dimension → values that the question seems to name. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** How much the question seems to speak of a dimension. */
  readonly weights: ReadonlyMap<string, number>
}

const weight = { name: 8, subject: 6, thread: 5, value: 4, sharedName: 3, sharedText: 1 }
const mostValues = 5

/** Scores the whole catalog against the question; its cost grows with the catalog, not with its values. */
export function pick(asked: Asked): Picked {
  const { lexicon } = asked
  const { catalog } = lexicon.knowledge
  const scores = new Map<string, number>()
  const add = (key: string, score: number) => scores.set(key, (scores.get(key) ?? 0) + score)
  const values = new Map<string, Set<string>>()
  for (const { named, value } of namedIn(asked)) {
    add(named, value === null ? weight.name : weight.value)
    if (value !== null) values.set(named, (values.get(named) ?? new Set()).add(value))
  }
  for (const name of spokenOf(asked)) add(`kpi ${name}`, weight.subject)
  for (const measure of asked.last?.measures ?? []) if (measure.kind === 'kpi') add(`kpi ${measure.kpi}`, weight.thread)
  const stems = new Set(asked.corrected.flatMap(({ word, stem }) => (functionWords.has(word) ? [] : [stem])))
  for (const kpi of catalog.kpis.values()) add(`kpi ${kpi.name}`, shared(kpi, stems))
  for (const view of catalog.views.values())
    for (const dimension of view.dimensions.values()) add(dimension.name, shared(dimension, stems))
  const ofView = (view: View) =>
    [...view.dimensions.keys()].reduce((sum, name) => sum + Math.min(scores.get(name) ?? 0, weight.name), 0)
  const viewScores = new Map([...catalog.views.values()].map((view) => [view.name, ofView(view)]))
  const scored = [...catalog.kpis.values()].map((kpi) => {
    const own = scores.get(`kpi ${kpi.name}`) ?? 0
    return { kpi, own, total: own + (viewScores.get(kpi.view) ?? 0) / 8 }
  })
  return {
    kpis: scored.toSorted((one, other) => other.total - one.total).map(({ kpi }) => kpi),
    near: scored.filter(({ own }) => own > 0).length,
    values: new Map([...values].map(([name, found]) => [name, [...found].slice(0, mostValues)])),
    weights: scores,
  }
}

interface NamedHere {
  /** `kpi NAME`, or the name of a dimension. */
  readonly named: string
  readonly value: string | null
}

/** What runs of the question's words are names or values of. */
function namedIn({ tokens, lexicon }: Asked): readonly NamedHere[] {
  const found: NamedHere[] = []
  const longest = Math.min(lexicon.longest, 6)
  for (let from = 0; from < tokens.length; from++)
    for (let to = Math.min(tokens.length, from + longest); to > from; to--) {
      const run = tokens.slice(from, to)
      if (run.length === 1 && functionWords.has(run[0]!.word)) continue
      for (const { named } of lexicon.names(run, true))
        found.push({ named: named.kind === 'kpi' ? `kpi ${named.kpi}` : nameOf(named), value: null })
      for (const { dimension, value } of lexicon.values(run, true))
        found.push({ named: dimension, value: String(value) })
      if (run.length === 1)
        for (const { dimension, value } of lexicon.valuesWith(run))
          found.push({ named: dimension, value: String(value) })
    }
  return found
}

/** The KPIs that everyday words speak of: sold, expensive. */
function spokenOf({ corrected, lexicon }: Asked): readonly string[] {
  return corrected.flatMap((token) =>
    phraseMeanings([token]).flatMap((meaning) =>
      'subject' in meaning && meaning.subject !== null ? kpisOf(meaning.subject, lexicon) : [],
    ),
  )
}

function kpisOf(subject: Parameters<typeof figuresOf>[0], lexicon: Lexicon): readonly string[] {
  return figuresOf(subject, [], lexicon).flatMap((figure) => (figure.kind === 'kpi' ? [figure.kpi] : []))
}

function shared({ name, label, synonyms, description }: Kpi | Dimension, stems: ReadonlySet<string>): number {
  const names = new Set([name, label, ...synonyms].flatMap(stemsOf))
  const text = new Set(stemsOf(description))
  let score = 0
  for (const stem of stems) score += names.has(stem) ? weight.sharedName : text.has(stem) ? weight.sharedText : 0
  return score
}
