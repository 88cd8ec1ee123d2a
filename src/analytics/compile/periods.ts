/** Which stretch of time each era of a query reads. */
import type { TimeColumn, View } from '../catalog.ts'
import type { Period } from '../kpi-query.ts'
import { local, print } from '../period.ts'
import { firstWholeOf, laterOf } from './before.ts'
import { timeIn, type Era, type Layout } from './layout.ts'

/** Undefined: all there is. */
export function periodOfEra(layout: Layout, era: Era, view: View): Period | undefined {
  const { query, catalog, before, history, time } = layout
  if (!query.period) return undefined
  if (era !== 'previous')
    return soFar({ ...query.period, from: before?.value ?? query.period.from }, timeIn(layout, view))
  const { period } = query.compare!
  const from = before?.previous ?? period.from
  // A bucket that the beginning of the data cuts is nothing to compare with.
  const first = time && firstWholeOf(query, time.grain, catalog, view, history)
  return { ...period, from: first ? laterOf(from, first) : from }
}

/** A period that is still going on holds what has been up to now: there may be rows of what is planned. */
export function soFar(period: Period, time: TimeColumn): Period {
  if (period.through === undefined) return period
  const now = local(period.through)
  const end = print(time.type === 'date' ? now.round({ smallestUnit: 'day', roundingMode: 'ceil' }) : now)
  return laterOf(end, period.to) === end ? period : { ...period, to: end }
}
