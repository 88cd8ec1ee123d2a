import { times } from './calm.ts'
import type { Calm } from './calm.ts'
import type { Chance } from './chance.ts'
import type { World } from './make-series.ts'

/** Prices and balances that walk at random: no level to come back to. An hour a row. */
export const walks: World = { ...common(), name: 'walks, hourly', intervalSec: 3600, rows: 24 * 100, split: 24 * 25 }

/** The same a day a row. */
export const walkDays: World = { ...common(), name: 'walks, daily', intervalSec: 86_400, rows: 600, split: 120 }

function common(): Pick<World, 'kinds' | 'effect' | 'ragged' | 'calm'> {
  return {
    kinds: ['spike', 'shift', 'stuck', 'variance', 'missing'],
    effect: 'plus',
    ragged: 0.15,
    calm(this: World, chance, start) {
      return walk(chance, times(start, this.rows, this.intervalSec))
    },
  }
}

/** Steps of a share of the level, calm and rough times by turns, long tails. */
function walk(chance: Chance, at: readonly number[]): Calm {
  const usual = chance.between(0.002, 0.015)
  let [level, rough] = [Math.exp(chance.between(1, 9)), 0]
  const steps: number[] = []
  const value = at.map(() => {
    rough = 0.97 * rough + 0.12 * chance.normal()
    const step = usual * Math.exp(rough) * chance.heavy(6) * 0.8
    steps.push(usual * Math.exp(0.4) * level)
    level *= Math.exp(step)
    return Math.round(level * 1000) / 1000
  })
  const expected = value.map((_, row) => value[Math.max(0, row - 1)]!)
  return { at, expected, value, spread: steps, limits: [0, Infinity], decimals: 3 }
}
