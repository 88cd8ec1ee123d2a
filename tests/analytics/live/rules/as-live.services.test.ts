import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sliceKey, type Rule } from '../../../../src/analytics/live/rule.ts'
import { createBackTest } from '../../../../src/analytics/live/rules/back-test.ts'
import { bucketAt } from '../../../../src/analytics/live/watch/clock.ts'
import type { ReadHistory } from '../../../../src/analytics/live/watch/parts.ts'
import { seeded } from '../../../support/chance.ts'
import { count, HOUR, usualHistory, type Counted } from '../../../support/watched-shop.ts'
import { ruleOf } from '../../../support/rule.ts'
import { useWatch } from '../watch/watching.ts'

const DAY = 24 * HOUR
// Midnight in Berlin, whose clocks do not change in the weeks that follow.
const start = Date.parse('2026-11-01T23:00:00Z')
const own = useWatch(start, { isRunning: false })

const regions = usualHistory(60, ['APAC', 'EMEA'])

/** Days that are alike, but for a little noise; the same whenever they are read. */
const days: ReadHistory = async ({ from, to }) => {
  const points = []
  for (let day = bucketAt(from, 'day', 'Europe/Berlin'); day.from < to; day = bucketAt(day.to, 'day', 'Europe/Berlin'))
    points.push({ at: day.from, value: usualOn(day.from), volume: null })
  return new Map([['{}', points]])
}
const usualOn = (at: number) => Math.round(72_000 * (0.95 + 0.1 * seeded(Math.round(at / DAY))()))

/** What was counted as history, after what was usual before. */
function historyWith(before: ReadHistory, counted: readonly Counted[], length: number): ReadHistory {
  return async (asked) => {
    const found = new Map(
      [...(await before({ ...asked, to: Math.min(asked.to, start) }))].map(([key, own]) => [key, [...own]]),
    )
    for (const { at, members, orders } of counted) {
      const bucket = Math.floor((at - start) / length) * length + start
      if (Object.keys(members).join() !== asked.dimensions.join() || bucket < asked.from || bucket >= asked.to) continue
      const points = found.get(sliceKey(members)) ?? []
      found.set(sliceKey(members), points)
      points.push({ at: bucket, value: orders, volume: orders })
    }
    return found
  }
}

/** Counts what came in each bucket, in its middle, while the watch goes on, and closes it by the clock. */
async function live(
  before: ReadHistory,
  rule: Rule,
  counted: readonly Counted[],
  length: number,
  many: number,
): Promise<void> {
  const of = (index: number) => counted.filter(({ at }) => Math.floor((at - start) / length) === index)
  own.moveTo(start + length / 2)
  await count(own.store, of(0))
  await own.watch([rule], { history: before, explain: null })
  const series = new Set(counted.map(({ members }) => sliceKey(members))).size
  const upto = async () => {
    const { rows } = await sql<{ upto: Date }>`SELECT upto FROM tidings.detectors`.execute(own.store)
    return rows.length < series ? 0 : Math.min(...rows.map((row) => row.upto.getTime()))
  }
  await expect.poll(upto).toBe(start)
  for (let index = 0; index < many; index++) {
    own.moveTo(start + (index + 0.5) * length)
    if (index > 0) await count(own.store, of(index))
    own.moveTo(start + (index + 1) * length + 40_000)
    await expect.poll(upto, { timeout: 30_000, interval: 20 }).toBe(start + (index + 1) * length)
  }
}

async function compare(before: ReadHistory, rule: Rule, counted: readonly Counted[], length: number, many: number) {
  await live(before, rule, counted, length, many)
  const posted = (await own.incidents()).map(({ content }) => ({
    members: content.members,
    from: Date.parse(content.from),
    to: content.resolvedAt === null ? null : Date.parse(content.resolvedAt),
  }))
  const backTest = createBackTest({
    catalog: own.catalog,
    store: own.store,
    history: historyWith(before, counted, length),
    isPlanned: () => false,
  })
  const tested = await backTest([rule], new Date(start + many * length + 40_000))
  const fired = tested!.fired[0]!.filter(({ from }) => from >= start)
  const inOrder = (all: readonly { from: number; members: object; to: number | null }[]) =>
    all
      .map(({ from, members, to }) => ({
        from: new Date(from).toISOString(),
        members,
        to: to && new Date(to).toISOString(),
      }))
      .toSorted((one, other) => (one.from < other.from ? -1 : 1))
  expect(inOrder(fired)).toEqual(inOrder(posted))
  return posted
}

const hours = (values: readonly (readonly [string, number])[][]): Counted[] =>
  values.flatMap((regions, index) =>
    regions.map(([region, orders]) => ({
      at: start + (index + 0.5) * HOUR,
      members: { region } as Readonly<Record<string, string>>,
      orders,
      revenue: orders * 20,
    })),
  )

test('a bound in any region, in two of three hours: as the watch posted', async () => {
  const random = seeded(71)
  const counted = hours(
    Array.from({ length: 40 }, () => [
      ['APAC', Math.round(40 + 60 * random())],
      ['EMEA', Math.round(40 + 60 * random())],
    ]),
  )
  const rule = ruleOf({
    kpi: 'orders',
    slice: { kind: 'each', dimension: 'region' },
    when: { kind: 'above', value: 80 },
    buckets: { n: 2, of: 3 },
    coolDownMs: 3 * HOUR,
  })
  expect((await compare(regions, rule, counted, HOUR, 40)).length).toBeGreaterThan(2)
})

test('days that are no longer normal: as the watch posted', async () => {
  const odd = new Map([
    [6, 0.4],
    [7, 0.5],
    [15, 1.7],
    [22, 0.2],
  ])
  const counted = Array.from({ length: 30 }, (_, index) => {
    const orders = Math.round(usualOn(start + index * DAY) * (odd.get(index) ?? 1))
    return { at: start + (index + 0.5) * DAY, members: {}, orders, revenue: orders * 20 }
  })
  const rule = ruleOf({ kpi: 'orders', grain: 'day', when: { kind: 'anomaly', direction: 'either' } })
  expect((await compare(days, rule, counted, DAY, 30)).length).toBeGreaterThan(1)
})
