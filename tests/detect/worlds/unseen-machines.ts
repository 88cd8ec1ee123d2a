import { kept, measured, multiplied, times } from './calm.ts'
import type { Chance } from './chance.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** Charge of a battery, five minutes a row: falls for hours, is loaded in one, never quite alike. */
export const batteries: World = {
  name: 'batteries, 5 min',
  intervalSec: 300,
  rows: 288 * 20,
  split: 288 * 7,
  kinds: ['drop', 'spike', 'outage', 'stuck', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const [hours, uneven] = [chance.between(5, 30), chance.between(0.02, 0.2)]
    let [level, loads, pace] = [chance.between(30, 100), false, 1]
    const path = at.map(() => {
      level += loads ? chance.between(4, 6) : (-80 / (hours * 12)) * pace * chance.between(0.7, 1.3)
      if (level < 20) loads = true
      if (level >= 100) [level, loads, pace] = [100, false, Math.exp(uneven * chance.normal())]
      return level
    })
    const calm = measured(
      chance,
      at,
      (_, row) => path[row]!,
      { memory: 0, spread: () => 0.15 },
      { limits: [0, 100], decimals: 1 },
    )
    return { ...calm, spread: calm.spread.map(() => 8) }
  },
}

/** People who wait, a minute a row: what comes by chance and is served by chance. */
export const queues: World = {
  name: 'queues, 1 min',
  intervalSec: 60,
  rows: 1440 * 9,
  split: 1440 * 3,
  kinds: ['spike', 'burst', 'shift', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 60)
    const [served, load, flat] = [chance.between(5, 60), chance.between(0.6, 0.93), chance.between(0.2, 0.8)]
    const arrivals = at.map(
      (atSec) => served * load * (flat + (1 - flat) * hill(wallClock(atSec, 0).hour, chance.between(13, 13.01), 4)),
    )
    const run = () => {
      let waiting = 0
      return arrivals.map((mean) => (waiting = Math.max(0, waiting + chance.poisson(mean) - chance.poisson(served))))
    }
    const value = run()
    const others = Array.from({ length: 8 }, run)
    const expected = at.map((_, row) => others.reduce((sum, other) => sum + other[row]!, 0) / others.length)
    const spread = at.map((_, row) => {
      const near = others.flatMap((other) => other.slice(Math.max(0, row - 15), row + 15))
      const mean = near.reduce((sum, each) => sum + each, 0) / near.length
      return 2 + 1.5 * Math.sqrt(near.reduce((sum, each) => sum + (each - mean) ** 2, 0) / near.length)
    })
    return { at, expected, value, spread, limits: [0, Infinity], decimals: 0 }
  },
}

/** A machine that works off jobs, five minutes a row: each comes again after a time of its own. */
export const batches: World = {
  name: 'batches, 5 min',
  intervalSec: 300,
  rows: 288 * 20,
  split: 288 * 8,
  kinds: ['spike', 'burst', 'shift', 'outage', 'stuck', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const base = chance.between(3, 20)
    const jobs = Array.from({ length: chance.whole(1, 3) }, () => {
      const every = chance.pick([55, 95, 140, 250, 420, 500, 1500])
      return { every: every * 60, lasts: every * 60 * chance.between(0.08, 0.3), height: chance.between(5, 40) }
    })
    const calm = measured(
      chance,
      at,
      (atSec) => jobs.reduce((sum, job) => sum + (atSec % job.every < job.lasts ? job.height : 0), base),
      { memory: 0.3, spread: (level) => 0.3 + 0.04 * level },
      { limits: [0, Infinity] },
    )
    const most = Math.max(...jobs.map(({ height }) => height))
    return { ...calm, spread: calm.spread.map((each) => each + most / 8) }
  },
}

