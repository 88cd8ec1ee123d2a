/** `tidings doctor`: everything a deployment needs, a line each: ok, or what to do. */
import { versions } from 'node:process'
import { checkDatabase, checkStore } from './doctor/database.ts'
import { fault, type Finding } from './doctor/finding.ts'
import { checkKafka } from './doctor/kafka.ts'
import { checkModels } from './doctor/model.ts'
import { checkDisk, checkFonts, checkNode } from './doctor/machine.ts'
import { checkChat } from './doctor/slack.ts'
import { checkStreams } from './doctor/streams.ts'
import { checkIdentity, checkPublicUrl } from './doctor/web.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'

/** 1 when something is a fault; advice alone is 0. */
export async function doctor(common: Common): Promise<ExitCode> {
  const { io, json } = common
  const findings = await examine(common)
  const isWell = findings.every((finding) => finding.state !== 'fault')
  if (json) io.out(`${JSON.stringify({ ok: isWell, findings })}\n`)
  else
    for (const { part, state, says } of findings) io.out(`${part}: ${state === 'ok' ? 'ok, ' : `${state}: `}${says}\n`)
  return isWell ? 0 : 1
}

async function examine({ config, io }: Common): Promise<readonly Finding[]> {
  const isEmbedded = config.databaseUrl === null
  const machine = [checkNode(versions.node), await checkDisk(config.home, isEmbedded), await checkFonts()]
  try {
    await using database = await openDatabase(config, io, { demo: 'not needed' })
    // `start` keeps its store beside the views when no other is named.
    const storeUrl = database.storeUrl ?? database.url
    const store = await checkStore(storeUrl)
    const { findings, catalog } = await checkDatabase(database.url, config.catalog, isEmbedded)
    return [
      ...machine,
      ...findings,
      store.finding,
      ...(catalog
        ? await checkStreams({
            catalog,
            databaseUrl: database.url,
            storeUrl: store.tokens === null ? null : storeUrl,
            hasKafka: config.kafka !== null,
            isEmbedded,
          })
        : []),
      checkIdentity(config, store.tokens),
      checkPublicUrl(config),
      ...(await checkKafka(config.kafka, catalog ? [...catalog.streams.values()].map(({ topic }) => topic) : [])),
      ...(await checkModels(config.model)),
      ...(await checkChat(
        config.slack,
        [...(catalog?.access.channels.keys() ?? [])],
        store.tokens === null ? null : storeUrl,
      )),
    ]
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    const others = [checkPublicUrl(config), ...(await checkChat(config.slack, [], null))]
    return [...machine, fault('database', error.message), ...others]
  }
}
