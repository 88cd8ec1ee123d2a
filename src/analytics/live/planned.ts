/** Whether something is on the calendar that a series is known to move by: it is judged mildly then, and teaches nothing. */
import { Temporal } from 'temporal-polyfill'
import { eventsAbout, type CalendarEvent } from '../calendar-events.ts'
import type { Catalog } from '../catalog.ts'
import { holidaysIn } from '../holidays.ts'
import type { WatchParts } from './watch/parts.ts'

/** Stretches of time that are remembered; thousands of series ask about the same ones. */
const mostRemembered = 20_000

/**
 * A public holiday of the catalog's calendar on the day on which the stretch begins, or an event in it that is about everything, or
 * about no more than the series is: a promotion of one region is no news of the whole.
 */
export function plannedBy(
  { calendar, timezone }: Pick<Catalog, 'calendar' | 'timezone'>,
  known: () => readonly CalendarEvent[],
): WatchParts['isPlanned'] {
  const days = new Map<string, boolean>()
  const stretches = new Map<string, { readonly isHoliday: boolean; readonly events: readonly CalendarEvent[] }>()
  let events: readonly CalendarEvent[] = []

  function isHoliday(from: number): boolean {
    if (calendar.holidays.length === 0) return false
    const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timezone).toPlainDate()
    const key = day.toString()
    const found =
      days.get(key) ?? holidaysIn({ from: key, to: day.add({ days: 1 }).toString() }, calendar.holidays).length > 0
    days.set(key, found)
    return found
  }

  return (from, to, members) => {
    if (known() !== events || stretches.size > mostRemembered) {
      events = known()
      stretches.clear()
    }
    const key = `${from} ${to}`
    const stretch = stretches.get(key) ?? {
      isHoliday: isHoliday(from),
      events: eventsAbout(events, { from, to }, {}),
    }
    stretches.set(key, stretch)
    return (
      stretch.isHoliday ||
      stretch.events.some((event) => Object.entries(event.members).every(([name, member]) => members[name] === member))
    )
  }
}
