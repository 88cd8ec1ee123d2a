/** `tidings demo`: embedded PostgreSQL, the demo business and the web chat; prints its address and three questions. */
import { createApp } from '../app.ts'
import { rulesFileOf } from '../analytics/live/rules/rule-file.ts'
import { localOwner } from '../analytics/place.ts'
import { incidentsOf, livingSource } from './demo-business/live.ts'
import { momentOf } from './clock.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { serverLog } from './log.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'
import { listen, untilStopped } from './serve.ts'

interface Flags {
  readonly port?: number
  readonly scale?: number
  readonly until?: string
}

export async function demo(flags: Flags, common: Common): Promise<ExitCode> {
  const { config, io } = common
  if (config.databaseUrl !== null)
    throw new CommandFailed(2, 'demo brings its own database; for yours use: tidings start --database URL')
  const { scale, until } = flags
  await using database = await openDatabase(config, io, { demo: 'loaded', scale, until })
  await using app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.storeUrl,
    catalogFile: config.catalog,
    mayConfigure: true,
    log: serverLog(config, io),
    hasLocalOwner: true,
  })
  const zone = app.ground.catalog.timezone
  const fixed = common.now === null ? null : momentOf(common.now, zone)
  // A business that ends on a given day stands still, and so does one whose clock does.
  const goesOn = until === undefined && fixed === null && database.demoUrl !== null
  await app.web({
    // Whoever reaches this machine's own address is the local owner; nobody else does.
    identify: async () => localOwner,
    localOnly: true,
    publicUrl: null,
    clock: () => fixed ?? new Date(),
    ...(goesOn && { incidents: incidentsOf(database.demoUrl) }),
  })
  if (config.slack) await app.slack(config.slack)
  if (goesOn) await app.live(livingSource(database.demoUrl, serverLog(config, io)), rulesFileOf(config.catalog))
  app.keepFresh(goesOn ? () => database.catchUp() : undefined)
  await using server = await listen(app.answer, '127.0.0.1', config.web.port, true)
  const questions = (await app.questionsFor(localOwner)).slice(0, 3)
  io.err('Tidings is ready. Open the address below and ask, for example:\n')
  for (const question of questions) io.err(`  ${question}\n`)
  io.out(`http://localhost:${server.port}\n`)
  await untilStopped(io.stop)
  await Promise.all([server.finish(), app.finish()])
  return 0
}
