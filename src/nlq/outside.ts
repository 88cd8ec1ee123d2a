/** Periods for which there is nothing. */
import type { View } from '../analytics/catalog.ts'
import type { KpiQuery, Period } from '../analytics/kpi-query.ts'

interface Timed {
  readonly period?: Period | undefined
  readonly compare?: KpiQuery['compare']
}

/** Why a view holds nothing for a period, or for the one it is compared with, in a sentence; null when it does. */
export function outsideOf(
  { period, compare }: Timed,
  view: View,
  history: { readonly from: string; readonly to: string } | undefined,
): string | null {
  if (!history) return null
  if (period && period.from > history.to)
    return `${view.label}: there is no data after ${history.to.slice(0, 10)}, so nothing for that period yet.`
  if (period && period.to <= history.from)
    return `${view.label}: the data begins on ${history.from.slice(0, 10)}, so there is nothing for that period.`
  return compare && compare.period.to <= history.from
    ? `${view.label}: the data begins on ${history.from.slice(0, 10)}, so there is nothing to compare with.`
    : null
}
