/** Whether what is normal is known yet for the series of a rule, and else from when on. */
import type { Catalog } from '../catalog.ts'
import type { Store } from '../store/store.ts'
import { liveParts } from './live-parts.ts'
import { asksForNormal } from './rules/play.ts'
import type { Rule } from './rule.ts'
import { readStates, readSummaries } from './store/detectors.ts'
import { grainMs } from './watch/clock.ts'
import { openDetector } from './watch/learn.ts'
import { means } from './watch/means.ts'
import { newSeries, type Summary } from './watch/series.ts'

export type Ready =
  | { readonly kind: 'ready' }
  /** Before it only bounds and silence are told; `at` is when it is known at the earliest. */
  | { readonly kind: 'from'; readonly at: Date }
  /** Nothing has come yet that it could be learnt from. */
  | { readonly kind: 'unknown' }

/** Of many members as many are looked at; their states are large. */
const mostLookedAt = 20

/** Of "each member" it is ready when any member is. A rule that does not ask for what is normal always is. */
export async function readyFrom(store: Store, catalog: Catalog, rule: Rule): Promise<Ready> {
  const kpi = catalog.kpis.get(rule.kpi)
  const parts = kpi && liveParts(kpi, catalog)
  if (!asksForNormal(rule)) return { kind: 'ready' }
  if (!kpi || !parts) return { kind: 'unknown' }
  const { grain } = rule
  const known = (await readSummaries(store, [kpi.name], grain)).filter(({ slice }) => means(rule.slice, slice))
  const hasRange = ({ state }: { readonly state: unknown }) => ((state as Summary | null)?.outlooks.length ?? 0) > 0
  if (known.some(hasRange)) return { kind: 'ready' }
  const zone = catalog.views.get(kpi.view)?.time?.zone ?? catalog.timezone
  const states = await readStates(store, grain, known.slice(0, mostLookedAt))
  const moments = states.flatMap(({ slice, upto, state }) => {
    const detector = openDetector(newSeries(kpi, parts, { slice, grain }), zone, state)
    return detector ? [upto.getTime() + Math.max(1, detector.wanting()) * grainMs[grain]] : []
  })
  return moments.length === 0 ? { kind: 'unknown' } : { kind: 'from', at: new Date(Math.min(...moments)) }
}
