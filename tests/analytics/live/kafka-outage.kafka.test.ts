import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { startKafka } from '../../support/kafka/cluster.ts'
import { missingForKafka } from '../../support/kafka/distribution.ts'
import { createLedger } from '../../support/kafka/ledger.ts'
import { connectionTo, makeTopic, write } from '../../support/kafka/topics.ts'

const missing = await missingForKafka()
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ value: String(from + index) }))
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 120_000, interval: 100 })

describe.skipIf(missing !== null && !process.env['CI'])('when no broker is there', () => {
  test('health says so, and reading goes on by itself once one is back', async () => {
    const cluster = await startKafka()
    const source = createKafkaSource({
      connection: connectionTo(cluster.brokers),
      topics: ['orders'],
      log: pino({ level: 'silent' }),
    })
    try {
      await makeTopic(cluster.brokers, 1, { name: 'orders' })
      await write(cluster.brokers, 'orders', numbered(0, 100))
      const ledger = createLedger()
      await source.start(ledger.member())
      await ledger.until(100)
      await cluster.kill(0)
      await until(() => expect(source.health().fault).toMatch(/^cannot reach Kafka at 127\.0\.0\.1/))
      await cluster.restart(0)
      await until(() => write(cluster.brokers, 'orders', numbered(100, 200)))
      await ledger.until(200)
      await until(() => expect(source.health().fault).toBeNull())
      expect(ledger.all().slice(0, 100)).toEqual(numbered(0, 100).map(({ value }) => value))
      expect(ledger.wrong).toEqual([])
    } finally {
      await source.stop()
      await cluster.stop()
    }
  })
})