/** Requests since the program began, a minute a row: it begins anew now and then. */
export const counters: World = {
  name: 'counters, 1 min',
  intervalSec: 60,
  rows: 1440 * 9,
  split: 1440 * 4,
  kinds: ['spike', 'stuck', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 60)
    const [size, again] = [chance.between(20, 400), chance.pick([360, 720, 1440])]
    const nightly = chance.odds(0.5)
    let sum = 0
    const value = at.map((atSec, row) => {
      const isAnew = nightly ? row % again === 0 : chance.odds(1 / again)
      sum = isAnew ? 0 : sum + chance.poisson(size * (0.3 + hill(wallClock(atSec, 0).hour, 14, 4)))
      return sum
    })
    const most = Math.max(...value)
    return { at, expected: value, value, spread: value.map(() => most / 8), limits: [0, Infinity], decimals: 0 }
  },
}

/** A heater's power, five minutes a row: on or off, more often on in the cold. */
export const heaters: World = {
  name: 'heaters, 5 min',
  intervalSec: 300,
  rows: 288 * 20,
  split: 288 * 7,
  kinds: ['spike', 'burst', 'stuck', 'missing'],
  effect: 'plus',
  ragged: 0.2,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const [power, idle, loses] = [chance.between(0.8, 6), chance.between(0.005, 0.1), chance.between(0.015, 0.06)]
    let [warm, on] = [20, false]
    const path = at.map((atSec) => {
      const cold = 1 + 0.4 * Math.cos((2 * Math.PI * (wallClock(atSec, 1).hour - 4)) / 24)
      warm += (on ? 0.16 : 0) - loses * cold * chance.between(0.8, 1.2)
      if (warm < 19.6) on = true
      if (warm > 20.4) on = false
      return on ? power : idle
    })
    const calm = measured(
      chance,
      at,
      (_, row) => path[row]!,
      { memory: 0.2, spread: (level) => 0.002 + 0.02 * level },
      { limits: [0, Infinity], decimals: 4 },
    )
    return { ...calm, spread: calm.spread.map(() => power / 4) }
  },
}

/** Rented machines, five minutes a row, two weeks: what was odd is told by windows around it. */
export const rented: World = {
  name: 'rented, 5 min',
  intervalSec: 300,
  rows: 4032,
  split: 288 * 3,
  kinds: ['spike', 'drop', 'shift', 'burst', 'outage'],
  effect: 'plus',
  ragged: 0.3,
  window: 100,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const [base, noise] = [chance.between(0.5, 60), chance.between(0.01, 0.1)]
    const [peaks, height] = [chance.pick([0, 0.004, 0.02]), chance.between(0.3, 2)]
    const day = chance.odds(0.4) ? chance.between(0.2, 1) : 0
    const calm = measured(
      chance,
      at,
      (atSec) => base * (1 + day * hill(wallClock(atSec, -7).hour, 13, 4)),
      { memory: chance.between(0, 0.7), spread: noise, tails: 5 },
      { limits: [0, Infinity], decimals: 3 },
    )
    const value = calm.value.map((each) =>
      chance.odds(peaks) ? kept(each * (1 + height * chance.between(0.3, 1)), calm.limits, 3) : each,
    )
    // Natural peaks are usual here; an anomaly has to stand out from them.
    return { ...calm, value, spread: calm.spread.map((each) => each + (peaks > 0 ? (base * height) / 4 : 0)) }
  },
}

/** The slowest of a hundred requests, a minute a row: long tails, slower by day. */
export const slowest: World = {
  name: 'slowest, 1 min',
  intervalSec: 60,
  rows: 1440 * 8,
  split: 1440 * 3,
  kinds: ['spike', 'burst', 'shift', 'variance', 'missing'],
  effect: 'times',
  ragged: 0.2,
  calm(chance: Chance, start) {
    const at = times(start, this.rows, 60)
    const [floor, day] = [Math.exp(chance.between(3, 6)), chance.between(0, 1)]
    return multiplied(
      chance,
      at,
      (atSec) => floor * (1 + day * hill(wallClock(atSec, 0).hour, 15, 4)),
      { memory: chance.between(0.1, 0.5), spread: chance.between(0.1, 0.3), tails: 3 },
      1,
    )
  },
}
