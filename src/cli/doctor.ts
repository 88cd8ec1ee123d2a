/** `tidings doctor`: everything a deployment needs, a line each: ok, or what to do. */
import { openGround } from '../analytics/ground.ts'
import type { ExitCode } from './exit.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'

export async function doctor({ config, io }: Common): Promise<ExitCode> {
  await using database = await openDatabase(config, io, { demo: 'not needed' })
  await using ground = await openGround(database.url, config.catalog, { mayConfigure: database.isEmbedded })
  io.out(`database: ok (${ground.found.mode})\n`)
  return 0
}
