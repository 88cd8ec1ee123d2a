import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { bucketsOf } from '../../src/analytics/buckets.ts'
import type { Period } from '../../src/analytics/kpi-query.ts'
import type { Clock } from '../../src/nlq/calendar.ts'
import { matchWhen } from '../../src/nlq/calendar-phrases.ts'
import { tokenize } from '../../src/nlq/text.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo', 'UTC']

const anyClock: fc.Arbitrary<Clock> = fc.record({
  now: fc.date({ min: new Date('2001-01-01'), max: new Date('2039-12-31'), noInvalidDate: true }),
  zone: fc.constantFrom(...zones),
  weekStarts: fc.constantFrom(...weekdays),
  fiscalYearStarts: fc.integer({ min: 1, max: 12 }),
  historyFrom: fc.constant('2000-01-01'),
  countries: fc.constant([]),
})
const anyDate = fc
  .record({ year: fc.integer({ min: 2001, max: 2038 }), day: fc.integer({ min: 0, max: 364 }) })
  .map(({ year, day }) => Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: day }))
const anyUnit = fc.constantFrom('day', 'week', 'month', 'quarter', 'half', 'year', 'fiscal quarter', 'fiscal year')

/** The only period that a whole phrase names. */
function periodOf(phrase: string, clock: Clock): Period {
  const tokens = tokenize(phrase)
  const found = matchWhen(tokens, 0).filter(({ to }) => to === tokens.length)
  const [period, ...others] = new Set(found.map(({ when }) => JSON.stringify(when.period(clock))))
  expect(others, phrase).toEqual([])
  expect(period, phrase).toMatch(/^\{/)
  return JSON.parse(period!) as Period
}

const stretch = ({ from, to }: Period) => `${from} ${to}`

test('last, this and next are in a row', () => {
  fc.assert(
    fc.property(anyClock, anyUnit, (clock, unit) => {
      const [last, current, next] = ['last', 'this', 'next'].map((which) => periodOf(`${which} ${unit}`, clock))
      expect(last!.to).toBe(current!.from)
      expect(current!.to).toBe(next!.from)
      expect(current!.through).toBeDefined()
      expect(last!.through ?? next!.through).toBeUndefined()
    }),
  )
})

test('the last few units end where the current one begins, and the one before last is the first of two', () => {
  fc.assert(
    fc.property(anyClock, anyUnit, fc.integer({ min: 2, max: 60 }), (clock, unit, count) => {
      const current = periodOf(`this ${unit}`, clock)
      const several = periodOf(`the last ${count} ${unit === 'half' ? 'halves' : `${unit}s`}`, clock)
      expect(several.to).toBe(current.from)
      const two = periodOf(`last 2 ${unit === 'half' ? 'halves' : `${unit}s`}`, clock)
      const before = periodOf(`the ${unit} before last`, clock)
      expect(before.from).toBe(two.from)
      expect(before.to).toBe(periodOf(`last ${unit}`, clock).from)
    }),
  )
})

test('quarters and halves tile their year, fiscal ones the fiscal year', () => {
  fc.assert(
    fc.property(anyClock, fc.integer({ min: 2001, max: 2038 }), (clock, year) => {
      for (const [whole, part] of [
        [`${year}`, (number: number) => `Q${number} ${year}`],
        [`FY${year}`, (number: number) => `Q${number} FY${year}`],
      ] as const) {
        const quarters = [1, 2, 3, 4].map((number) => periodOf(part(number), clock))
        expect(quarters[0]!.from).toBe(periodOf(whole, clock).from)
        expect(quarters[3]!.to).toBe(periodOf(whole, clock).to)
        for (const at of [1, 2, 3]) expect(quarters[at]!.from).toBe(quarters[at - 1]!.to)
      }
      expect(periodOf(`first half of ${year}`, clock).to).toBe(periodOf(`second half of ${year}`, clock).from)
    }),
  )
})

test('a week by its number is the ISO week, from the day on which weeks start here', () => {
  fc.assert(
    fc.property(anyClock, anyDate, (clock, date) => {
      const iso = { week: date.weekOfYear!, year: date.yearOfWeek! }
      const period = periodOf(`week ${iso.week} of ${iso.year}`, clock)
      const [from, to] = [Temporal.PlainDate.from(period.from), Temporal.PlainDate.from(period.to)]
      expect(from.until(to).days).toBe(7)
      expect(from.dayOfWeek).toBe(weekdays.indexOf(clock.weekStarts) + 1)
      const thursday = date.add({ days: 4 - date.dayOfWeek })
      expect(Temporal.PlainDate.compare(from, thursday) <= 0 && Temporal.PlainDate.compare(thursday, to) < 0).toBe(true)
      if (clock.weekStarts === 'monday')
        expect(period.from <= date.toString() && date.toString() < period.to).toBe(true)
    }),
  )
})

test('a day is the same however it is written', () => {
  fc.assert(
    fc.property(anyClock, anyDate, (clock, date) => {
      const [iso, day, year] = [date.toString(), date.day, date.year]
      const [long, short] = (['long', 'short'] as const).map((month) => date.toLocaleString('en-US', { month }))
      const two = (number: number) => String(number).padStart(2, '0')
      const next = date.add({ days: 1 }).toString()
      for (const written of [
        iso,
        iso.replaceAll('-', '/'),
        iso.replaceAll('-', ''),
        `${day} ${long} ${year}`,
        `${long} ${day}, ${year}`,
        `the ${day}${suffix(day)} of ${long} ${year}`,
        `${short} ${day}${suffix(day)} ${year}`,
        `${day}-${short}-${year}`,
        `${day}.${date.month}.${year}`,
        `${two(day)}.${two(date.month)}.${year}`,
        `${weekdays[date.dayOfWeek - 1]}, ${long} ${day}, ${year}`,
      ])
        expect(stretch(periodOf(written, clock)), written).toBe(`${iso} ${next}`)
    }),
  )
})

test('a range goes from the start of one side to the end of the other', () => {
  fc.assert(
    fc.property(anyClock, anyDate, fc.integer({ min: 1, max: 400 }), (clock, start, days) => {
      const [first, last] = [start.toString(), start.add({ days }).toString()]
      const end = start.add({ days: days + 1 }).toString()
      for (const phrase of [
        `from ${first} to ${last}`,
        `between ${first} and ${last}`,
        `${first} through ${last}`,
        `${first} - ${last}`,
        `from ${start.day} ${start.toLocaleString('en-US', { month: 'long' })} ${start.year} until ${last}`,
      ])
        expect(stretch(periodOf(phrase, clock)), phrase).toBe(`${first} ${end}`)
    }),
  )
})

test('the first and the last days of a month tile it', () => {
  fc.assert(
    fc.property(anyClock, anyDate, fc.integer({ min: 2, max: 25 }), (clock, date, count) => {
      const month = `${date.toLocaleString('en-US', { month: 'long' })} ${date.year}`
      const whole = periodOf(month, clock)
      const first = periodOf(`the first ${count} days of ${month}`, clock)
      const last = periodOf(`the last ${date.daysInMonth - count} days of ${month}`, clock)
      expect(first.from).toBe(whole.from)
      expect(first.to).toBe(last.from)
      expect(last.to).toBe(whole.to)
    }),
  )
})

test('a weekday is the latest one before today, and the last of a month is in its last seven days', () => {
  fc.assert(
    fc.property(anyClock, fc.integer({ min: 0, max: 6 }), anyDate, (clock, which, date) => {
      const today = Temporal.PlainDate.from(periodOf('today', clock).from)
      const day = Temporal.PlainDate.from(periodOf(`last ${weekdays[which]}`, clock).from)
      expect(day.dayOfWeek).toBe(which + 1)
      expect(day.until(today).days).toBeGreaterThan(0)
      expect(day.until(today).days).toBeLessThan(8)
      const month = `${date.toLocaleString('en-US', { month: 'long' })} ${date.year}`
      const last = Temporal.PlainDate.from(periodOf(`the last ${weekdays[which]} of ${month}`, clock).from)
      expect([last.dayOfWeek, last.month, last.add({ days: 7 }).month === last.month]).toEqual([
        which + 1,
        date.month,
        false,
      ])
    }),
  )
})

test('yesterday has as many hours as the clocks gave it', () => {
  fc.assert(
    fc.property(anyClock, (clock) => {
      const day = periodOf('yesterday', clock)
      const { hoursInDay } = Temporal.PlainDate.from(day.from).toZonedDateTime(clock.zone)
      expect(bucketsOf(day, 'hour', clock).length).toBe(Math.ceil(hoursInDay))
    }),
  )
})

test('the last 24 hours are 24 hours, over changes of the clocks too', () => {
  fc.assert(
    fc.property(anyClock, (clock) => {
      const { from, to } = periodOf('last 24 hours', clock)
      const moment = (at: string) => Temporal.PlainDateTime.from(at).toZonedDateTime(clock.zone).epochMilliseconds
      // A wall-clock time that comes twice names the first of its two moments.
      expect(Math.abs(moment(to) - moment(from) - 86_400_000)).toBeLessThanOrEqual(3_600_000)
      expect(Temporal.PlainDateTime.from(to).minute).toBe(
        Temporal.Instant.fromEpochMilliseconds(clock.now.getTime())
          .toZonedDateTimeISO(clock.zone)
          .round({ smallestUnit: 'hour', roundingMode: 'floor' }).minute,
      )
    }),
  )
})

test.for([
  [2008, '2008-03-23'],
  [2011, '2011-04-24'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
])('Easter Sunday %i is %s', ([year, day], { expect }) => {
  const clock: Clock = {
    now: new Date('2026-11-21T13:05:00Z'),
    zone: 'UTC',
    weekStarts: 'monday',
    fiscalYearStarts: 1,
    historyFrom: '2000-01-01',
    countries: [],
  }
  expect(periodOf(`Easter Sunday ${year}`, clock).from).toBe(day)
})

function suffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th'
}
