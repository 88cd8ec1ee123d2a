/** What a wall clock shows at a moment, and the shapes that days have. */
export interface Wall {
  /** 0 to 24, with fraction. */
  readonly hour: number
  /** Monday is 0. */
  readonly weekday: number
  readonly weekend: boolean
  /** Days since the epoch, in local time. */
  readonly day: number
}

/** Hours ahead of UTC, or a zone with summer time as in the European Union. */
export type Zone = number | 'summer time'

export function wallClock(atSec: number, zone: Zone): Wall {
  const offset = zone === 'summer time' ? (isSummer(atSec) ? 2 : 1) : zone
  const local = atSec + offset * 3600
  const day = Math.floor(local / 86_400)
  const weekday = (((day + 3) % 7) + 7) % 7
  return { hour: (local - day * 86_400) / 3600, weekday, weekend: weekday > 4, day }
}

/** A hill around an hour of the day, 1 at its top; midnight does not cut it. */
export function hill(hour: number, top: number, widthHours: number): number {
  const away = Math.abs(((hour - top + 36) % 24) - 12)
  return Math.exp(-0.5 * (away / widthHours) ** 2)
}

const turns = new Map<number, readonly [number, number]>()

function isSummer(atSec: number): boolean {
  const year = Math.floor(1970 + atSec / 31_556_952)
  let turn = turns.get(year)
  if (!turn) turns.set(year, (turn = [lastSunday(year, 2), lastSunday(year, 9)]))
  return atSec >= turn[0] && atSec < turn[1]
}

/** 01:00 UTC on the last Sunday of a month of 31 days. */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1) / 1000
  return last - new Date(last * 1000).getUTCDay() * 86_400
}
