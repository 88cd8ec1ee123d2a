import { expect, test } from 'vitest'
import { policiesOf } from '../../src/analytics/access.ts'
import { parseKpiQuery, type KpiQuery } from '../../src/analytics/kpi-query.ts'
import { createRightsOf } from '../../src/bot/rights.ts'
import { mayVerify } from '../../src/bot/verified/may-verify.ts'
import { boundCatalog, columnsOf } from '../support/bound-catalog.ts'

const catalog = boundCatalog(
  `
timezone: Europe/Berlin
views:
  sales:
    relation: kpi.sales
    rows: { label: sales }
    time: { column: day, grain: day }
kpis:
  revenue: { view: sales, measure: { sum: revenue }, owner: finance }
  cost: { view: sales, measure: { sum: cost }, owner: dora@example.com }
  orders: { view: sales, measure: { count: true } }
access:
  default_role: everyone
  roles:
    everyone: { kpis: all }
    finance: { kpis: all }
    steward: { kpis: all, may_verify: true }
    boss: { kpis: all, may_act_as: true }
  people: { fay@example.com: [finance], stu@example.com: [steward], bo@example.com: [boss] }
`,
  new Map([['kpi.sales', columnsOf({ day: 'date', revenue: 'number', cost: 'number' })]]),
)
const rightsOf = createRightsOf({ catalog, policies: policiesOf(catalog), hasLocalOwner: true })

function queryOf(input: unknown): KpiQuery {
  const parsed = parseKpiQuery(input, catalog)
  if (!parsed.ok) throw new Error(parsed.because)
  return parsed.query
}
const revenue = { kind: 'kpi', kpi: 'revenue' }
const cost = { kind: 'kpi', kpi: 'cost' }
const queries = {
  revenue: queryOf({ measures: [revenue] }),
  cost: queryOf({ measures: [cost] }),
  both: queryOf({ measures: [revenue, cost] }),
  orders: queryOf({ measures: [{ kind: 'kpi', kpi: 'orders' }] }),
  rows: queryOf({ measures: [{ kind: 'records', view: 'sales' }] }),
}

function may(user: string, query: KpiQuery | null, actAs?: string): boolean {
  const place = { platform: 'web', workspace: 'local', conversation: 'c', thread: null }
  const author = { platform: 'web', workspace: 'local', user }
  const message = { id: '1', place, author, askedAt: new Date(0), audience: 'everyone' as const }
  const email = user.includes('@') ? { email: user } : {}
  return mayVerify(rightsOf, { ...message, ...email, ...(actAs !== undefined && { actAs }) }, query, catalog)
}

test.for([
  ['who has the role that owns the KPI', 'fay@example.com', 'revenue', true],
  ['the owner of one KPI of two', 'fay@example.com', 'both', false],
  ['who is named as the owner', 'dora@example.com', 'cost', true],
  ['anybody, for a KPI of nobody', 'fay@example.com', 'orders', false],
  ['anybody, for what is no KPI', 'fay@example.com', 'rows', false],
  ['a role that may verify, for whatever it sees', 'stu@example.com', 'rows', true],
  ['who may only act as others', 'bo@example.com', 'revenue', false],
  ['who sits at this machine', 'owner', 'both', true],
] as const)('%s', ([, user, name, expected], { expect }) => {
  expect(may(user, queries[name])).toBe(expected)
})

test('acting as the owner makes nobody one', () => {
  expect(may('bo@example.com', queries.revenue, 'role:finance')).toBe(false)
})

test('what has no query any more is for who may verify all', () => {
  expect(may('fay@example.com', null)).toBe(false)
  expect(may('stu@example.com', null)).toBe(true)
})
