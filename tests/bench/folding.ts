/** How many events are folded in a second, from their bytes to the sums of every window and row. */
import xxhash from 'xxhash-wasm'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { createFolds, emptyBatch, emptySegment } from '../../src/analytics/live/fold/fold.ts'
import { liveOf, windowsOf } from '../../src/analytics/live/fold/partials.ts'
import { SeenIds } from '../../src/analytics/live/fold/seen-ids.ts'
import { oneLine, print } from './figures.ts'
import { wideOrder } from './wide-shop.ts'

const EVENTS = 300_000
const IN_A_BATCH = 10_000
const A_SECOND = 20_000

export async function benchFolding(catalog: Catalog): Promise<void> {
  const fold = createFolds(catalog, await xxhash()).get('orders')!
  const began = Date.now() - 3_600_000
  const records = Array.from({ length: EVENTS }, (_, index) => {
    const at = began + (index * 1000) / A_SECOND
    return { offset: BigInt(index), value: Buffer.from(JSON.stringify(wideOrder(index, at))), writtenAt: at }
  })
  const cpu: number[] = []
  const rates: number[] = []
  for (let round = 0; round < 4; round++) {
    const memory = { seen: new SeenIds(600_000), clockSec: Math.floor(began / 1000), newest: -Infinity }
    const before = process.cpuUsage()
    const from = performance.now()
    for (let at = 0; at < EVENTS; at += IN_A_BATCH) {
      const batch = emptyBatch()
      const segment = emptySegment({ topic: 'orders', partition: 0, stream: 'orders' }, null, memory)
      for (const record of records.slice(at, at + IN_A_BATCH)) fold.record(record, segment, memory, batch, Date.now())
      const partials = batch.partials.get('orders')!
      windowsOf(partials, fold.buckets)
      liveOf(partials, fold.grain, fold.buckets)
    }
    const { user, system } = process.cpuUsage(before)
    rates.push(EVENTS / ((performance.now() - from) / 1000))
    cpu.push(EVENTS / ((user + system) / 1e6))
  }
  const best = Math.max(...rates)
  print(
    oneLine(
      'fold orders of 6 dimensions and 10 measures, one core',
      `${Math.round(best).toLocaleString('en')}/s (${Math.round(Math.max(...cpu)).toLocaleString('en')} a CPU second)`,
      '≥ 200,000/s',
      best >= 200_000,
    ),
  )
}
