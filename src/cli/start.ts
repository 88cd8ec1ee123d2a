/** `tidings start`: production, from the configuration. The web platform is served to who can be identified only. */
import { rulesFileOf } from '../analytics/live/rules/rule-file.ts'
import { createApp, kafkaEvents } from '../app.ts'
import { parsePerson, webPerson } from '../analytics/place.ts'
import { personOfToken } from '../analytics/store/tokens.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { serverLog } from './log.ts'
import type { Common } from './program.ts'
import { listen, untilStopped } from './serve.ts'

export async function start(_flags: object, { config, io }: Common): Promise<ExitCode> {
  if (config.databaseUrl === null)
    throw new CommandFailed(
      2,
      'start needs a database: give --database URL or TIDINGS_DATABASE_URL (for a try: tidings demo)',
    )
  const log = serverLog(config, io)
  await using app = await createApp({
    databaseUrl: config.databaseUrl,
    storeUrl: config.storeUrl ?? config.databaseUrl,
    catalogFile: config.catalog,
    model: config.model,
    mayConfigure: true,
    log,
    hasLocalOwner: false,
  })
  // So that nobody's first question waits for views to be made.
  await app.ground.reader.prepare([...app.ground.policies.values()])
  const { store } = app
  const { proxy } = config.web
  await app.web({
    async identify(request) {
      const bearer = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1]
      const byToken = bearer !== undefined && store ? await personOfToken(store, bearer) : null
      // A socket that serves both kinds of addresses shows the older kind in the dress of the newer.
      const from = request.socket.remoteAddress?.replace(/^::ffff:/, '')
      const byProxy = proxy && from === proxy.from ? request.get(proxy.header) : undefined
      const name = byToken ?? (byProxy === undefined || byProxy === '' ? null : byProxy)
      return name === null ? null : (parsePerson(name) ?? webPerson(name))
    },
    localOnly: false,
    publicUrl: config.web.publicUrl,
    clock: () => new Date(),
  })
  if (config.slack) await app.slack(config.slack)
  if (config.kafka) await app.live(kafkaEvents(config.kafka, app.ground.catalog, log), rulesFileOf(config.catalog))
  app.keepFresh()
  await using server = await listen(app.answer, config.web.host, config.web.port, false)
  log.info({ port: server.port }, 'listening')
  await untilStopped(io.stop)
  await Promise.all([server.finish(), app.finish()])
  log.info('stopping')
  return 0
}
