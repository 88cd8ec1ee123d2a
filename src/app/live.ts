/** The second straight line put together: a source of events, counted into the store, and what is told of it. */
import type { Logger } from 'pino'
import type { Catalog } from '../analytics/catalog.ts'
import type { EventSource } from '../analytics/live/event-source.ts'
import type { KafkaConnection } from '../analytics/live/kafka/connection.ts'
import { createKafkaSource } from '../analytics/live/kafka/source.ts'
import { noFigures } from '../analytics/live/figures.ts'
import { sayFeeding } from '../analytics/live/store/feeding.ts'
import { isOneDatabase } from '../analytics/live/store/one-database.ts'
import { readWatermarks } from '../analytics/live/store/watermark.ts'
import { createStreams } from '../analytics/live/streams.ts'
import { refreshViews } from '../analytics/refresh.ts'
import type { Store } from '../analytics/store/store.ts'
import type { LiveFigures } from '../bot/live-metrics.ts'

interface Parts {
  readonly catalog: Catalog
  readonly store: Store
  readonly databaseUrl: string
  readonly log: Logger
  /** Epoch milliseconds; the wall clock when left out. */
  readonly now?: () => number
}

/** The events of a catalog's topics, from Kafka. */
export function kafkaEvents(connection: KafkaConnection, catalog: Catalog, log: Logger): EventSource {
  return createKafkaSource({ connection, topics: [...catalog.streams.values()].map(({ topic }) => topic), log })
}

/** Longer than a flush; views are said to be fed for two minutes each time. */
const SAY_EVERY_MS = 30_000

const twoDatabases =
  'events are not counted: the store and the KPI views are in two databases; leave --store out, or name the same one'

/** Events being counted. */
export interface Live {
  /** Null when it works, else what is wrong and what to do. */
  fault(): string | null
  /** Whether nothing new means that nothing happened. Not before the source has said what waits, and some of it is counted. */
  isHearing(): boolean
  read(): Promise<LiveFigures>
  readonly stop: () => Promise<void>
}

/**
 * Counts the events of a source until it is stopped. The history of the views leaves the bucket that is filling to them from
 * the start on. Where store and views are not in one database, nothing is counted, and `fault` says so.
 */
export async function startLive(
  source: EventSource,
  { catalog, store, databaseUrl, log, now = Date.now }: Parts,
): Promise<Live> {
  if (!(await isOneDatabase(store, databaseUrl))) {
    log.error(twoDatabases)
    const figures = noFigures(catalog.streams.keys())
    return {
      fault: () => twoDatabases,
      isHearing: () => false,
      read: async () => ({ figures, lag: null, watermarks: new Map() }),
      stop: async () => {},
    }
  }
  const streams = await createStreams({ catalog, store, source, log, now })
  const say = () =>
    sayFeeding(store, catalog).catch((error: unknown) => log.warn({ err: error }, 'nobody hears that views are fed'))
  await say()
  await refreshViews(databaseUrl)
  const saying = setInterval(() => void say(), SAY_EVERY_MS)
  await streams.start()
  log.info({ streams: catalog.streams.size }, 'events are counted')
  let hasBegun = false
  return {
    fault: () => streams.health().fault,
    isHearing() {
      const { lag } = source.health()
      if (lag === null || streams.health().fault !== null) return false
      hasBegun ||= lag === 0n || streams.figures().flushes > 0
      return hasBegun
    },
    read: async () => ({
      figures: streams.figures(),
      lag: streams.health().lag,
      watermarks: await readWatermarks(store, catalog),
    }),
    async stop() {
      clearInterval(saying)
      await streams.stop()
      await sayFeeding(store, catalog, true).catch(() => {})
    },
  }
}
