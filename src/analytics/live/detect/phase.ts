/** Where in the local day and week a moment lies; days of 23 and 25 hours keep their slots. */

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY
/** 1970-01-01 was a Thursday: three days after Monday's midnight. */
export const MONDAY = 3 * DAY

/** A moment → local wall-clock time, as milliseconds since a Monday's midnight. The zone's offset is looked up once an hour of data. */
export function localTime(zone: string): (at: number) => number {
  if (zone === 'UTC' || zone === 'Etc/UTC') return (at) => at + MONDAY
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  let hour = Number.NaN
  let offset = 0
  return (at) => {
    // Zones change their offset at quarters of an hour of UTC, nearly always at full hours.
    const quarter = Math.floor(at / (HOUR / 4))
    if (quarter !== hour) {
      hour = quarter
      offset = offsetOf(format, quarter * (HOUR / 4))
    }
    return at + offset + MONDAY
  }
}

function offsetOf(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - at
}

/** The remainder that is never negative. */
export function within(value: number, length: number): number {
  const rest = value % length
  return rest < 0 ? rest + length : rest
}
