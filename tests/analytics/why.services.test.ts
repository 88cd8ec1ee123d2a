/** Why a KPI moved, asked in words and by the program, over a shop in which it is known what happened. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAsk } from '../../src/analytics/ask.ts'
import { openGround, type Ground } from '../../src/analytics/ground.ts'
import { readKnown } from '../../src/analytics/knowledge.ts'
import { createCalendarEvents } from '../../src/analytics/calendar-events.ts'
import { createWhy, type Why } from '../../src/analytics/why.ts'
import { createContextOf } from '../../src/analytics/why/context.ts'
import type { WhyAsked } from '../../src/analytics/why/drivers-query.ts'
import { createIncidentExplainer } from '../../src/analytics/why/of-incident.ts'
import { tidings } from '../support/command.ts'
import { emptyDatabase, type TestDatabase } from '../support/database.ts'
import { onDatabase } from '../support/server.ts'

let database: TestDatabase
let folder: string
let ground: Ground
let why: Why

/**
 * A row for each day and leaf. On 20 November app orders of Spain fall to a fifth; on the 19th everything falls by half; on
 * the 18th desktop visits are three times as many, and buy as ever, which is less than others do.
 */
const data = `
create schema bazaar;
create table bazaar.calendar (name text, starts_on date, ends_on date, region text, supplier text);
insert into bazaar.calendar values ('Spain week', '2026-11-16', '2026-11-23', 'Spain', null),
  ('Norway week', '2026-11-16', '2026-11-23', 'Norway', null), ('App day', '2026-11-20', '2026-11-21', null, 'one'),
  ('Last month', '2026-10-01', '2026-11-01', null, null);
create table bazaar.days as
select d::date as day, region, channel, device, round(visits)::int as visits, round(visits * rate)::int as orders,
  round((visits * rate * 40)::numeric, 2) as revenue
from generate_series('2026-10-01'::timestamp, '2026-11-20', '1 day') d,
  (values ('Spain', 1.0), ('Italy', 1.3), ('France', 0.8), ('Norway', 0.6)) r(region, size),
  (values ('app', 1.2), ('web', 1.0), ('shop', 0.7)) c(channel, reach),
  (values ('desktop', 0.05), ('mobile', 0.12)) v(device, bought),
  lateral (select 3000 * size * reach * (1 + 0.03 * (hashtext(concat(d, region, channel, device)) % 1000) / 1000.0)
    * case when d = '2026-11-19' then 0.5 when d = '2026-11-18' and device = 'desktop' then 3 else 1 end as visits) w,
  lateral (select bought * case when d = '2026-11-20' and region = 'Spain' and channel = 'app' then 0.2 else 1 end as rate) x;
`

const catalog = `
timezone: Europe/Madrid
calendar: { holidays: [ES], events: bazaar.calendar }
views:
  days:
    relation: bazaar.days
    label: Days
    time: { column: day, grain: day }
    dimensions:
      region: { column: region }
      channel: { column: channel }
      device: { column: device }
kpis:
  revenue: { view: days, measure: { sum: revenue }, unit: EUR }
  orders: { view: days, measure: { sum: orders } }
  visits: { view: days, measure: { sum: visits } }
  conversion_rate: { view: days, measure: { ratio: { of: { sum: orders }, over: { sum: visits } } }, unit: percent }
  largest: { view: days, measure: { max: revenue }, unit: EUR, label: Largest day }
access:
  default_role: everyone
  roles:
    everyone: { kpis: all }
    south: { kpis: all, rows: { days: { region: [Italy, France] } } }
`

beforeAll(async () => {
  database = await emptyDatabase()
  await onDatabase(database.adminUrl, (client) => client.query(data))
  folder = await mkdtemp(join(tmpdir(), 'tidings-why-'))
  await writeFile(join(folder, 'catalog.yml'), catalog)
  ground = await openGround(database.adminUrl, join(folder, 'catalog.yml'), { mayConfigure: true })
  const known = (policy: Parameters<typeof readKnown>[0]) => readKnown(policy, { ...ground, store: null })
  const ask = createAsk({
    ...ground,
    asOf: async () => null,
    history: async (policy) => (await known(policy)).history,
  })
  const events = createCalendarEvents({ catalog: ground.catalog, databaseUrl: database.adminUrl, log: { warn() {} } })
  why = createWhy({ ask, known, contextOf: createContextOf({ ask, events: () => events.read() }) })
})

