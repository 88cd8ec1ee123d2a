/** Why an incident happened: its bucket held against the same bucket of the weeks before. */
import { Temporal } from 'temporal-polyfill'
import { GRAINS, type Catalog, type Grain } from '../catalog.ts'
import type { Explanation, IncidentContent } from '../live/incident.ts'
import { plus, print, startOf } from '../period.ts'
import type { Policy } from '../policy.ts'
import type { Why } from '../why.ts'
import type { WhyAsked } from './drivers-query.ts'

/** As much of an incident as its explanation goes by. */
type Told = Pick<IncidentContent, 'kpi' | 'members' | 'grain' | 'bucket' | 'isFilling' | 'asOf'>

/** Explains incidents under one policy; null where nothing can be said. */
export function createIncidentExplainer(why: Why, policy: Policy) {
  return async function explainIncident(incident: Told): Promise<Explanation | null> {
    const asked = askedOf(incident, policy.catalog)
    if (!asked) return null
    const found = await why(asked, policy)
    return found.kind === 'explained' ? found.explanation : null
  }
}

/**
 * The bucket of the incident, or the one of the view's that holds it where the view keeps time more coarsely. Of one that is
 * still filling as much as there is: whole hours of a day, else the usual in proportion to the time gone by.
 */
export function askedOf({ kpi, members, grain, bucket, isFilling, asOf }: Told, catalog: Catalog): WhyAsked | null {
  const view = catalog.views.get(catalog.kpis.get(kpi)?.view ?? '')
  if (!view?.time) return null
  const { zone, grain: kept } = view.time
  const unit = coarser(grain, kept)
  const wall = (moment: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDateTime()
  const from = startOf(unit, wall(bucket), catalog)
  const to = plus(from, 1, unit)
  const now = wall(asOf)
  const period = { from: print(from), to: print(to), zone }
  const filters = Object.entries(members).map(
    ([dimension, member]) => ({ kind: 'members', dimension, include: true, values: [member] }) as const,
  )
  const isWhole = (!isFilling && unit === grain) || Temporal.PlainDateTime.compare(now, to) >= 0
  if (isWhole) return { kpi, period, filters }
  if (unit !== kept && Temporal.PlainDateTime.compare(startOf(kept, now, catalog), from) > 0)
    return { kpi, period: { ...period, through: print(startOf(kept, now, catalog)) }, filters }
  const elapsed = from.until(now).total({ unit: 'second' }) / from.until(to).total({ unit: 'second' })
  return elapsed > 0 ? { kpi, period, filters, elapsed: Math.min(1, elapsed) } : null
}

function coarser(one: Grain, other: Grain): Grain {
  return GRAINS.indexOf(one) < GRAINS.indexOf(other) ? other : one
}
