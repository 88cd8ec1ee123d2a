import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketsOf } from '../../src/analytics/buckets.ts'
import {
  betweenDays,
  calendar,
  calendarWeek,
  fiscal,
  lastPeriod,
  periodOf,
  previousOf,
  rolling,
  since,
  thisPeriod,
  toDate,
  yearBefore,
  type Clock,
} from '../../src/analytics/period.ts'
import { bucketInWords, periodInWords } from '../../src/analytics/words/dates.ts'

const zone = 'Europe/Berlin'
/** Saturday, 14:05 in Berlin. */
const clock: Clock = { now: new Date('2026-11-21T13:05:40Z'), zone, weekStarts: 'monday', fiscalYearStarts: 4 }
const at = (now: string, change: Partial<Clock> = {}): Clock => ({ ...clock, now: new Date(now), ...change })
const span = ({ from, to }: { from: string; to: string }) => `${from} ${to}`

test.for([
  ['today', thisPeriod('day', clock), '2026-11-21 2026-11-22'],
  ['yesterday', lastPeriod('day', clock), '2026-11-20 2026-11-21'],
  ['last week', lastPeriod('week', clock), '2026-11-09 2026-11-16'],
  ['the week before last', lastPeriod('week', clock, 2), '2026-11-02 2026-11-09'],
  ['last month', lastPeriod('month', clock), '2026-10-01 2026-11-01'],
  ['last quarter', lastPeriod('quarter', clock), '2026-07-01 2026-10-01'],
  ['last half', lastPeriod('half', clock), '2026-01-01 2026-07-01'],
  ['last year', lastPeriod('year', clock), '2025-01-01 2026-01-01'],
  ['last month at the start of a year', lastPeriod('month', at('2026-01-15T12:00:00Z')), '2025-12-01 2026-01-01'],
  ['last hour', lastPeriod('hour', clock), '2026-11-21T13:00 2026-11-21T14:00'],
  ['the last 7 days', rolling(7, 'day', clock), '2026-11-14 2026-11-21'],
  ['the last 7 days with today', rolling(7, 'day', clock, { current: true }), '2026-11-15 2026-11-22'],
  ['the last 12 months', rolling(12, 'month', clock), '2025-11-01 2026-11-01'],
  ['month to date', toDate('month', clock), '2026-11-01 2026-11-22'],
  ['year to date', toDate('year', clock), '2026-01-01 2026-11-22'],
  ['fiscal year to date', toDate('fiscal_year', clock), '2026-04-01 2026-11-22'],
  ['this fiscal year', thisPeriod('fiscal_year', clock), '2026-04-01 2027-04-01'],
  ['last fiscal quarter', lastPeriod('fiscal_quarter', clock), '2026-07-01 2026-10-01'],
  ['fiscal 2026 ends in 2026', fiscal({ year: 2026 }, clock), '2025-04-01 2026-04-01'],
  ['its fourth quarter', fiscal({ year: 2026, quarter: 4 }, clock), '2026-01-01 2026-04-01'],
  [
    'a fiscal year that is the calendar year',
    fiscal({ year: 2026 }, { ...clock, fiscalYearStarts: 1 }),
    '2026-01-01 2027-01-01',
  ],
  ['March to May', betweenDays('2026-03-01', '2026-05-31', clock), '2026-03-01 2026-06-01'],
  ['since Monday', since('2026-11-16', clock), '2026-11-16 2026-11-22'],
  ['the week that holds a day', periodOf('week', '2026-11-11', clock), '2026-11-09 2026-11-16'],
] as const)('%s', ([, period, expected], { expect }) => {
  expect(span(period)).toBe(expected)
})

test.for([
  ['monday', '2026-11-16'],
  ['sunday', '2026-11-15'],
  ['saturday', '2026-11-21'],
] as const)('a week that starts on %s', ([weekStarts, from], { expect }) => {
  expect(thisPeriod('week', { ...clock, weekStarts }).from).toBe(from)
})

test('the asker’s midnight is that of the zone', () => {
  expect(thisPeriod('day', at('2026-11-21T23:30:00Z')).from).toBe('2026-11-22')
  expect(thisPeriod('day', at('2026-11-21T23:30:00Z', { zone: 'America/New_York' })).from).toBe('2026-11-21')
})

test('a period knows up to when it has gone on, a closed one does not', () => {
  expect(thisPeriod('month', clock).through).toBe('2026-11-21T14:05')
  expect(lastPeriod('month', clock).through).toBeUndefined()
  expect(calendar({ year: 2027 }, clock)?.through).toBeUndefined()
})

