/** What is found, and what is left alone. Series are seeded; each has its anomaly after enough history. */
import { describe, expect, test } from 'vitest'
import { createDetector } from '../../../../src/analytics/live/detect/detector.ts'
import type { DetectorOptions, Point, Reading } from '../../../../src/analytics/live/detect/reading.ts'
import { hours, MONDAY, normal, poisson, random } from './series.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const steady: DetectorOptions = { goodWhen: 'steady' }

function play(points: readonly Point[], options = steady): Reading[] {
  const detector = createDetector(options)
  return points.map((point) => detector.observe(point))
}

/** Rows that an incident is open on, as [first, last] of each. */
function incidents(readings: readonly Reading[]): [number, number][] {
  const found: [number, number][] = []
  for (const [index, { anomaly }] of readings.entries()) {
    if (!anomaly) continue
    const last = found.at(-1)
    if (last && index - last[1] <= 3) last[1] = index
    else found.push([index, index])
  }
  return found
}

describe('a shop by the hour', () => {
  const from = 1000
  const shifted = hours(1400, { seed: 3 })
  test.for([
    ['spike', (index: number, value: number) => (index === from ? value * 2 : value), 'spike', 0],
    ['drop', (index: number, value: number) => (index >= from && index < from + 5 ? value * 0.4 : value), 'drop', 0],
    ['outage', (index: number, value: number) => (index >= from && index < from + 4 ? 0 : value), 'drop', 0],
    ['lasting rise', (index: number, value: number) => (index >= from ? value * 1.4 : value), 'spike', 6],
    [
      'slow decline',
      (index: number, value: number) =>
        index >= from && index < from + 60 ? value * (1 - (0.5 * (index - from)) / 60) : value,
      null,
      40,
    ],
    ['stuck value', (index: number, value: number) => (index >= from && index < from + 10 ? 777 : value), null, 6],
    [
      'day that is six hours late',
      (index: number, value: number) => (index >= from && index < from + 24 ? shifted[index - 6]!.value : value),
      null,
      12,
    ],
  ] as const)('a %s is found', ([, change, kind, within], { expect }) => {
    const readings = play(hours(1200, { seed: 3, change }))
    const first = readings.findIndex(({ anomaly }) => anomaly)
    expect(first).toBeGreaterThanOrEqual(from)
    expect(first).toBeLessThanOrEqual(from + within)
    if (kind !== null) expect(readings[first]?.kind).toBe(kind)
  })

  test('is not disturbed when nothing happens', () => {
    const found = [1, 2, 3, 4, 5].flatMap((seed) => incidents(play(hours(1500, { seed }))))
    expect(found.length).toBeLessThanOrEqual(1)
  })

  test('a good direction is no anomaly', () => {
    const change = (index: number, value: number) => (index === from ? value * 2 : value)
    expect(incidents(play(hours(1200, { change }), { goodWhen: 'up' }))).toEqual([])
    expect(incidents(play(hours(1200, { change }), { goodWhen: 'down' }))).toEqual([[from, from]])
  })

  test('a change below the minimum is not posted', () => {
    const change = (index: number, value: number) => (index === from ? value * 1.6 : value)
    expect(incidents(play(hours(1200, { change })))).toEqual([[from, from]])
    expect(incidents(play(hours(1200, { change }), { ...steady, minimumChange: 0.8 }))).toEqual([])
  })

  test('a level that lasts is one incident, then the usual', () => {
    const readings = play(hours(1600, { seed: 2, change: (index, value) => (index >= from ? value * 1.5 : value) }))
    expect(incidents(readings)).toHaveLength(1)
    expect(readings.at(-1)?.expected).toBeGreaterThan(0.85 * (hours(1600, { seed: 2 }).at(-1)!.value * 1.5))
  })

  test('a planned day neither alarms nor teaches', () => {
    const isPlanned = (index: number) => index >= from && index < from + 24
    const points = hours(1400, { change: (index, value) => (isPlanned(index) ? value * 1.5 : value) })
    const readings = play(points.map((point, index) => ({ ...point, planned: isPlanned(index) })))
    expect(incidents(readings)).toEqual([])
    const calm = play(hours(1400))
    expect(readings[from + 30]?.expected).toBeCloseTo(calm[from + 30]!.expected!, -2)
  })
})

