import { Temporal } from 'temporal-polyfill'
import { CommandFailed } from './exit.ts'

/** A time of day with `Z` or an offset behind it. */
const withOffset = /[t ]\d{2}.*(z|[+-]\d{2}(:?\d{2})?)$/i

/** The moment an ISO text means; without an offset it is wall-clock time of `zone`. Without a text, now. */
export function momentOf(text: string | null, zone: string): Date {
  if (text === null) return new Date()
  try {
    const instant = withOffset.test(text)
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
    return new Date(instant.epochMilliseconds)
  } catch (cause) {
    throw new CommandFailed(2, `"${text}" is no moment; write 2026-11-21T14:05 or 2026-11-21T14:05:00+01:00`, { cause })
  }
}
