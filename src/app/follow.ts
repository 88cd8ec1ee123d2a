/** Alerts as they are told to all, for those who watch along: each as it stands, and again as it changes. */
import type { Logger } from 'pino'
import { alertKey } from '../analytics/live/incident.ts'
import { incidentsSince } from '../analytics/live/store/incidents.ts'
import { listen } from '../analytics/live/store/listen.ts'
import { printPlace } from '../analytics/place.ts'
import { OUTBOX_CHANNEL } from '../analytics/store/outbox.ts'
import type { Store } from '../analytics/store/store.ts'
import type { Alerts } from '../bot/alerts.ts'
import { alertsFeed } from '../bot/alerts-feed.ts'
import type { Reply } from '../bot/reply.ts'

interface Parts {
  readonly store: Store
  readonly storeUrl: string
  readonly alerts: Alerts
  readonly log: Logger
  readonly onAlert: (told: { readonly key: string; readonly reply: Reply }) => void
}

/** What a ring missed is found so much later. */
const eachMs = 2_000

/** Begins with what is open now. Nothing is written: whoever delivers the feed goes on doing so. */
export function followAlerts({ store, storeUrl, alerts, log, onAlert }: Parts): { stop(): Promise<void> } {
  const feed = printPlace(alertsFeed)
  const since = new Date()
  const ended = new AbortController()
  /** Incident → the revision that was seen last. */
  const seen = new Map<string, number>()
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    const found = await incidentsSince(store, since)
    for (const { id, revision, content } of found.toReversed()) {
      if (ended.signal.aborted || !content.tell.includes(feed) || revision <= (seen.get(id) ?? 0)) continue
      seen.set(id, revision)
      const to = { place: alertsFeed, onlyFor: null, handle: null }
      const key = alertKey(id, revision, feed)
      const told = await alerts.told({ key, to, owner: null }, { kind: 'alert', incident: id, revision })
      if (told.kind === 'parcel') onAlert({ key, reply: told.parcel.reply })
    }
  }

  function again(): void {
    looking = looking
      .then(() => (ended.signal.aborted ? undefined : look()))
      .catch((error: unknown) => log.warn({ err: error }, 'alerts could not be read for a moment'))
  }

  again()
  const timer = setInterval(again, eachMs)
  const listening = listen(storeUrl, [OUTBOX_CHANNEL], again, ended.signal)
  return {
    async stop() {
      clearInterval(timer)
      ended.abort()
      await Promise.all([listening, looking])
    },
  }
}
