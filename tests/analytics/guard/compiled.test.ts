/** What differs for queries of our own compiler, and what the text that runs looks like. */
import { expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { shopPolicies } from '../../support/guarded-shop.ts'

const policies = shopPolicies()
const [owner, emea] = [policies.get('owner')!, policies.get('emea')!]
const guard = createGuard()

async function ruleOf(sql: string, kind: 'compiled' | 'text' | 'export', policy = emea): Promise<string> {
  const verdict = await guard[kind](sql, policy)
  return verdict.verdict === 'safe' ? 'safe' : verdict.rule
}

async function textOf(
  sql: string,
  mode: 'schemas' | 'temporary' | 'fenced' = 'schemas',
  policy = emea,
): Promise<string> {
  const verdict = await createGuard({ mode }).text(sql, policy)
  return verdict.verdict === 'safe' ? verdict.query.text.replaceAll(policy.hash, 'HASH') : verdict.rule
}

test.for<[string, string, string]>([
  ['parameters', 'select count(*) from "shop"."sales_hourly" where region = $1 and quantity > $2', 'safe'],
  [
    'any cataloged name',
    'select sum(p."salary") as "Any Name" from "shop"."people" as "P q" join "shop"."people" as p on p."Odd name" = "P q"."Odd name"',
    'safe',
  ],
  ['a bare relation is no view', 'select count(*) from sales_hourly', 'relation'],
  [
    'a CTE may have the name of a view',
    'with tickets as (select region from "shop"."sales_hourly") select count(*) from tickets',
    'safe',
  ],
  ['functions off the list', 'select pg_sleep($1) from "shop"."sales_hourly"', 'function'],
  ['a parameter as LIMIT', 'select region from "shop"."sales_hourly" limit $1', 'limit'],
  ['what is not cataloged', 'select card_number from "shop"."sales_hourly"', 'column'],
  ['two statements', 'select region from "shop"."sales_hourly"; select 1', 'multiple-statements'],
  [
    'long text',
    `select count(*) from "shop"."sales_hourly" where region in (${Array.from({ length: 2000 }, (_, at) => `$${at + 1}`).join(', ')})`,
    'safe',
  ],
  [
    'too long a text',
    `select count(*) from "shop"."sales_hourly" where region in (${Array.from({ length: 12_000 }, (_, at) => `$${at + 1}`).join(', ')})`,
    'too-long',
  ],
])('compiled: %s', async ([, sql, rule]) => {
  expect(await ruleOf(sql, 'compiled', owner)).toBe(rule)
})

test('rows are bound by the kind of query', async () => {
  const limits = await Promise.all(
    (['text', 'compiled', 'export'] as const).map(async (kind) => {
      const verdict = await guard[kind]('select region from shop.sales_hourly', emea)
      return verdict.verdict === 'safe' ? /LIMIT (\d+)$/.exec(verdict.query.text)?.[1] : verdict.rule
    }),
  )
  expect(limits).toEqual(['1001', '10001', '100001'])
})

test('the number of parameters is known', async () => {
  const verdict = await guard.compiled('select $3 || region from "shop"."sales_hourly" where region = $1', emea)
  expect(verdict).toMatchObject({ verdict: 'safe', query: { parameterCount: 3 } })
})

test.for<[string, string]>([
  ['select count(*) from tickets', 'select count(*) from "tidings_policy_HASH"."support" AS "tickets"\nLIMIT 1001'],
  ['select count(*) from shop.tickets t limit 7', 'select count(*) from "tidings_policy_HASH"."support" t limit 7'],
  [
    'select priority from tickets limit 5000',
    'select priority from "tidings_policy_HASH"."support" AS "tickets" limit 1001',
  ],
  [
    'select t.* from tickets t limit 1',
    'select "t"."opened_at", "t"."region", "t"."priority", "t"."agent", "t"."minutes" from "tidings_policy_HASH"."support" t limit 1',
  ],
  [
    'select shop.tickets.agent from shop.tickets limit 1',
    'select tickets.agent from "tidings_policy_HASH"."support" AS "tickets" limit 1',
  ],
  [
    "select /* from tickets */ 'from tickets' from tickets -- from tickets",
    'select /* from tickets */ \'from tickets\' from "tidings_policy_HASH"."support" AS "tickets" -- from tickets\nLIMIT 1001',
  ],
  [
    'select 1 from tickets; -- delete from tickets',
    'select 1 from "tidings_policy_HASH"."support" AS "tickets"\nLIMIT 1001',
  ],
  [
    'select \'ä€😀\' as "ä€😀", agent from tickets limit 2',
    'select \'ä€😀\' as "ä€😀", agent from "tidings_policy_HASH"."support" AS "tickets" limit 2',
  ],
  [
    'select x.n from (select count(*) n from tickets limit 5000) x',
    'select x.n from (select count(*) n from "tidings_policy_HASH"."support" AS "tickets" limit 5000) x\nLIMIT 1001',
  ],
])('%s', async ([sql, text]) => {
  expect(await textOf(sql)).toBe(text)
})

test('temporary views are named by their schema', async () => {
  expect(await textOf('select count(*) from tickets limit 1', 'temporary')).toBe(
    'select count(*) from "pg_temp"."support" AS "tickets" limit 1',
  )
})

test('where only fenced subqueries are possible, SQL text is off for who sees less than all', async () => {
  expect(await textOf('select count(*) from tickets', 'fenced')).toBe('text-off')
  expect(await textOf('select count(*) from tickets limit 1', 'fenced', policies.get('finance'))).toBe(
    'select count(*) from (SELECT "opened_at", "region", "priority", "agent", "minutes" FROM "shop"."tickets" OFFSET 0) AS "tickets" limit 1',
  )
  const verdict = await createGuard({ mode: 'fenced' }).compiled(
    'select count(*) from "shop"."tickets" as t limit 1',
    emea,
  )
  expect(verdict).toMatchObject({
    query: {
      text: 'select count(*) from (SELECT "opened_at", "region", "priority", "agent", "minutes" FROM "shop"."tickets" WHERE "region" IN (\'EMEA\') OFFSET 0) as t limit 1',
    },
  })
})

test('a verdict for one role is none for another', async () => {
  expect(await ruleOf('select customer_email from sales_hourly', 'text', owner)).toBe('safe')
  expect(await ruleOf('select customer_email from sales_hourly', 'text', emea)).toBe('masked-column')
  expect(await ruleOf('select customer_email from sales_hourly', 'text', policies.get('finance'))).toBe('safe')
  expect(await ruleOf('select salary from people', 'text', owner)).toBe('safe')
  expect(await ruleOf('select salary from people', 'text', emea)).toBe('relation')
})

test('a refusal tells nothing of what does not exist for the role', async () => {
  const because = async (sql: string) => {
    const verdict = await guard.text(sql, emea)
    return verdict.verdict === 'unsafe' ? `${verdict.rule}: ${verdict.because}` : 'safe'
  }
  expect((await because('select margin from sales_hourly')).replace('margin', 'X')).toBe(
    (await because('select nonsense from sales_hourly')).replace('nonsense', 'X'),
  )
  expect((await because('select 1 from people')).replace('people', 'X')).toBe(
    (await because('select 1 from nonsense')).replace('nonsense', 'X'),
  )
  expect((await because('select 1 from shop.people')).replace('people', 'X')).toBe(
    (await because('select 1 from shop.nonsense')).replace('nonsense', 'X'),
  )
})

test('a bare name that two cataloged relations share is refused, with its schema it is admitted', async () => {
  const twice = shopPolicies((yaml) => yaml.replace('relation: shop.people', 'relation: hr.tickets')).get('owner')!
  expect(await ruleOf('select count(*) from tickets', 'text', twice)).toBe('ambiguous-relation')
  expect(await ruleOf('select count(*) from shop.tickets', 'text', twice)).toBe('safe')
  expect(await ruleOf('select count(*) from hr.tickets', 'text', twice)).toBe('safe')
  expect(
    await ruleOf('select count(*) from shop.tickets t join hr.tickets u on u.office = t.region', 'text', twice),
  ).toBe('safe')
})
