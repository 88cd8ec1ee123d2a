import { describe, expect, test } from 'vitest'
import {
  endingOf,
  surpriseIn,
  surprisingFrom,
  unitOf,
  withHabit,
  type Habit,
  type Outlook,
  type Stretch,
} from '../../../../src/analytics/live/watch/pace.ts'
import { gauss, poisson, seeded } from '../../../support/chance.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

/** 50 events a minute, known to 15 %. */
const fifty: Outlook = { from: 0, to: HOUR, expected: 3000, low: 2550, high: 3450 }
const stretch = (seconds: number, count: number): Stretch => ({
  from: 10 * MINUTE,
  to: 10 * MINUTE + seconds * 1000,
  sum: count,
  squares: count,
})

/** How many seconds it takes until what comes at a pace (events a minute) is no chance any more. */
function foundAfter(perMinute: number): number {
  for (let seconds = 1; seconds < 3600; seconds++) {
    const found = surpriseIn(stretch(seconds, Math.floor((perMinute * seconds) / 60)), [fifty], 1)
    if (found && found.size >= 1) return seconds
  }
  return Infinity
}

test('five times as many events as usual are found within seconds', () => {
  expect(foundAfter(250)).toBeLessThan(15)
})

test('an outage of a KPI with 50 events a minute is found within a minute', () => {
  expect(foundAfter(0)).toBeLessThan(45)
})

test('a large order is no burst; many at once are', () => {
  const usual = { from: 0, to: HOUR, expected: 60_000, low: 50_000, high: 70_000 }
  const one = { from: 0, to: MINUTE, sum: 21_000, squares: 20_000 ** 2 + 20 * 50 ** 2 }
  expect(surpriseIn(one, [usual], 80)?.size).toBeLessThan(1)
  const many = { from: 0, to: MINUTE, sum: 21_000, squares: 400 * 52.5 ** 2 }
  expect(surpriseIn(many, [usual], 80)?.size).toBeGreaterThan(1)
})

test('nothing is said where nothing is forecast', () => {
  expect(surpriseIn({ from: HOUR, to: 2 * HOUR, sum: 0, squares: 0 }, [fifty], 1)).toBeNull()
})

test('the hour between a quiet and a busy one begins quietly', () => {
  const before = { from: -HOUR, to: 0, expected: 60, low: 30, high: 90 }
  const quiet = { from: 0, to: 2 * MINUTE, sum: 40, squares: 40 }
  expect(surpriseIn(quiet, [fifty], 1)?.size).toBeGreaterThan(surpriseIn(quiet, [before, fifty], 1)!.size)
})

describe('a sum that fills', () => {
  const soFar = (sum: number, minute: number) => ({
    sum,
    heardUntil: minute * MINUTE,
    outlooks: [fifty],
    unit: 1,
  })
  test('ends at least at what it is', () => {
    expect(endingOf(fifty, soFar(4000, 10)).least).toBe(4000)
  })
  test('cannot make up in ten minutes what it lacks, but in fifty', () => {
    expect(endingOf(fifty, soFar(500, 50)).most).toBeLessThan(2550)
    expect(endingOf(fifty, soFar(0, 10)).most).toBeGreaterThan(2550)
  })
  test('ends at what it is when the bucket is over', () => {
    expect(endingOf(fifty, soFar(1234, 60))).toEqual({ least: 1234, most: 1234 })
  })
  test('says nothing of a day by its first hours', () => {
    const day = { from: 0, to: 24 * HOUR, expected: 1000, low: 900, high: 1100 }
    const most = endingOf(day, { sum: 0, heardUntil: 8 * HOUR, outlooks: [day], unit: 1 }).most
    expect(most).toBeGreaterThan(1000)
  })
})

test('what is uneven by habit is no surprise after a few times', () => {
  const DAY = 24 * HOUR
  const days = (count: number) =>
    Array.from({ length: count }, (_, day) => day).reduce<Habit>((habit, day) => withHabit(habit, day * DAY, 3), [])
  expect(surprisingFrom(days(2))).toBe(1)
  expect(surprisingFrom(days(3))).toBeCloseTo(3.75)
  expect(surprisingFrom(withHabit(days(3), 20 * DAY, 0.1))).toBe(1)
})

