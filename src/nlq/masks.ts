/** Columns that the catalog masks for anybody: no words lead to their values, whoever asks. */
import type { Catalog, View } from '../analytics/catalog.ts'
import type { Lexicon } from './lexicon.ts'
import type { Reading } from './plan.ts'

/** The catalog as words may use it: what it masks for some is masked for all. */
export function forWords(catalog: Catalog): Catalog {
  const masked = (view: View): View => ({
    ...view,
    dimensions: new Map(
      [...view.dimensions].map(([name, one]) => [name, one.indexed || one.masked ? one : { ...one, masked: true }]),
    ),
  })
  return { ...catalog, views: new Map([...catalog.views].map(([name, view]) => [name, masked(view)])) }
}

/** The label of a masked dimension that a reading holds; null when there is none. */
export function maskedIn(reading: Reading, lexicon: Lexicon): string | null {
  for (const { as, means } of reading) {
    if (as !== 'dimension' && as !== 'value') continue
    const [name = ''] = as === 'value' ? means.split(/[=~]/) : [means]
    const having = lexicon.viewsOf(name).map((view) => view.dimensions.get(name)!)
    if (having.length > 0 && having.every(({ masked }) => masked)) return having[0]!.label
  }
  return null
}
