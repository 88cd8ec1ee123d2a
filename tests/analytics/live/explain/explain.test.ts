import { describe, expect, test } from 'vitest'
import { explain, type Explained } from '../../../../src/analytics/live/explain/explain.ts'
import { explainRatio } from '../../../../src/analytics/live/explain/explain-ratio.ts'
import { createCubeBuilder, type Cube } from '../../../../src/analytics/live/explain/leaves.ts'
import { poisson, seeded } from '../../../support/chance.ts'
import { caseOf, type World } from './cubes.ts'

const countries = ['DE', 'ES', 'FR', 'IT', 'UK', 'PL']
const channels = ['app', 'web', 'partner']
const devices = ['desktop', 'mobile']

/** A shop's leaves with sizes of their own and a little noise, each changed by `ratioOf`. */
function shop(ratioOf: (country: string, channel: string, device: string) => number, size = 400) {
  const builder = createCubeBuilder(['country', 'channel', 'device'])
  const [actual, expected]: number[][] = [[], []]
  let leaf = 0
  for (const country of countries)
    for (const channel of channels)
      for (const device of devices) {
        builder.add([country, channel, device])
        const wanted = size * (1 + ((leaf * 7) % 11))
        expected!.push(wanted)
        actual!.push(Math.round(wanted * ratioOf(country, channel, device) * (1 + 0.03 * Math.sin(++leaf * 12.9))))
      }
  return { cube: builder.build(), measured: measured(actual!, expected!) }
}

function measured(actual: readonly number[], expected: readonly number[]) {
  return { actual: Float64Array.from(actual), expected: Float64Array.from(expected) }
}

function blamed({ drivers }: Explained): readonly string[] {
  return drivers.map(({ members }) =>
    Object.entries(members)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([dimension, member]) => `${dimension}=${member}`)
      .join('&'),
  )
}

describe('the shop', () => {
  test.for([
    ['one country', (c: string) => (c === 'UK' ? 0.5 : 1), ['country=UK']],
    [
      'a cause of two dimensions by both, not by its parts',
      (c: string, _: string, d: string) => (c === 'UK' && d === 'desktop' ? 0.2 : 1),
      ['country=UK&device=desktop'],
    ],
    [
      'one leaf',
      (c: string, h: string, d: string) => (c === 'DE' && h === 'app' && d === 'mobile' ? 0.1 : 1),
      ['channel=app&country=DE&device=mobile'],
    ],
    ['two countries', (c: string) => (c === 'ES' || c === 'IT' ? 0.4 : 1), ['country=ES', 'country=IT']],
    ['a member that is gone', (_: string, h: string) => (h === 'partner' ? 0 : 1), ['channel=partner']],
    [
      'half of the business by the half that moved',
      (_c: string, _h: string, d: string) => (d === 'mobile' ? 0.5 : 1),
      ['device=mobile'],
    ],
    ['nothing when everything fell alike', () => 0.5, []],
    ['nothing when nothing moved', () => 1, []],
  ] as const)('names %s', ([, ratioOf, wanted], { expect: expects }) => {
    const { cube, measured: leaves } = shop(ratioOf)
    const explained = explain(cube, leaves)
    expects(blamed(explained).toSorted()).toEqual([...wanted])
    expects(explained.isBroad).toBe(wanted.length === 0)
  })

  test('a member that is new is a rise from nothing', () => {
    const { cube, measured: leaves } = shop(() => 1)
    const isNew = cube.codes[1]!.map((code) => (cube.members[1]![code] === 'partner' ? 1 : 0))
    const expected = leaves.expected.map((value, leaf) => (isNew[leaf] === 1 ? 0 : value))
    const explained = explain(cube, { actual: leaves.actual, expected })
    expect(blamed(explained)).toEqual(['channel=partner'])
    expect(explained.drivers[0]).toMatchObject({ expected: 0, share: expect.closeTo(1, 1) })
  })

  test('segments that moved against each other are both named, with signs', () => {
    const { cube, measured: leaves } = shop((country) => (country === 'UK' ? 0.5 : country === 'FR' ? 1.5 : 1))
    const { drivers } = explain(cube, leaves)
    const signs = new Map(drivers.map(({ members, contribution }) => [members['country'], Math.sign(contribution)]))
    expect(signs).toEqual(
      new Map([
        ['UK', -1],
        ['FR', 1],
      ]),
    )
    expect(new Set(drivers.map(({ share }) => Math.sign(share)))).toEqual(new Set([-1, 1]))
  })

  test('figures of a driver are sums of its leaves, and shares go by the whole', () => {
    const { cube, measured: leaves } = shop((country) => (country === 'UK' ? 0.5 : 1))
    const { drivers, actual, expected } = explain(cube, leaves)
    const [uk] = drivers
    expect(uk!.contribution).toBeCloseTo(uk!.actual - uk!.expected)
    expect(uk!.share).toBeCloseTo((uk!.actual - uk!.expected) / (actual - expected))
    expect(uk!.surprise).toBeGreaterThan(0)
  })

  test('margins below zero are explained too', () => {
    const { cube, measured: leaves } = shop((country) => (country === 'UK' ? 0.4 : 1))
    const turned = (values: Float64Array) => values.map((value) => -value)
    const explained = explain(cube, { actual: turned(leaves.actual), expected: turned(leaves.expected) })
    expect(blamed(explained)).toEqual(['country=UK'])
    expect(explained.drivers[0]!.contribution).toBeGreaterThan(0)
  })

  test('a cube without leaves, and one of zeros, have nothing to explain', () => {
    const none = createCubeBuilder(['country']).build()
    expect(explain(none, measured([], []))).toMatchObject({ drivers: [], isBroad: true, actual: 0, expected: 0 })
    const { cube } = shop(() => 1)
    const zeros = measured(Array<number>(36).fill(0), Array<number>(36).fill(0))
    expect(explain(cube, zeros).drivers).toEqual([])
  })
})