afterAll(async () => {
  await ground[Symbol.asyncDispose]()
  await database.drop()
  await rm(folder, { recursive: true })
})

const day = (from: string, to: string) => ({ from, to, zone: 'Europe/Madrid' })
const explained = async (asked: WhyAsked, role = 'owner') => {
  const found = await why(asked, ground.policies.get(role)!)
  if (found.kind === 'cannot') throw new Error(found.because)
  return found
}

describe('why()', () => {
  test('names the segment of two dimensions that fell, and what else fell with it', async () => {
    const { explanation } = await explained({ kpi: 'revenue', period: day('2026-11-20', '2026-11-21') })
    expect(explanation).toMatchObject({
      isBroad: false,
      effects: null,
      drivers: [{ members: { region: 'Spain', channel: 'app' }, share: expect.closeTo(1, 0) as number }],
    })
    expect(explanation.circumstances).toContainEqual(expect.objectContaining({ kind: 'kpi', kpi: 'orders' }))
    expect(explanation.circumstances).not.toContainEqual(expect.objectContaining({ kpi: 'visits' }))
  })

  test('explains a ratio by its parts: there a rate fell, here weights moved', async () => {
    const fell = await explained({ kpi: 'conversion_rate', period: day('2026-11-20', '2026-11-21') })
    expect(fell.explanation.drivers.map(({ members }) => members)).toEqual([{ region: 'Spain', channel: 'app' }])
    expect(Math.abs(fell.explanation.effects!.rate)).toBeGreaterThan(10 * Math.abs(fell.explanation.effects!.mix))
    const mixed = await explained({ kpi: 'conversion_rate', period: day('2026-11-18', '2026-11-19') })
    expect(mixed.explanation.drivers.map(({ members }) => members)).toEqual([{ device: 'desktop' }])
    expect(Math.abs(mixed.explanation.effects!.mix)).toBeGreaterThan(10 * Math.abs(mixed.explanation.effects!.rate))
  })

  test('tells the same day of the weeks before, the nearest first', async () => {
    const { explanation } = await explained({ kpi: 'visits', period: day('2026-11-20', '2026-11-21') })
    const before = explanation.circumstances.flatMap((each) => (each.kind === 'before' ? [each] : []))
    expect(before.map(({ weeks, ago }) => `${weeks} ${ago}`)).toEqual(['1 week', '2 week', '3 week', '4 week'])
  })

  test('of a day that has only begun as much of the usual is held against it', async () => {
    const whole = await explained({ kpi: 'orders', period: day('2026-11-19', '2026-11-20') })
    const half = await explained({ kpi: 'orders', period: day('2026-11-19', '2026-11-20'), elapsed: 0.5 })
    expect(half.explained.expected).toBeCloseTo(whole.explained.expected / 2)
  })

  test('says that everything fell alike', async () => {
    const { explanation } = await explained({ kpi: 'orders', period: day('2026-11-19', '2026-11-20') })
    expect(explanation).toMatchObject({ isBroad: true, drivers: [] })
  })

  test('sees no more than the policy does', async () => {
    const { explanation, answer } = await explained(
      { kpi: 'revenue', period: day('2026-11-20', '2026-11-21') },
      'south',
    )
    expect(JSON.stringify([explanation, answer.rows])).not.toContain('Spain')
    expect(explanation.isBroad).toBe(true)
  })

  test('tells what is on the calendar and may have to do with it, the shortest first', async () => {
    const named = async (over: Partial<WhyAsked>) => {
      const { explanation } = await explained({ kpi: 'revenue', period: day('2026-11-20', '2026-11-21'), ...over })
      return explanation.circumstances.flatMap((each) => (each.kind === 'event' ? [each.name] : []))
    }
    expect(await named({})).toEqual(['App day', 'Spain week', 'Norway week'])
    const spain = { kind: 'members', dimension: 'region', include: true, values: ['Spain'] } as const
    expect(await named({ filters: [spain] })).toEqual(['App day', 'Spain week'])
    expect(await named({ period: day('2026-11-02', '2026-11-03') })).toEqual([])
  })

  test('of a day that is cut off, the same part of the days before', async () => {
    const { explanation } = await explained({
      kpi: 'visits',
      period: { ...day('2026-11-18', '2026-11-20'), through: '2026-11-19' },
    })
    const whole = await explained({ kpi: 'visits', period: day('2026-11-18', '2026-11-19') })
    const before = ({ circumstances }: typeof explanation) => circumstances.filter(({ kind }) => kind === 'before')
    expect(before(explanation)).toEqual(before(whole.explanation))
  })

  test('tells a holiday', async () => {
    const { explanation } = await explained({ kpi: 'revenue', period: day('2026-11-01', '2026-11-02') })
    expect(explanation.circumstances).toContainEqual({ kind: 'holiday', name: expect.any(String), day: '2026-11-01' })
  })

  test.for([
    [{ kpi: 'largest', period: day('2026-11-20', '2026-11-21') }, /does not add up/],
    [{ kpi: 'revenue', period: day('2026-10-01', '2026-10-02') }, /the data begins on 2026-10-01/],
    [{ kpi: 'none', period: day('2026-10-01', '2026-10-02') }, /no KPI "none"/],
  ] as const)('says why %j cannot be explained', async ([asked, because]) => {
    const found = await why(asked, ground.policies.get('owner')!)
    expect(found.kind === 'cannot' && found.because).toMatch(because)
  })
})

