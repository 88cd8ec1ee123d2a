/** KPIs whose figures go on changing after their time: refunds come days after the order that they are counted at. */
import type { Catalog, Kpi } from './catalog.ts'
import { reachOf, type History } from './buckets.ts'
import { viewsOfQuery } from './kpi-query-meaning.ts'
import type { KpiQuery } from './kpi-query.ts'
import { kpisOf } from './measured.ts'
import { local } from './period.ts'
import { sentence } from './words/en.ts'

/** Whether figures up to `to` are final, where there is data up to `newest`: wall-clock times of one zone. */
export function isSettled({ settlesMs }: Pick<Kpi, 'settlesMs'>, to: string, newest: string | null): boolean {
  if (settlesMs === 0) return true
  if (newest === null) return false
  return local(to).add({ milliseconds: settlesMs }).toString() <= local(newest).toString()
}

/** Clauses that say which figures of a query are not final yet. */
export function settledNotes(query: KpiQuery, catalog: Catalog, history: History): readonly string[] {
  const { to: newest } = reachOf(query, viewsOfQuery(query, catalog), history)
  const { period } = query
  if (newest === undefined || !period) return []
  return [...new Set(query.measures.flatMap(kpisOf))].flatMap((name) => {
    const kpi = catalog.kpis.get(name)
    return kpi && !isSettled(kpi, period.to, newest) ? [sentence.notFinal(kpi.label, lengthOf(kpi.settlesMs))] : []
  })
}

const HOUR_MS = 3_600_000

function lengthOf(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  const [count, unit] = hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
