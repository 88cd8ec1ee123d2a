import { Client } from 'pg'

/** Nobody reads or writes a view or a table until the function that this gives is called. */
export async function lock(adminUrl: string, name: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await client.query('begin')
  await client.query(`lock table ${name} in access exclusive mode`)
  return async () => {
    await client.query('rollback')
    await client.end()
  }
}

/** Nobody reads or writes a view or a table while `work` goes on. */
export async function whileLocked<Result>(
  adminUrl: string,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const release = await lock(adminUrl, name)
  try {
    return await work()
  } finally {
    await release()
  }
}
