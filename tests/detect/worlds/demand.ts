import { correlated, counted, measured, multiplied, times } from './calm.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** Power that a region draws, half an hour a row: two peaks, weekends, and weather that drifts for days. */
export const energy: World = {
  name: 'energy, 30 min',
  intervalSec: 1800,
  rows: 48 * 90,
  split: 48 * 25,
  kinds: ['spike', 'drop', 'outage', 'stuck', 'phase', 'shift', 'season', 'ramp'],
  effect: 'times',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 1800)
    const [size, evening, weekend] = [chance.between(500, 40_000), chance.between(0.2, 0.6), chance.between(0.75, 1)]
    const weather = correlated(chance, at.length, { memory: 0.997 })
    return multiplied(
      chance,
      at,
      (atSec, row) => {
        const wall = wallClock(atSec, 'summer time')
        const day = 0.55 + 0.35 * hill(wall.hour, 11, 4) + evening * hill(wall.hour, 18.5, 2)
        return size * day * (wall.weekend ? weekend : 1) * (1 + 0.08 * weather[row]!)
      },
      { memory: 0.8, spread: chance.between(0.012, 0.04) },
      1,
    )
  },
}

/** Rides of a city, half an hour a row: nights out on Friday, quiet Mondays. */
export const rides: World = {
  name: 'rides, 30 min',
  intervalSec: 1800,
  rows: 48 * 100,
  split: 48 * 28,
  kinds: ['spike', 'drop', 'outage', 'burst', 'phase', 'shift', 'ramp'],
  effect: 'times',
  ragged: 0.1,
  calm(chance, start) {
    const at = times(start, this.rows, 1800)
    const [size, party] = [Math.exp(chance.between(3, 10)), chance.between(0.3, 0.9)]
    const rain = correlated(chance, at.length, { memory: 0.97 })
    return counted(
      chance,
      at,
      (atSec, row) => {
        const wall = wallClock(atSec, -5)
        const late = wall.weekday === 4 || wall.weekday === 5 ? party * hill(wall.hour, 23.5, 2) : 0
        const early = wall.weekday === 5 || wall.weekday === 6 ? party * hill(wall.hour, 0.5, 2) : 0
        const work = (wall.weekend ? 0.3 : 0.8) * hill(wall.hour, 8.5, 1.5)
        return (
          size *
          (0.12 + work + 0.6 * hill(wall.hour, 14, 4) + 0.7 * hill(wall.hour, 19, 2.5) + late + early) *
          Math.exp(0.08 * rain[row]!)
        )
      },
      { memory: 0.5, spread: 0.04 },
    )
  },
}

/** Visits to a site, a minute a row. */
export const siteMinutes: World = {
  name: 'site, 1 min',
  intervalSec: 60,
  rows: 1440 * 10,
  split: 1440 * 3,
  kinds: ['spike', 'drop', 'outage', 'burst', 'shift', 'stuck', 'ramp', 'missing'],
  effect: 'times',
  ragged: 0.4,
  calm(chance, start) {
    const at = times(start, this.rows, 60)
    const [size, peak, weekend] = [Math.exp(chance.between(1.5, 8)), chance.between(10, 21), chance.between(0.5, 1.2)]
    const night = chance.between(0.1, 0.7)
    const push = chance.odds(0.4) ? chance.whole(6, 20) : null
    return counted(
      chance,
      at,
      (atSec) => {
        const wall = wallClock(atSec, 8)
        const since = push === null ? -1 : (wall.hour - push) * 60
        // A message to all users each day at the same hour.
        const wave = since >= 0 && since < 40 ? 0.8 * Math.exp(-since / 10) : 0
        return size * (night + hill(wall.hour, peak, 4) + wave) * (wall.weekend ? weekend : 1)
      },
      { memory: 0.7, spread: chance.between(0.02, 0.12) },
    )
  },
}

/** Figures of a site an hour a row, with seasons of odd lengths and changing trends besides the day's. */
export const siteHours: World = {
  name: 'site, hourly',
  intervalSec: 3600,
  rows: 1450,
  split: 400,
  kinds: ['spike', 'drop', 'shift', 'variance', 'season', 'ramp'],
  effect: 'plus',
  ragged: 0,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    const [size, day, week, odd] = [
      chance.between(50, 4000),
      chance.between(0, 0.4),
      chance.between(0, 0.2),
      chance.between(0, 0.15),
    ]
    const period = chance.whole(10, 60)
    const turn = chance.between(0.3, 0.7) * at.length
    const [before, after] = [chance.between(-0.3, 0.5), chance.between(-0.3, 0.5)]
    return measured(
      chance,
      at,
      (_, row) => {
        const trend = (before * Math.min(row, turn) + after * Math.max(0, row - turn)) / at.length
        const waves =
          day * Math.sin((2 * Math.PI * row) / 24) +
          week * Math.sin((2 * Math.PI * row) / 168) +
          odd * Math.sin((2 * Math.PI * row) / period)
        return size * (1 + trend + waves)
      },
      { memory: 0.2, spread: () => size * 0.05 },
    )
  },
}
