/** When an event happened, and the buckets that moment is in. */
import { Temporal } from 'temporal-polyfill'
import type { ColumnType } from '../../catalog.ts'

/** Epoch milliseconds of an ISO 8601 text or of epoch seconds or milliseconds; null: it is none of these. */
export type ReadMoment = (value: unknown) => number | null

/** Epoch numbers below it are seconds (until the year 5138), others milliseconds (from 1973 on). */
const FIRST_MS = 1e11
/** The year 9999: what follows is microseconds, or nonsense. */
const LAST_MS = 253_402_300_800_000

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$/i
const epoch = /^\d{9,16}(?:\.\d+)?$/

/** A text without an offset is wall-clock time of the zone; a date alone is its midnight there. */
export function createReadMoment(zone: string): ReadMoment {
  // Events come in the order of time, more or less: the day of one is mostly that of the last.
  let knownDay = ''
  let knownStart = 0

  return function readMoment(value) {
    if (typeof value === 'number') return fromEpoch(value)
    if (typeof value !== 'string') return null
    const { length } = value
    if (
      (length === 20 || length === 24) &&
      value.charCodeAt(length - 1) === 90 &&
      value.startsWith(knownDay) &&
      knownDay
    ) {
      const time = timeOfDay(value, length)
      if (time >= 0) return knownStart + time
    }
    const moment = fromText(value, zone)
    if (moment !== null && length >= 20 && value.charCodeAt(10) === 84) {
      const start = Date.parse(`${value.slice(0, 10)}T00:00:00Z`)
      if (!Number.isNaN(start)) {
        knownDay = value.slice(0, 11)
        knownStart = start
      }
    }
    return moment
  }
}

/** Of `….THH:MM:SSZ` or `….THH:MM:SS.mmmZ`, in milliseconds; -1 when it is not written like that. */
function timeOfDay(text: string, length: number): number {
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return -1
  let ms = 0
  if (length === 24) {
    const tens = two(text, 20)
    const last = text.charCodeAt(22) - 48
    if (text.charCodeAt(19) !== 46 || tens < 0 || last < 0 || last > 9) return -1
    ms = tens * 10 + last
  }
  return ((hour * 60 + minute) * 60 + second) * 1000 + ms
}

/** Two digits; -1 when they are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

function fromEpoch(value: number): number | null {
  if (!Number.isFinite(value) || value < 0) return null
  const ms = Math.floor(value < FIRST_MS ? value * 1000 : value)
  return ms < LAST_MS ? ms : null
}

function fromText(text: string, zone: string): number | null {
  const found = iso.exec(text)
  if (!found) return epoch.test(text) ? fromEpoch(Number(text)) : null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', utc, sign, hours, minutes = '0'] =
    found
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  // A leap second is the first of the next minute.
  if (mo < 1 || mo > 12 || h > 24 || (h === 24 && (mi > 0 || s > 0)) || mi > 59 || s > 60) return null
  const start = Date.UTC(y, mo - 1, d)
  if (d < 1 || new Date(start).getUTCDate() !== d || y < 1000) return null
  const wall = start + ((h * 60 + mi) * 60 + s) * 1000 + Number(`${fraction}000`.slice(0, 3))
  if (utc !== undefined) return wall
  if (sign !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000
    return Number(hours) > 18 || Number(minutes) > 59 ? null : sign === '-' ? wall + offset : wall - offset
  }
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime().toZonedDateTime(zone)
    .epochMilliseconds
}

/** The beginning of the bucket that a moment is in, epoch milliseconds. */
export interface Buckets {
  minute(at: number): number
  hour(at: number): number
  day(at: number): number
}

/** No zone's clock changes within a quarter of an hour, so that each quarter has one answer. */
const QUARTER = 900_000
const MOST_KNOWN = 50_000

/** Hours and days are those of the zone, as `date_trunc(…, zone)` cuts them. */
export function createBuckets(zone: string): Buckets {
  const known = (begin: (at: number) => number) => {
    const found = new Map<number, number>()
    let lastQuarter = Number.NaN
    let lastBegin = 0
    return (at: number) => {
      const quarter = Math.floor(at / QUARTER)
      if (quarter === lastQuarter) return lastBegin
      let start = found.get(quarter)
      if (start === undefined) {
        if (found.size >= MOST_KNOWN) found.clear()
        start = begin(quarter * QUARTER)
        found.set(quarter, start)
      }
      lastQuarter = quarter
      lastBegin = start
      return start
    }
  }
  const zoned = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return {
    minute: (at) => Math.floor(at / 60_000) * 60_000,
    hour: known((at) => {
      const offset = zoned(at).offsetNanoseconds / 1e6
      return Math.floor((at + offset) / 3_600_000) * 3_600_000 - offset
    }),
    day: known((at) => zoned(at).startOfDay().epochMilliseconds),
  }
}

/** A moment as a column keeps it: wall-clock time or date of the zone, or the moment itself. */
export function createStamp(type: ColumnType, zone: string): (at: number) => string {
  if (type === 'timestamptz') return (at) => new Date(at).toISOString()
  return (at) => {
    const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()
    return type === 'date' ? wall.toPlainDate().toString() : wall.toString()
  }
}
