/** The database a command works on: the one that was given, or the embedded one, started if nobody runs it. */
import type { Config } from '../config.ts'
import { startEmbedded } from '../analytics/embedded/server.ts'
import { openCatalogFile } from '../analytics/ground.ts'
import { DemoLoadFailed, diskFull, loadDemo } from './demo-business/load.ts'
import { CommandFailed } from './exit.ts'
import type { Io } from './program.ts'
import { messageOf } from '../analytics/message-of.ts'

export interface OpenDatabase extends AsyncDisposable {
  /** With the KPI views. */
  readonly url: string
  /** Where schema `tidings` lives; null when no store was given and the database is somebody else's. */
  readonly storeUrl: string | null
  readonly isEmbedded: boolean
  /** Brings the demo business of an embedded database up to now. */
  catchUp(): Promise<void>
  /** The login that may change the demo business; null for a database that is not ours. */
  readonly demoUrl: string | null
}

/** What of the demo business the command needs in an embedded database. */
type DemoNeed =
  | { readonly demo: 'not needed' }
  /** Loaded if it never was, brought up to now if it is behind. */
  | { readonly demo: 'loaded'; readonly until?: string | undefined; readonly scale?: number | undefined }

export async function openDatabase(config: Config, io: Io, need: DemoNeed): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    return {
      url: config.databaseUrl,
      storeUrl: config.storeUrl,
      isEmbedded: false,
      demoUrl: null,
      catchUp: async () => {},
      [Symbol.asyncDispose]: async () => {},
    }
  }
  // Before a load that takes a minute.
  if (need.demo === 'loaded') await openCatalogFile(config.catalog)
  const log = (line: string) => io.err(`${line}\n`)
  const embedded = await startEmbedded({ home: config.home, log }).catch((cause: unknown) => {
    throw new CommandFailed(3, messageOf(cause), { cause })
  })
  try {
    if (need.demo === 'loaded') {
      await loadDemo({
        adminUrl: embedded.adminUrl,
        log,
        // Who started the server keeps its data up to now.
        catchUp: embedded.startedHere,
        ...(need.until === undefined ? {} : { until: need.until }),
        ...(need.scale === undefined ? {} : { scale: need.scale }),
      })
    }
  } catch (thrown) {
    const isExplained = thrown instanceof DemoLoadFailed
    const error = !isExplained && (await embedded.ranOutOfDisk()) ? diskFull(thrown) : thrown
    await embedded.stop()
    if (error instanceof DemoLoadFailed) throw new CommandFailed(3, error.message, { cause: error })
    throw error
  }
  return {
    url: embedded.keeperUrl,
    storeUrl: config.storeUrl ?? embedded.keeperUrl,
    isEmbedded: true,
    demoUrl: embedded.adminUrl,
    async catchUp() {
      await loadDemo({ adminUrl: embedded.adminUrl, log: () => {} })
    },
    [Symbol.asyncDispose]: () => embedded.stop(),
  }
}
