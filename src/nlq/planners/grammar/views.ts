/** Which views a draft is about, and whether they have what it asks for. */
import type { Catalog, View } from '../../../analytics/catalog.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { kpisOf } from '../../../analytics/measured.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft } from './draft.ts'

/** The views that measures read, in their order. */
export function viewsOf(measures: readonly KpiQuery['measures'][number][], catalog: Catalog): readonly View[] {
  const names = measures.flatMap((measure) => {
    switch (measure.kind) {
      case 'kpi':
        return [catalog.kpis.get(measure.kpi)!.view]
      case 'ratio':
      case 'difference':
        return kpisOf(measure).map((kpi) => catalog.kpis.get(kpi)!.view)
      case 'records':
      case 'dimension':
        return [measure.view]
    }
  })
  return [...new Set(names)].map((name) => catalog.views.get(name)!)
}

/** The first dimension that one of the views lacks, as a sentence; null when they have all. */
export function missingDimension(draft: Draft, views: readonly View[]): string | null {
  const wanted = [
    ...draft.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : [])),
    ...draft.members.map(({ dimension }) => dimension),
    ...draft.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : [])),
  ]
  for (const view of views)
    for (const name of wanted)
      if (!view.dimensions.has(name) || view.dimensions.get(name)!.masked) {
        const offered = [...view.dimensions.values()]
          .filter(({ masked }) => !masked)
          .map((dimension) => dimension.label.toLowerCase())
        const members = draft.members.find(({ dimension }) => dimension === name)?.values.map(String) ?? []
        const label = name.replaceAll('_', ' ')
        const known = members.length > 0 ? `I know ${members.join(' and ')} as ${label}, and ` : ''
        return `${known}${view.label} cannot be broken down or filtered by ${label}; it has ${offered.join(', ') || 'no dimensions'}.`
      }
  return null
}

/** The number whose distribution is asked for; null when it is none of a single number. */
export function histogramOf(
  draft: Draft,
  lexicon: Lexicon,
):
  | {
      readonly view: View
      readonly field: { kind: 'kpi'; kpi: string } | { kind: 'dimension'; dimension: string; view?: string }
    }
  | { because: string }
  | null {
  const { catalog } = lexicon.knowledge
  const first = draft.measures[0]
  const axis = draft.by[0]
  if (draft.measures.length === 0 && draft.by.length === 1 && axis?.kind === 'dimension') {
    const views = lexicon
      .viewsOf(axis.dimension)
      .filter((view) => view.dimensions.get(axis.dimension)!.type === 'number')
    return views[0]
      ? {
          view: views[0],
          field: { kind: 'dimension', dimension: axis.dimension, ...(views.length > 1 ? { view: views[0].name } : {}) },
        }
      : null
  }
  if (first?.kind === 'dimension' || (first?.kind === 'records' && axis)) return null
  if (draft.by.length > 0 || draft.grain || draft.measures.length > 1) return null
  if (first?.kind !== 'kpi') return { because: 'A distribution needs a number that each record carries.' }
  const kpi = catalog.kpis.get(first.kpi)!
  if (kpi.measure.kind === 'ratio' || kpi.measure.column === null)
    return { because: `${kpi.label} is no number that each record carries, so it has no distribution.` }
  return { view: catalog.views.get(kpi.view)!, field: { kind: 'kpi', kpi: kpi.name } }
}
