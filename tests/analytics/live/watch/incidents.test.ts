import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explained, told, type Change, type Incident } from '../../../../src/analytics/live/watch/incident-state.ts'
import { decide } from '../../../../src/analytics/live/watch/incidents.ts'
import type { Finding } from '../../../../src/analytics/live/watch/finding.ts'
import { ruleOf } from '../../../support/rule.ts'
import { findingOf, HOUR, START } from './findings.ts'

let made = 0
const newId = () => `incident${made++}`

/** Looks one after the other; what is worth telling is told. */
function play(looks: readonly (readonly Finding[])[]) {
  let incidents: Incident[] = []
  const changes: Change[] = []
  for (const findings of looks) {
    const open = incidents.filter(({ resolvedAt }) => resolvedAt === null)
    for (const change of decide(open, findings, newId)) {
      const incident = change.isWorthTelling ? told(change.incident, findings[0]!.at) : change.incident
      incidents = [...incidents.filter(({ id }) => id !== incident.id), incident]
      changes.push({ ...change, incident })
    }
  }
  return { incidents, changes }
}

const phases = ({ incidents }: ReturnType<typeof play>) =>
  incidents.map(({ content }) => content.told.map((one) => one.phase))

test('an hour that is off is told, then that it is over, with how long it was and what it made', () => {
  const played = play([[findingOf(0, 1000)], [findingOf(1, 400)], [findingOf(2, 500)], [findingOf(3, 990)]])
  expect(phases(played)).toEqual([['open', 'resolved']])
  const [incident] = played.incidents
  expect(incident?.content).toMatchObject({
    from: '2026-11-16T09:00:00.000Z',
    resolvedAt: '2026-11-16T11:00:00.000Z',
    total: -1100,
    worst: { bucket: '2026-11-16T09:00:00.000Z', value: 400, expected: 1000 },
    direction: 'down',
  })
})

test('an hour that only goes on is not told again; one that is worse by half again is', () => {
  expect(phases(play([[findingOf(0, 600)], [findingOf(1, 610)]]))).toEqual([['open']])
  expect(phases(play([[findingOf(0, 600)], [findingOf(1, 390)]]))).toEqual([['open', 'worse']])
})

test('an hour that closes normal ends it, though the next one was looked at before', () => {
  const filling = findingOf(3, 0, { isFilling: true, reasons: null, isDue: false, isCalm: false, expectedSoFar: 10 })
  expect(phases(play([[findingOf(1, 400)], [filling], [findingOf(2, 990)]]))).toEqual([['open', 'resolved']])
  const again = { ...filling, reasons: findingOf(3, 400).reasons, isDue: true }
  expect(phases(play([[findingOf(1, 400)], [again], [findingOf(2, 990)]]))).toEqual([['open', 'worse']])
})

test('what is not held against anything usual is told once, however often it is looked at', () => {
  const look = findingOf(0, 400, { expected: null, low: null, high: null, isFilling: true })
  expect(phases(play([[look], [look], [{ ...look, value: 450 }]]))).toEqual([['open']])
})

test('a loss that has tripled is told', () => {
  const played = play([0, 1, 2].map((hour) => [findingOf(hour, 600)]))
  expect(phases(played)).toEqual([['open', 'worse']])
})

test('a normal hour between two that are off ends one incident and begins another', () => {
  expect(phases(play([[findingOf(0, 400)], [findingOf(1, 1000)], [findingOf(2, 400)]]))).toEqual([
    ['open', 'resolved'],
    ['open'],
  ])
})

test('a segment joins the incident of the whole', () => {
  const segment = findingOf(0, 100, { rule: ruleOf({ id: 'any_region' }), members: { region: 'EMEA' } })
  const played = play([[segment, findingOf(0, 400)]])
  expect(played.incidents).toHaveLength(1)
  expect(played.incidents[0]?.content).toMatchObject({ members: {}, joined: [{ members: { region: 'EMEA' } }] })
})

test('told of a segment first, the incident becomes that of the whole', () => {
  const segment = findingOf(0, 100, { rule: ruleOf({ id: 'any_region' }), members: { region: 'EMEA' } })
  const played = play([[segment], [findingOf(1, 400)]])
  expect(phases(played)).toEqual([['open', 'worse']])
  expect(played.incidents[0]?.content).toMatchObject({
    members: {},
    from: '2026-11-16T08:00:00.000Z',
    joined: [{ members: { region: 'EMEA' } }],
  })
})

test('an incident is over when its segments are, too', () => {
  const segment = (hour: number, value: number) =>
    findingOf(hour, value, { rule: ruleOf({ id: 'any_region' }), members: { region: 'EMEA' } })
  const played = play([
    [segment(0, 100), findingOf(0, 400)],
    [segment(1, 100), findingOf(1, 1000)],
    [segment(2, 1000), findingOf(2, 1000)],
  ])
  expect(phases(played)).toEqual([['open', 'resolved']])
  expect(played.incidents[0]?.content.resolvedAt).toBe('2026-11-16T09:00:00.000Z')
})

