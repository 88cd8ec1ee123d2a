/** The second straight line put together: a source of events, counted into the store, and what is told of it. */
import type { Logger } from 'pino'
import type { Catalog } from '../analytics/catalog.ts'
import type { EventSource } from '../analytics/live/event-source.ts'
import { sayFeeding } from '../analytics/live/store/feeding.ts'
import { isOneDatabase } from '../analytics/live/store/one-database.ts'
import { createStreams, type Streams } from '../analytics/live/streams.ts'
import { refreshViews } from '../analytics/refresh.ts'
import type { Store } from '../analytics/store/store.ts'

interface Parts {
  readonly catalog: Catalog
  readonly store: Store
  readonly databaseUrl: string
  readonly log: Logger
}

/** Longer than a flush; views are said to be fed for two minutes each time. */
const SAY_EVERY_MS = 30_000

/** Events being counted. */
export interface Live extends Pick<Streams, 'health' | 'figures'> {
  stop(): Promise<void>
}

/**
 * Counts the events of a source until it is stopped. The history of the views leaves the bucket that is filling to them from
 * the start on. Throws when store and views are not in one database.
 */
export async function startLive(source: EventSource, { catalog, store, databaseUrl, log }: Parts): Promise<Live> {
  if (!(await isOneDatabase(store, databaseUrl)))
    throw new Error(
      'a catalog with streams needs its store and its views in one database: leave --store out, or name the same one',
    )
  const streams = await createStreams({ catalog, store, source, log })
  const say = () =>
    sayFeeding(store, catalog).catch((error: unknown) => log.warn({ err: error }, 'nobody hears that views are fed'))
  await say()
  await refreshViews(databaseUrl)
  const saying = setInterval(() => void say(), SAY_EVERY_MS)
  await streams.start()
  log.info({ streams: catalog.streams.size }, 'events are counted')
  return {
    health: () => streams.health(),
    figures: () => streams.figures(),
    async stop() {
      clearInterval(saying)
      await streams.stop()
      await sayFeeding(store, catalog, true).catch(() => {})
    },
  }
}
