import { describe, expect, test } from 'vitest'
import { choosePolicies, ownerPolicy, policiesOf, type Asker } from '../../src/analytics/access.ts'
import { shopCatalog } from '../support/guarded-shop.ts'

const catalog = shopCatalog()
const all = policiesOf(catalog)
const columnsOf = (policy: string, view: string) => all.get(policy)?.views.get(view)?.columns
const kpisOf = (policy: string) => [...(all.get(policy)?.catalog.kpis.keys() ?? [])]

test('policies are the owner, the roles, and the pairs with a channel’s role', () => {
  const roles = ['everyone', 'emea', 'gifts', 'finance', 'support', 'boss']
  const channels = ['everyone', 'emea']
  const pairs = channels.flatMap((channel) =>
    ['owner', ...roles].filter((role) => role !== channel).map((role) => `${role} × ${channel}`),
  )
  expect([...all.keys()].toSorted()).toEqual(['owner', ...roles, ...pairs].toSorted())
})

describe('what a role sees', () => {
  test('the owner sees everything that is cataloged, unmasked, and nothing else', () => {
    expect(columnsOf('owner', 'sales')).toEqual([
      'hour',
      'shipped_on',
      'region',
      'category',
      'product',
      'is_gift',
      'quantity',
      'customer_email',
      'revenue',
      'orders',
      'margin',
    ])
    expect(ownerPolicy(catalog).views.get('people')?.columns).toEqual(['office', 'Odd name', 'salary'])
  })

  test('a forbidden KPI does not exist, nor does the column that only it uses', () => {
    expect(kpisOf('everyone')).toEqual(['revenue', 'orders', 'average_order', 'tickets', 'handling'])
    expect(columnsOf('everyone', 'sales')).not.toContain('margin')
    expect(all.get('everyone')?.catalog.views.get('sales')?.columns.has('margin')).toBe(false)
  })

  test('a masked column does not exist, unless the role sees it unmasked', () => {
    expect(columnsOf('everyone', 'sales')).not.toContain('customer_email')
    expect(all.get('everyone')?.catalog.views.get('sales')?.dimensions.has('customer_email')).toBe(false)
    expect(columnsOf('finance', 'sales')).toContain('customer_email')
  })

  test('a hidden dimension does not exist', () => {
    expect(columnsOf('support', 'support')).toEqual(['opened_at', 'region', 'priority', 'minutes'])
    expect(all.get('support')?.catalog.views.get('support')?.dimensions.has('agent')).toBe(false)
  })

  test('a view of which it has no KPI does not exist', () => {
    expect([...(all.get('support')?.views.keys() ?? [])]).toEqual(['support'])
    expect(all.get('everyone')?.catalog.views.has('people')).toBe(false)
  })

  test('a pair sees what both see, and both row filters hold', () => {
    expect(kpisOf('support × emea')).toEqual(['tickets', 'handling'])
    expect(columnsOf('finance × everyone', 'sales')).not.toContain('customer_email')
    expect(all.get('gifts × emea')?.views.get('sales')?.rowFilter).toEqual([
      { column: 'is_gift', type: 'boolean', values: [true] },
      { column: 'quantity', type: 'number', values: [1, 2] },
      { column: 'region', type: 'text', values: ['EMEA'] },
    ])
  })

  test('which other roles there are is no part of its catalog', () => {
    expect(JSON.stringify([...(all.get('support')?.catalog.access.roles ?? [])])).toBe('[]')
  })
})

describe('hashes', () => {
  test('policies that see different things have different hashes, and those that see the same the same', () => {
    const hashes = ['owner', 'everyone', 'emea', 'gifts', 'support'].map((name) => all.get(name)?.hash)
    expect(new Set(hashes).size).toBe(5)
    expect(all.get('finance')?.hash).toBe(all.get('owner')?.hash)
  })

  test('the same catalog gives the same hash, another one another', () => {
    expect(policiesOf(shopCatalog()).get('emea')?.hash).toBe(all.get('emea')?.hash)
    const changed = shopCatalog((yaml) => yaml.replace('timezone: Europe/Berlin', 'timezone: UTC'))
    expect(policiesOf(changed).get('emea')?.hash).not.toBe(all.get('emea')?.hash)
  })

  test('they are fit for the name of a schema', () => {
    for (const policy of all.values()) expect(policy.hash).toMatch(/^[0-9a-f]{16}$/)
  })
})

