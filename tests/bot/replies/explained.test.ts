import { expect, test } from 'vitest'
import type { Driver, Explained } from '../../../src/analytics/live/explain/explain.ts'
import { explainedInWords } from '../../../src/bot/replies/explained.ts'

function driver(members: Driver['members'], contribution: number, share: number): Driver {
  return { members, actual: 0, expected: 0, contribution, share, surprise: 0 }
}

function explained(
  actual: number,
  expected: number,
  drivers: readonly Driver[],
  effects: Explained['effects'] = null,
): Explained {
  return { drivers, isBroad: drivers.length === 0, actual, expected, effects }
}

const german = driver({ country: 'Germany', channel: 'app' }, -14_580, 0.81)

test.for([
  [
    'one segment',
    explained(38_000, 56_000, [german]),
    'USD',
    'Revenue: $38k, $18k (32.1%) below normal. country Germany, channel app accounts for 81% of it.',
  ],
  [
    'several',
    explained(38_000, 56_000, [german, driver({ country: 'Spain' }, -3_000, 0.17)]),
    'USD',
    'Revenue: $38k, $18k (32.1%) below normal. country Germany, channel app and country Spain account for 98% of it.',
  ],
  [
    'many',
    explained(
      10,
      20,
      ['a', 'b', 'c', 'd', 'e'].map((member) => driver({ x: member }, -2, 0.2)),
    ),
    'count',
    'Revenue: 10, 10 (50%) below normal. x a; x b; x c and 2 more account for all of it.',
  ],
  [
    'a broad fall',
    explained(50, 100, []),
    'count',
    'Revenue: 50, 50 (50%) below normal. No single segment explains it: everything fell alike.',
  ],
  [
    'a broad rise',
    explained(150, 100, []),
    'count',
    'Revenue: 150, 50 (50%) above normal. No single segment explains it: everything rose alike.',
  ],
  ['next to nothing', explained(99, 100, []), 'count', 'Revenue: 99, 1 (1%) below normal. No segment stands out.'],
  ['nothing at all', explained(100, 100, []), 'count', 'Revenue: 100, the same as normal.'],
  [
    'more than the whole',
    explained(90, 100, [driver({ x: 'a' }, -14, 1.4)]),
    'count',
    'Revenue: 90, 10 (10%) below normal. x a accounts for all of it and more; the rest went the other way.',
  ],
  [
    'moves against each other',
    explained(100, 100, [driver({ x: 'a' }, -14, -0.5), driver({ x: 'b' }, 14, 0.5)]),
    'count',
    'Revenue: 100, the same as normal. Segments moved against each other: x a −14 and x b +14.',
  ],
  [
    'one against the whole',
    explained(110, 100, [driver({ x: 'a' }, -5, -0.5)]),
    'count',
    'Revenue: 110, 10 (10%) above normal. Against the whole went x a −5; the rest moved alike.',
  ],
  [
    'a ratio, its mix told apart',
    explained(0.023, 0.033, [driver({ x: 'a' }, -0.008, 0.8)], { rate: -0.002, mix: -0.008 }),
    'percent',
    "Revenue: 2.3%, 1 pp below normal. x a accounts for 80% of it. The segments' own rates changed it by −0.2 pp, their changed weights by −0.8 pp.",
  ],
  [
    'a ratio by rates alone',
    explained(0.023, 0.033, [driver({ x: 'a' }, -0.01, 1)], { rate: -0.01, mix: 0 }),
    'percent',
    'Revenue: 2.3%, 1 pp below normal. x a accounts for all of it.',
  ],
  [
    'a member without a name',
    explained(50, 100, [driver({ region: '' }, -50, 1)]),
    'count',
    'Revenue: 50, 50 (50%) below normal. region (empty) accounts for all of it.',
  ],
] as const)('%s', ([, given, unit, sentence]) => {
  expect(explainedInWords(given, { label: 'Revenue', unit, against: 'normal', locale: 'en' })).toBe(sentence)
})

test.for([
  [
    explained(249_000, 216_000, []),
    'down',
    /^Revenue did not drop against normal: \$249k, \$33k \(15\.3%\) above normal\./,
  ],
  [
    explained(216_000, 249_000, []),
    'up',
    /^Revenue did not rise against normal: \$216k, \$33k \(13\.3%\) below normal\./,
  ],
  [explained(216_000, 216_000, []), 'down', /^Revenue did not drop against normal: \$216k, the same as normal\.$/],
  [explained(216_000, 249_000, []), 'down', /^Revenue: \$216k/],
  [explained(249_000, 216_000, []), 'up', /^Revenue: \$249k/],
] as const)('a move that somebody takes for granted and that was none is said first: %#', ([found, moved, said]) => {
  expect(explainedInWords(found, { label: 'Revenue', unit: 'USD', against: 'normal', locale: 'en', moved })).toMatch(
    said,
  )
})