test('the calendar has no 29 February in common years, and 53 weeks only in some', () => {
  expect(calendar({ year: 2028, month: 2, day: 29 }, clock)?.to).toBe('2028-03-01')
  expect(calendar({ year: 2027, month: 2, day: 29 }, clock)).toBeUndefined()
  expect(calendarWeek(2026, 53, clock)?.from).toBe('2026-12-28')
  expect(calendarWeek(2027, 53, clock)).toBeUndefined()
  expect(calendarWeek(2027, 1, clock)?.from).toBe('2027-01-04')
})

const byDay = { viewGrain: 'day' } as const
const byHour = { viewGrain: 'hour' } as const

test.for([
  ['last week', previousOf(lastPeriod('week', clock), byDay), '2026-11-02 2026-11-09'],
  ['last month', previousOf(lastPeriod('month', clock), byDay), '2026-09-01 2026-10-01'],
  ['a year', previousOf(calendar({ year: 2025 }, clock)!, byDay), '2024-01-01 2025-01-01'],
  ['ten days', previousOf(betweenDays('2026-11-01', '2026-11-10', clock), byDay), '2026-10-22 2026-11-01'],
  ['this month, by day', previousOf(thisPeriod('month', clock), byDay), '2026-10-01 2026-10-21'],
  ['this month, by hour', previousOf(thisPeriod('month', clock), byHour), '2026-10-01 2026-10-21T14:00'],
  ['month to date', previousOf(toDate('month', clock), { ...byDay, unit: 'month' }), '2026-10-01 2026-10-21'],
  ['month to date, unnamed', previousOf(toDate('month', clock), byDay), '2026-10-01 2026-10-21'],
  ['year to date', previousOf(toDate('year', clock), byDay), '2025-01-01 2025-11-21'],
  [
    'the last three months',
    previousOf(rolling(3, 'month', clock), { ...byDay, unit: 'month' }),
    '2026-05-01 2026-08-01',
  ],
  ['the last 30 days', previousOf(rolling(30, 'day', clock), { ...byDay, unit: 'day' }), '2026-09-22 2026-10-22'],
  [
    'the last 24 hours',
    previousOf(rolling(24, 'hour', clock), { ...byHour, unit: 'hour' }),
    '2026-11-19T14:00 2026-11-20T14:00',
  ],
  ['week to date', previousOf(toDate('week', clock), { ...byDay, unit: 'week' }), '2026-11-09 2026-11-14'],
  ['this week, by day', previousOf(thisPeriod('week', clock), byDay), '2026-11-09 2026-11-14'],
  ['today, by hour', previousOf(thisPeriod('day', clock), byHour), '2026-11-20 2026-11-20T14:00'],
  [
    '30 days of March with February',
    previousOf(thisPeriod('month', at('2026-03-30T10:00:00Z')), byDay),
    '2026-02-01 2026-03-01',
  ],
  [
    'a month that has just begun',
    previousOf(thisPeriod('month', at('2026-10-31T23:00:00Z')), byDay),
    '2026-10-01 2026-10-02',
  ],
  [
    'a morning',
    previousOf({ from: '2026-11-21T06:00', to: '2026-11-21T12:00', zone }, byHour),
    '2026-11-21 2026-11-21T06:00',
  ],
] as const)('%s is compared with what came before', ([, period, expected], { expect }) => {
  expect(span(period)).toBe(expected)
})

test.for([
  ['a month', yearBefore(calendar({ year: 2026, month: 10 }, clock)!, byDay), '2025-10-01 2025-11-01'],
  ['a leap February', yearBefore(calendar({ year: 2028, month: 2 }, clock)!, byDay), '2027-02-01 2027-03-01'],
  ['29 February', yearBefore(calendar({ year: 2028, month: 2, day: 29 }, clock)!, byDay), '2027-02-28 2027-03-01'],
  ['a week', yearBefore(lastPeriod('week', clock), byDay), '2025-11-10 2025-11-17'],
  [
    'months by week',
    yearBefore(calendar({ year: 2026, month: 6 }, clock)!, { ...byDay, grain: 'week' }),
    '2025-06-02 2025-07-02',
  ],
  ['this year', yearBefore(thisPeriod('year', clock), byDay), '2025-01-01 2025-11-21'],
] as const)('%s a year before', ([, period, expected], { expect }) => {
  expect(span(period)).toBe(expected)
})

