import { correlated, counted, measured, multiplied, times } from './calm.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** The sea at a gauge, ten minutes a row: moon and sun, twice a day and once, and surges by the weather. */
export const tides: World = {
  name: 'tides, 10 min',
  intervalSec: 600,
  rows: 144 * 45,
  split: 144 * 16,
  kinds: ['spike', 'drop', 'shift', 'stuck', 'missing'],
  effect: 'plus',
  ragged: 0.3,
  calm(chance, start) {
    const at = times(start, this.rows, 600)
    const waves = [12.4206, 12, 23.9345, 25.8193].map((hours, index) => {
      const height = chance.between(0.5, 1) * [1.2, 0.5, 0.25, 0.2][index]!
      return { hours, height, from: chance.between(0, 2 * Math.PI) }
    })
    const surge = correlated(chance, at.length, { memory: 0.998 })
    const surges = chance.between(0.05, 0.2)
    const calm = measured(
      chance,
      at,
      (atSec, row) =>
        waves.reduce(
          (sum, { hours, height, from }) => sum + height * Math.cos((2 * Math.PI * atSec) / 3600 / hours + from),
          2.5 + surges * surge[row]!,
        ),
      { memory: 0.5, spread: () => 0.02 },
      { decimals: 3 },
    )
    return { ...calm, spread: calm.spread.map(() => 0.1 + surges * 0.5) }
  },
}

/** Power of the sun on a roof, a quarter of an hour a row: nothing at night, clouds by day. */
export const solar: World = {
  name: 'solar, 15 min',
  intervalSec: 900,
  rows: 96 * 60,
  split: 96 * 20,
  kinds: ['spike', 'drop', 'outage', 'stuck', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 900)
    const [most, half] = [chance.between(2, 200), chance.between(4.5, 7.5)]
    const weather = correlated(chance, at.length, { memory: 0.98 })
    const clouds = correlated(chance, at.length, { memory: 0.7 })
    const sun = (atSec: number) => Math.max(0, Math.cos(((wallClock(atSec, 1).hour - 12.5) / half) * (Math.PI / 2)))
    const isDay = (atSec: number) => Math.abs(wallClock(atSec, 1).hour - 12.5) < half
    const clear = at.map((atSec) => (isDay(atSec) ? most * sun(atSec) : 0))
    const value = clear.map(
      (power, row) => Math.round((power * 100) / (1 + Math.exp(-1.5 - 1.3 * weather[row]! - 0.5 * clouds[row]!))) / 100,
    )
    const spread = clear.map((power) => 0.02 * most + 0.22 * power)
    return { at, expected: clear.map((power) => 0.75 * power), value, spread, limits: [0, 1.6 * most], decimals: 2 }
  },
}

/** A shop whose clock is put forward and back, told in UTC, an hour a row: opens and closes sharply. */
export const openings: World = {
  name: 'openings, hourly',
  intervalSec: 3600,
  rows: 24 * 140,
  split: 24 * 35,
  kinds: ['spike', 'drop', 'shift', 'outage', 'burst', 'missing'],
  effect: 'times',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    const [size, opens, closes] = [Math.exp(chance.between(3, 7)), chance.whole(7, 10), chance.whole(17, 21)]
    const sundays = chance.odds(0.5)
    return counted(
      chance,
      at,
      (atSec) => {
        const { hour, weekday } = wallClock(atSec, 'summer time')
        const isOpen = hour >= opens && hour < closes && (sundays || weekday < 6)
        return isOpen ? size * (0.6 + 0.4 * hill(hour, 16, 3)) * (weekday > 4 ? 1.3 : 1) : 0.01 * size
      },
      { memory: 0.5, spread: chance.between(0.03, 0.12) },
    )
  },
}

/** Downloads of a package, a day a row: a weekly shape, growth, days on which it is spoken of. */
export const downloads: World = {
  name: 'downloads, daily',
  intervalSec: 86_400,
  rows: 540,
  split: 120,
  kinds: ['spike', 'drop', 'shift', 'burst', 'outage', 'missing'],
  effect: 'times',
  ragged: 0.15,
  calm(chance, start) {
    const at = times(start, this.rows, 86_400)
    const [size, weekend, growth] = [
      Math.exp(chance.between(4, 10)),
      chance.between(0.3, 0.9),
      chance.between(-0.001, 0.004),
    ]
    return multiplied(
      chance,
      at,
      (atSec, row) => size * Math.exp(growth * row) * (wallClock(atSec, 0).weekend ? weekend : 1),
      { memory: 0.5, spread: chance.between(0.04, 0.15), tails: 4 },
      0,
    )
  },
}

/** Errors of a site, an hour a row: a day's shape, and a release each week at the same hour. */
export const releases: World = {
  name: 'releases, hourly',
  intervalSec: 3600,
  rows: 24 * 110,
  split: 24 * 35,
  kinds: ['spike', 'burst', 'drop', 'shift', 'outage'],
  effect: 'times',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    const [size, day, hour] = [Math.exp(chance.between(3, 6)), chance.whole(0, 4), chance.whole(8, 17)]
    const [lasts, lifts] = [chance.whole(1, 4), chance.between(1.5, 4)]
    return counted(
      chance,
      at,
      (atSec) => {
        const wall = wallClock(atSec, 0)
        const isRelease = wall.weekday === day && wall.hour >= hour && wall.hour < hour + lasts
        return size * (0.3 + hill(wall.hour, 14, 4)) * (wall.weekend ? 0.6 : 1) * (isRelease ? lifts : 1)
      },
      { memory: 0.4, spread: 0.1 },
    )
  },
}
