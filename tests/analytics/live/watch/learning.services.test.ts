/** Learning from history takes a while, in which the watch goes on. */
import { LRUCache } from 'lru-cache'
import { expect, test } from 'vitest'
import { learn } from '../../../../src/analytics/live/watch/closing.ts'
import { openViewWatch } from '../../../../src/analytics/live/watch/view-watch.ts'
import { readRules, keepRule } from '../../../../src/analytics/live/store/rules.ts'
import { ruleOf } from '../../../support/rule.ts'
import { usualHistory } from '../../../support/watched-shop.ts'
import { useWatch } from './watching.ts'

const start = Date.parse('2026-11-16T09:58:00Z')
const own = useWatch(start)

test('a series is not known to anybody before all of it is learnt', async () => {
  await keepRule(own.store, ruleOf({ id: 'orders', kpi: 'orders' }), { source: 'chat', madeBy: null })
  const known: (number | null)[] = []
  const parts = {
    store: own.store,
    catalog: own.catalog,
    history: usualHistory(3000),
    explain: null,
    // Asked of each bucket that is learnt from.
    isPlanned: () => {
      known.push(...watch.series('hour').map(({ upto }) => upto))
      return false
    },
    isHearing: () => true,
    now: own.now,
    log: { info() {}, warn() {}, error() {} },
  }
  const watch = await openViewWatch(parts, own.catalog.views.get('sales')!, await readRules(own.store))
  await learn(
    {
      parts,
      watch,
      detectors: new LRUCache({ max: 10 }),
      underLease: (work) => own.store.transaction().execute(work),
      signal: new AbortController().signal,
    },
    { now: start, since: start, until: start, isUpToDate: true },
  )
  expect(known.length).toBeGreaterThan(1_000)
  expect(new Set(known)).toEqual(new Set([null]))
  const [series] = watch.series('hour')
  expect(series?.upto).toBe(Date.parse('2026-11-16T09:00:00Z'))
  expect(series?.outlooks.map(({ from }) => new Date(from).toISOString())).toEqual([
    '2026-11-16T08:00:00.000Z',
    '2026-11-16T09:00:00.000Z',
    '2026-11-16T10:00:00.000Z',
  ])
})
