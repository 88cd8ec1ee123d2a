/** A watcher over the shop whose orders a test counts itself, by a clock that the test moves on. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect } from 'vitest'
import type { Catalog } from '../../../../src/analytics/catalog.ts'
import type { Explanation } from '../../../../src/analytics/live/incident.ts'
import type { Rule } from '../../../../src/analytics/live/rule.ts'
import { incidentsSince } from '../../../../src/analytics/live/store/incidents.ts'
import { keepRule } from '../../../../src/analytics/live/store/rules.ts'
import { ensureWindowTables } from '../../../../src/analytics/live/store/window-tables.ts'
import type { WatchParts } from '../../../../src/analytics/live/watch/parts.ts'
import { startWatcher, type Watcher } from '../../../../src/analytics/live/watch/watcher.ts'
import { forgetWatch } from '../../../support/forget-watch.ts'
import { useStore } from '../../../support/store.ts'
import { usualHistory, watchedShop } from '../../../support/watched-shop.ts'
import { ruleOf } from '../../../support/rule.ts'

const unexplained: Explanation = { drivers: [], isBroad: true, effects: null, circumstances: [] }

interface Options {
  readonly catalog?: Catalog
  /** Whether time passes by itself, too. */
  readonly isRunning?: boolean
}

/** For the tests of a file; each begins with an empty store, at the same moment. */
export function useWatch(start: number, { catalog = watchedShop(), isRunning = true }: Options = {}) {
  const own = useStore()
  let [clock, begunAt] = [start, 0]
  const now = () => (isRunning ? clock + Date.now() - begunAt : clock)
  let watcher: Watcher | null = null
  beforeEach(async () => {
    ;[clock, begunAt] = [start, Date.now()]
    await ensureWindowTables(own.store, catalog)
  })
  afterEach(async () => {
    await watcher?.stop()
    watcher = null
    await forgetWatch(own.store)
  })

  return {
    catalog,
    get store() {
      return own.store
    },
    now,
    pass(ms: number) {
      clock += ms
    },
    /** Of a clock that does not run. */
    moveTo(moment: number) {
      clock = moment
    },
    async stop() {
      await watcher?.stop()
    },
    watch: async (rules: readonly Partial<Rule>[], over: Partial<WatchParts> = {}): Promise<void> => {
      for (const rule of rules) await keepRule(own.store, ruleOf(rule), { source: 'chat', madeBy: null })
      watcher = startWatcher({
        store: own.store,
        storeUrl: own.database.keeperUrl,
        holder: randomUUID(),
        catalog,
        history: usualHistory(3000, ['EMEA', 'APAC']),
        explain: async () => unexplained,
        isPlanned: () => false,
        isHearing: () => true,
        now,
        log: { info() {}, warn() {}, error() {} },
        ...over,
      })
    },
    /** Until the detectors of so many series have learnt. */
    learnt: async (series: number): Promise<void> => {
      const kept = async () =>
        (await sql<{ n: number }>`SELECT count(*)::int AS n FROM tidings.detectors`.execute(own.store)).rows[0]!.n
      await expect.poll(kept).toBe(series)
    },
    incidents: () => incidentsSince(own.store, new Date(0)),
    outbox: () =>
      own.store
        .selectFrom('tidings.outbox')
        .select(['key', 'follows', 'place', 'content', 'due_at'])
        .orderBy('seq')
        .execute(),
  }
}
