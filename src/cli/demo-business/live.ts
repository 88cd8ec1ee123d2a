/** The living demo business on its database: its events, by way of Kafka or not, and causing incidents in it. */
import pg from 'pg'
import type { Logger } from 'pino'
import type { Catalog } from '../../analytics/catalog.ts'
import type { EventSource } from '../../analytics/live/event-source.ts'
import type { KafkaConnection } from '../../analytics/live/kafka/connection.ts'
import { inWords } from '../../analytics/live/kafka/faults.ts'
import { createKafkaProducer } from '../../analytics/live/kafka/producer.ts'
import { makeTopics, newestIn } from '../../analytics/live/kafka/topics.ts'
import { readCounted } from '../../analytics/live/store/offsets.ts'
import type { Store } from '../../analytics/store/store.ts'
import { kafkaEvents } from '../../app.ts'
import { businessOf, type Business } from './business.ts'
import { cause, causedIn } from './cause.ts'
import { CAUSED_KINDS, type CausedKind } from './caused.ts'
import { topicsOf } from './happenings.ts'
import { createLivingSource, OWN_PARTITION } from './living.ts'
import { createPublishedSource } from './published.ts'

/** What somebody caused is looked for this often. */
const LOOK_EVERY_MS = 1_000
/** Written again after a restart, in case not all of it was taken; what is there twice is dropped by its id. */
const AGAIN_MS = 60_000

interface Parts {
  /** The login that may change the demo business. */
  readonly adminUrl: string
  readonly log: Logger
  /** Epoch milliseconds; the wall clock when left out. */
  readonly now?: () => number
}

interface Counting {
  readonly catalog: Catalog
  readonly store: Store
  /** Null: events need no broker. */
  readonly kafka: KafkaConnection | null
}

export interface LivingDemo extends AsyncDisposable {
  /** What happens from now on. */
  source(counting: Counting): EventSource
  /** What the page offers, and doing it. */
  readonly incidents: {
    readonly choices: readonly { readonly name: CausedKind; readonly label: string }[]
    cause(name: string): Promise<string>
  }
}

export function openLivingDemo({ adminUrl, log, now = Date.now }: Parts): LivingDemo {
  const pool = new pg.Pool({
    connectionString: adminUrl,
    max: 2,
    allowExitOnIdle: true,
    application_name: 'tidings demo',
  })
  // A connection that dies while idle is replaced at the next use.
  pool.on('error', () => {})
  const producers: AsyncDisposable[] = []
  let known: Business | null = null
  let lookedAt = 0

  async function business(): Promise<Business> {
    if (known && now() - lookedAt < LOOK_EVERY_MS) return known
    lookedAt = now()
    const found = await readBusiness(pool)
    // The same object as long as nothing changed: what follows from it is worked out once.
    if (known?.caused.length !== found.caused.length) known = found
    return known
  }

  const onError = (error: unknown) => log.warn({ err: error }, 'the demo business stood still for a moment')

  return {
    source({ catalog, store, kafka }) {
      const topics = topicsOf(catalog)
      const counted = () => readCounted(store, [...topics.values()])
      if (kafka === null)
        return createLivingSource({
          topics,
          business,
          countedElsewhere: async () =>
            newestOf((await counted()).filter(({ partition }) => partition !== OWN_PARTITION)),
          now,
          onError,
        })
      const producer = createKafkaProducer(kafka)
      producers.push(producer)
      return createPublishedSource({
        topics,
        business,
        source: kafkaEvents(kafka, catalog, log),
        send: (topic, events) =>
          producer.send(topic, events).catch((error: unknown) => {
            throw new Error(inWords(error, kafka.brokers, `write to ${topic}`), { cause: error })
          }),
        makeTopics: () =>
          makeTopics(
            kafka,
            [...catalog.streams.values()].map(({ topic }) => topic),
          ),
        async writtenTo(from, to) {
          const own = newestOf((await counted()).filter(({ partition }) => partition === OWN_PARTITION))
          const written = await Promise.all(
            [...topics.values()].map(async (topic) => {
              const newest = await newestIn(kafka, topic, from, to)
              const moments = [newest === null ? 0 : newest - AGAIN_MS, (own.get(topic) ?? -1) + 1]
              return [topic, Math.max(...moments)] as const
            }),
          )
          return new Map(written)
        },
        now,
        onError,
      })
    },
    incidents: {
      choices: CAUSED_KINDS.map((name) => ({ name, label: LABELS[name][0] })),
      async cause(name) {
        const kind = CAUSED_KINDS.find((each) => each === name)
        if (!kind) throw new Error(`there is no incident ${name}`)
        // Nothing of it is over before everybody knows that it will be.
        await cause(pool, kind, now() + 2 * LOOK_EVERY_MS)
        return `${LABELS[kind][1]} Watch for the alert.`
      },
    },
    async [Symbol.asyncDispose]() {
      for (const producer of producers) await producer[Symbol.asyncDispose]()
      await pool.end()
    },
  }
}

function newestOf(
  partitions: readonly { readonly topic: string; readonly newest: number | null }[],
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { topic, newest } of partitions)
    if (newest !== null) found.set(topic, Math.max(newest, found.get(topic) ?? newest))
  return found
}

async function readBusiness(pool: pg.Pool): Promise<Business> {
  const { rows } = await pool.query<{ seed: string; scale: string; loaded_on: string }>(
    'select seed, scale, loaded_on::text from demo.load',
  )
  const { seed, scale, loaded_on } = rows[0]!
  return businessOf(seed, Number(scale), loaded_on, await causedIn(pool))
}

const LABELS: Readonly<Record<CausedKind, readonly [label: string, told: string]>> = {
  payment_outage: ['Payment outage', 'Payments by phone fail from now on, for two and a half minutes.'],
  traffic_spike: ['Traffic spike', 'Desktops in North America flood the shop from now on, for two and a half minutes.'],
  price_error: [
    'Price error',
    'The Nimbus Tablet costs a hundredth of its price from now on, for two and a half minutes.',
  ],
}
