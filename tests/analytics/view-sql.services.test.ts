import { expect, test } from 'vitest'
import { readViewSql } from '../../src/analytics/view-sql.ts'
import { emptyDatabase } from '../support/database.ts'
import { boundCatalog, columnsOf } from '../support/bound-catalog.ts'
import { onDatabase } from '../support/server.ts'

const names = ['outer_one', 'lone', 'plain'] as const
const catalog = boundCatalog(
  `
timezone: UTC
views:
${names.map((name) => `  ${name}: { relation: a.${name} }`).join('\n')}
kpis:
${names.map((name) => `  of_${name}: { view: ${name}, measure: { sum: x } }`).join('\n')}
`,
  new Map(names.map((name) => [`a.${name}`, columnsOf({ x: 'number' })])),
)

test('the SQL of a view is another once that of a view it reads is; a comment, the login and its search path change nothing', async () => {
  const database = await emptyDatabase()
  try {
    const run = (text: string) => onDatabase(database.adminUrl, (client) => client.query(text))
    await run(`
      create schema a;
      create table a.plain (x int, y int);
      create view a.inner_one as select x from a.plain;
      create view a.outer_one as select x from a.inner_one;
      create view a.lone as select x from a.plain`)
    const before = await readViewSql(database.url, catalog)
    expect([...before.keys()]).toEqual(['outer_one', 'lone'])
    await run(`comment on view a.outer_one is 'what it is'`)
    const searching = new URL(database.adminUrl)
    searching.searchParams.set('options', '-c search_path=a')
    expect(await readViewSql(searching.href, catalog)).toEqual(before)
    await run('create or replace view a.inner_one as select x from a.plain where y > 1')
    const after = await readViewSql(database.url, catalog)
    expect(after.get('outer_one')).not.toBe(before.get('outer_one'))
    expect(after.get('lone')).toBe(before.get('lone'))
  } finally {
    await database.drop()
  }
})
