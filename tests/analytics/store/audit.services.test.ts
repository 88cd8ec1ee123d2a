import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createAudit } from '../../../src/analytics/store/audit.ts'
import { openStore } from '../../../src/analytics/store/store.ts'
import { useStore } from '../../support/store.ts'

const own = useStore()

async function linesOf(person: string) {
  const { rows } = await sql<{ question: string; transaction: string }>`SELECT question, xmin::text AS transaction
    FROM tidings.audit WHERE person = ${person} ORDER BY at`.execute(own.store)
  return rows
}

test('lines that come while one is being written go together, in their order, and each is there when it is said to be', async () => {
  const audit = createAudit(own.store)
  const questions = Array.from({ length: 200 }, (_, n) => `${n}`)
  const written = questions.map((question) => audit({ kind: 'answer', person: 'ana', question }))
  await written[0]
  expect((await linesOf('ana'))[0]).toMatchObject({ question: '0' })
  await Promise.all(written)
  const lines = await linesOf('ana')
  expect(lines.map(({ question }) => question)).toEqual(questions)
  expect(new Set(lines.map(({ transaction }) => transaction)).size).toBe(2)
  await audit({ kind: 'answer', person: 'ana', question: 'later' })
  expect((await linesOf('ana')).at(-1)).toMatchObject({ question: 'later' })
})

test('a line that cannot be kept fails alone', async () => {
  const audit = createAudit(own.store)
  const written = await Promise.allSettled([
    audit({ kind: 'answer', person: 'bob', question: 'first' }),
    audit({ kind: 'answer', person: 'bob', question: 'good' }),
    audit({ kind: 'answer', person: 'bob', question: 'too many', rows: 3_000_000_000 }),
    audit({ kind: 'answer', person: 'bob', question: 'good too' }),
  ])
  expect(written.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect((await linesOf('bob')).map(({ question }) => question)).toEqual(['first', 'good', 'good too'])
})

test('lines fail when the database cannot take them, and those after them are written when it can', async () => {
  const elsewhere = openStore(own.database.keeperUrl)
  const audit = createAudit(elsewhere)
  await sql`REVOKE INSERT ON tidings.audit FROM CURRENT_USER`.execute(own.store)
  const failed = [1, 2, 3].map((n) => audit({ kind: 'answer', person: 'cem', question: `lost ${n}` }))
  expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await sql`GRANT INSERT ON tidings.audit TO CURRENT_USER`.execute(own.store)
  await audit({ kind: 'answer', person: 'cem', question: 'kept' })
  await elsewhere.destroy()
  expect((await linesOf('cem')).map(({ question }) => question)).toEqual(['kept'])
})
