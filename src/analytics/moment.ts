/** Moments as people type them at a command or send them with a question. */
import { Temporal } from 'temporal-polyfill'

/** A time of day with `Z` or an offset behind it. */
const withOffset = /[t ]\d{2}.*(z|[+-]\d{2}(:?\d{2})?)$/i

/** How a moment is written, for sentences that say what to do. */
export const momentForms = '2026-11-21T14:05 or 2026-11-21T14:05:00+01:00'

/** The moment an ISO text means; without an offset it is wall-clock time of `zone`. Throws RangeError of what is none. */
export function readMoment(text: string, zone: string): Date {
  const instant = withOffset.test(text)
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
  return new Date(instant.epochMilliseconds)
}
