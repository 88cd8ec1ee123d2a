/** What of a catalog is nearest to words that it does not know, for "did you mean". */
import type { Catalog, Dimension, Kpi, View } from '../analytics/catalog.ts'
import { tokenize } from './text.ts'
import { functionWords } from './words/en.ts'

/** Less alike than this is not alike. */
const leastAlike = 0.55
/** A word that only the description has. */
const described = 0.6

/** Labels of up to three KPIs and dimensions that share a word with these, or are spelled much like it; the nearest first. */
export function nearNames(text: string, catalog: Catalog): readonly string[] {
  const wanted = wordsOf(text)
  const found: { label: string; score: number }[] = []
  const consider = (one: Kpi | Dimension) => {
    const score = likenessTo(wanted, one)
    if (score >= leastAlike && !found.some(({ label }) => label === one.label)) found.push({ label: one.label, score })
  }
  for (const kpi of catalog.kpis.values()) consider(kpi)
  for (const view of catalog.views.values())
    for (const dimension of view.dimensions.values()) if (!dimension.masked) consider(dimension)
  return found
    .toSorted((one, other) => other.score - one.score)
    .slice(0, 3)
    .map(({ label }) => label)
}

/** `by region, channel or status`: what a view's figures can be broken down by, at most so many. */
export function someDimensions(view: View, most = 6): readonly string[] {
  return [...view.dimensions.values()]
    .filter(({ masked }) => !masked)
    .slice(0, most)
    .map(({ label }) => label.toLowerCase())
}

function likenessTo(wanted: readonly string[], { name, label, synonyms, description }: Kpi | Dimension): number {
  const named = [name, label, ...synonyms].flatMap(wordsOf)
  const about = wordsOf(description)
  let best = 0
  for (const word of wanted) {
    if (named.includes(word)) return 1
    if (about.includes(word)) best = Math.max(best, described)
    for (const other of named) best = Math.max(best, likeness(word, other))
  }
  return best
}

function wordsOf(text: string): readonly string[] {
  return tokenize(text.replaceAll('_', ' ')).flatMap(({ word, stem }) =>
    functionWords.has(word) || stem.length < 3 ? [] : [stem],
  )
}

/** Dice's coefficient of letter pairs. */
function likeness(one: string, other: string): number {
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < one.length; at++) pairs.add(one.slice(at, at + 2))
  let shared = 0
  for (let at = 0; at + 1 < other.length; at++) if (pairs.has(other.slice(at, at + 2))) shared++
  return (2 * shared) / (one.length + other.length - 2)
}
