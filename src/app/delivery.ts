/** The way out put together: what is told of incidents gets its words, and what came of each try is counted and written down. */
import type { Logger } from 'pino'
import type { Catalog } from '../analytics/catalog.ts'
import type { Ground } from '../analytics/ground.ts'
import { heldFor, standingOf } from '../analytics/live/store/acts.ts'
import { listen } from '../analytics/live/store/listen.ts'
import { printPlace } from '../analytics/place.ts'
import type { Audit } from '../analytics/store/audit.ts'
import { OUTBOX_CHANNEL } from '../analytics/store/outbox.ts'
import type { Store } from '../analytics/store/store.ts'
import { createAlerts, type Alerts } from '../bot/alerts.ts'
import { createDeliver, type Deliver } from '../bot/deliver.ts'
import type { Metrics } from '../bot/metrics.ts'
import type { Entry, Outbox } from '../bot/outbox.ts'
import type { People } from '../bot/people.ts'
import type { Receipt } from '../bot/platform.ts'
import { policyOfPlace, type RightsOf } from '../bot/rights.ts'
import type { Threads } from '../bot/threads.ts'
import type { Connected } from './connected.ts'
import type { Drawing } from './drawing.ts'

interface Parts {
  readonly outbox: Outbox
  readonly connected: Connected
  readonly threads: Threads
  readonly metrics: Metrics
  readonly audit: Audit
  readonly log: Logger
  /** Absent: nothing is told of incidents. */
  readonly alerts?: Alerts
}

export function createDelivery({ outbox, connected, threads, metrics, audit, log, alerts }: Parts): Deliver {
  async function onEnd({ key, to, parcel }: Entry, receipt: Receipt): Promise<void> {
    metrics.tried(to.place.platform, receipt)
    const because = receipt.kind === 'refused' ? receipt.because : null
    if (receipt.kind === 'later') return
    if (receipt.kind === 'sent' && parcel.kind === 'reply' && to.onlyFor === null && to.place.thread === null) {
      const thread = connected.of(to.place.platform)?.threadUnder?.(to.place, receipt.messageId)
      if (thread) await threads.goOnIn(thread, key)
      const [course] = parcel.reply.alert ? parcel.reply.ways : []
      // What is asked under an alert goes on from its KPI and slice: "by country".
      if (thread && course?.kind === 'query') {
        const { platform, workspace } = thread
        const author = { platform, workspace, user: 'tidings' }
        await threads.remember(
          { id: key, place: thread, author },
          { text: course.label, query: course.query, wish: null },
        )
      }
    }
    await audit({
      kind: 'delivery',
      message: key,
      place: printPlace(to.place),
      ...(because !== null && { error: because }),
    })
  }
  return createDeliver({
    platformOf: connected.of,
    connected: connected.names,
    outbox,
    log,
    onEnd,
    ...(alerts && { alerts }),
  })
}

interface AlertParts {
  readonly catalog: Catalog
  readonly policies: Ground['policies']
  readonly rightsOf: RightsOf
  readonly store: Store
  readonly connected: Connected
  readonly drawing: Drawing
  readonly people: People
  readonly log: Logger
}

/** What is told of the store's incidents, under the rights of the place or of who is alone there. */
export function alertsIn(parts: AlertParts): Alerts {
  const { store, connected, drawing, people, log } = parts
  return createAlerts({
    standingOf: (id) => standingOf(store, id),
    heldFor: (until, place) => heldFor(store, until, place),
    policyOf: (place, owner) => policyOfPlace(parts, place, owner && connected.isTheirs(place, owner) ? owner : null),
    platformOf: connected.of,
    namesOf: (all) => people.names(all),
    // Its words stand above it everywhere.
    draw: (chart) => drawing.draw(chart, { headless: true }),
    onError: (error, key) => log.error({ err: error, key }, 'picture of an alert not drawn'),
  })
}

/** Sends what the watcher writes as soon as it is written. Resolves, when stopped, once it listens no more. */
export function sendWhenWritten(storeUrl: string, deliver: Deliver, log: Logger): { stop(): Promise<void> } {
  const ended = new AbortController()
  const sweep = () =>
    void deliver.sweep().catch((error: unknown) => log.warn({ err: error }, 'alerts are sent by the clock only'))
  const listening = listen(storeUrl, [OUTBOX_CHANNEL], sweep, ended.signal)
  return {
    async stop() {
      ended.abort()
      await listening
    },
  }
}
