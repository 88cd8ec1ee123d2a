/** Which series and views rules mean. Pure. */
import type { Catalog, View } from '../../catalog.ts'
import { isWatchable } from '../live-parts.ts'
import { sliceKey, WATCHED_GRAINS, type WatchedSlice } from '../rule.ts'
import type { KeptRule } from '../store/rules.ts'

/** Whether a rule is about a slice. */
export function means(watched: WatchedSlice, slice: string): boolean {
  if (watched.kind !== 'each') return sliceOf(watched) === slice
  const names = Object.keys(JSON.parse(slice) as object)
  return names.length === 1 && names[0] === watched.dimension
}

export function sliceOf(watched: Exclude<WatchedSlice, { kind: 'each' }>): string {
  return watched.kind === 'whole' ? '{}' : sliceKey(watched.members)
}

/** Views that rules watch and streams feed. */
export function watchedViews({ catalog }: { readonly catalog: Catalog }, rules: readonly KeptRule[]): readonly View[] {
  const names = new Set(
    rules.flatMap(({ rule }) => {
      const kpi = catalog.kpis.get(rule.kpi)
      return kpi && WATCHED_GRAINS.includes(rule.grain) && isWatchable(kpi, rule.grain, catalog) ? [kpi.view] : []
    }),
  )
  return [...catalog.views.values()].filter(({ name }) => names.has(name))
}
