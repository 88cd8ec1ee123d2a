/** The one way out: every reply goes to its platform under a key, once, and leaves a line in the outbox. */
import { printPlace, type Place } from '../analytics/place.ts'
import type { Store } from '../analytics/store/store.ts'
import type { Platform, Receipt } from './platform.ts'
import type { Reply } from './reply.ts'

export type Deliver = (place: Place, reply: Reply, key: string) => Promise<Receipt>

/** Which replies went out, and which keys are taken. */
interface Outbox {
  /** False when the key is known already. */
  begin(key: string, place: Place, reply: Reply): Promise<boolean>
  end(key: string, receipt: Receipt): Promise<void>
}

export function createDeliver(platforms: readonly Platform[], outbox: Outbox): Deliver {
  const byName = new Map(platforms.map((platform) => [platform.name, platform]))
  return async function deliver(place, reply, key) {
    const platform = byName.get(place.platform)
    if (!platform) return { kind: 'refused', because: `no platform ${place.platform} is connected` }
    if (!(await outbox.begin(key, place, reply))) return { kind: 'already_sent' }
    const receipt = await platform.send(place, reply, key).catch((error: unknown): Receipt => {
      return { kind: 'refused', because: error instanceof Error ? error.message : String(error) }
    })
    await outbox.end(key, receipt)
    return receipt
  }
}

/** Without a store each platform's own memory of keys is all there is. */
export const noOutbox: Outbox = {
  begin: async () => true,
  end: async () => {},
}

export function outboxInStore(store: Store): Outbox {
  return {
    async begin(key, place, reply) {
      const written = await store
        .insertInto('tidings.outbox')
        .values({ key, place: printPlace(place), state: 'sending', reply: JSON.stringify(reply.result) })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst()
      return written.numInsertedOrUpdatedRows === 1n
    },
    async end(key, receipt) {
      await store
        .updateTable('tidings.outbox')
        .set({
          state: receipt.kind === 'refused' ? 'refused' : 'sent',
          message: receipt.kind === 'sent' ? receipt.messageId : null,
          because: receipt.kind === 'refused' ? receipt.because : null,
          ended_at: new Date(),
        })
        .where('key', '=', key)
        .execute()
    },
  }
}
