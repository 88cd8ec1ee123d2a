/** The SQL that the catalog's views are made of in the database, to tell whether it is the same as before. */
import { relationName, type Catalog } from './catalog.ts'
import { withClient } from './with-client.ts'

/** Name of the catalog's view → a hash of its SQL and of that of the views it reads. A table has none. */
export type ViewSql = ReadonlyMap<string, string>

const SQL = `
  WITH RECURSIVE read AS (
    SELECT n.nspname || '.' || c.relname AS root, c.oid
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND n.nspname || '.' || c.relname = ANY ($1::text[])
    UNION
    SELECT read.root, c.oid
    FROM read
    JOIN pg_rewrite r ON r.ev_class = read.oid
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.refobjid AND c.relkind IN ('v', 'm')
  )
  SELECT read.root, md5(string_agg(n.nspname || '.' || c.relname || ':' || pg_get_viewdef(c.oid), ';'
                                   ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")) AS hash
  FROM read JOIN pg_class c ON c.oid = read.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  GROUP BY read.root`

/** Throws DatabaseNotThere. */
export async function readViewSql(url: string, { views }: Pick<Catalog, 'views'>): Promise<ViewSql> {
  const rows = await withClient(url, async (client) => {
    // Names are printed in full, whatever this login's search path is.
    await client.query('BEGIN READ ONLY')
    await client.query('SET LOCAL search_path = pg_catalog')
    const { rows: found } = await client.query<{ root: string; hash: string }>(SQL, [
      [...views.values()].map(({ relation }) => relationName(relation)),
    ])
    await client.query('COMMIT')
    return found
  })
  const hashes = new Map(rows.map(({ root, hash }) => [root, hash]))
  return new Map(
    [...views.values()].flatMap(({ name, relation }) => {
      const hash = hashes.get(relationName(relation))
      return hash === undefined ? [] : [[name, hash] as const]
    }),
  )
}