describe('of an incident', () => {
  const incident = {
    kpi: 'orders',
    members: {},
    grain: 'day',
    bucket: '2026-11-19T23:00:00Z',
    isFilling: false,
    asOf: '2026-11-20T23:00:00Z',
  } as const
  const explain = (more: object) =>
    createIncidentExplainer(why, ground.policies.get('owner')!)({ ...incident, ...more })

  test('the bucket is explained, within the slice that the incident is of', async () => {
    expect((await explain({}))?.drivers.map(({ members }) => members)).toEqual([{ region: 'Spain', channel: 'app' }])
    const slice = await explain({ members: { region: 'Spain' } })
    expect(slice?.drivers.map(({ members }) => members)).toEqual([{ channel: 'app' }])
  })

  test('a minute is explained by the bucket of the view that holds it', async () => {
    const found = await explain({ grain: 'minute', bucket: '2026-11-20T10:00:00Z', asOf: '2026-11-20T11:00:00Z' })
    expect(found).not.toBeNull()
  })

  test('a KPI that nobody knows any more is not explained', async () => {
    expect(await explain({ kpi: 'gone' })).toBeNull()
  })
})

describe('asked in words', () => {
  const ask = (...args: string[]) =>
    tidings([
      'ask',
      '--database',
      database.adminUrl,
      '--catalog',
      join(folder, 'catalog.yml'),
      '--now',
      '2026-11-21T09:00',
      ...args,
    ])

  test('the segment, its figures and what it was compared with come in one answer of one statement', async () => {
    const { code, out } = await ask('why did revenue drop yesterday?')
    expect(code).toBe(0)
    expect(out).toContain('below usual. Spain · app accounts for')
    expect(out).toMatch(/Spain · app\s+€/)
    expect(out).toContain('Everything else')
    expect(out).toMatch(/The same time of the last weeks, newest first: €\S+, €\S+, €\S+, €/)
    expect(out).toContain('Going on then: App day.\nGoing on then: Spain week.')
    expect(out).toMatch(/At the same time Orders: [\d,.]+ instead of/)
    expect(out).toContain(
      'Fri 20 Nov 2026 (Europe/Madrid), compared with the average of the same time in the 4 weeks before',
    )
  })

  test('JSON has a row a segment with value, usual value, change and share', async () => {
    const { lines } = await ask('--json', 'what drove the drop in orders yesterday')
    expect(lines[0]).toMatchObject({
      kind: 'answer',
      columns: [
        { name: 'segment', role: 'dimension' },
        { name: 'orders', role: 'measure' },
        { name: 'orders_usual', role: 'previous' },
        { name: 'orders_change', role: 'change' },
        { name: 'orders_share', role: 'share' },
      ],
      chart: { kind: 'bar' },
    })
    expect(lines[0]!.rows!.map(([segment]) => segment)).toEqual(['Spain · app', 'Everything else'])
  })

  test.for([
    ['why did orders fall on Thursday', 'No single segment explains it: everything fell alike.'],
    ['explain the fall in conversion rate on Wednesday', "The segments' own rates changed it by"],
  ])('"%s": %s', async ([question, said]) => {
    expect((await ask(question!)).out).toContain(said)
  })
})
