import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { createBuckets, createReadMoment, createStamp } from '../../../src/analytics/live/fold/moments.ts'

const zone = 'Europe/Berlin'

test.for([
  ['2026-11-21T14:05:00Z', '2026-11-21T14:05:00.000Z'],
  ['2026-11-21T14:05:00.250Z', '2026-11-21T14:05:00.250Z'],
  ['2026-11-21t14:05:00.123456789z', '2026-11-21T14:05:00.123Z'],
  ['2026-11-21 14:05+02:00', '2026-11-21T12:05:00.000Z'],
  ['2026-11-21T14:05:00-0530', '2026-11-21T19:35:00.000Z'],
  // Without an offset: wall-clock time of the zone, a date its midnight.
  ['2026-11-21T14:05:00', '2026-11-21T13:05:00.000Z'],
  ['2026-07-21', '2026-07-20T22:00:00.000Z'],
  ['2026-12-31T23:59:60Z', '2027-01-01T00:00:00.000Z'],
  ['2026-11-21T24:00:00Z', '2026-11-22T00:00:00.000Z'],
  [1_795_269_900, '2026-11-21T14:05:00.000Z'],
  [1_795_269_900.5, '2026-11-21T14:05:00.500Z'],
  [1_795_269_900_250, '2026-11-21T14:05:00.250Z'],
  ['1795269900', '2026-11-21T14:05:00.000Z'],
] as const)('%s is %s', ([written, moment], { expect }) => {
  const at = createReadMoment(zone)(written)
  expect(at === null ? null : new Date(at).toISOString()).toBe(moment)
})

test.for([
  '2026-02-30T10:00:00Z',
  '2026-13-01T10:00:00Z',
  '2026-11-21T25:00:00Z',
  '2026-11-21T10:61:00Z',
  '2026-11-21T10:00:00+25:00',
  'yesterday',
  '21.11.2026',
  '',
  'hello 1 Z',
  -5,
  Number.NaN,
  1e20,
  true,
  null,
  undefined,
  {},
])('%j is no moment', (written, { expect }) => {
  expect(createReadMoment(zone)(written)).toBeNull()
})

test('however moments follow one another, each is read as by itself', () => {
  const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
  fc.assert(
    fc.property(fc.array(fc.tuple(moment, fc.boolean()), { maxLength: 30 }), (all) => {
      const read = createReadMoment(zone)
      for (const [at, isWhole] of all) {
        const text = new Date(at).toISOString()
        expect(read(isWhole ? text.replace(/\.\d+/, '') : text)).toBe(isWhole ? Math.floor(at / 1000) * 1000 : at)
      }
    }),
  )
})

test.for(['Europe/Berlin', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC'])(
  'buckets in %s begin at the hours and midnights of its clocks',
  (name, { expect }) => {
    const buckets = createBuckets(name)
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) }), (at) => {
        const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name)
        expect(buckets.day(at)).toBe(wall.startOfDay().epochMilliseconds)
        expect(at - buckets.hour(at)).toBe((wall.minute * 60 + wall.second) * 1000 + wall.millisecond)
        expect(buckets.minute(at)).toBe(at - (at % 60_000))
      }),
    )
  },
)

test('a column keeps the moment, or the wall-clock time or date of the zone', () => {
  const at = Date.parse('2026-07-01T22:30:00Z')
  expect(createStamp('timestamptz', zone)(at)).toBe('2026-07-01T22:30:00.000Z')
  expect(createStamp('timestamp', zone)(at)).toBe('2026-07-02T00:30:00')
  expect(createStamp('date', zone)(at)).toBe('2026-07-02')
})
