/** `tidings dead-letters`: events that could not be counted: what and why, and trying them again. */
import { countDeadLetters, listDeadLetters, replayDeadLetters } from '../analytics/live/store/dead-letters.ts'
import { openCatalog } from '../analytics/ground.ts'
import { migrateStore, openStore, type Store } from '../analytics/store/store.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'

/** Of the newest so many are shown one by one. */
const SHOWN = 20

export async function deadLetters(args: readonly string[], common: Common): Promise<ExitCode> {
  const { config, io } = common
  const [action = 'list'] = args
  if (action !== 'list' && action !== 'replay') throw new CommandFailed(2, `"${action}" is none of list, replay`)
  await using database = await openDatabase(config, io, { demo: 'not needed' })
  const url = config.storeUrl ?? database.storeUrl ?? config.databaseUrl
  if (url === null) throw new CommandFailed(3, 'dead letters are kept in the store: give --store or --database')
  const store = openStore(url)
  try {
    await migrateStore(store, url)
    return action === 'list' ? await list(store, common) : await replay(store, database.url, common)
  } finally {
    await store.destroy()
  }
}

async function list(store: Store, { io, json }: Common): Promise<ExitCode> {
  const reasons = await countDeadLetters(store)
  const newest = await listDeadLetters(store, SHOWN)
  if (json) {
    io.out(`${JSON.stringify({ reasons, newest })}\n`)
    return 0
  }
  if (reasons.length === 0) io.out('No events wait: all that came were counted.\n')
  for (const { stream, reason, count } of reasons) io.out(`${stream}  ${reason}: ${count}\n`)
  for (const { stream, topic, partition, offset, reason, explanation, receivedAt } of newest)
    io.out(
      `${receivedAt.toISOString()}  ${stream}  ${topic}/${partition}@${offset}  ${reason}: ${plain(explanation)}\n`,
    )
  return 0
}

/** 1 when some still cannot be counted. */
async function replay(store: Store, databaseUrl: string, { config, io, json }: Common): Promise<ExitCode> {
  const catalog = await openCatalog(databaseUrl, config.catalog)
  const replayed = await replayDeadLetters(store, catalog)
  const { counted, duplicates, ignored, still } = replayed
  if (json) io.out(`${JSON.stringify(replayed)}\n`)
  else if (counted + duplicates + ignored + still === 0) io.out('No events wait: all that came were counted.\n')
  else
    io.out(
      `Counted ${counted}; ${duplicates} had been counted before, ${ignored} are of types that are passed over, and ${still} still cannot be counted.\n`,
    )
  return still === 0 ? 0 : 1
}

/** Values of events are in it: a terminal must not obey them. */
function plain(text: string): string {
  return text.replace(/\p{Control}/gu, ' ')
}
