/** Periods that begin before the data does: what is said of them, and which comparisons they rule out. */
import { isKnownSince, reachOf, type History } from '../buckets.ts'
import type { Catalog } from '../catalog.ts'
import type { KpiQuery, Period } from '../kpi-query.ts'
import { viewsOfQuery } from '../kpi-query-meaning.ts'
import { measured, partsOfMeasured } from '../measured.ts'
import { local, startOf } from '../period.ts'
import { momentInWords, periodInWords } from '../words/dates.ts'
import { sentence } from '../words/en.ts'

/**
 * `the data begins on Mon 21 Oct 2024`, for each view in which a period of the query begins earlier; without a period from
 * when to when there is data.
 */
export function beginningNotes(query: KpiQuery, catalog: Catalog, history: History): string[] {
  const views = viewsOfQuery(query, catalog)
  return views.flatMap((view) => {
    const { from: first, to: last } = reachOf(query, [view], history)
    const label = views.length > 1 ? view.label : null
    if (!query.period && first && last) return [sentence.dataReaches(dayOf(first), dayOf(last), label)]
    const isLate = [query.period, query.compare?.period].some((period) => period && beginsIn(period, first))
    if (!isLate || first === undefined) return []
    return [sentence.dataBegins(dayOf(first), label)]
  })
}

/** Whole periods compare only with whole ones. A level is exempt: its value at the end says nothing of the beginning. */
export function beginningRefusal(query: KpiQuery, catalog: Catalog, history: History): string | null {
  const { period, compare, grain } = query
  if (!period || !compare) return null
  for (const view of viewsOfQuery(query, catalog)) {
    const first = reachOf(query, [view], history).from
    if (first === undefined) continue
    const isFlow = flowsOf(query, catalog).has(view.name)
    const about = { label: view.label, day: dayOf(first) }
    if (isOver(compare.period, first, query, catalog))
      return sentence.nothingBefore({ ...about, period: periodInWords(compare.period) })
    // Bucket by bucket, those before the data stand beside nothing.
    if (isFlow && !grain && beginsIn(compare.period, first))
      return sentence.notWhole({ ...about, period: periodInWords(compare.period) })
    const isBucketwise = grain !== undefined && compare.period.from < period.from
    if (isFlow && !isBucketwise && beginsIn(period, first))
      return sentence.notWhole({ ...about, period: periodInWords(period) })
  }
  return null
}

function beginsIn(period: Period, first: string | undefined): boolean {
  return !isKnownSince(period.from, first)
}

/** Whether a period holds no whole bucket that there is data for. */
function isOver(period: Period, first: string, query: KpiQuery, catalog: Catalog): boolean {
  const [end, start] = [local(period.to), local(first)]
  if (end.toString() <= start.toString()) return true
  return (
    query.grain !== undefined &&
    beginsIn(period, first) &&
    startOf(query.grain, end.subtract({ seconds: 1 }), catalog).toString() < start.toString().slice(0, 10)
  )
}

/** The views of which something is added up or averaged over the period. */
function flowsOf(query: KpiQuery, catalog: Catalog): ReadonlySet<string> {
  const parts = query.measures.flatMap((measure) => {
    const found = measured(measure, catalog)
    return 'because' in found ? [] : partsOfMeasured(found)
  })
  return new Set(parts.filter(({ measure }) => measure.aggregation !== 'last').map(({ view }) => view.name))
}

function dayOf(moment: string): string {
  return momentInWords(moment.slice(0, 10))
}
