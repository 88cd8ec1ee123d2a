import type { Calm } from './calm.ts'
import { correlated, counted, kept, multiplied, times } from './calm.ts'
import type { Chance } from './chance.ts'
import { hill, wallClock } from './clock.ts'
import type { Zone } from './clock.ts'
import type { World } from './make-series.ts'

const shiftable = ['spike', 'drop', 'shift', 'ramp', 'outage', 'stuck', 'burst', 'phase'] as const

/** Shops and desks, an hour a row: orders, money, tickets, conversion. Some keep their own summer time. */
export const businessHours: World = {
  name: 'business, hourly',
  intervalSec: 3600,
  rows: 24 * 120,
  split: 24 * 30,
  kinds: shiftable,
  effect: 'times',
  ragged: 0.2,
  excused: isFeast,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    const week = weekOf(chance)
    const trend = chance.between(-0.15, 0.4) / at.length
    const feasting = chance.between(0.3, 1.6)
    const level = (atSec: number, row: number) => week(atSec) * (1 + trend * row) * (isFeast(atSec) ? feasting : 1)
    switch (chance.pick(['orders', 'money', 'desk', 'ratio'] as const)) {
      case 'orders': {
        const size = Math.exp(chance.between(2.5, 7))
        return counted(chance, at, (atSec, row) => size * level(atSec, row), {
          memory: 0.6,
          spread: chance.between(0.04, 0.12),
        })
      }
      case 'money': {
        const size = Math.exp(chance.between(6, 11))
        return multiplied(chance, at, (atSec, row) => size * level(atSec, row), {
          memory: 0.5,
          spread: chance.between(0.07, 0.2),
          tails: 8,
        })
      }
      case 'desk': {
        const size = chance.between(15, 120)
        const open = (atSec: number) => (wallClock(atSec, 'summer time').weekend ? 0.03 : 1)
        return counted(chance, at, (atSec, row) => size * level(atSec, row) * open(atSec), {
          memory: 0.4,
          spread: 0.15,
        })
      }
      case 'ratio': {
        const size = Math.exp(chance.between(4, 8))
        return ratio(chance, at, (atSec, row) => size * level(atSec, row))
      }
    }
  },
}

/** The same businesses a day a row, over a year and a half: weeks, month ends, summer. */
export const businessDays: World = {
  name: 'business, daily',
  intervalSec: 86_400,
  rows: 540,
  split: 90,
  kinds: ['spike', 'drop', 'shift', 'ramp', 'outage', 'stuck', 'burst'],
  effect: 'times',
  ragged: 0.15,
  excused: isFeast,
  calm(chance, start) {
    const at = times(start, this.rows, 86_400)
    const days = Array.from({ length: 7 }, (_, day) => (day > 4 ? chance.between(0.3, 1.4) : chance.between(0.9, 1.15)))
    const trend = chance.between(-0.3, 0.8) / at.length
    const summer = chance.between(-0.2, 0.2)
    const monthEnd = chance.odds(0.3) ? chance.between(1.1, 1.4) : 1
    const feasting = chance.between(0.3, 1.6)
    const level = (atSec: number, row: number) => {
      const { weekday, day } = wallClock(atSec, 0)
      const next = new Date((day + 2) * 86_400_000).getUTCDate()
      return (
        days[weekday]! *
        (1 + trend * row) *
        (1 + summer * Math.sin((2 * Math.PI * (day % 365.25)) / 365.25)) *
        (next <= 2 ? monthEnd : 1) *
        (isFeast(atSec) ? feasting : 1)
      )
    }
    const size = Math.exp(chance.between(4, 12))
    return chance.odds(0.5)
      ? counted(chance, at, (atSec, row) => size * level(atSec, row), {
          memory: 0.4,
          spread: chance.between(0.03, 0.1),
        })
      : multiplied(chance, at, (atSec, row) => size * level(atSec, row), {
          memory: 0.3,
          spread: chance.between(0.03, 0.15),
          tails: 8,
        })
  },
}

/** The height of each hour of a week, about 1 on the average. */
function weekOf(chance: Chance): (atSec: number) => number {
  const zone: Zone = chance.odds(0.4) ? 'summer time' : chance.whole(-8, 8)
  const noon = chance.between(10, 14)
  const evening = chance.between(18, 21.5)
  const [atNoon, atEvening, night] = [chance.between(0.5, 1.5), chance.between(0.2, 1.6), chance.between(0.05, 0.3)]
  const days = Array.from({ length: 7 }, (_, day) => (day > 4 ? chance.between(0.4, 1.3) : chance.between(0.9, 1.1)))
  const later = chance.between(0, 2)
  return (atSec) => {
    const { hour, weekday, weekend } = wallClock(atSec, zone)
    const shifted = weekend ? hour - later : hour
    return days[weekday]! * (night + atNoon * hill(shifted, noon, 3) + atEvening * hill(shifted, evening, 2))
  }
}

/** Successes over tries: the fewer tries, the wider. The tries come along as volume. */
function ratio(chance: Chance, at: readonly number[], visits: (atSec: number, row: number) => number): Calm {
  const share = chance.between(0.02, 0.3)
  const wander = correlated(chance, at.length, { memory: 0.9 })
  const volume = at.map((atSec, row) => Math.max(1, chance.poisson(visits(atSec, row))))
  const expected = at.map((_, row) => share * (1 + 0.03 * wander[row]!))
  const spread = expected.map((level, row) => Math.sqrt((level * (1 - level)) / volume[row]!) + 0.01 * level)
  const limits = [0, 1] as const
  const value = expected.map((level, row) => kept(chance.poisson(level * volume[row]!) / volume[row]!, limits, 5))
  return { at, expected, value, spread, limits, decimals: 5, volume }
}

/** Feast days on which business is its own: the year's turn, the end of November, the first of May. */
function isFeast(atSec: number): boolean {
  const day = Math.floor(atSec / 86_400)
  const known = feasts.get(day)
  if (known !== undefined) return known
  const date = new Date(atSec * 1000).toISOString().slice(5, 10)
  const is = ['01-01', '05-01', '11-24', '11-25', '12-24', '12-25', '12-26', '12-31'].includes(date)
  feasts.set(day, is)
  return is
}
const feasts = new Map<number, boolean>()
