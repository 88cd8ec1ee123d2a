/** What a fresh server gets once: the database, the keeper's login and the rights of `sql/roles.sql`. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Client } from 'pg'

export const DATABASE = 'tidings'
export const KEEPER = 'tidings_keeper'

const rolesFile = new URL('../../../sql/roles.sql', import.meta.url)

/** Changes when there is something new to set up. */
export async function setUpHash(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(rolesFile, 'utf8'))
    .digest('hex')
}

/** May be repeated. `serverUrl` is the superuser's on the database `postgres`, `adminUrl` on ours. */
export async function setUp(serverUrl: string, adminUrl: string, keeperPassword: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`)
  })
  await grantRoles(adminUrl)
  await withClient(adminUrl, (client) =>
    client.query(`alter role ${client.escapeIdentifier(KEEPER)} password ${client.escapeLiteral(keeperPassword)}`),
  )
}

/** Runs `sql/roles.sql` in one database: its rights are a database's own and no template carries them. */
export async function grantRoles(adminUrl: string): Promise<void> {
  const sql = await readFile(rolesFile, 'utf8')
  await withClient(adminUrl, (client) => client.query(sql))
}

async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url })
  // Whatever is asked of it fails with what it says.
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
