import { counted, multiplied, times } from './calm.ts'
import type { Calm } from './calm.ts'
import type { Chance } from './chance.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** Mentions of a name, five minutes a row: few, in bursts that feed themselves and fade. */
export const mentions: World = {
  name: 'mentions, 5 min',
  intervalSec: 300,
  rows: 288 * 25,
  split: 288 * 7,
  kinds: ['spike', 'burst', 'outage', 'shift'],
  effect: 'times',
  ragged: 0.1,
  calm(chance, start) {
    const at = times(start, this.rows, 300)
    const [size, feeds] = [Math.exp(chance.between(1, 5)), chance.between(0.2, 0.75)]
    let echo = 0
    const value: number[] = []
    const expected = at.map((atSec) => size * (0.4 + hill(wallClock(atSec, -5).hour, 15, 5)))
    for (const mean of expected) {
      const news = chance.odds(0.002) ? chance.between(1, 4) * size : 0
      const now = chance.poisson(mean * (1 - feeds) + feeds * echo + news)
      echo = now
      value.push(now)
    }
    const spread = expected.map((mean) => Math.sqrt(mean / (1 - feeds ** 2)) + 0.5 * size)
    return { at, expected, value, spread, limits: [0, Infinity], decimals: 0 }
  },
}

/** Hardly anything: refunds, errors, sign-ups of a small shop, an hour a row. */
export const sparse: World = {
  name: 'sparse, hourly',
  intervalSec: 3600,
  rows: 24 * 100,
  split: 24 * 28,
  kinds: ['burst', 'spike'],
  effect: 'plus',
  ragged: 0.1,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    const [size, night] = [Math.exp(chance.between(-4, 1.1)), chance.between(0, 1)]
    const rate = (atSec: number) => size * (night + (1 - night) * hill(wallClock(atSec, 'summer time').hour, 14, 4))
    return counted(chance, at, rate, { memory: 0.3, spread: chance.between(0, 0.3) })
  },
}

/** The same, a day a row. */
export const sparseDays: World = {
  name: 'sparse, daily',
  intervalSec: 86_400,
  rows: 500,
  split: 90,
  kinds: ['burst', 'spike'],
  effect: 'plus',
  ragged: 0.1,
  calm(chance, start) {
    const at = times(start, this.rows, 86_400)
    const [size, weekend] = [Math.exp(chance.between(-3, 2)), chance.between(0, 1)]
    return counted(chance, at, (atSec) => size * (wallClock(atSec, 0).weekend ? weekend : 1), {
      memory: 0.2,
      spread: chance.between(0, 0.3),
    })
  },
}

/** Prices of a thousand views or a click, an hour a row: no rhythm to speak of, long tails. */
export const prices: World = {
  name: 'ad prices, hourly',
  intervalSec: 3600,
  rows: 1600,
  split: 400,
  kinds: ['spike', 'drop', 'shift', 'burst'],
  effect: 'times',
  ragged: 0.3,
  calm(chance, start) {
    const at = times(start, this.rows, 3600)
    return chance.odds(0.5) ? perClick(chance, at) : perThousand(chance, at)
  },
}

function perClick(chance: Chance, at: readonly number[]): Calm {
  const [level, day] = [chance.between(0.05, 1.2), chance.between(0, 0.3)]
  const spread = chance.between(0.12, 0.4)
  return multiplied(
    chance,
    at,
    (atSec) => level * (1 + day * hill(wallClock(atSec, -5).hour, 20, 4)),
    { memory: 0.4, spread, tails: 5 },
    4,
  )
}

function perThousand(chance: Chance, at: readonly number[]): Calm {
  const [level, week] = [chance.between(0.3, 8), chance.between(-0.25, 0.25)]
  const spread = chance.between(0.1, 0.3)
  return multiplied(
    chance,
    at,
    (atSec) => level * (1 + week * Number(wallClock(atSec, -5).weekend)),
    { memory: 0.8, spread, tails: 6 },
    4,
  )
}
