import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { relationsOf, type LiveColumns } from '../../../src/analytics/catalog-file.ts'
import { AGGREGATIONS, partsOf, type Catalog, type Column, type ColumnType } from '../../../src/analytics/catalog.ts'
import { boundCatalog, writtenCatalog } from '../../support/bound-catalog.ts'
import { demoDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let client: Client
let catalog: Catalog
beforeAll(async () => {
  database = await demoDatabase()
  client = new Client({ connectionString: database.keeperUrl })
  await client.connect()
  const written = writtenCatalog(await readFile('sql/catalog.yml', 'utf8'), 'sql/catalog.yml')
  catalog = boundCatalog(written, await liveColumns(relationsOf(written)))
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

const kinds: Readonly<Record<string, ColumnType>> = {
  D: 'timestamptz',
  N: 'number',
  S: 'text',
  B: 'boolean',
}

async function liveColumns(relations: readonly string[]): Promise<LiveColumns> {
  const live = new Map<string, Map<string, Column>>()
  for (const relation of relations) {
    const { rows } = await client.query<{ name: string; pg_type: string; category: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as pg_type, typcategory as category
       from pg_attribute join pg_type on pg_type.oid = atttypid
       where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [relation],
    )
    const columns = rows.map(({ name, pg_type, category }): Column => {
      const type = pg_type === 'date' ? 'date' : (kinds[category] ?? 'other')
      return { name, pgType: pg_type, type }
    })
    live.set(relation, new Map(columns.map((column) => [column.name, column])))
  }
  return live
}

test('the catalog has at least 18 KPIs over five views', () => {
  expect(catalog.kpis.size).toBeGreaterThanOrEqual(18)
  expect(catalog.views.size).toBe(5)
})

test('every kind of measure is in use, ratios and filtered measures among them', () => {
  const measures = [...catalog.kpis.values()].map((kpi) => kpi.measure)
  const used = new Set(measures.flatMap((measure) => partsOf(measure).map((part) => part.aggregation)))
  expect([...used].toSorted()).toEqual([...AGGREGATIONS].toSorted())
  expect(measures.some((measure) => measure.kind === 'ratio')).toBe(true)
  expect(measures.some((measure) => measure.kind === 'simple' && measure.where.size > 0)).toBe(true)
})

test('every view has rows, and its newest are not older than a day', async () => {
  for (const view of catalog.views.values()) {
    const { schema, name } = view.relation
    const { rows } = await client.query<{ newest: Date; count: string }>(
      `select max(${view.asOf ?? view.time!.column}) as newest, count(*) from ${schema}.${name}`,
    )
    expect(Number(rows[0]!.count)).toBeGreaterThan(1000)
    expect(rows[0]!.newest.getTime()).toBeGreaterThan(Date.parse('2026-11-20T23:00:00Z') - 1)
    expect(rows[0]!.newest.getTime()).toBeLessThanOrEqual(Date.parse('2026-11-21T13:05:00Z'))
  }
})
