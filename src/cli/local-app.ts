/** The house for a command that somebody gives at this machine: they see all, and only what goes wrong is logged. */
import { createApp, type App } from '../app.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import { quietLog } from './log.ts'
import type { OpenDatabase } from './open-database.ts'
import type { Common } from './program.ts'

/** `storeUrl` null: nothing of it is kept. */
export async function openLocalApp(
  { url, storeUrl, isEmbedded }: Pick<OpenDatabase, 'url' | 'storeUrl' | 'isEmbedded'>,
  { config, io }: Pick<Common, 'config' | 'io'>,
  onModelUse?: (use: ModelUse) => void,
): Promise<App> {
  return createApp({
    databaseUrl: url,
    storeUrl,
    catalogFile: config.catalog,
    model: config.model,
    ...(onModelUse && { onModelUse }),
    mayConfigure: isEmbedded,
    log: quietLog(config, io),
    hasLocalOwner: true,
  })
}
