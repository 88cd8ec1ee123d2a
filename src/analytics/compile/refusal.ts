/** What is sound as a query and still cannot be computed truthfully. */
import type { Catalog } from '../catalog.ts'
import { GRAINS } from '../catalog.ts'
import { countBuckets, reachOf, wholeOf, type History } from '../buckets.ts'
import type { KpiQuery, Period } from '../kpi-query.ts'
import { coarsestOf, hasElapsed } from '../like-with-like.ts'
import { isShareOfWhole, viewsOfQuery } from '../kpi-query-meaning.ts'
import { eachGrain } from '../over.ts'
import { isAdditive, measured, partsOfMeasured, type Measured } from '../measured.ts'
import { sentence } from '../words/en.ts'
import { beginningRefusal } from './beginnings.ts'

/** The most rows that a compiled query may give. */
const MOST_ROWS = 10_000
/** The most buckets that are listed inside a statement, which has 64 KB. */
export const MOST_LISTED = 4_000

/** Null when the query can be compiled, else why not. */
export function refusal(query: KpiQuery, catalog: Catalog, history: History): string | null {
  for (const measure of query.measures) {
    const found = measured(measure, catalog)
    if ('because' in found) return found.because
    const because = shareRefusal(query, found) ?? windowRefusal(query, found) ?? elapsedRefusal(query, found, catalog)
    if (because) return because
  }
  const late = beginningRefusal(query, catalog, history)
  if (late) return late
  const views = viewsOfQuery(query, catalog)
  const period = query.period ?? wholeOf(reachOf(query, views, history), catalog.timezone)
  return period && bucketRefusal(query, period)
}

/** What has only just begun has nothing whole to compare; a level has its last value all the same. */
function elapsedRefusal(query: KpiQuery, found: Measured, catalog: Catalog): string | null {
  const each = eachGrain(query)
  if ((!query.compare && !each) || hasElapsed(query, catalog)) return null
  if (each) return sentence.noneOver(found.label, each)
  if (partsOfMeasured(found).every(({ measure }) => measure.aggregation === 'last')) return null
  return sentence.justBegun(found.label, coarsestOf(query, catalog))
}

function shareRefusal(query: KpiQuery, found: Measured): string | null {
  if (!query.share) return null
  const { value } = found
  const parts = partsOfMeasured(found)
  const ofWhole = isShareOfWhole(query)
  if (query.window && !ofWhole) return `A running total or moving average of ${found.label} has no shares.`
  if (value.kind !== 'ratio' && parts.every(({ measure }) => isAdditive(measure.aggregation))) return null
  const adds = value.kind === 'simple' ? value.part.measure.aggregation : null
  const overTime =
    query.by.length === 0 ? query.grain !== undefined : query.by.some((axis) => axis.kind !== 'dimension')
  if (adds === 'last' && (!overTime || ofWhole)) return null
  if (adds === 'count_distinct' && ofWhole) return null
  if (adds === 'count_distinct')
    return `${found.label} counts what differs, and the same one can be in several groups, so they do not add up to a whole.`
  if (adds === 'last')
    return `${found.label} is a level, not a flow: its values at different times do not add up to a whole.`
  return `${found.label} of the groups does not add up to that of the whole, so it has no shares.`
}

function windowRefusal(query: KpiQuery, found: Measured): string | null {
  if (!query.window) return null
  const parts = partsOfMeasured(found)
  const adds = parts.every((part) => isAdditive(part.measure.aggregation))
  if (query.window.kind === 'running_total') {
    if (found.value.kind !== 'ratio' && adds) return null
    return `${found.label} cannot be added up over time, so it has no running total.`
  }
  if (found.value.kind !== 'ratio' || adds) return null
  return `${found.label} is a ratio of figures that cannot be added up over time, so it has no moving average.`
}

function bucketRefusal(query: KpiQuery, period: Period): string | null {
  const each = eachGrain(query)
  const grain = each ?? query.grain
  if (!grain) return null
  const count = countBuckets(period, grain)
  const most = query.window || each || query.shape.kind === 'count_buckets' ? MOST_LISTED : MOST_ROWS
  if (count <= most) return null
  const coarser = GRAINS.slice(GRAINS.indexOf(grain) + 1).find((candidate) => countBuckets(period, candidate) <= most)
  return `That would be about ${count.toLocaleString('en')} ${grain}s, more than fit an answer; ask by ${coarser ?? 'year'}, or for a shorter period.`
}
