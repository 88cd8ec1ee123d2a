import { Temporal } from 'temporal-polyfill'
import { CommandFailed } from './exit.ts'

/** The moment an ISO text means; without an offset it is wall-clock time of `zone`. Without a text, now. */
export function momentOf(text: string | null, zone: string): Date {
  if (text === null) return new Date()
  try {
    const hasOffset = /(Z|[+-]\d{2}(:?\d{2})?)(\[.*\])?$/i.test(text) && text.includes('T')
    const instant = hasOffset
      ? Temporal.Instant.from(text.replace(/\[.*$/, ''))
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
    return new Date(instant.epochMilliseconds)
  } catch (cause) {
    throw new CommandFailed(2, `"${text}" is no moment; write 2026-11-21T14:05 or 2026-11-21T14:05:00+01:00`, { cause })
  }
}
