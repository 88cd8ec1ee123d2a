/** Pictures of answers, under unguessable ids that expire. */
import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Store } from '../analytics/store/store.ts'
import type { Picture } from './reply.ts'

/** Long enough to outlive a thread's usefulness. */
const keptMs = 30 * 24 * 3_600_000

export interface Pictures {
  keep(picture: Picture, png: Buffer): Promise<void>
  /** Null when there is none (any more) under this id. */
  find(id: string): Promise<Buffer | null>
}

/** 144 random bits, safe in a URL. */
export function newPictureId(): string {
  return randomBytes(18).toString('base64url')
}

/** The last two hundred, as long as the process lives: for when there is no store. */
export function picturesInMemory(): Pictures {
  const kept = new LRUCache<string, Buffer>({ max: 200, ttl: keptMs })
  return {
    async keep(picture, png) {
      kept.set(picture.id, png)
    },
    async find(id) {
      return kept.get(id) ?? null
    },
  }
}

/** Of what this process drew: it is taken to its platform in a moment. */
const recentBytes = 8 * 1024 * 1024

/** In schema `tidings`, so that any instance can serve what another drew. */
export function picturesInStore(store: Store): Pictures {
  const recent = new LRUCache<string, Buffer>({
    maxSize: recentBytes,
    sizeCalculation: (png) => png.length,
    ttl: keptMs,
  })
  return {
    async keep(picture, png) {
      await store
        .insertInto('tidings.pictures')
        .values({
          id: picture.id,
          png,
          alt_text: picture.altText,
          expires_at: new Date(Date.now() + keptMs),
        })
        .execute()
      recent.set(picture.id, png)
    },
    async find(id) {
      const known = recent.get(id)
      if (known) return known
      const row = await store
        .selectFrom('tidings.pictures')
        .select('png')
        .where('id', '=', id)
        .where('expires_at', '>', new Date())
        .executeTakeFirst()
      return row?.png ?? null
    },
  }
}
