import fc from 'fast-check'
import { expect, test } from 'vitest'
import xxhash from 'xxhash-wasm'
import type { Catalog, EventStream, StreamColumn } from '../../../src/analytics/catalog.ts'
import { createFolds, emptyBatch, emptySegment, type Batch } from '../../../src/analytics/live/fold/fold.ts'
import { windowsOf } from '../../../src/analytics/live/fold/partials.ts'
import { SeenIds } from '../../../src/analytics/live/fold/seen-ids.ts'

const hash = await xxhash()
const column = (name: string, type: StreamColumn['type'], pgType: string): StreamColumn => ({
  name,
  type,
  pgType,
  isNullable: false,
})
const number = (name: string) => column(name, 'number', 'numeric')
const stream: EventStream = {
  kind: 'events',
  name: 'orders',
  topic: 'orders',
  time: ['at'],
  id: ['id'],
  types: { field: ['type'], counted: ['placed'], ignored: ['viewed'] },
  from: 'earliest',
  into: 'sales',
  live: { schema: 'rollup', name: 'sales_live' },
  timeColumn: column('hour', 'timestamptz', 'timestamp with time zone'),
  asOf: null,
  measures: [
    { name: 'amount', aggregation: 'sum', field: ['amount'], where: [], column: number('amount') },
    { name: 'orders', aggregation: 'count', field: null, where: [], column: number('orders') },
    { name: 'largest', aggregation: 'max', field: ['amount'], where: [], column: number('largest') },
    { name: 'smallest', aggregation: 'min', field: ['amount'], where: [], column: number('smallest') },
    {
      name: 'refunded',
      aggregation: 'sum',
      field: ['amount'],
      where: [{ field: ['status'], values: ['refunded'] }],
      column: number('refunded'),
    },
  ],
  rows: [],
  dimensions: [
    { name: 'region', field: ['region'], column: column('region', 'text', 'text') },
    { name: 'gift', field: ['gift'], column: column('gift', 'boolean', 'boolean') },
  ],
  slices: [['region'], ['gift', 'region']],
  lateMs: 3_600_000,
  aheadMs: 300_000,
  duplicatesMs: 600_000,
}
const catalog: Catalog = {
  hash: '',
  timezone: 'Europe/Berlin',
  weekStarts: 'monday',
  fiscalYearStarts: 1,
  calendar: { holidays: [], events: null },
  views: new Map(),
  kpis: new Map(),
  access: { defaultRole: 'all', roles: new Map(), people: new Map(), channels: new Map() },
  streams: new Map([['orders', stream]]),
}

interface Sent {
  readonly id: number
  readonly at: number
  readonly region: string
  readonly gift: boolean
  readonly amount: number
  readonly status: string
}

const began = Date.UTC(2026, 9, 24, 20)
/** Over the night in which the clocks go back. */
const sent: fc.Arbitrary<Sent> = fc.record({
  id: fc.integer({ min: 1, max: 60 }),
  at: fc.integer({ min: began, max: began + 12 * 3_600_000 }),
  region: fc.constantFrom('North', 'South', 'a "quoted" one'),
  gift: fc.boolean(),
  amount: fc.integer({ min: -1_000, max: 100_000 }),
  status: fc.constantFrom('placed', 'refunded'),
})

/** One event an id: what is sent twice is the same. */
const orders = fc.array(sent, { maxLength: 60 }).map((all) => [...new Map(all.map((each) => [each.id, each])).values()])

function memory() {
  return { seen: new SeenIds(600_000), clockSec: 1_000, newest: Number.NEGATIVE_INFINITY }
}

type Totals = Record<string, readonly (number | null)[]>

/** Every window of some batches, added up as the database would. */
function totalsOf(batches: readonly Batch[]): Totals {
  const found: Record<string, (number | null)[]> = {}
  for (const batch of batches)
    for (const partials of batch.partials.values())
      for (const { grain, sums } of windowsOf(partials, createFolds(catalog, hash).get('orders')!.buckets))
        for (let row = 0; row < sums.length; row++) {
          const key = `${grain} ${sums.minutes[row]! * 60_000} ${partials.combinations.slice(sums.ids[row]!)}`
          const [events = 0, amount = null, count = null, largest = null, smallest = null, refunded = null] =
            found[key] ?? []
          const add = (known: number | null, more: number | null, join: (a: number, b: number) => number) =>
            known === null ? more : more === null ? known : join(known, more)
          const plus = (a: number, b: number) => a + b
          found[key] = [
            (events ?? 0) + sums.events(row),
            add(amount, sums.value(row, 0), plus),
            add(count, sums.value(row, 1), plus),
            add(largest, sums.value(row, 2), Math.max),
            add(smallest, sums.value(row, 3), Math.min),
            add(refunded, sums.value(row, 4), plus),
          ]
        }
  return found
}

