/** What the grain that a view is kept by allows. */
import { GRAINS, type Grain, type TimeColumn, type View } from '../analytics/catalog.ts'
import type { KpiQuery, Period } from '../analytics/kpi-query.ts'
import { local, startOf } from '../analytics/period.ts'
import { tomorrow, type Clock } from './calendar.ts'

interface Timed {
  readonly period?: Period | undefined
  readonly compare?: KpiQuery['compare']
}

/** A view kept by month cannot answer for a week: its figures stand at the first of each month. A sentence for people, or null. */
export function unevenFault({ period, compare }: Timed, view: View, time: TimeColumn, clock: Clock): string | null {
  const isEven = (at: string) => startOf(time.grain, local(at), clock).equals(local(at))
  for (const stretch of [period, compare?.period]) {
    if (!stretch) continue
    const { from, to, through } = stretch
    const isOpen = through !== undefined || to.slice(0, 10) > tomorrow(clock)
    const isEnd = isOpen || stretch === compare?.period
    if ((!isEven(from) && from !== clock.historyFrom) || (!isEven(to) && !isEnd))
      return `${view.label} is kept by ${time.grain}, so a period of it starts and ends with a whole ${time.grain}.`
  }
  return null
}

/** The grain wanted, or the view's when that is coarser. */
export function finest(wanted: Grain, time: TimeColumn): Grain {
  return GRAINS.indexOf(wanted) < GRAINS.indexOf(time.grain) ? time.grain : wanted
}
