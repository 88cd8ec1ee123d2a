import { correlated, kept, measured, times } from './calm.ts'
import type { Calm } from './calm.ts'
import type { Chance } from './chance.ts'
import { hill, wallClock } from './clock.ts'
import type { World } from './make-series.ts'

/** Loops in the road: speed, occupancy, travel time. Rows come when they come, five to fifteen minutes apart. */
export const roads: World = {
  name: 'roads, 10 min',
  intervalSec: 600,
  rows: 2500,
  split: 700,
  kinds: ['spike', 'drop', 'stuck', 'shift', 'burst', 'missing'],
  effect: 'plus',
  ragged: 0.6,
  calm(chance, start) {
    let clock = start
    const uneven = chance.odds(0.7)
    const at = times(start, this.rows, 600).map(
      () => (clock += uneven ? chance.pick([300, 300, 600, 600, 600, 900, 1140]) : 600),
    )
    return chance.pick([speed, occupancy, travelTime])(chance, at)
  },
}

/** How full the road is: rush hours on working days, never twice the same. */
function crowd(chance: Chance, at: readonly number[]): number[] {
  const [morning, evening] = [chance.between(6.8, 8.5), chance.between(16, 18)]
  const [tall, wide] = [chance.between(0.3, 1), chance.between(0.7, 1.5)]
  const moods = Array.from(
    { length: 400 },
    () => [Math.exp(0.35 * chance.normal()), Math.exp(0.35 * chance.normal())] as const,
  )
  return at.map((atSec) => {
    const wall = wallClock(atSec, -6)
    const [am, pm] = moods[wall.day % moods.length]!
    const work = wall.weekend ? 0.15 : 1
    return (
      0.1 +
      0.2 * hill(wall.hour, 13, 4) +
      work * tall * (am * hill(wall.hour, morning, wide) + pm * hill(wall.hour, evening, wide))
    )
  })
}

function speed(chance: Chance, at: readonly number[]): Calm {
  const free = chance.between(55, 75)
  const full = crowd(chance, at)
  const calm = measured(
    chance,
    at,
    (_, row) => free * (1 - 0.55 * Math.min(1, full[row]! ** 2)),
    { memory: 0.5, spread: () => 2.5 },
    { limits: [0, 90], decimals: 0 },
  )
  return { ...calm, spread: calm.spread.map((each, row) => each + 14 * Math.min(1, full[row]!)) }
}

function occupancy(chance: Chance, at: readonly number[]): Calm {
  const full = crowd(chance, at)
  const calm = measured(
    chance,
    at,
    (_, row) => 4 + 14 * full[row]!,
    { memory: 0.5, spread: (level) => 0.12 * level, tails: 5 },
    { limits: [0, 100] },
  )
  return { ...calm, spread: calm.expected.map((level) => 0.35 * level) }
}

function travelTime(chance: Chance, at: readonly number[]): Calm {
  const least = chance.between(90, 400)
  const full = crowd(chance, at)
  const wild = correlated(chance, at.length, { memory: 0.3, tails: 4 })
  const expected = full.map((each) => least * (1 + 0.9 * each))
  const value = expected.map((level, row) => kept(level * Math.exp(0.15 * wild[row]!), [0, Infinity], 0))
  return { at, expected, value, spread: expected.map((level) => 0.35 * level), limits: [0, Infinity], decimals: 0 }
}
