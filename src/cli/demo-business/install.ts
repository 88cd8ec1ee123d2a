/** The schemas of the demo business, its views, and what in it is not a fact. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { packageRoot } from '../../analytics/package-root.ts'
import { businessOf } from './business.ts'
import { addMonths, dateAt } from './day.ts'
import { firstDayOf, type FirstLoad } from './first-load.ts'
import { writePromotions } from './gap.ts'
import { moment } from './rows.ts'
import { promotionsBetween } from './seasons.ts'
import { CATEGORIES, COUNTRIES, PRODUCTS } from './world.ts'

/** False also for a demo business that other SQL files made: it is then to be installed anew. */
export async function isInstalled(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ version: string | null }>(
    `select obj_description(to_regnamespace('demo'), 'pg_namespace') as version`,
  )
  return rows[0]?.version === versionOf(await demoSql())
}

/** In one transaction; takes the place of what an older version made. */
export async function install(client: Client, load: FirstLoad): Promise<void> {
  const { seed, scale, until, loadedOn, months } = load
  const sql = await demoSql()
  await client.query('begin')
  try {
    await client.query('drop schema if exists demo, rollup cascade')
    await client.query('create schema if not exists kpi')
    for (const text of sql) await client.query(text)
    await client.query(`comment on schema demo is ${client.escapeLiteral(versionOf(sql))}`)
    for (const each of COUNTRIES)
      await client.query('insert into demo.countries values ($1, $2, $3)', [each.code, each.name, each.region])
    for (const each of PRODUCTS)
      await client.query('insert into demo.products values ($1, $2, $3, $4, $5)', [
        each.id,
        each.name,
        CATEGORIES[each.category]!.name,
        each.price,
        each.cost,
      ])
    await writePromotions(client, promotionsBetween(firstDayOf(load), addMonths(dateAt(until), 1)))
    for (const each of businessOf(seed, scale, loadedOn).incidents)
      await client.query('insert into demo.incidents values ($1, $2, $3, $4, $5, $6, $7, $8)', [
        each.id,
        each.kind,
        each.kpi,
        each.members,
        moment(each.from),
        each.to === null ? null : moment(each.to),
        each.factor,
        each.description,
      ])
    await client.query(
      'insert into demo.load (seed, scale, first_until, loaded_on, months) values ($1, $2, $3, $4, $5)',
      [seed, scale, moment(until), loadedOn, months],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function demoSql(): Promise<readonly string[]> {
  const views = join(packageRoot, 'sql', 'views')
  const files = (await readdir(views)).filter((name) => name.endsWith('.sql')).toSorted()
  const paths = [join(packageRoot, 'sql', 'demo', 'schema.sql'), ...files.map((name) => join(views, name))]
  return Promise.all(paths.map((path) => readFile(path, 'utf8')))
}

function versionOf(sql: readonly string[]): string {
  return createHash('sha256').update(sql.join('\n')).digest('hex').slice(0, 16)
}
