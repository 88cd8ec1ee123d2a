import { measured, multiplied, counted, correlated, times } from './calm.ts'
import type { Calm } from './calm.ts'
import type { Chance } from './chance.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** Machines, five minutes a row: processor, memory, latency, network, disk. */
export const servers: World = {
  name: 'servers, 5 min',
  intervalSec: 300,
  rows: 288 * 18,
  split: 288 * 5,
  kinds: ['spike', 'drop', 'shift', 'ramp', 'outage', 'stuck', 'burst', 'variance', 'missing'],
  effect: 'plus',
  ragged: 0.3,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    return chance.pick([processor, memory, latency, network, disk])(chance, at)
  },
}

/** The same machines watched each minute. */
export const serverMinutes: World = {
  name: 'servers, 1 min',
  intervalSec: 60,
  rows: 1440 * 9,
  split: 1440 * 3,
  kinds: ['spike', 'drop', 'shift', 'outage', 'stuck', 'burst', 'variance', 'missing'],
  effect: 'plus',
  ragged: 0.3,
  calm(chance, start) {
    const at = times(start, this.rows, 60)
    return chance.pick([processor, latency, network, successes])(chance, at)
  },
}

/** Servers whose level flips between a few states: jobs come and go, nodes join and leave. */
export const flipping: World = {
  name: 'flipping, 5 min',
  intervalSec: 300,
  rows: 288 * 18,
  split: 288 * 6,
  kinds: ['spike', 'burst', 'outage', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const levels = Array.from({ length: chance.whole(2, 4) }, (_, state) => 10 + 15 * state * chance.between(0.7, 1.3))
    const stays = chance.between(20, 300)
    const noise = chance.between(0.2, 1)
    let state = 0
    const path = at.map(() => {
      if (chance.odds(1 / stays)) state = chance.whole(0, levels.length - 1)
      return levels[state]!
    })
    const width = Math.max(...levels) - Math.min(...levels)
    const calm = measured(
      chance,
      at,
      (_, row) => path[row]!,
      { memory: 0.3, spread: () => noise },
      { limits: [0, Infinity] },
    )
    // What is usual here is a flip; an anomaly has to stand out from all levels.
    return { ...calm, spread: calm.spread.map((each) => each + width / 4) }
  },
}

/** Daily load, an hourly job, a nightly batch, short natural peaks. */
function processor(chance: Chance, at: readonly number[]): Calm {
  const [base, day, batch] = [chance.between(4, 40), chance.between(0, 25), chance.between(0, 30)]
  const cron = chance.odds(0.5) ? chance.between(8, 25) : 0
  const minute = chance.whole(0, 11) * 300
  const night = chance.between(1, 4)
  const weekend = chance.between(0.4, 1)
  return measured(
    chance,
    at,
    (atSec) => {
      const wall = wallClock(atSec, 0)
      const busy = day * hill(wall.hour, 14, 4) * (wall.weekend ? weekend : 1)
      const job = atSec % 3600 >= minute && atSec % 3600 < minute + 300 ? cron : 0
      return base + busy + job + (wall.hour >= night && wall.hour < night + 0.75 ? batch : 0)
    },
    { memory: chance.between(0.3, 0.8), spread: (level) => 0.4 + 0.05 * level, tails: 6 },
    { limits: [0, 100] },
  )
}

/** Rises until something is collected or restarted, then falls: a saw. */
function memory(chance: Chance, at: readonly number[]): Calm {
  const [low, high] = [chance.between(20, 45), chance.between(55, 85)]
  const teeth = chance.odds(0.6) ? chance.between(40, 500) : Infinity
  let level = chance.between(low, high)
  let drift = 0
  const path = at.map(() => {
    if (teeth === Infinity) return low + (drift = 0.999 * drift + 0.05 * chance.normal())
    level += ((high - low) / teeth) * chance.between(0.5, 1.5)
    if (level > high) level = low + chance.between(0, 3)
    return level
  })
  const calm = measured(chance, at, (_, row) => path[row]!, { memory: 0.5, spread: () => 0.35 }, { limits: [0, 100] })
  return { ...calm, spread: calm.spread.map(() => 0.35 + (teeth === Infinity ? 0.5 : (high - low) / 8)) }
}

/** Milliseconds: a floor, a long tail upwards, slower by day. */
function latency(chance: Chance, at: readonly number[]): Calm {
  const [floor, day] = [Math.exp(chance.between(2, 6)), chance.between(0, 0.8)]
  const spread = chance.between(0.06, 0.25)
  return multiplied(chance, at, (atSec) => floor * (1 + day * hill(wallClock(atSec, -5).hour, 15, 3)), {
    memory: 0.5,
    spread,
    tails: 5,
  })
}

/** Bytes: daily rhythm over two decimal powers, backups at night. */
function network(chance: Chance, at: readonly number[]): Calm {
  const [base, day, backup] = [Math.exp(chance.between(9, 15)), chance.between(0.5, 6), chance.odds(0.4) ? 8 : 0]
  const weekend = chance.between(0.3, 1)
  const spread = chance.between(0.08, 0.25)
  return multiplied(
    chance,
    at,
    (atSec) => {
      const wall = wallClock(atSec, 0)
      return (
        base *
        (1 +
          day * hill(wall.hour, 13, 4) * (wall.weekend ? weekend : 1) +
          (wall.hour >= 2 && wall.hour < 3 ? backup : 0))
      )
    },
    { memory: 0.7, spread, tails: 7 },
    0,
  )
}

/** Per cent that are used: climbs, and is cleaned each night. */
function disk(chance: Chance, at: readonly number[]): Calm {
  const [low, grows, cleaned] = [chance.between(30, 60), chance.between(2, 15), chance.between(0, 24)]
  const calm = measured(
    chance,
    at,
    (atSec) => low + (grows * ((wallClock(atSec, 0).hour - cleaned + 24) % 24)) / 24,
    { memory: 0.9, spread: () => 0.15 },
    { limits: [0, 100] },
  )
  return { ...calm, spread: calm.spread.map(() => grows / 12 + 0.15) }
}

/** Share of requests that went well: near 100, dips below it only. */
function successes(chance: Chance, at: readonly number[]): Calm {
  const width = chance.between(0.05, 0.5)
  const rough = correlated(chance, at.length, { memory: 0.4 })
  const requests = counted(chance, at, (atSec) => 200 * (0.3 + hill(wallClock(atSec, 1).hour, 16, 5)), {
    memory: 0.5,
    spread: 0.1,
  })
  const calm = measured(
    chance,
    at,
    (_, row) => 100 - width * rough[row]! ** 2,
    { memory: 0.2, spread: () => width / 3 },
    { limits: [0, 100] },
  )
  return { ...calm, spread: calm.spread.map(() => width * 1.5), volume: requests.value }
}