describe('in normal weeks nothing is found', () => {
  const count = () => 1
  const steep = (hour: number) => (hour < 7 ? 0.02 : hour < 22 ? 1.5 * Math.min(1, (hour - 7) / 1.5) : 0.1)
  const wave = (hour: number) => 0.6 - 0.4 * Math.cos((2 * Math.PI * (hour - 3)) / 24)
  const kinds: readonly [
    string,
    {
      readonly perMinute: number
      readonly amount: (chance: () => number) => number
      readonly shape: (hour: number) => number
      readonly noise: number
    },
  ][] = [
    ['500 events a minute', { perMinute: 500, amount: count, shape: wave, noise: 0.05 }],
    ['50 events a minute', { perMinute: 50, amount: count, shape: wave, noise: 0.08 }],
    ['5 events a minute', { perMinute: 5, amount: count, shape: wave, noise: 0.1 }],
    ['3 events an hour', { perMinute: 0.05, amount: count, shape: wave, noise: 0.1 }],
    [
      'amounts of orders',
      { perMinute: 20, amount: (chance) => Math.exp(3.5 + gauss(chance)), shape: wave, noise: 0.08 },
    ],
    [
      'amounts with a heavy tail',
      { perMinute: 3, amount: (chance) => 10 * (1 - chance()) ** (-1 / 1.3), shape: wave, noise: 0.1 },
    ],
    ['a shop that opens', { perMinute: 30, amount: count, shape: steep, noise: 0.1 }],
  ]
  // Longer by hand: TIDINGS_WEEKS=52.
  const weeks = Number(process.env.TIDINGS_WEEKS ?? 2)

  test.for(kinds)('%s', ([, kind]) => {
    expect(alertsIn(weeks, kind)).toBe(0)
  })

  function alertsIn(weeks: number, { perMinute, amount, shape, noise }: (typeof kinds)[number][1]): number {
    const chance = seeded(7)
    const amounts = Array.from({ length: 100_000 }, () => amount(chance))
    const mean = amounts.reduce((sum, one) => sum + one, 0) / amounts.length
    const square = amounts.reduce((sum, one) => sum + one * one, 0) / amounts.length
    const rateAt = (at: number) =>
      perMinute * Math.max(0.01, shape((at / HOUR) % 24)) * (Math.floor(at / (24 * HOUR)) % 7 > 4 ? 0.7 : 1)
    /** As a fair detector would know it: a little off, four deviations wide. */
    const outlookOf = (hour: number): Outlook => {
      let rate = 0
      for (let minute = 0; minute < 60; minute++) rate += rateAt(hour * HOUR + minute * MINUTE)
      const expected = rate * mean * Math.exp(0.04 * gauss(chance))
      const deviation = Math.hypot(noise * expected, Math.sqrt(rate * square))
      return {
        from: hour * HOUR,
        to: (hour + 1) * HOUR,
        expected,
        low: Math.max(0, expected - 4 * deviation),
        high: expected + 4 * deviation,
      }
    }
    let [alerts, quietUntil] = [0, 0]
    const minutes: Stretch[] = []
    const outlooks = [outlookOf(-1), outlookOf(0)]
    for (let hour = 0; hour < weeks * 168; hour++) {
      outlooks.push(outlookOf(hour + 1))
      if (outlooks.length > 3) outlooks.shift()
      const hourly = Math.exp(0.8 * noise * gauss(chance))
      let drift = 0
      for (let minute = 0; minute < 60; minute++) {
        const from = hour * HOUR + minute * MINUTE
        drift = 0.7 * drift + 0.05 * gauss(chance)
        let [sum, squares] = [0, 0]
        for (let left = poisson(rateAt(from) * hourly * Math.exp(drift), chance); left > 0; left--) {
          const one = amount(chance)
          sum += one
          squares += one * one
        }
        minutes.push({ from, to: from + MINUTE, sum, squares })
        if (minutes.length > 60) minutes.shift()
        if (isSurprising(minutes, outlooks, hour * HOUR) && from > quietUntil) {
          alerts++
          quietUntil = from + HOUR
        }
      }
    }
    return alerts
  }

  function isSurprising(minutes: readonly Stretch[], outlooks: readonly Outlook[], hour: number): boolean {
    const unit = unitOf(minutes)
    let [sum, squares] = [0, 0]
    for (let back = 1; back <= Math.min(30, minutes.length); back++) {
      const minute = minutes[minutes.length - back]!
      if (minute.from < hour - HOUR) return false
      sum += minute.sum
      squares += minute.squares
      if (![1, 2, 3, 5, 10, 15, 30].includes(back)) continue
      const found = surpriseIn({ from: minute.from, to: minutes.at(-1)!.to, sum, squares }, outlooks, unit)
      if (found && found.size >= 1) return true
    }
    return false
  }
})
