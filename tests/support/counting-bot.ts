/** Counts events from Kafka into PostgreSQL as the program does, in a process of its own that can be killed or held up. */
import { once } from 'node:events'
import { pino } from 'pino'
import { createKafkaSource } from '../../src/analytics/live/kafka/source.ts'
import { createStreams } from '../../src/analytics/live/streams.ts'
import { openStore } from '../../src/analytics/store/store.ts'
import type { CountingBotOptions } from './counted-shop.ts'
import { connectionTo } from './kafka/topics.ts'
import { liveShopCatalog } from './live-shop.ts'

const { url, brokers, group, catalogText, sessionTimeoutMs } = JSON.parse(process.argv[2]!) as CountingBotOptions
const log = pino({ level: 'warn' }, pino.destination(2))
const catalog = await liveShopCatalog(url, catalogText)
const store = openStore(url)
const topics = [...catalog.streams.values()].map(({ topic }) => topic)
const source = createKafkaSource({ connection: connectionTo(brokers, group), topics, log, sessionTimeoutMs })
const streams = await createStreams({ catalog, store, source, log, flushAfterMs: 50 })
await streams.start()
console.log('counting')
await once(process, 'SIGTERM')
await streams.stop()
await store.destroy()
