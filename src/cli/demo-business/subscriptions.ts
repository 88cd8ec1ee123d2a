/** The state of the subscriptions at the end of each day, by plan and country. */
import type { Business } from './business.ts'
import { addDays, dayOf, type Day } from './day.ts'
import { randomFor } from './random.ts'
import { growthOn } from './seasons.ts'
import { COUNTRIES, PLANS } from './world.ts'

export interface Snapshot {
  readonly date: string
  readonly plan: string
  readonly country: string
  readonly active: number
  readonly started: number
  readonly cancelled: number
  /** Monthly recurring revenue. */
  readonly mrrCents: number
}

const DAY = 86_400_000

/** `started - cancelled` is exactly what `active` moved since the day before. */
export function snapshotsOf(business: Business, day: Day): readonly Snapshot[] {
  const random = randomFor(`${business.seed}:${day.date}:subscriptions`)
  const before = dayOf(addDays(day.date, -1))
  const spike = business.incidents.find((each) => each.kind === 'churn_spike')
  return PLANS.flatMap((plan) =>
    COUNTRIES.map((country) => {
      const isHit = spike !== undefined && (spike.members['plan'] ?? []).includes(plan.name)
      const extra = isHit ? plan.churnPerDay * (spike.factor - 1) : 0
      const activeOn = (on: Day) => {
        const hitDays = isHit ? clamp((on.to - spike.from) / DAY, 0, (spike.to! - spike.from) / DAY) : 0
        const size = (plan.active * country.weight * business.scale) / 100
        return Math.round(size * growthOn(on) ** 2 * (1 - extra * hitDays))
      }
      const [active, previous] = [activeOn(day), activeOn(before)]
      const isSpiking = isHit && day.from < spike.to! && day.to > spike.from
      const leaving = random.poisson(previous * (plan.churnPerDay + (isSpiking ? extra : 0)))
      const started = Math.max(0, active - previous + leaving)
      return {
        date: day.date,
        plan: plan.name,
        country: country.code,
        active,
        started,
        cancelled: started - (active - previous),
        mrrCents: active * Math.round(plan.monthly * 100),
      }
    }),
  )
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
