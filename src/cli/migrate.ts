/** `tidings migrate`: schema `tidings` up to date. */
import { migrateStore, openStore } from '../analytics/store/store.ts'
import { openDatabase } from './open-database.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import type { Common } from './program.ts'

export async function migrate({ config, io, json }: Common): Promise<ExitCode> {
  await using database = await openDatabase(config, io, { demo: 'not needed' })
  const url = config.storeUrl ?? database.storeUrl ?? config.databaseUrl
  if (url === null) throw new CommandFailed(3, 'no store to migrate: give --store or --database')
  const store = openStore(url)
  try {
    const ran = await migrateStore(store, url)
    if (json) io.out(`${JSON.stringify({ ran })}\n`)
    else io.out(ran.length === 0 ? 'Schema tidings is up to date.\n' : `Ran ${ran.join(', ')}.\n`)
    return 0
  } finally {
    await store.destroy()
  }
}