describe('data that stops coming', () => {
  const whole = hours(1200, { seed: 5 })
  const gap = whole.filter((_, index) => index < 1000 || index >= 1024)

  test('is a silence on the first row after it', () => {
    const readings = play(gap)
    expect(readings[1000]).toMatchObject({ anomaly: true, kind: 'silence' })
    expect(incidents(readings)).toEqual([[1000, 1000]])
  })

  test('is told apart from zero', () => {
    const zeros = whole.map((point, index) => (index >= 1000 && index < 1024 ? { ...point, value: 0 } : point))
    expect(play(zeros)[1000]).toMatchObject({ anomaly: true, kind: 'drop' })
  })

  test('is known to a timer before the next row', () => {
    const detector = createDetector(steady)
    expect(detector.silenceAfter()).toBeNull()
    for (const point of whole) detector.observe(point)
    const after = detector.silenceAfter()
    expect(after).toBeGreaterThan(HOUR)
    expect(after).toBeLessThanOrEqual(12 * HOUR)
  })

  test('is no silence where it is usual: nights and weekends of an office', () => {
    const isOpen = (index: number) => index % 24 >= 8 && index % 24 < 19 && Math.floor(index / 24) % 7 < 5
    expect(incidents(play(hours(2400).filter((_, index) => isOpen(index))))).toEqual([])
  })

  test('is a silence too when rows come without a value', () => {
    const empty = whole.map((point, index) => (index >= 1000 && index < 1024 ? { ...point, value: null } : point))
    const readings = play(empty)
    expect(readings[1000]).toMatchObject({ anomaly: false })
    expect(readings[1023]).toMatchObject({ anomaly: true, kind: 'silence' })
  })

  test('single rows that are missing are nothing', () => {
    const next = random(9)
    expect(incidents(play(whole.filter(() => next() > 0.03)))).toEqual([])
  })
})

describe('few events', () => {
  test.for([0.1, 0.5, 1, 3, 8])('%d an hour does not cry wolf', (mean, { expect }) => {
    let found = 0
    for (let seed = 1; seed <= 5; seed++) {
      const next = random(seed)
      const points = Array.from({ length: 1500 }, (_, index) => ({ at: index * HOUR, value: poisson(next, mean) }))
      found += incidents(play(points)).length
    }
    expect(found).toBeLessThanOrEqual(1)
  })

  test('a flood of them is found', () => {
    const next = random(1)
    const points = Array.from({ length: 1500 }, (_, index) => ({
      at: index * HOUR,
      value: index === 1200 ? 25 : poisson(next, 3),
    }))
    expect(incidents(play(points))).toEqual([[1200, 1200]])
  })

  test('seven where there is one in four hours are found, and lie beyond what is drawn as normal', () => {
    const next = random(3)
    const points = Array.from({ length: 1500 }, (_, index) => ({
      at: index * HOUR,
      value: index === 1200 || index === 1300 ? 7 : poisson(next, 0.25),
    }))
    const readings = play(points)
    expect(incidents(readings)).toEqual([
      [1200, 1200],
      [1300, 1300],
    ])
    expect(readings[1199]!.high).toBeLessThan(7)
  })

  test('a ratio of few is weighed by its volume', () => {
    const next = random(2)
    const points = Array.from({ length: 1500 }, (_, index) => {
      const volume = index % 24 < 6 ? 4 : 400
      const events = poisson(next, 0.2 * volume)
      return { at: index * HOUR, value: Math.min(1, events / volume), volume }
    })
    expect(incidents(play(points)).length).toBeLessThanOrEqual(1)
  })
})

describe('time', () => {
  test.for([
    ['spring', Date.UTC(2025, 1, 3)],
    ['autumn', Date.UTC(2025, 8, 1)],
  ] as const)('%s: the clock of the zone goes on when it is changed', ([, begin], { expect }) => {
    const next = random(7)
    const local = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', hour: 'numeric', hourCycle: 'h23' })
    const points = Array.from({ length: 90 * 24 }, (_, index) => {
      const at = begin + index * HOUR
      const hour = Number(local.format(at))
      return { at, value: (hour >= 9 && hour < 18 ? 1000 : 100) * (1 + 0.04 * normal(next)) }
    })
    expect(incidents(play(points, { ...steady, zone: 'Europe/Berlin' }))).toEqual([])
  })

  test('nothing is said before two days, or two weeks of days', () => {
    const readings = play(hours(200))
    expect(readings.slice(0, 47).every(({ expected }) => expected === null)).toBe(true)
    expect(readings[50]?.expected).not.toBeNull()
    const days = play(Array.from({ length: 30 }, (_, index) => ({ at: index * DAY, value: 100 + index })))
    expect(days.findIndex(({ expected }) => expected !== null)).toBe(14)
  })

  test('rows that repeat change nothing', () => {
    const points = hours(900, { seed: 6 })
    const repeated = points.flatMap((point, index) => (index % 7 === 0 ? [point, point] : [point]))
    const readings = play(repeated)
    const plain = play(points)
    const seen = new Map(repeated.map(({ at }, index) => [at, readings[index]]))
    expect(points.map(({ at }) => seen.get(at))).toEqual(plain)
  })

  test('a first row of the far future does not silence the series', () => {
    const readings = play([{ at: Date.UTC(2099, 0, 1), value: 5 }, ...hours(300)])
    expect(readings.at(-1)?.expected).not.toBeNull()
  })

  test('a cycle that no calendar names is found', () => {
    const next = random(8)
    const points = Array.from({ length: 1500 }, (_, index) => ({
      at: MONDAY + index * 60_000,
      value: 50 + 20 * Math.sin((2 * Math.PI * index) / 37) + normal(next) + (index === 1300 ? 25 : 0),
    }))
    const readings = play(points)
    const { low, high } = readings[1299]!
    expect(Number(high) - Number(low)).toBeLessThan(35)
    expect(incidents(readings)).toEqual([[1300, 1300]])
  })

  test('a series that goes below zero after a while is followed there', () => {
    const next = random(10)
    const points = Array.from({ length: 1500 }, (_, index) => ({
      at: MONDAY + index * HOUR,
      value: 12 - index / 60 + 3 * Math.sin((2 * Math.PI * index) / 24) + 0.5 * normal(next),
    }))
    const readings = play(points)
    expect(incidents(readings.slice(600))).toEqual([])
    expect(readings.at(-1)?.low).toBeLessThan(-10)
  })
})

