/** KPIs that come as finished points, over a real broker: watched by the same rules as what we count ourselves. */
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { createKafkaSource } from '../../../../src/analytics/live/kafka/source.ts'
import { readyFrom } from '../../../../src/analytics/live/ready.ts'
import { createStreams, type Streams } from '../../../../src/analytics/live/streams.ts'
import { boundByRegion } from '../../../support/bound-catalog.ts'
import { connectionTo, makeTopic, write } from '../../../support/kafka/topics.ts'
import { ruleOf } from '../../../support/rule.ts'
import { useWatch } from './watching.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []
const HOUR = 3_600_000
// Points of the future are no points: all of them are of hours before this one.
const now = Math.floor(Date.now() / HOUR) * HOUR
const topic = kafka.missing === null ? await makeTopic(brokers) : ''
const catalog = boundByRegion(
  `
timezone: UTC
views:
  plant: { relation: kpi.plant, time: { column: hour, grain: hour }, dimensions: { region: { column: region } } }
kpis:
  load: { view: plant, measure: { average: load }, good_when: down }
  output: { view: plant, measure: { sum: output }, good_when: up }
streams:
  points: { kind: points, topic: "${topic || 'points'}" }
`,
  ['plant'],
  ['load', 'output'],
)
const own = useWatch(now + 60_000, { catalog })
let streams: Streams | null = null

afterEach(async () => {
  await streams?.stop()
  streams = null
})

async function counting(): Promise<void> {
  const log = pino({ level: 'silent' })
  const source = createKafkaSource({ connection: connectionTo(brokers), topics: [topic], log })
  streams = await createStreams({ catalog, store: own.store, source, log, flushAfterMs: 20 })
  await streams.start()
}

const point = (kpi: string, hoursAgo: number, value: number, dimensions: object = {}) => ({
  value: JSON.stringify({ kpi, time: new Date(now - hoursAgo * HOUR).toISOString(), dimensions, value }),
})
const rowsOf = async (table: string) => (await sql`SELECT * FROM ${sql.id('tidings', table)}`.execute(own.store)).rows
const usual = (hoursAgo: number) => 50 + 20 * Math.sin((2 * Math.PI * hoursAgo) / 24) + Math.sin(hoursAgo * 1.7)
/** Ten days, but for the hour that ended last. */
const past = (kpi: string, dimensions: object = {}) =>
  Array.from({ length: 240 }, (_, index) => 241 - index).map((ago) => point(kpi, ago, usual(ago), dimensions))

describe.skipIf(kafka.missing !== null)('finished points', () => {
  test('are learnt from, judged when they come, and put right', async () => {
    await write(brokers, topic, [...past('load'), ...past('load', { region: 'EMEA' }), ...past('output')])
    await counting()
    await expect.poll(() => rowsOf('offsets'), { timeout: 60_000 }).toMatchObject([{ next_offset: '720' }])
    const rule = { id: 'load', kpi: 'load', when: { kind: 'anomaly', direction: 'either' } } as const
    await own.watch(
      [
        { ...rule, tell: ['web:local/whole'] },
        { ...rule, id: 'any', slice: { kind: 'each', dimension: 'region' }, tell: ['web:local/any'] },
        { id: 'much', kpi: 'output', when: { kind: 'above', value: 500 }, tell: ['web:local/much'] },
      ],
      { history: async () => new Map() },
    )
    await own.learnt(3)
    expect(await readyFrom(own.store, catalog, ruleOf(rule))).toEqual({ kind: 'ready' })
    // The hour that ended: as usual in the region, far off as a whole.
    await write(brokers, topic, [
      point('load', 1, 400),
      point('load', 1, usual(1), { region: 'EMEA' }),
      point('output', 1, 400),
    ])
    const contents = async () => (await own.incidents()).map(({ content }) => content)
    await expect.poll(contents).toMatchObject([
      {
        kpi: 'load',
        members: {},
        bucket: new Date(now - HOUR).toISOString(),
        value: 400,
        isFilling: false,
        isBad: true,
        reasons: [{ kind: 'anomaly', direction: 'up' }],
      },
    ])
    expect((await contents())[0]!.expected).toBeCloseTo(usual(1), -1)
    // A newer value of the same point holds: this one is normal, that one is not.
    await write(brokers, topic, [point('load', 1, usual(1)), point('output', 1, 700)])
    await expect
      .poll(async () => (await contents()).map(({ kpi, phase, value }) => [kpi, phase, Math.round(value ?? 0)]), {
        timeout: 30_000,
      })
      .toEqual(
        expect.arrayContaining([
          ['load', 'resolved', Math.round(usual(1))],
          ['output', 'open', 700],
        ]),
      )
    const told = (await own.outbox()).map(({ place }) => place)
    expect(told).toEqual(expect.arrayContaining(['web:local/whole', 'web:local/much']))
    expect(told).not.toContain('web:local/any')
  })

  test('that do not come are silent only when the next one is due', async () => {
    const rule = { id: 'silent', kpi: 'output', when: { kind: 'silent', forMs: 20 * 60_000 } } as const
    await write(brokers, topic, [point('output', 1, 50)])
    await counting()
    await own.watch([rule], { history: async () => new Map() })
    await own.learnt(1)
    await expect.poll(() => rowsOf('dirty')).toEqual([])
    // It was of the hour up to now; the next one is due in an hour.
    own.pass(HOUR + 15 * 60_000)
    await expect.poll(() => own.incidents()).toEqual([])
    own.pass(5 * 60_000)
    await expect
      .poll(async () => (await own.incidents())[0]?.content)
      .toMatchObject({
        direction: 'silent',
      })
  })
})
