/** The questions behind an alert, as queries like any other: how its KPI went until then, and what moved it. */
import { Temporal } from 'temporal-polyfill'
import { GRAINS, type Catalog, type Grain } from '../analytics/catalog.ts'
import type { Known } from '../analytics/knowledge.ts'
import { parseKpiQuery, type KpiQuery, type KpiQueryInput } from '../analytics/kpi-query.ts'
import type { IncidentContent } from '../analytics/live/incident.ts'
import { plus, print, startOf } from '../analytics/period.ts'
import { driversQuery } from '../analytics/why/drivers-query.ts'
import { askedOf } from '../analytics/why/of-incident.ts'

/** Two days of hours, a month of days: enough to see what is usual. */
const shown: Partial<Record<Grain, number>> = { minute: 120, hour: 48, day: 30 }
const shownOfOthers = 12

/** The KPI of the slice by time, up to and with the bucket of the alert. Null where these rights do not admit it. */
export function courseQuery({ kpi, members, grain, bucket, asOf }: IncidentContent, catalog: Catalog): KpiQuery | null {
  const view = catalog.views.get(catalog.kpis.get(kpi)?.view ?? '')
  if (!view?.time) return null
  const { zone, grain: kept } = view.time
  const unit = GRAINS.indexOf(grain) < GRAINS.indexOf(kept) ? kept : grain
  const wall = (moment: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDateTime()
  const to = plus(startOf(unit, wall(bucket), catalog), 1, unit)
  const now = wall(asOf)
  const isGoingOn = Temporal.PlainDateTime.compare(now, to) < 0
  const input: KpiQueryInput = {
    measures: [{ kind: 'kpi', kpi }],
    grain: unit,
    period: {
      from: print(plus(to, -(shown[unit] ?? shownOfOthers), unit)),
      to: print(to),
      zone,
      ...(isGoingOn && { through: print(now) }),
    },
    filters: Object.entries(members).map(([dimension, member]) => ({
      kind: 'members',
      dimension,
      include: true,
      values: [member],
    })),
  }
  const parsed = parseKpiQuery(input, catalog)
  return parsed.ok ? parsed.query : null
}

/** What moved it; else why that cannot be asked, in a sentence. */
export function causeQuery(
  content: IncidentContent,
  catalog: Catalog,
  values: Known['values'],
): { readonly query: KpiQuery } | { readonly because: string | null } {
  const asked = askedOf(content, catalog)
  if (!asked) return { because: null }
  const looked = driversQuery(asked, catalog, values)
  return looked.kind === 'query' ? { query: looked.query } : { because: looked.because }
}
