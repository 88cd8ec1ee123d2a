/** Watching what events make of KPIs, shared by instances: each shard is watched by the one that holds its lease. */
import { setTimeout as sleep } from 'node:timers/promises'
import { shardOf } from '../shard.ts'
import { DIRTY_CHANNEL } from '../store/dirty.ts'
import { holdersOf, releaseLeases, renewLeases, takeLeases, type Lease } from '../store/leases.ts'
import { listen } from '../store/listen.ts'
import { readRules, RULES_CHANGED, type KeptRule } from '../store/rules.ts'
import { watchedViews } from './means.ts'
import type { WatchParts } from './parts.ts'
import { watchShard, type ShardWatch } from './shard-watch.ts'

const heldForMs = 6_000
const renewMs = 2_000

export interface WatcherParts extends WatchParts {
  readonly storeUrl: string
  /** Name of this instance, unlike any other's. */
  readonly holder: string
}

export interface Watcher {
  /** Shards that are watched here. */
  shards(): readonly number[]
  /** Ends the watch; its shards are free at once. */
  stop(): Promise<void>
}

interface Held {
  readonly lease: Lease
  readonly end: AbortController
  readonly watch: ShardWatch
}

/** Begins to watch. Goes on through outages of the database. */
export function startWatcher(parts: WatcherParts): Watcher {
  const { store, holder, log } = parts
  const end = new AbortController()
  const held = new Map<number, Held>()
  let presence: readonly Lease[] = []
  let soon: () => void = () => {}
  /** The rules as they were read last. */
  let known = ''

  async function share(): Promise<void> {
    presence = await renewLeases(store, presence, heldForMs)
    if (presence.length === 0)
      presence = await takeLeases(store, holder, { names: [`watcher/${holder}`], limit: 1, forMs: heldForMs })
    const leases = [...held.values()].map(({ lease }) => lease)
    const kept = new Set((await renewLeases(store, leases, heldForMs)).map(({ name }) => name))
    for (const [shard, { lease }] of held) if (!kept.has(lease.name)) drop(shard)
    const rules = await readRules(store)
    // A ring that nobody heard, as while the connection to the database was lost.
    const now = JSON.stringify(rules.map(printRule))
    if (now !== known) for (const { watch } of held.values()) watch.reload()
    known = now
    const shards = [...new Set(watchedViews(parts, rules).map(({ name }) => shardOf(name)))]
    const watchers = Math.max(1, await holdersOf(store, 'watcher/'))
    const fair = Math.ceil(shards.length / watchers)
    for (const [shard, { lease, watch }] of [...held]
      .filter(([shard]) => !shards.includes(shard))
      .concat([...held].slice(fair))) {
      if (!held.has(shard)) continue
      drop(shard)
      await watch.ended
      await releaseLeases(store, [lease])
    }
    const names = shards.filter((shard) => !held.has(shard)).map(nameOf)
    for (const lease of await takeLeases(store, holder, { names, limit: fair - held.size, forMs: heldForMs }))
      hold(lease)
  }

  function hold(lease: Lease): void {
    const shard = Number(lease.name.split('/')[1])
    const ending = new AbortController()
    const watch = watchShard(parts, shard, lease, AbortSignal.any([end.signal, ending.signal]))
    held.set(shard, { lease, end: ending, watch })
    log.info({ shard, term: String(lease.term) }, 'watching a shard')
    void letGo(shard, lease, watch)
  }

  /** A watch that ended by itself: the lease is let go, and whoever takes it begins from what is written. */
  async function letGo(shard: number, lease: Lease, watch: ShardWatch): Promise<void> {
    await watch.ended
    if (held.get(shard)?.watch !== watch || end.signal.aborted) return
    held.delete(shard)
    await releaseLeases(store, [lease]).catch(() => {})
  }

  function drop(shard: number): void {
    held.get(shard)?.end.abort()
    held.delete(shard)
  }

  async function run(): Promise<void> {
    while (!end.signal.aborted) {
      await share().catch((error: unknown) => {
        if (!end.signal.aborted) log.warn({ err: error }, 'shards could not be shared out')
      })
      const woken = new Promise<void>((resolve) => (soon = resolve))
      await Promise.race([sleep(renewMs, undefined, { signal: end.signal }).catch(() => {}), woken])
    }
  }

  const running = Promise.all([
    run(),
    listen(
      parts.storeUrl,
      [DIRTY_CHANNEL, RULES_CHANGED],
      (channel) => {
        for (const { watch } of held.values())
          if (channel === DIRTY_CHANNEL) watch.wake()
          else watch.reload()
        if (channel === RULES_CHANGED) soon()
      },
      end.signal,
    ),
  ])
  return {
    shards: () => [...held.keys()],
    async stop() {
      end.abort()
      await Promise.all([running, ...[...held.values()].map(({ watch }) => watch.ended)])
      await releaseLeases(store, [...presence, ...[...held.values()].map(({ lease }) => lease)]).catch(() => {})
    },
  }
}

/** All of a rule that the watch goes by. */
function printRule({ rule, bar, mutes }: KeptRule): readonly unknown[] {
  return [rule, bar, [...mutes].map(([place, { until }]) => `${place} ${until}`)]
}

function nameOf(shard: number): string {
  return `watch/${shard}`
}
