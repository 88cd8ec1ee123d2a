/** One connection for a few trusted statements. */
import pg from 'pg'
import { DatabaseNotThere } from './not-there.ts'

/** Throws DatabaseNotThere when nobody answers or the login is not let in. */
export async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'tidings' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    throw new DatabaseNotThere(url, cause)
  }
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