function fold(parts: readonly (readonly Sent[])[]): readonly Batch[] {
  const folds = createFolds(catalog, hash).get('orders')!
  const known = memory()
  let offset = 0n
  return parts.map((events) => {
    const batch = emptyBatch()
    const segment = emptySegment({ topic: 'orders', partition: 0, stream: 'orders' }, offset, known)
    for (const event of events) {
      const value = Buffer.from(JSON.stringify({ ...event, type: 'placed' }))
      folds.record({ offset: offset++, value, writtenAt: began }, segment, known, batch, began + 24 * 3_600_000)
    }
    expect(segment.deadLetters).toEqual([])
    return batch
  })
}

/** What SQL would say of all of them at once. */
function expectedOf(events: readonly Sent[]): Totals {
  const zoned = (at: number) => new Date(at + (at < Date.UTC(2026, 9, 25, 1) ? 2 : 1) * 3_600_000)
  const found = new Map<string, Sent[]>()
  for (const event of events) {
    const wall = zoned(event.at)
    const buckets = {
      minute: event.at - (event.at % 60_000),
      hour: event.at - (event.at % 3_600_000),
      day: Date.UTC(2026, 9, wall.getUTCDate()) - 2 * 3_600_000,
    }
    for (const [grain, bucket] of Object.entries(buckets))
      for (const slice of [{}, { region: event.region }, { gift: String(event.gift), region: event.region }]) {
        const key = `${grain} ${bucket} ${JSON.stringify(slice)}`
        found.set(key, [...(found.get(key) ?? []), event])
      }
  }
  const sum = (all: readonly Sent[]) => (all.length === 0 ? null : all.reduce((total, { amount }) => total + amount, 0))
  return Object.fromEntries(
    [...found].map(([key, all]) => {
      const amounts = all.map(({ amount }) => amount)
      const refunds = all.filter(({ status }) => status === 'refunded')
      return [key, [all.length, sum(all), all.length, Math.max(...amounts), Math.min(...amounts), sum(refunds)]]
    }),
  )
}

test('any order, any cut into batches and any repetition of events give the same windows', () => {
  fc.assert(
    fc.property(orders, fc.array(fc.nat(1_000), { maxLength: 8 }), fc.array(fc.nat(1_000)), (all, cuts, swaps) => {
      const shuffled = [...all, ...all.filter((_, index) => swaps.includes(index))]
      for (const [index, swap] of swaps.entries()) {
        if (shuffled.length === 0) break
        const [a, b] = [index % shuffled.length, swap % shuffled.length]
        const kept = shuffled[a]!
        shuffled[a] = shuffled[b]!
        shuffled[b] = kept
      }
      const places = [0, ...cuts.map((cut) => (shuffled.length === 0 ? 0 : cut % shuffled.length)), shuffled.length]
      places.sort((a, b) => a - b)
      const parts = places.slice(1).map((to, index) => shuffled.slice(places[index], to))
      expect(totalsOf(fold(parts))).toEqual(expectedOf(all))
    }),
    { numRuns: 200 },
  )
})

test('types that are passed over are no fault, and types that nobody knows are', () => {
  const folds = createFolds(catalog, hash).get('orders')!
  const known = memory()
  const segment = emptySegment({ topic: 'orders', partition: 0, stream: 'orders' }, null, known)
  for (const [index, type] of ['viewed', 'returned', undefined].entries())
    folds.record(
      { offset: BigInt(index), value: Buffer.from(JSON.stringify({ type })), writtenAt: 0 },
      segment,
      known,
      emptyBatch(),
      began,
    )
  expect(segment).toMatchObject({ ignored: 1, counted: 0, next: 3n })
  expect(segment.deadLetters.map(({ reason }) => reason)).toEqual(['unknown_type', 'unknown_type'])
})

test('an id is seen within its window and not after it, however many there are', () => {
  const seen = new SeenIds(600_000)
  const ids = Array.from({ length: 20_000 }, (_, index) => index + 1)
  expect(ids.filter((id) => seen.add(id, id * 7, 1_000 + Math.floor(id / 100)))).toHaveLength(20_000)
  expect(ids.filter((id) => seen.add(id, id * 7, 1_200))).toEqual([])
  expect(seen.add(1, 7, 1_000 + 601)).toBe(true)
  expect(seen.add(20_000, 140_000, 1_000 + 601)).toBe(false)
  seen.forget(20_000, 140_000)
  expect(seen.add(20_000, 140_000, 1_000 + 601)).toBe(true)
})

test('whatever a record holds, it is counted or kept as a dead letter, and nothing is thrown', () => {
  const folds = createFolds(catalog, hash).get('orders')!
  const known = memory()
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.uint8Array()), (value) => {
      const segment = emptySegment({ topic: 'orders', partition: 0, stream: 'orders' }, null, known)
      const bytes = typeof value === 'string' ? Buffer.from(value) : value
      folds.record({ offset: 7n, value: bytes, writtenAt: 0 }, segment, known, emptyBatch(), began)
      expect(segment.counted + segment.ignored + segment.duplicates + segment.deadLetters.length).toBe(1)
      expect(segment.next).toBe(8n)
    }),
    { numRuns: 500 },
  )
})
