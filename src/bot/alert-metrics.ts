/** How alerts do, in Prometheus metrics: read when they are printed. */
import { Gauge, type Registry } from 'prom-client'
import type { PlaceDay } from '../analytics/live/store/alert-figures.ts'

/** Gives what sets them; null: they cannot be read now. */
export function createAlertMetrics(register: Registry): (days: readonly PlaceDay[] | null) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['place'], registers: [register] })
  const posted = gauge('tidings_alerts_posted', 'Alerts posted in a place in the last 24 hours')
  const judged = gauge('tidings_alerts_judged', 'Verdicts of people on them')
  const useful = gauge('tidings_alerts_useful', 'Of these verdicts, those that found them useful')
  return function set(days) {
    for (const each of [posted, judged, useful]) each.reset()
    for (const { place, alerts, votes, useful: found } of days ?? []) {
      posted.inc({ place }, alerts)
      judged.inc({ place }, votes)
      useful.inc({ place }, found)
    }
  }
}
