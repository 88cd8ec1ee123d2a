/** The living demo business on its database: its events, and causing incidents in it. */
import type { Logger } from 'pino'
import { Client } from 'pg'
import type { EventSource } from '../../analytics/live/event-source.ts'
import { withClient } from '../../analytics/with-client.ts'
import { businessOf, type Business } from './business.ts'
import { cause, causedIn } from './cause.ts'
import { CAUSED_KINDS, type CausedKind } from './caused.ts'
import { createLivingSource } from './living.ts'

/** What somebody caused is looked for this often. */
const LOOK_EVERY_MS = 1_000

export function livingSource(adminUrl: string, log: Logger): EventSource {
  let known: Business | null = null
  let lookedAt = 0
  return createLivingSource({
    async business() {
      if (known && Date.now() - lookedAt < LOOK_EVERY_MS) return known
      lookedAt = Date.now()
      const found = await withClient(adminUrl, readBusiness)
      // The same object as long as nothing changed: what follows from it is worked out once.
      if (known?.caused.length !== found.caused.length) known = found
      return known
    },
    onError: (error) => log.warn({ err: error }, 'the demo business stood still for a moment'),
  })
}

async function readBusiness(client: Client): Promise<Business> {
  const { rows } = await client.query<{ seed: string; scale: string; loaded_on: string }>(
    'select seed, scale, loaded_on::text from demo.load',
  )
  const { seed, scale, loaded_on } = rows[0]!
  return businessOf(seed, Number(scale), loaded_on, await causedIn(client))
}

const LABELS: Readonly<Record<CausedKind, readonly [label: string, told: string]>> = {
  payment_outage: ['Payment outage', 'Payments by phone fail from now on, for two and a half minutes.'],
  traffic_spike: ['Traffic spike', 'Desktops in North America flood the shop from now on, for two and a half minutes.'],
  price_error: [
    'Price error',
    'The Nimbus Tablet costs a hundredth of its price from now on, for two and a half minutes.',
  ],
}

/** What the page offers, and doing it. */
export function incidentsOf(adminUrl: string) {
  return {
    choices: CAUSED_KINDS.map((name) => ({ name, label: LABELS[name][0] })),
    async cause(name: string): Promise<string> {
      const kind = CAUSED_KINDS.find((each) => each === name)
      if (!kind) throw new Error(`there is no incident ${name}`)
      await withClient(adminUrl, (client) => cause(client, kind, Date.now()))
      return `${LABELS[kind][1]} Watch for the alert.`
    },
  }
}
