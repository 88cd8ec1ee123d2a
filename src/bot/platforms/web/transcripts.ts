/** What was said in browser conversations, so that a reload or a reconnect shows it again. */
import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { WireEvent } from './wire.ts'

export interface Entry {
  /** Counts up from 1 in each conversation. */
  readonly sequence: number
  /** The event as JSON, ready to send. */
  readonly json: string
}

export interface Conversation {
  /** Printed person who began it; nobody else gets in. */
  readonly owner: string
  /** Tells this conversation from an earlier one of the same id that was let go. */
  readonly epoch: string
}

export interface Transcripts {
  /** Null for a conversation that nobody began, or that was let go. */
  find(conversation: string): Promise<Conversation | null>
  /** Begins it unless it is there already. */
  begin(conversation: string, owner: string): Promise<Conversation>
  /** Null when `key` was appended before, or the conversation is not there. */
  append(conversation: string, key: string, event: WireEvent): Promise<Entry | null>
  /** What is kept of the entries after `sequence`, oldest first. */
  since(conversation: string, sequence: number): Promise<readonly Entry[]>
}

interface Kept extends Conversation {
  readonly keys: Set<string>
  readonly entries: readonly Entry[]
  readonly next: number
}

/** Keeps transcripts in memory: the newest entries of the conversations used last. */
export function createMemoryTranscripts({
  conversations = 500,
  charactersEach = 4_000_000,
  charactersInAll = 64_000_000,
} = {}): Transcripts {
  const kept = new LRUCache<string, Kept>({ max: conversations, maxSize: charactersInAll, sizeCalculation: sizeOf })
  return {
    async find(conversation) {
      return kept.get(conversation) ?? null
    },
    async begin(conversation, owner) {
      const found = kept.get(conversation)
      if (found) return found
      const begun = { owner, epoch: randomBytes(6).toString('hex'), keys: new Set<string>(), entries: [], next: 1 }
      kept.set(conversation, begun)
      return begun
    },
    async append(conversation, key, event) {
      const found = kept.get(conversation)
      if (!found || found.keys.has(key)) return null
      const entry = { sequence: found.next, json: JSON.stringify(event) }
      found.keys.add(key)
      // As a new value: the cache measures no other.
      const entries = newest([...found.entries, entry], charactersEach)
      kept.set(conversation, { ...found, entries, next: found.next + 1 })
      return entry
    },
    async since(conversation, sequence) {
      return (kept.get(conversation)?.entries ?? []).filter((entry) => entry.sequence > sequence)
    },
  }
}

function sizeOf({ entries }: Kept): number {
  return entries.reduce((characters, entry) => characters + entry.json.length, 1)
}

/** The last entries that fit; always at least the very last. */
function newest(entries: Entry[], characters: number): Entry[] {
  let room = characters
  const first = entries.findLastIndex((entry) => (room -= entry.json.length) < 0)
  return entries.slice(Math.min(first + 1, entries.length - 1))
}
