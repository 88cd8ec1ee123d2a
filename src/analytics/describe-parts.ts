/** What the clauses of a sentence of understanding are made from, and the names in them. */
import type { Catalog, View } from './catalog.ts'
import type { Axis, KpiQuery, RowField } from './kpi-query.ts'
import { axisName } from './kpi-query-meaning.ts'
import type { Measured } from './measured.ts'
import { partWords } from './words/en.ts'
import { lowerFirst } from './words/letters.ts'

export interface About {
  readonly query: KpiQuery
  readonly catalog: Catalog
  readonly views: readonly View[]
  readonly found: readonly Measured[]
  readonly locale: string
  readonly now: Date | undefined
  /** Whether the other period is cut to the time elapsed of this one. */
  readonly isElapsed: boolean
}

export function axisInWords(axis: Axis, views: readonly View[]): string {
  switch (axis.kind) {
    case 'dimension':
      return dimensionInWords(axis.dimension, views)
    case 'part':
      return partWords[axis.part]
    case 'periods':
      return axisName(axis)
  }
}

export function dimensionInWords(name: string, views: readonly View[]): string {
  const label = views[0]?.dimensions.get(name)?.label ?? name
  return lowerFirst(label)
}

export function fieldInWords(field: RowField, { catalog, views }: About): string {
  return field.kind === 'kpi'
    ? (catalog.kpis.get(field.kpi)?.label ?? field.kpi)
    : dimensionInWords(field.dimension, views)
}