test('stretches of days are compared with stretches as long', () => {
  const days = (period: { from: string; to: string }) => (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 400 }), (start, length) => {
      const first = new Date(Date.UTC(2019, 0, 2 + start))
      const last = new Date(first.getTime() + (length - 1) * 86_400_000)
      const period = betweenDays(
        first.toISOString().slice(0, 10),
        last.toISOString().slice(0, 10),
        at('2040-01-01T00:00:00Z'),
      )
      const isMonths = period.from.endsWith('-01') && period.to.endsWith('-01')
      fc.pre(!isMonths)
      expect(days(previousOf(period, byDay))).toBe(length)
      expect(days(yearBefore(period, byDay))).toBe(length)
      expect(previousOf(period, byDay).to).toBe(period.from)
    }),
  )
})

test('a period still going on is compared with a stretch as long as its hours that are over', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 * 24 }), fc.constantFrom('week', 'day'), (hours, unit) => {
      const now = new Date(Date.UTC(2019, 0, 1, hours, 30))
      const period = thisPeriod(unit, at(now.toISOString(), { zone: 'UTC' }))
      const before = previousOf(period, byHour)
      const elapsed = Date.parse(`${period.through}Z`) - Date.parse(period.from)
      const whole = elapsed - (elapsed % 3_600_000)
      fc.pre(whole > 0)
      expect(Date.parse(before.to.length > 10 ? `${before.to}Z` : before.to) - Date.parse(before.from)).toBe(whole)
    }),
  )
})

test('the days on which the clocks change have 23 and 25 hours', () => {
  const hours = (day: string, type?: 'timestamp') =>
    bucketsOf(periodOf('day', day, at('2030-01-01T00:00:00Z')), 'hour', clock, type)
  expect(hours('2026-03-29')).toHaveLength(23)
  expect(hours('2026-10-25')).toHaveLength(25)
  expect(hours('2026-10-26')).toHaveLength(24)
  expect(hours('2026-10-25').slice(2, 4)).toEqual(['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00'])
  expect(hours('2026-03-29', 'timestamp')).toHaveLength(23)
})

test('the buckets of a period still going on end with now', () => {
  expect(bucketsOf(thisPeriod('month', clock), 'day', clock).at(-1)).toBe('2026-11-21')
  expect(bucketsOf(thisPeriod('day', clock), 'hour', clock).at(-1)).toBe('2026-11-21T14:00:00+01:00')
  expect(bucketsOf(calendar({ year: 2026, month: 10 }, clock)!, 'week', clock)[0]).toBe('2026-09-28')
})

test.for([
  [{ from: '2026-11-09', to: '2026-11-16' }, 'Mon 9 to Sun 15 Nov 2026'],
  [{ from: '2026-09-28', to: '2026-10-05' }, 'Mon 28 Sep to Sun 4 Oct 2026'],
  [{ from: '2025-12-29', to: '2026-01-05' }, 'Mon 29 Dec 2025 to Sun 4 Jan 2026'],
  [{ from: '2026-11-09', to: '2026-11-10' }, 'Mon 9 Nov 2026'],
  [{ from: '2026-11-01', to: '2026-12-01' }, 'November 2026'],
  [{ from: '2026-07-01', to: '2026-10-01' }, 'Jul to Sep 2026'],
  [{ from: '2025-11-01', to: '2026-11-01' }, 'Nov 2025 to Oct 2026'],
  [{ from: '2026-01-01', to: '2027-01-01' }, '2026'],
  [{ from: '2026-10-01', to: '2026-10-22' }, '1 to 21 Oct 2026'],
  [{ from: '2026-11-09T14:00', to: '2026-11-09T18:00' }, 'Mon 9 Nov 2026, 14:00 to 18:00'],
  [{ from: '2026-11-09T18:00', to: '2026-11-10' }, 'Mon 9 Nov 2026, 18:00 to 24:00'],
] as const)('%o reads as %s', ([period, words], { expect }) => {
  expect(periodInWords({ ...period, zone })).toBe(words)
})

test('buckets read as their grain', () => {
  expect(bucketInWords('2026-11-09', 'week')).toBe('week of 9 Nov 2026')
  expect(bucketInWords('2026-10-01', 'quarter')).toBe('Q4 2026')
  expect(bucketInWords('2026-11-09T14:00:00+01:00', 'hour')).toBe('Mon 9 Nov 2026, 14:00')
})
