import { Client } from 'pg'

/** Nobody reads or writes a view or a table while `work` goes on. */
export async function whileLocked<Result>(
  adminUrl: string,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`lock table ${name} in access exclusive mode`)
    return await work()
  } finally {
    await client.query('rollback')
    await client.end()
  }
}
