/** The figures of a catalog that an everyday word may mean. */
import type { Kpi, View } from '../analytics/catalog.ts'
import type { Lexicon } from './lexicon.ts'
import { keyOf, stemsOf, tokenize } from './text.ts'
import type { Subject } from './words/en-everyday.ts'

/** A figure, or a number that each record carries. */
export type Figured =
  | { readonly kind: 'kpi'; readonly kpi: string }
  | { readonly kind: 'dimension'; readonly dimension: string }

/** What a subject is called here: by name if there is one, else by unit; only where one of these views has it, when there are any. */
export function figuresOf(subject: Subject, views: readonly View[], lexicon: Lexicon): readonly Figured[] {
  const { kpis } = lexicon.knowledge.catalog
  for (const [at, tier] of subject.names.entries()) {
    const found = namedAs(tier, views, lexicon)
    if (found.length > 0) return found
    const told = at === 0 ? toldByUnit(subject, views, kpis) : []
    // A delay is a time too: where the view also keeps a length, either may be meant.
    if (told.length > 0) return [...told, ...namedAs(subject.names[1] ?? [], views, lexicon)]
  }
  return views.length === 1 ? onlyOneCalled(subject, views, kpis) : []
}

/** "Most expensive" where training cost is the only cost of the view. */
function onlyOneCalled({ names }: Subject, views: readonly View[], kpis: ReadonlyMap<string, Kpi>): readonly Figured[] {
  for (const tier of names) {
    const heads = new Set(tier.map(keyOf))
    const found = [...kpis.values()].filter(
      (kpi) =>
        isHere(kpi, views) &&
        kpi.measure.kind === 'simple' &&
        kpi.measure.where.size === 0 &&
        [kpi.label, ...kpi.synonyms].some((text) => heads.has(stemsOf(text).at(-1) ?? '')),
    )
    if (found.length === 1) return [{ kind: 'kpi', kpi: found[0]!.name }]
  }
  return []
}

function namedAs(tier: readonly string[], views: readonly View[], lexicon: Lexicon): readonly Figured[] {
  const { kpis } = lexicon.knowledge.catalog
  const found: Figured[] = []
  for (const name of tier)
    for (const { named, fit: howWell } of lexicon.names(tokenize(name))) {
      // The last word of a longer name is not what it is called.
      if (howWell < 0.8) continue
      const figured = asFigure(named, lexicon)
      const fits =
        figured?.kind === 'kpi'
          ? isHere(kpis.get(figured.kpi)!, views)
          : figured !== null && lexicon.viewsOf(figured.dimension).some((view) => views.includes(view))
      if (figured && fits && !found.some((other) => JSON.stringify(other) === JSON.stringify(figured)))
        found.push(figured)
    }
  const asKpis = found.filter((figure) => figure.kind === 'kpi')
  const levels = asKpis.filter((figure) => figure.kind === 'kpi' && isLevel(kpis.get(figure.kpi)!))
  const numbers = found.filter(({ kind }) => kind === 'dimension')
  // How far one is, is no sum of all distances.
  if (levels.length === 0 && numbers.length > 0) return numbers
  return asKpis.length > 0 ? asKpis : found
}

function toldByUnit({ units, isToldByUnit }: Subject, views: readonly View[], kpis: ReadonlyMap<string, Kpi>) {
  if (units === null || !isToldByUnit || views.length === 0) return []
  return [...kpis.values()]
    .filter((kpi) => isHere(kpi, views) && units.test(kpi.unit) && isLevel(kpi))
    .map(({ name }): Figured => ({ kind: 'kpi', kpi: name }))
}

function isHere(kpi: Kpi, views: readonly View[]): boolean {
  return views.length === 0 || views.some(({ name }) => name === kpi.view)
}

function asFigure(named: ReturnType<Lexicon['names']>[number]['named'], lexicon: Lexicon): Figured | null {
  if (named.kind === 'kpi') return { kind: 'kpi', kpi: named.kpi }
  if (named.kind !== 'dimension') return null
  const isNumber = lexicon
    .viewsOf(named.dimension)
    .some((view) => view.dimensions.get(named.dimension)?.type === 'number')
  return isNumber ? { kind: 'dimension', dimension: named.dimension } : null
}

/** A figure that says how much each one has, no total of all. */
function isLevel({ measure }: Kpi): boolean {
  return measure.kind === 'ratio' || !['sum', 'count', 'count_distinct', 'last'].includes(measure.aggregation)
}
