import { correlated, measured, times } from './calm.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** A thermometer in a room, ten minutes a row: heating by the clock, weather behind it. */
export const rooms: World = {
  name: 'rooms, 10 min',
  intervalSec: 600,
  rows: 144 * 35,
  split: 144 * 10,
  kinds: ['spike', 'drop', 'shift', 'ramp', 'stuck', 'variance', 'season', 'missing'],
  effect: 'plus',
  ragged: 0.3,
  calm(chance, start) {
    const at = times(start, this.rows, 600)
    const [day, weekend] = [chance.between(0.5, 4), chance.odds(0.5) ? chance.between(-3, -1) : 0]
    const weather = correlated(chance, at.length, { memory: 0.9985 })
    const swing = chance.between(0.3, 1.5)
    const calm = measured(
      chance,
      at,
      (atSec, row) => {
        const wall = wallClock(atSec, 'summer time')
        return 20 + day * hill(wall.hour, 15, 4) + (wall.weekend ? weekend : 0) + swing * weather[row]!
      },
      { memory: 0.85, spread: () => 0.18 },
    )
    return { ...calm, spread: calm.spread.map((each) => Math.hypot(each, swing * 0.4)) }
  },
}

/** A machine's bearing, five minutes a row: warms and cools slowly, planned stops each week. */
export const machines: World = {
  name: 'machines, 5 min',
  intervalSec: 300,
  rows: 288 * 28,
  split: 288 * 15,
  kinds: ['spike', 'drop', 'ramp', 'outage', 'stuck', 'variance'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const stopDay = chance.odds(0.5) ? chance.whole(0, 6) : null
    const slow = correlated(chance, at.length, { memory: 0.9975 })
    const swing = chance.between(2, 6)
    let heat = chance.between(70, 95)
    const running = heat
    const path = at.map((atSec, row) => {
      const wall = wallClock(atSec, 0)
      const stopped = wall.weekday === stopDay && wall.hour >= 6 && wall.hour < 10
      const aim = stopped ? 30 : running + swing * slow[row]!
      return (heat += (aim - heat) * 0.08)
    })
    const calm = measured(chance, at, (_, row) => path[row]!, { memory: 0.7, spread: () => 0.35 })
    return { ...calm, spread: calm.spread.map((each) => each + swing * 0.5) }
  },
}

/** Weather outside, an hour a row: a day's swing that the clouds change, and fronts. */
export const outside: World = {
  name: 'outside, hourly',
  intervalSec: 3600,
  rows: 24 * 150,
  split: 24 * 40,
  kinds: ['spike', 'drop', 'stuck', 'shift', 'missing'],
  effect: 'plus',
  ragged: 0.3,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    const fronts = correlated(chance, at.length, { memory: 0.985 })
    const clouds = correlated(chance, at.length, { memory: 0.97 })
    const swing = chance.between(2, 6)
    const calm = measured(
      chance,
      at,
      (atSec, row) => {
        const wall = wallClock(atSec, 0)
        const year = -9 * Math.cos((2 * Math.PI * ((wall.day % 365.25) - 20)) / 365.25)
        const sun = swing * Math.exp(0.3 * clouds[row]!) * Math.cos((2 * Math.PI * (wall.hour - 15)) / 24)
        return 10 + year + sun + 3.5 * fronts[row]!
      },
      { memory: 0.5, spread: () => 0.4 },
      { decimals: 1 },
    )
    return { ...calm, spread: calm.spread.map(() => 2.2) }
  },
}
