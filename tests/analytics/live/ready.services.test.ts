/** Rules of what is normal say from when on that is known. */
import { expect, test } from 'vitest'
import { readyFrom } from '../../../src/analytics/live/ready.ts'
import { HOUR, usualHistory } from '../../support/watched-shop.ts'
import { ruleOf } from '../../support/rule.ts'
import { useWatch } from './watch/watching.ts'

const start = Date.parse('2026-11-16T10:00:00Z')
const own = useWatch(start)
const rule = ruleOf({ id: 'orders', kpi: 'orders' })

test('nothing is known before anything came; a bound needs nothing', async () => {
  expect(await readyFrom(own.store, own.catalog, rule)).toEqual({ kind: 'unknown' })
  const bound = { ...rule, when: { kind: 'above', value: 5 } } as const
  expect(await readyFrom(own.store, own.catalog, bound)).toEqual({ kind: 'ready' })
})

test('with half a day of history it says when; with weeks it is ready', async () => {
  const short: ReturnType<typeof usualHistory> = (asked) =>
    usualHistory(600)({ ...asked, from: Math.max(asked.from, start - 12 * HOUR) })
  await own.watch([rule], { history: short })
  await own.learnt(1)
  const ready = await readyFrom(own.store, own.catalog, rule)
  expect(ready).toMatchObject({ kind: 'from' })
  const inHours = ready.kind === 'from' ? (ready.at.getTime() - start) / HOUR : 0
  // Two days and nights are wanted.
  expect(inHours).toBeGreaterThan(24)
  expect(inHours).toBeLessThanOrEqual(48)
  const each = { ...rule, id: 'each', slice: { kind: 'each', dimension: 'region' } } as const
  expect(await readyFrom(own.store, own.catalog, each)).toEqual({ kind: 'unknown' })
})

test('with weeks of it what is normal is known', async () => {
  await own.watch([rule])
  await own.learnt(1)
  expect(await readyFrom(own.store, own.catalog, rule)).toEqual({ kind: 'ready' })
})
