import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { createAudit } from '../../../src/analytics/store/audit.ts'
import { tidy } from '../../../src/analytics/store/housekeeping.ts'
import { migrateStore, migrationNames, openStore, StoreTooNew, type Store } from '../../../src/analytics/store/store.ts'
import { createToken, listTokens, personOfToken, revokeTokens } from '../../../src/analytics/store/tokens.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let store: Store

beforeAll(async () => {
  database = await emptyDatabase()
  store = openStore(database.keeperUrl)
})

afterAll(async () => {
  await store.destroy()
  await database.drop()
})

test('instances that start at the same time migrate once', async () => {
  const others = [openStore(database.keeperUrl), openStore(database.keeperUrl), openStore(database.keeperUrl)]
  try {
    const ran = await Promise.all([store, ...others].map((each) => migrateStore(each, database.keeperUrl)))
    expect(ran.flat()).toEqual(await migrationNames())
  } finally {
    await Promise.all(others.map((other) => other.destroy()))
  }
})

test('who writes the audit can neither change nor remove a line', async () => {
  await createAudit(store)({ kind: 'answer', question: 'revenue last week', rows: 1 })
  const written = await sql<{ question: string }>`SELECT question FROM tidings.audit`.execute(store)
  expect(written.rows).toEqual([{ question: 'revenue last week' }])
  await expect(sql`UPDATE tidings.audit SET question = 'other'`.execute(store)).rejects.toThrow(/permission denied/)
  await expect(sql`DELETE FROM tidings.audit`.execute(store)).rejects.toThrow(/permission denied/)
  const month = new Date().toISOString().slice(0, 7).replace('-', '_')
  await expect(sql`DELETE FROM ${sql.id('tidings', `audit_${month}`)}`.execute(store)).rejects.toThrow(
    /permission denied/,
  )
})

test('a token is stored as a hash, names its person, and is worth nothing once revoked', async () => {
  const token = await createToken(store, 'ana@example.com')
  const kept = await store.selectFrom('tidings.tokens').selectAll().execute()
  expect(JSON.stringify(kept)).not.toContain(token)
  expect(await personOfToken(store, token)).toBe('ana@example.com')
  expect(await personOfToken(store, `${token}x`)).toBeNull()
  expect((await listTokens(store)).map((each) => each.person)).toEqual(['ana@example.com'])
  expect(await revokeTokens(store, 'ana@example.com')).toBe(1)
  expect(await personOfToken(store, token)).toBeNull()
  expect(await revokeTokens(store, 'ana@example.com')).toBe(0)
})

test('housekeeping removes what has had its time and opens the months ahead', async () => {
  const thread = { place: 'web:local/a', person: 'web:local/owner', words: 'revenue', query: null, wish: null }
  const old = new Date('2026-01-01T00:00:00Z')
  const now = new Date('2026-11-21T12:00:00Z')
  await store
    .insertInto('tidings.threads')
    .values([
      { ...thread, asked_at: old },
      { ...thread, asked_at: now },
    ])
    .execute()
  const picture = { png: Buffer.from('x'), alt_text: 'x' }
  await store
    .insertInto('tidings.pictures')
    .values([
      { ...picture, id: 'old', expires_at: old },
      { ...picture, id: 'new', expires_at: new Date('2026-12-21T12:00:00Z') },
    ])
    .execute()
  const said = { place: 'fax:t/c', conversation: 'fax:t/c', content: '{}' }
  await store
    .insertInto('tidings.inbox')
    .values([
      { ...said, message: 'answered long ago', state: 'answered', taken_at: old, answered_at: old },
      { ...said, message: 'answered now', state: 'answered', taken_at: now, answered_at: now },
      { ...said, message: 'never answered', state: 'taken', taken_at: old, answered_at: null },
      { ...said, message: 'taken now', state: 'taken', taken_at: now, answered_at: null },
    ])
    .execute()
  const entry = { place: 'fax:t/c', reply: 'null', content: '{}', message: null, because: null }
  await store
    .insertInto('tidings.outbox')
    .values([
      { ...entry, key: 'sent long ago', state: 'sent', written_at: old, ended_at: old },
      { ...entry, key: 'sent now', state: 'sent', written_at: now, ended_at: now },
      { ...entry, key: 'never sent', state: 'sending', written_at: old },
      { ...entry, key: 'waiting', state: 'waiting', written_at: now },
    ])
    .execute()
  await store
    .insertInto('tidings.lanes')
    .values([
      { lane: 'quiet', free_at: old },
      { lane: 'busy', free_at: now },
    ])
    .execute()
  await sql`CREATE TABLE tidings.audit_2020_01 PARTITION OF tidings.audit FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')`.execute(
    store,
  )
  await tidy(store, now)
  expect(await store.selectFrom('tidings.threads').select('asked_at').execute()).toEqual([{ asked_at: now }])
  expect(await store.selectFrom('tidings.pictures').select('id').execute()).toEqual([{ id: 'new' }])
  const messages = await store.selectFrom('tidings.inbox').select('message').orderBy('seq').execute()
  expect(messages.map(({ message }) => message)).toEqual(['answered now', 'taken now'])
  const entries = await store.selectFrom('tidings.outbox').select('key').orderBy('seq').execute()
  expect(entries.map(({ key }) => key)).toEqual(['sent now', 'waiting'])
  expect(await store.selectFrom('tidings.lanes').select('lane').execute()).toEqual([{ lane: 'busy' }])
  const months = await sql<{
    name: string
  }>`SELECT relname AS name FROM pg_class WHERE relname LIKE 'audit\\_20%' AND relkind = 'r'`.execute(store)
  const names = months.rows.map((row) => row.name)
  expect(names).not.toContain('audit_2020_01')
  expect(names).toEqual(expect.arrayContaining(['audit_2026_11', 'audit_2026_12', 'audit_2027_01']))
})

test('a schema that a newer program made is refused with the remedy', async () => {
  await sql`INSERT INTO tidings.migrations (name, timestamp) VALUES ('999_future', '2099-01-01')`.execute(store)
  await expect(migrateStore(store, database.keeperUrl)).rejects.toThrow(StoreTooNew)
  await expect(migrateStore(store, database.keeperUrl)).rejects.toThrow(/999_future/)
})
