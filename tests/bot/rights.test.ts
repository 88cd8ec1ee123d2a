import { expect, test } from 'vitest'
import { policiesOf } from '../../src/analytics/access.ts'
import { localOwner, parsePerson, parsePlace, webPerson } from '../../src/analytics/place.ts'
import { createRightsOf, rolesToTry } from '../../src/bot/rights.ts'
import { mergeKnowledge } from '../../src/bot/together.ts'
import { boundCatalog, columnsOf } from '../support/bound-catalog.ts'

const catalog = boundCatalog(
  `
views:
  sales: { relation: s.sales, dimensions: { region: { column: region } } }
  support: { relation: s.support, dimensions: { queue: { column: queue } } }
kpis:
  revenue: { view: sales, measure: { sum: revenue } }
  tickets: { view: support, measure: { count: true } }
access:
  default_role: everyone
  roles:
    everyone: { kpis: all, except: [revenue] }
    seller: { kpis: [revenue] }
    emea: { kpis: all, rows: { sales: { region: [EMEA] } } }
    analyst: { kpis: all, may_act_as: true }
  people: { "ana@example.com": [emea, seller], "slack:T1/U1": [analyst] }
  channels: { "slack:T1/C1": seller }
`,
  new Map([
    ['s.sales', columnsOf({ region: 'text', revenue: 'number' })],
    ['s.support', columnsOf({ queue: 'text' })],
  ]),
)
const policies = policiesOf(catalog)
const inDemo = createRightsOf({ catalog, policies, hasLocalOwner: true })
const inProduction = createRightsOf({ catalog, policies, hasLocalOwner: false })

const web = parsePlace('web:local/abc')!
const channel = parsePlace('slack:T1/C1/171.2')!
const otherChannel = parsePlace('slack:T1/C2')!

function names(rights: ReturnType<typeof inDemo>): readonly string[] | string {
  return rights.kind === 'policies' ? rights.policies.map((policy) => policy.name) : rights.because
}

test.for([
  ['the local owner sees all in the demo', inDemo, localOwner, web, undefined, ['owner']],
  ['the local owner may try a role', inDemo, localOwner, web, 'role:emea', ['emea']],
  ['the local owner may ask as a person', inDemo, localOwner, web, 'ana@example.com', ['emea', 'seller']],
  ['in production the same name is nobody', inProduction, localOwner, web, undefined, ['everyone']],
  [
    'a person has the roles written, as alternatives',
    inProduction,
    webPerson('ana@example.com'),
    web,
    undefined,
    ['emea', 'seller'],
  ],
  ['a stranger has the default role', inProduction, webPerson('eve@example.com'), web, undefined, ['everyone']],
  ['an analyst may act as others', inProduction, parsePerson('slack:T1/U1')!, web, 'role:seller', ['seller']],
  [
    'in a channel both roles must hold',
    inProduction,
    parsePerson('slack:T1/U1')!,
    channel,
    undefined,
    ['analyst × seller'],
  ],
  [
    'a channel without an entry has the default role',
    inProduction,
    parsePerson('slack:T1/U1')!,
    otherChannel,
    undefined,
    ['analyst × everyone'],
  ],
] as const)('%s', ([, rightsOf, author, place, actAs, expected]) => {
  const rights = rightsOf({
    author,
    place,
    audience: place.platform === 'web' ? 'asker' : 'everyone',
    ...(actAs === undefined ? {} : { actAs }),
  })
  expect(names(rights)).toEqual(expected)
})

test('who may not act as others is refused, and is offered no role to try', () => {
  const ana = webPerson('ana@example.com')
  expect(inProduction({ author: ana, place: web, audience: 'asker', actAs: 'role:analyst' }).kind).toBe('refused')
  expect(rolesToTry(ana, catalog, inProduction)).toEqual([])
  expect(rolesToTry(localOwner, catalog, inDemo).map((role) => role.name)).toContain('role:emea')
})

test('knowledge of two policies together has the KPIs, dimensions and values of both', () => {
  const knowledge = (name: string, view: string, dimension: string, value: string) => ({
    catalog: policies.get(name)!.catalog,
    values: new Map([[view, new Map([[dimension, [value]]])]]),
    history: new Map(),
    empties: new Map(),
  })
  const both = mergeKnowledge(
    knowledge('everyone', 'support', 'queue', 'mail'),
    knowledge('seller', 'sales', 'region', 'EMEA'),
  )
  expect([...both.catalog.kpis.keys()].toSorted()).toEqual(['revenue', 'tickets'])
  expect(both.values.get('sales')?.get('region')).toEqual(['EMEA'])
  expect(both.values.get('support')?.get('queue')).toEqual(['mail'])
})