describe('several views over one relation', () => {
  const twice = policiesOf(
    shopCatalog((yaml) =>
      yaml
        .replace(
          'views:\n',
          'views:\n  again:\n    relation: shop.sales_hourly\n    dimensions:\n      who: { column: customer_email }\n      region: { column: region }\n',
        )
        .replace(
          'kpis:\n',
          'kpis:\n  how_many: { view: again, measure: { count: true } }\n  persons: { view: again, measure: { count_distinct: customer_email } }\n',
        ),
    ),
  )

  test('what one of them masks is masked in the other, and a KPI over it does not exist', () => {
    expect(twice.get('emea')?.views.get('again')?.columns).not.toContain('customer_email')
    expect(twice.get('emea')?.catalog.kpis.has('persons')).toBe(false)
    expect(twice.get('owner')?.catalog.kpis.has('persons')).toBe(true)
  })

  test('a row filter on one of them holds for the other', () => {
    expect(twice.get('emea')?.views.get('again')?.rowFilter).toEqual([
      { column: 'region', type: 'text', values: ['EMEA'] },
    ])
  })
})

describe('under which policies somebody asks', () => {
  const person = (...names: string[]): Asker => ({ names, isOwner: false })
  const chosen = (asker: Asker, channel: string | null = null) => {
    const found = choosePolicies(catalog, all, asker, channel)
    return found.kind === 'policies' ? found.policies.map(({ name }) => name) : found.because
  }

  test.for<[Asker, string | null, string[]]>([
    [person('slack:T01/U02'), null, ['finance']],
    [person('slack:T01/U03'), null, ['emea', 'support']],
    [person('slack:T01/U77', 'ana@example.com'), null, ['emea']],
    [person('slack:T01/U77'), null, ['everyone']],
    [{ names: [], isOwner: true }, null, ['owner']],
    [person('slack:T01/U02'), 'slack:T01/C03', ['finance × everyone']],
    [person('slack:T01/U03'), 'slack:T01/C04', ['emea', 'support × emea']],
    [person('slack:T01/U02'), 'slack:T01/C99', ['finance × everyone']],
    [person('slack:T01/U77'), 'slack:T01/C99', ['everyone']],
    [{ names: [], isOwner: true }, 'slack:T01/C04', ['owner × emea']],
    [{ names: [], isOwner: true, actAs: 'role:emea' }, null, ['emea']],
    [{ names: [], isOwner: true, actAs: 'ana@example.com' }, null, ['emea']],
    [{ names: [], isOwner: true, actAs: 'slack:T01/U77' }, null, ['everyone']],
    [{ names: ['slack:T01/U09'], isOwner: false, actAs: 'role:support' }, null, ['support']],
    [{ names: ['slack:T01/U09'], isOwner: false, actAs: 'role:finance' }, 'slack:T01/C04', ['finance × emea']],
  ])('%o in %s', ([asker, channel, policies]) => {
    expect(chosen(asker, channel)).toEqual(policies)
  })

  test('who may not act as others is refused, whatever they name', () => {
    for (const actAs of ['role:boss', 'role:nobody', 'slack:T01/U09', 'slack:T01/U02'])
      expect(chosen({ names: ['slack:T01/U02'], isOwner: false, actAs })).toBe(
        'You may not ask with the rights of others.',
      )
  })

  test('nobody becomes the owner by name', () => {
    expect(() => shopCatalog((yaml) => yaml.replace('    boss:', '    owner: { kpis: all }\n    boss:'))).toThrow(
      /another name/,
    )
    expect(chosen(person('owner', 'web:local/owner', 'role:owner'))).toEqual(['everyone'])
    expect(chosen({ names: ['slack:T01/U09'], isOwner: false, actAs: 'role:owner' })).toBe('There is no role "owner".')
    expect(chosen({ names: ['slack:T01/U09'], isOwner: false, actAs: 'owner' })).toEqual(['everyone'])
  })
})

test('SQL of a model runs where the role and, in a channel, its role say so', () => {
  const policies = policiesOf(shopCatalog((yaml) => yaml.replace('finance: {', 'finance: { sql: true,')))
  const may = ['owner', 'finance', 'everyone', 'finance × everyone', 'owner × everyone'].filter(
    (name) => policies.get(name)!.mayHaveSql,
  )
  expect(may).toEqual(['owner', 'finance'])
})