test('another KPI of the view that leaves at the same time joins; one that leaves later is news', () => {
  const orders = (hour: number) => findingOf(hour, 400, { rule: ruleOf({ id: 'orders_drop', kpi: 'orders' }) })
  expect(
    play([[findingOf(0, 400), orders(0)]]).incidents.map(({ content }) => content.joined.map(({ kpi }) => kpi)),
  ).toEqual([['orders']])
  expect(play([[findingOf(0, 400)], [findingOf(1, 400)], [orders(2)]]).incidents).toHaveLength(2)
})

test('a place that no open incident of the KPI is told in hears of its own', () => {
  const other = ruleOf({ id: 'other', tell: ['web:local/owner', 'slack:T1/C2'] })
  const played = play([[findingOf(0, 400), findingOf(0, 400, { rule: other })]])
  expect(played.incidents.map(({ content }) => content.tell)).toEqual([['web:local/owner'], ['slack:T1/C2']])
})

test('a graver rule makes an incident graver, once', () => {
  const grave = findingOf(1, 400, { rule: ruleOf({ id: 'grave', severity: 'critical' }) })
  const played = play([
    [findingOf(0, 400)],
    [findingOf(1, 400), grave],
    [findingOf(2, 400), { ...grave, bucket: START + 2 * HOUR }],
  ])
  expect(played.incidents).toHaveLength(1)
  expect(played.incidents[0]?.content.severity).toBe('critical')
})

test('a late event of an earlier hour changes nothing that is told', () => {
  const played = play([
    [findingOf(0, 400)],
    [findingOf(1, 400)],
    [findingOf(0, 900, { isCalm: true, reasons: null, isDue: false })],
  ])
  expect(played.incidents[0]?.content.bucket).toBe('2026-11-16T09:00:00.000Z')
  expect(played.incidents[0]?.resolvedAt).toBeNull()
})

test('within an hour it is over after three calm minutes', () => {
  const filling = (minute: number, isOff: boolean) =>
    findingOf(0, 400, {
      at: START + minute * 60_000,
      isFilling: true,
      expectedSoFar: 600,
      isDue: isOff,
      isCalm: !isOff,
      reasons: isOff
        ? [{ kind: 'pace', direction: 'down', from: '2026-11-16T08:29:00.000Z', to: '', value: 0, expected: 50 }]
        : null,
    })
  const played = play([[filling(30, true)], [filling(34, false)], [filling(36, false)], [filling(37, false)]])
  expect(phases(played)).toEqual([['open', 'resolved']])
  expect(played.incidents[0]?.content).toMatchObject({
    from: '2026-11-16T08:29:00.000Z',
    resolvedAt: '2026-11-16T08:34:00.000Z',
    total: -50,
  })
})

test('an explanation that comes later is told as a revision', () => {
  const { incidents } = play([[findingOf(0, 400)]])
  const change = explained(incidents[0]!, { drivers: [], isBroad: true, effects: null, circumstances: [] })
  expect(change).toMatchObject({ isWorthTelling: true, incident: { content: { explanation: { isBroad: true } } } })
})

describe('whatever is found', () => {
  const kpis = ['revenue', 'orders']
  const places = ['web:local/owner', 'slack:T1/C1', 'slack:T1/C2']
  const look = fc.array(
    fc.record({
      kpi: fc.constantFrom(...kpis),
      tell: fc.subarray(places, { minLength: 1 }),
      region: fc.constantFrom(null, 'EMEA', 'APAC'),
      value: fc.integer({ min: 0, max: 3000 }),
      isFilling: fc.boolean(),
      severity: fc.constantFrom('info' as const, 'critical' as const),
    }),
    { minLength: 1, maxLength: 6 },
  )
  const toFindings = (
    looks: readonly (readonly {
      kpi: string
      tell: string[]
      region: string | null
      value: number
      isFilling: boolean
      severity: 'info' | 'critical'
    }[])[],
  ) =>
    looks.map((findings, hour) =>
      findings.map(({ kpi, tell, region, severity, value, isFilling }) =>
        findingOf(hour, value, {
          rule: ruleOf({ id: `${kpi} ${tell.join()} ${region} ${severity}`, kpi, tell, severity }),
          members: region === null ? {} : { region },
          isFilling,
        }),
      ),
    )

  test('no place hears of two open incidents of one KPI', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 8 }), (looks) => {
        const { incidents } = play(toFindings(looks))
        const open = incidents.filter(({ resolvedAt }) => resolvedAt === null)
        const heard = open.flatMap(({ content }) => content.tell.map((place) => `${content.kpi} ${place}`))
        expect(new Set(heard).size).toBe(heard.length)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('each incident is opened once, resolved at most once and last, and its revisions count up', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 8 }), (looks) => {
        for (const { content, revision } of play(toFindings(looks)).incidents) {
          expect(content.told.map((one) => one.revision)).toEqual(content.told.map((_, index) => index + 1))
          expect(content.told).toHaveLength(revision)
          const resolved = content.told.findIndex(({ phase }) => phase === 'resolved')
          expect(resolved === -1 || resolved === content.told.length - 1).toBe(true)
        }
      }),
      { seed: 2, numRuns: 300 },
    )
  })
})