describe('a ratio', () => {
  const rateOf = (cube: Cube, leaf: number, wanted: string) =>
    cube.members[0]![cube.codes[0]![leaf]!] === wanted ? 1 : 0

  test('is explained by excess of its numerator, not by who has a low rate', () => {
    const { cube, measured: visits } = shop(() => 1, 3000)
    const base = visits.expected.map((_, leaf) => 0.02 + 0.01 * (leaf % 5))
    const numerator = {
      actual: visits.actual.map((value, leaf) =>
        Math.round(value * base[leaf]! * (rateOf(cube, leaf, 'ES') === 1 ? 0.4 : 1)),
      ),
      expected: visits.expected.map((value, leaf) => value * base[leaf]!),
    }
    const explained = explainRatio(cube, numerator, visits)
    expect(blamed(explained)).toEqual(['country=ES'])
    expect(explained.drivers[0]!.share).toBeCloseTo(1, 0)
    expect(explained.effects!.rate + explained.effects!.mix).toBeCloseTo(explained.actual - explained.expected)
    expect(Math.abs(explained.effects!.mix)).toBeLessThan(0.1 * Math.abs(explained.effects!.rate))
  })

  test('that moved because weights did is a mix effect of the segment that gained weight', () => {
    const { cube, measured: visits } = shop((country) => (country === 'UK' ? 3 : 1), 3000)
    const base = visits.expected.map((_, leaf) => (rateOf(cube, leaf, 'UK') === 1 ? 0.01 : 0.05))
    const numerator = {
      actual: visits.actual.map((value, leaf) => Math.round(value * base[leaf]!)),
      expected: visits.expected.map((value, leaf) => value * base[leaf]!),
    }
    const explained = explainRatio(cube, numerator, visits)
    expect(blamed(explained)).toEqual(['country=UK'])
    expect(Math.abs(explained.effects!.mix)).toBeGreaterThan(10 * Math.abs(explained.effects!.rate))
  })
})

describe('deep cubes', () => {
  const sizes = [6, 5, 7, 4]
  const worlds: readonly (readonly [string, World])[] = [
    ['one member', { sizes, causes: { layer: 1, count: 1 } }],
    ['two members of one cuboid of two dimensions', { sizes, causes: { layer: 2, count: 2 } }],
    ['three of three dimensions', { sizes, causes: { layer: 3, count: 3, isUneven: true } }],
    ['causes of different cuboids', { sizes, causes: { layer: 2, count: 2, isMixed: true, isUneven: true } }],
    ['much noise', { sizes, noise: 0.2, causes: { layer: 2, count: 1 } }],
    ['leaves of few events', { sizes, size: 5, isCount: true, causes: { layer: 1, count: 1 } }],
    ['everything else lower too', { sizes, level: 0.85, causes: { layer: 2, count: 1 } }],
    ['leaves far out without a cause', { sizes, outliers: 0.05, causes: { layer: 1, count: 0 } }],
  ]
  test.for(worlds)('%s: nine of ten whole answers are right', ([, world], { expect: expects }) => {
    const cases = Array.from({ length: 10 }, (_, seed) => caseOf(world, 100 + seed))
    const right = cases.filter(
      ({ cube, measured: leaves, truth }) => blamed(explain(cube, leaves)).toSorted().join() === truth.join(),
    )
    expects(right.length).toBeGreaterThanOrEqual(9)
  })
})

test('a few failures, all of one device, are that device and not everything', () => {
  const builder = createCubeBuilder(['device', 'region'])
  const actual: number[] = []
  const expected: number[] = []
  for (const [device, was, usual] of [
    ['mobile', [68, 25, 14, 12, 0], [3.5, 1, 0.75, 0.5, 0.5]],
    ['desktop', [1, 1, 0, 0, 0], [2, 0.75, 0.5, 0.5, 0.25]],
    ['tablet', [0, 0, 0, 0, 0], [0.25, 0.25, 0, 0.25, 0]],
  ] as const)
    for (const [at, region] of ['EMEA', 'APAC', 'Nordics', 'North America', 'Latin America'].entries()) {
      builder.add([device, region])
      actual.push(was[at]!)
      expected.push(usual[at]!)
    }
  expect(blamed(explain(builder.build(), measured(actual, expected)))).toEqual(['device=mobile'])
})

