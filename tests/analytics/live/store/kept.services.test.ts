import { expect, test } from 'vitest'
import {
  keepStates,
  keepTrack,
  readStates,
  readSummaries,
  readTracks,
} from '../../../../src/analytics/live/store/detectors.ts'
import {
  findIncident,
  incidentsSince,
  keepHandled,
  keepIncident,
  openIncidents,
} from '../../../../src/analytics/live/store/incidents.ts'
import { endRule, keepRule, muteRule, raiseBar, readRules } from '../../../../src/analytics/live/store/rules.ts'
import { told } from '../../../../src/analytics/live/watch/incident-state.ts'
import { decide } from '../../../../src/analytics/live/watch/incidents.ts'
import { ruleOf } from '../../../support/rule.ts'
import { findingOf } from '../watch/findings.ts'
import { useStore } from '../../../support/store.ts'

const own = useStore()

test('an incident comes back as it was kept, with what people did with it', async () => {
  const [change] = decide([], [findingOf(0, 400)], () => 'i1')
  const incident = told(change!.incident, findingOf(0, 400).at)
  await keepIncident(own.store, incident, incident.openedAt)
  expect(await openIncidents(own.store, 'sales')).toEqual([incident])
  const handled = { acknowledgedBy: 'web:local/ada', snoozedUntil: Infinity, snoozedBy: 'web:local/bob', barBy: 1.25 }
  await keepHandled(own.store, 'i1', handled)
  await keepIncident(own.store, { ...incident, revision: 2 }, incident.openedAt)
  expect(await findIncident(own.store, 'i1')).toEqual({
    ...incident,
    revision: 2,
    ...handled,
  })
  await keepIncident(own.store, { ...incident, resolvedAt: incident.openedAt + 1 }, incident.openedAt)
  expect(await openIncidents(own.store, 'sales')).toEqual([])
  expect(await incidentsSince(own.store, new Date(incident.openedAt))).toHaveLength(1)
})

test('a rule that is kept again keeps its bar and its mute; one that was ended can be made again', async () => {
  const rule = ruleOf()
  await keepRule(own.store, rule, { source: 'chat', madeBy: 'web:local/ada' })
  await raiseBar(own.store, rule.id, 1.25)
  const mute = { until: Infinity, by: 'web:local/ada' }
  await muteRule(own.store, rule.id, 'web:local/owner', mute)
  await keepRule(own.store, { ...rule, severity: 'critical' }, { source: 'chat', madeBy: null })
  expect(await readRules(own.store)).toMatchObject([
    {
      rule: { ...rule, severity: 'critical' },
      bar: 1.25,
      mutes: new Map([['web:local/owner', mute]]),
      madeBy: 'web:local/ada',
    },
  ])
  expect(await endRule(own.store, rule.id)).toBe(true)
  expect(await endRule(own.store, rule.id)).toBe(false)
  expect(await readRules(own.store)).toEqual([])
  await keepRule(own.store, rule, { source: 'file', madeBy: null })
  expect(await readRules(own.store)).toMatchObject([{ rule, source: 'file' }])
})

test('what a rule told of is over when it ends', async () => {
  const rule = ruleOf({ id: 'short_lived' })
  await keepRule(own.store, rule, { source: 'chat', madeBy: null })
  const [change] = decide([], [findingOf(0, 400, { rule })], () => 'i2')
  await keepIncident(own.store, change!.incident, change!.incident.openedAt)
  await endRule(own.store, rule.id)
  expect(await findIncident(own.store, 'i2')).toMatchObject({ content: { phase: 'resolved' } })
  expect(await openIncidents(own.store, 'sales')).toEqual([])
})

test('states and their summaries come back', async () => {
  const upto = new Date('2026-11-16T09:00:00Z')
  const kept = { kpi: 'revenue', slice: '{}', upto, state: { summary: [1, 2], detector: { version: 1 } } }
  await keepStates(own.store, 'hour', [kept, { ...kept, slice: '{"region":"EMEA"}' }])
  await keepStates(own.store, 'hour', [kept])
  expect(await readStates(own.store, 'hour', [{ kpi: 'revenue', slice: '{}' }])).toEqual([kept])
  expect(await readStates(own.store, 'day', [{ kpi: 'revenue', slice: '{}' }])).toEqual([])
  expect(await readSummaries(own.store, ['revenue'], 'hour')).toContainEqual({ ...kept, state: [1, 2] })
})

test('a track comes back until there is nothing to remember', async () => {
  const track = { buckets: [{ at: 1, holds: true }], since: 1, quietUntil: null }
  await keepTrack(own.store, 'revenue_drop', '{}', track)
  expect(await readTracks(own.store, ['revenue_drop'])).toEqual([{ rule: 'revenue_drop', slice: '{}', track }])
  await keepTrack(own.store, 'revenue_drop', '{}', null)
  expect(await readTracks(own.store, ['revenue_drop'])).toEqual([])
})
