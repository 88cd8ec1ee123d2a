/** `tidings demo`: embedded PostgreSQL, the demo business and the web chat; prints its address and three questions. */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { KafkaConnection } from '../analytics/live/kafka/connection.ts'
import type { Config } from '../config.ts'
import { createApp } from '../app.ts'
import { rulesFileOf } from '../analytics/live/rules/rule-file.ts'
import { localOwner } from '../analytics/place.ts'
import { openLivingDemo } from './demo-business/live.ts'
import { momentOf } from './clock.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { demoLog } from './log.ts'
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
  const log = demoLog(config, io)
  // A business that ends on a given day stands still, and so does one whose clock does.
  const goesOn = until === undefined && common.now === null && database.demoUrl !== null
  await using living = goesOn ? openLivingDemo({ adminUrl: database.demoUrl, log }) : null
  await using app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.storeUrl,
    catalogFile: config.catalog,
    model: config.model,
    mayConfigure: true,
    log,
    hasLocalOwner: true,
  })
  const fixed = common.now === null ? null : momentOf(common.now, app.ground.catalog.timezone)
  await app.web({
    // Whoever reaches this machine's own address is the local owner; nobody else does.
    identify: async () => localOwner,
    localOnly: true,
    publicUrl: null,
    clock: () => fixed ?? new Date(),
    ...(living && { incidents: living.incidents }),
  })
  if (config.slack) await app.slack(config.slack)
  if (living && app.store)
    await app.live(
      living.source({ catalog: app.ground.catalog, store: app.store, kafka: ownGroup(config) }),
      rulesFileOf(config.catalog),
    )
  app.keepFresh(living ? () => database.catchUp() : undefined)
  await using server = await listen(app.answer, '127.0.0.1', config.web.port, true)
  const questions = (await app.questionsFor(localOwner, fixed ?? new Date())).slice(0, 3)
  io.err('Tidings is ready. Open the address below and ask, for example:\n')
  for (const question of questions) io.err(`  ${question}\n`)
  if (living) io.err('\nOr choose "Cause an incident" there, and see the alert come.\n')
  io.out(`http://localhost:${server.port}\n`)
  await untilStopped(io.stop)
  await Promise.all([server.finish(), app.finish()])
  return 0
}

/** Each home reads all of the topics, whoever else does: what it has counted is in its own database. */
function ownGroup({ kafka, home }: Config): KafkaConnection | null {
  const id = createHash('sha256')
    .update(`${hostname()} ${resolve(home)}`)
    .digest('hex')
    .slice(0, 8)
  return kafka && { ...kafka, group: `${kafka.group}-demo-${id}` }
}
