/** A moment as files write it → epoch milliseconds. Wall-clock time without an offset is UTC. */

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const yearFirst =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i
const yearLast =
  /^(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(am|pm)?)?$/i
const monthOnly = /^(\d{4})-(0[1-9]|1[0-2])$/
const compactDay = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** Null when it is none. Epochs are told apart by their size: seconds, milliseconds, micro- or nanoseconds. */
export function readTime(text: string): number | null {
  const trimmed = text.trim()
  if (compactDay.test(trimmed)) {
    return moment([Number(trimmed.slice(0, 4)), Number(trimmed.slice(4, 6)), Number(trimmed.slice(6)), 0, 0, 0, 0], 0)
  }
  if (number.test(trimmed)) return epoch(Number(trimmed))
  const first = yearFirst.exec(trimmed)
  if (first) {
    const [, year, month, day, hour, minute, second, fraction, zone] = first
    return moment(parts(year, month, day, hour, minute, second, fraction), offset(zone))
  }
  const only = monthOnly.exec(trimmed)
  if (only) return Date.UTC(Number(only[1]), Number(only[2]) - 1)
  const last = yearLast.exec(trimmed)
  if (!last) return null
  const [, one, mark, other, year, hour, minute, second, fraction, half] = last
  // 31.12.2025 names the day first; 12/31/2025 the month, unless it cannot be one.
  const dayFirst = mark === '.' || Number(one) > 12
  const [month, day] = dayFirst ? [other, one] : [one, other]
  return moment(parts(year, month, day, halved(hour, half), minute, second, fraction), 0)
}

function epoch(value: number): number | null {
  const size = Math.abs(value)
  if (!Number.isFinite(value)) return null
  if (size < 1e11) return value * 1e3
  if (size < 1e14) return value
  if (size < 1e17) return value / 1e3
  return size < 1e20 ? value / 1e6 : null
}

type Parts = readonly [number, number, number, number, number, number, number]

function parts(...texts: readonly (string | undefined)[]): Parts {
  const [year, month, day, hour = 0, minute = 0, second = 0] = texts.slice(0, 6).map((each) => Number(each ?? 0))
  return [year!, month!, day!, hour, minute, second, Number(`0.${texts[6] ?? 0}`) * 1000]
}

function halved(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour
  return String((Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0))
}

function offset(zone: string | undefined): number {
  const named = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '')
  if (!named) return 0
  const minutes = Number(named[2]) * 60 + Number(named[3] ?? 0)
  return (named[1] === '-' ? -minutes : minutes) * 60_000
}

/** Null for days and hours that are not there, 31 February for one; 24:00 is the next midnight. */
function moment([year, month, day, hour, minute, second, ms]: Parts, offsetMs: number): number | null {
  if (hour > 24 || minute > 59 || second > 60) return null
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null
  return at.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offsetMs
}
