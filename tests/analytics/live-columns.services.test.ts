import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLiveColumns } from '../../src/analytics/live-columns.ts'
import { emptyDatabase, type TestDatabase } from '../support/database.ts'
import { onDatabase } from '../support/server.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await emptyDatabase()
  await onDatabase(database.adminUrl, (client) =>
    client.query(`
      CREATE SCHEMA kinds;
      CREATE TYPE kinds.mood AS ENUM ('good', 'bad');
      CREATE DOMAIN kinds.amount AS numeric(12, 2);
      CREATE TABLE kinds.plain (a text, gone int, b varchar(40), c char(3), d kinds.mood, e kinds.amount, f bigint, g real, h boolean,
        i date, j timestamp, k timestamptz, l jsonb, m int[], n uuid, "Odd name" smallint);
      ALTER TABLE kinds.plain DROP COLUMN gone;
      CREATE VIEW kinds.seen AS SELECT a, f FROM kinds.plain;
      CREATE MATERIALIZED VIEW kinds.kept AS SELECT a FROM kinds.plain;
      CREATE TABLE kinds.parted (day date) PARTITION BY RANGE (day);
      CREATE SEQUENCE kinds.counter;
      CREATE INDEX indexed ON kinds.plain (a)`),
  )
})
afterAll(() => database.drop())

test('columns come in order, with their type as PostgreSQL prints it and as we treat it', async () => {
  const live = await onDatabase(database.adminUrl, (client) => readLiveColumns(client, ['kinds.plain']))
  expect([...live.get('kinds.plain')!.values()].map(({ name, pgType, type }) => [name, pgType, type])).toEqual([
    ['a', 'text', 'text'],
    ['b', 'character varying(40)', 'text'],
    ['c', 'character(3)', 'text'],
    ['d', 'kinds.mood', 'text'],
    ['e', 'kinds.amount', 'number'],
    ['f', 'bigint', 'number'],
    ['g', 'real', 'number'],
    ['h', 'boolean', 'boolean'],
    ['i', 'date', 'date'],
    ['j', 'timestamp without time zone', 'timestamp'],
    ['k', 'timestamp with time zone', 'timestamptz'],
    ['l', 'jsonb', 'other'],
    ['m', 'integer[]', 'other'],
    ['n', 'uuid', 'other'],
    ['Odd name', 'smallint', 'number'],
  ])
})

test('tables, views, materialized views and partitioned tables are found; sequences, indexes and what is not there are not', async () => {
  const wanted = ['plain', 'seen', 'kept', 'parted', 'counter', 'indexed', 'nothing'].map((name) => `kinds.${name}`)
  const live = await onDatabase(database.adminUrl, (client) => readLiveColumns(client, wanted))
  expect([...live.keys()].toSorted()).toEqual(['kinds.kept', 'kinds.parted', 'kinds.plain', 'kinds.seen'])
})
