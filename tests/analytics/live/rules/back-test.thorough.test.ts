import { describe, expect, test } from 'vitest'
import { sliceKey, type Rule } from '../../../../src/analytics/live/rule.ts'
import { createBackTest } from '../../../../src/analytics/live/rules/back-test.ts'
import type { Store } from '../../../../src/analytics/store/store.ts'
import type { ReadHistory } from '../../../../src/analytics/live/watch/parts.ts'
import { seeded } from '../../../support/chance.ts'
import { HOUR, watchedShop } from '../../../support/watched-shop.ts'
import { ruleOf } from '../../../support/rule.ts'

const now = Date.parse('2026-11-21T10:20:00Z')
const end = Date.parse('2026-11-21T10:00:00Z')
const DAY = 24 * HOUR
/** Hours are read from views: nothing is asked of the store. */
const noStore = {} as Store

/** Sales by the hour with a daily cycle; `odd` says by how much an hour is off, `regions` how large each is. */
function historyOf(
  odd: (at: number, region: string) => number = () => 1,
  regions: Readonly<Record<string, number>> = { EMEA: 0.6, APAC: 0.4 },
): ReadHistory {
  const usual = (at: number, region: string) =>
    1000 * (1 + 0.6 * Math.sin(((at / HOUR) % 24) / 3.82)) * (0.94 + 0.12 * seeded(at / HOUR + region.length * 7919)())
  const valueAt = (at: number, region: string) =>
    Math.round(usual(at, region) * (regions[region] ?? 1) * odd(at, region))
  return async ({ dimensions, members, from, to, grain }) => {
    const length = grain === 'day' ? DAY : HOUR
    const named = dimensions.length === 0 ? [''] : (members?.['region'] ?? Object.keys(regions))
    return new Map(
      named.map((region) => {
        const points = []
        for (let at = Math.ceil(from / length) * length; at < to; at += length) {
          const value = valueAt(at, region)
          points.push({ at, value, volume: value })
        }
        return [sliceKey(region === '' ? {} : { region }), points]
      }),
    )
  }
}

function testing(
  rules: readonly Partial<Rule>[],
  history: ReadHistory,
  at = now,
  most = { judged: 60_000, plain: 300_000 },
) {
  const backTest = createBackTest({ catalog: watchedShop(), store: noStore, history, isPlanned: () => false, most })
  return backTest(
    rules.map((rule) => ruleOf({ kpi: 'orders', ...rule })),
    new Date(at),
  )
}

const iso = (at: number | null) => at && new Date(at).toISOString()
const outage = { from: Date.parse('2026-11-10T12:00:00Z'), to: Date.parse('2026-11-10T15:00:00Z') }
const during = (at: number) => at >= outage.from && at < outage.to

test('what left the normal range is found, once, with its worst hour', async () => {
  const tested = await testing(
    [{}],
    historyOf((at) => (during(at) ? (at === outage.from + HOUR ? 0.1 : 0.4) : 1)),
  )
  expect(tested).toMatchObject({ from: end - 30 * DAY, to: end, series: 1, leftOut: 0, normalFrom: end - 30 * DAY })
  const [fired, ...others] = tested!.fired[0]!.filter(({ from }) => Math.abs(from - outage.from) < DAY)
  expect(others).toEqual([])
  expect(iso(fired!.from)).toBe('2026-11-10T12:00:00.000Z')
  expect(iso(fired!.to)).toBe('2026-11-10T15:00:00.000Z')
  expect(iso(fired!.worst.at)).toBe('2026-11-10T13:00:00.000Z')
  expect(fired!.direction).toBe('down')
})

test('several sizes are played at once, each as if it were alone', async () => {
  const history = historyOf((at) => (during(at) ? 0.65 : 1))
  const by = (fraction: number) => ({ kind: 'change', against: 'normal', direction: 'down', by: { fraction } }) as const
  const rules = [{ when: by(0.2) }, { when: by(0.5) }]
  const together = await testing(rules, history)
  expect(together?.fired.map((one) => one.length)).toEqual([1, 0])
  expect((await testing([rules[0]!], history))?.fired).toEqual([together?.fired[0]])
})

test('nothing looks ahead: what was told by a moment is the same, whatever came after it', async () => {
  const odd = (at: number) => (seeded(at / HOUR)() < 0.02 ? 0.3 : 1)
  const rules = [{}, { when: { kind: 'change', against: 'week', direction: 'down', by: { fraction: 0.4 } } as const }]
  const moment = now - 5 * DAY
  const [early, late] = [await testing(rules, historyOf(odd), moment), await testing(rules, historyOf(odd))]
  const until = (fired: readonly { from: number; to: number | null }[]) =>
    fired
      .filter(({ from, to }) => from >= late!.from + 5 * DAY && to !== null && to < moment - HOUR)
      .map((one) => iso(one.from))
  expect(until(late!.fired[1]!).length).toBeGreaterThan(3)
  expect(until(early!.fired[1]!)).toEqual(until(late!.fired[1]!))
})

describe('each member by itself', () => {
  const each = { slice: { kind: 'each', dimension: 'region' } } as const

  test('is one incident where several leave at once', async () => {
    const tested = await testing(
      [each],
      historyOf((at) => (during(at) ? 0.2 : 1)),
    )
    const [fired, ...others] = tested!.fired[0]!.filter(({ from }) => Math.abs(from - outage.from) < DAY)
    expect(others).toEqual([])
    expect(fired?.joined).toHaveLength(1)
  })

  test('of more members than can be played in time leaves the smallest out, and says so', async () => {
    const regions = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`r${index}`, 1 + index]))
    const tested = await testing([each], historyOf(undefined, regions), now, { judged: 8_000, plain: 8_000 })
    expect(tested!.series + tested!.leftOut).toBe(12)
    expect(tested!.leftOut).toBeGreaterThan(0)
  })
})

test('two of three hours, a minimum and a pause are kept', async () => {
  const odd = (at: number) => (during(at) && at !== outage.from + HOUR ? 0.2 : 1)
  const below = { kind: 'change', against: 'day', direction: 'down', by: { fraction: 0.5 } } as const
  const counts = async (rule: Partial<Rule>) =>
    (await testing([{ when: below, ...rule }], historyOf(odd)))?.fired[0]?.length
  expect(await counts({})).toBe(2)
  expect(await counts({ buckets: { n: 2, of: 3 } })).toBe(1)
  expect(await counts({ buckets: { n: 3, of: 3 } })).toBe(0)
  expect(await counts({ coolDownMs: 5 * HOUR })).toBe(1)
  expect(await counts({ minimumVolume: 100_000 })).toBe(0)
})

test('a KPI that nothing feeds is not played', async () => {
  expect(await testing([{ kpi: 'nothing' }], historyOf())).toBeNull()
})

test('with too short a history there is no normal range, and that is told', async () => {
  const history: ReadHistory = async (asked) =>
    new Map(
      [...(await historyOf()(asked))].map(([key, points]) => [key, points.filter(({ at }) => at >= end - 10 * HOUR)]),
    )
  const tested = await testing([{}], history)
  expect(tested).toMatchObject({ normalFrom: Infinity, fired: [[]] })
})
