/** Whether a figure over many buckets or members means something. Null, or one sentence for people. */
import type { Grain, View } from './catalog.ts'
import { dimensionFault, isFiner, noTime } from './kpi-query-filter-faults.ts'
import { timeOf } from './kpi-query-meaning.ts'
import type { KpiQuery, Over } from './kpi-query.ts'
import { holdsOne } from './over.ts'

export function overFault(query: KpiQuery, shape: Over, views: readonly View[]): string | null {
  if (query.share || query.window)
    return 'A figure over many buckets or members has no shares, running totals or moving averages.'
  if (query.compare && query.grain)
    return 'A figure over many buckets or members is compared for the whole period, or shown over time, not both.'
  const { each } = shape
  if (each.kind === 'bucket') return bucketFault(query, each.grain, views)
  if (query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === each.dimension))
    return `"${each.dimension}" cannot be both what is broken down by and what is summed up.`
  return dimensionFault(each.dimension, views)
}

function bucketFault(query: KpiQuery, grain: Grain, views: readonly View[]): string | null {
  for (const view of views) {
    const time = timeOf(query, view)
    if (!time) return noTime(query, view)
    if (isFiner(grain, time.grain))
      return `${view.label} is kept by ${time.grain}, so there is no figure for each ${grain}.`
  }
  if (query.grain && (query.grain === grain || isFiner(query.grain, grain)))
    return `A ${query.grain} does not hold whole ${grain}s to make one figure of.`
  return holdsOne(query, grain) ? null : `The period is shorter than one ${grain}.`
}