test('a few failures of one device are that device where other weeks had but single ones', () => {
  const builder = createCubeBuilder(['region', 'device'])
  const leaves = [
    ['EMEA', 'mobile', 136, 1.2],
    ['Nordics', 'mobile', 39, 0.2],
    ['Latin America', 'mobile', 13, 0.1],
    ['APAC', 'mobile', 12, 0.15],
    ['North America', 'mobile', 11, 0.2],
    ['North America', 'desktop', 1, 0.1],
    ['APAC', 'desktop', 0, 0.05],
    ['EMEA', 'desktop', 0, 0.2],
    ['EMEA', 'tablet', 0, 0.05],
  ] as const
  for (const [region, device] of leaves) builder.add([region, device])
  const [actual, expected] = [leaves.map((leaf) => leaf[2]), leaves.map((leaf) => leaf[3])]
  expect(blamed(explain(builder.build(), measured(actual, expected)))).toEqual(['device=mobile'])
})

describe('a dozen events an hour, six minutes of it, four weeks to compare with', () => {
  test.for([
    ['one device sixtyfold is that device', (device: string) => (device === 'mobile' ? 60 : 1), 'device=mobile', 0.85],
    ['everything sixtyfold is no segment', () => 60, '', 0.95],
    ['nothing is no segment', () => 1, '', 0.95],
  ] as const)('%s', ([, factorOf, wanted, least], { expect: expects }) => {
    const chance = seeded(11)
    const right = Array.from({ length: 60 }, () => {
      const builder = createCubeBuilder(['region', 'device'])
      const [actual, expected]: number[][] = [[], []]
      for (const [region, part] of [0.5, 0.18, 0.13, 0.1, 0.09].entries())
        for (const [device, share] of Object.entries({ mobile: 0.6, desktop: 0.34, tablet: 0.06 })) {
          const rate = 12 * part * share
          builder.add([String(region), device])
          expected!.push(([0, 1, 2, 3].reduce((sum) => sum + poisson(rate, chance), 0) / 4) * 0.1)
          actual!.push(poisson(rate * 0.1 * factorOf(device), chance))
        }
      return blamed(explain(builder.build(), measured(actual!, expected!))).join()
    })
    expects(right.filter((each) => each === wanted).length).toBeGreaterThanOrEqual(least * 60)
  })
})

test('where next to nothing is usual, the many of one device are that device, though regions take unlike parts of it', () => {
  const builder = createCubeBuilder(['region', 'device'])
  const leaves = [
    ['APAC', 'desktop', 0, 0.42],
    ['APAC', 'mobile', 59, 0.85],
    ['EMEA', 'desktop', 3, 2.27],
    ['EMEA', 'mobile', 149, 2.83],
    ['EMEA', 'tablet', 1, 0.28],
    ['Latin America', 'desktop', 0, 0.14],
    ['Latin America', 'mobile', 24, 0.28],
    ['Nordics', 'desktop', 0, 0.14],
    ['Nordics', 'mobile', 41, 0.42],
    ['Nordics', 'tablet', 0, 0.14],
    ['North America', 'mobile', 43, 0.14],
  ] as const
  for (const [region, device] of leaves) builder.add([region, device])
  const { drivers } = explain(
    builder.build(),
    measured(
      leaves.map((leaf) => leaf[2]),
      leaves.map((leaf) => leaf[3]),
    ),
  )
  expect(drivers.map(({ members }) => members)).toEqual([{ device: 'mobile' }])
})

describe('few and small leaves', () => {
  // Twelve minutes of an evening: fifteen leaves, most of them with next to nothing.
  const usual = [0.6, 2.2, 0.1, 25.2, 77.5, 6.9, 2.7, 8, 1.1, 4.9, 14.8, 1.4, 7.1, 22, 2]
  const regions = ['APAC', 'EMEA', 'Latin America', 'Nordics', 'North America']
  const kinds = ['desktop', 'mobile', 'tablet']
  const explained = (actual: readonly number[]) => {
    const builder = createCubeBuilder(['region', 'device'])
    for (const region of regions) for (const kind of kinds) builder.add([region, kind])
    return explain(builder.build(), measured(actual, usual))
  }

  test('what moved alone is named, however noisy its neighbours are', () => {
    expect(blamed(explained([1, 2, 1, 38, 74, 10, 2, 14, 0, 1, 10, 2, 66, 14, 0]))).toEqual([
      'device=desktop&region=North America',
    ])
  })

  test('what all did alike is broad', () => {
    expect(explained([2, 4, 0, 61, 148, 17, 5, 19, 2, 7, 31, 2, 13, 49, 3]).isBroad).toBe(true)
  })

  test('chance names nobody', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed)
      expect(explained(usual.map((mean) => poisson(mean, random))).isBroad).toBe(true)
    }
  })
})