test('a series that stays at zero is told of for a while, not for ever', () => {
  const readings = play(hours(2400, { seed: 3, change: (index, value) => (index >= 800 ? 0 : value) }))
  expect(readings.slice(800, 806).some(({ anomaly }) => anomaly)).toBe(true)
  expect(readings.slice(1600).filter(({ anomaly }) => anomaly)).toEqual([])
})

test('what was odd in the first weeks is not expected again a week later', () => {
  const odd = 24 * 16
  const calm = play(hours(24 * 30, { seed: 3 }))
  const after = play(
    hours(24 * 30, { seed: 3, change: (index, value) => (index >= odd && index < odd + 6 ? value * 0.1 : value) }),
  )
  for (let index = odd + 168; index < odd + 174; index++) {
    expect(after[index]!.expected).toBeGreaterThan(0.7 * calm[index]!.expected!)
    expect(after[index]!.anomaly).toBe(false)
  }
})

test('a week of five minutes without any shape is not expected again in the next', () => {
  const next = random(11)
  // Levels that last for hours, at no time of the day or week.
  let level = 10
  const points = Array.from({ length: 2016 + 300 }, (_, index) => {
    if (index < 2016 && next() < 0.01) level = level === 10 ? 30 : 10
    if (index === 2016) level = 10
    return { at: MONDAY + index * 300_000, value: level + 0.3 * normal(next) }
  })
  const readings = play(points)
  const off = readings.slice(2030).filter(({ expected }) => Math.abs(expected! - 10) > 6)
  expect(off).toEqual([])
})

test('what comes at the same time of the next days is told once, and again when it is much larger', () => {
  const at14 = (index: number, day: number) => index === 24 * (40 + day) + 14
  const odd = (times: readonly number[]) =>
    incidents(
      play(
        hours(24 * 50, {
          seed: 6,
          change: (index, value) =>
            value * (1 + times.reduce((sum, more, day) => sum + (at14(index, day) ? more : 0), 0)),
        }),
      ),
    ).map(([from]) => from - 24 * 40)
  expect(odd([0.8, 0.8, 0.8, 0.8])).toEqual([14])
  expect(odd([0.8, 0.8, 20])).toEqual([14, 24 * 2 + 14])
})

describe('parts with next to nothing in them', () => {
  const alone = (points: readonly Point[]) => incidents(play(points, { ...steady, kind: 'ratio', grain: HOUR }))
  const orders = (index: number) => (index % 24 < 7 ? 0.2 : 1.6)

  /** A share of a few orders an hour; it is `share` of an hour. */
  function refunds(seed: number, share: (index: number) => number): Point[] {
    const next = random(seed)
    return Array.from({ length: 3000 }, (_, index) => {
      const volume = poisson(next, orders(index))
      const refunded = Array.from({ length: volume }, () => next() < share(index)).filter(Boolean).length
      return { at: MONDAY + index * HOUR, value: volume === 0 ? null : refunded / volume, volume }
    })
  }

  test('one refund of one order is nothing to tell', () => {
    const told = [1, 2, 3, 4, 5].flatMap((seed) => alone(refunds(seed, () => 0.04)))
    expect(told.length).toBeLessThanOrEqual(1)
  })

  test('many more refunds for days are told', () => {
    const told = alone(refunds(7, (index) => (index >= 2600 && index < 2800 ? 0.36 : 0.04)))
    expect(told.filter(([first]) => first < 2600)).toEqual([])
    expect(told.some(([first]) => first >= 2600 && first < 2680)).toBe(true)
  })

  /** Amounts that mostly are nothing, as discounts of one shop in one country. */
  function discounts(seed: number): Point[] {
    const next = random(seed)
    return Array.from({ length: 3000 }, (_, index) => {
      const count = poisson(next, 0.2 * orders(index))
      const value = Array.from({ length: count }, () => 12 * Math.exp(0.8 * normal(next))).reduce((a, b) => a + b, 0)
      return { at: MONDAY + index * HOUR, value }
    })
  }

  test('amounts that come now and then are not told, by night neither', () => {
    const told = [1, 2, 3, 4, 5].flatMap((seed) => incidents(play(discounts(seed))))
    expect(told.length).toBeLessThanOrEqual(2)
  })

  test('a hundred times the usual amount is told', () => {
    const points = discounts(3).map((point, index) => (index === 2700 ? { ...point, value: 4000 } : point))
    expect(incidents(play(points)).some(([first]) => first === 2700)).toBe(true)
  })
})
