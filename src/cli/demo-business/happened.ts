/** What happens in the business on a day: what was to happen anyway, with what somebody caused. */
import type { Business } from './business.ts'
import { withCausedOrders, withCausedSessions } from './caused.ts'
import type { Day } from './day.ts'
import { ordersOf, type Order } from './orders.ts'
import { sessionsOf, visitsOfSessions, type Session } from './sessions.ts'
import { visitsOf, type Visits } from './visits.ts'

export function ordersOn(business: Business, day: Day): readonly Order[] {
  return withCausedOrders(business, day, ordersOf(business, day))
}

/** Visits by hour; those of hours in which something was caused are counted from their sessions. */
export function visitsOn(business: Business, day: Day): readonly Visits[] {
  const rows = visitsOf(business, day, ordersOf(business, day))
  if (!business.caused.some(({ from, to }) => from < day.to && to > day.from)) return rows
  return day.hours.flatMap(({ from: hour }) => {
    const ofHour = rows.filter((row) => row.hour === hour)
    const isTouched = business.caused.some(({ from, to }) => from < hour + 3_600_000 && to > hour)
    if (!isTouched) return ofHour
    const counted = visitsOfSessions(hour, sessionsIn(business, ofHour, hour))
    const empty = ofHour.filter(
      (row) => !counted.some((each) => each.region === row.region && each.device === row.device),
    )
    return [...counted, ...empty]
  })
}

/** The sessions of one hour of a day. */
export function sessionsOn(business: Business, day: Day, hour: number): readonly Session[] {
  const rows = visitsOf(business, day, ordersOf(business, day)).filter((row) => row.hour === hour)
  return sessionsIn(business, rows, hour)
}

function sessionsIn(business: Business, rows: readonly Visits[], hour: number): readonly Session[] {
  return withCausedSessions(
    business,
    rows.flatMap((row) => sessionsOf(business.seed, row)),
    hour,
  )
}
