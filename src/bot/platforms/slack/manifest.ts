/** manifest.yml, the one list of what the app asks a workspace for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageRoot } from '../../../analytics/package-root.ts'

const schema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }) }),
})

interface Scopes {
  /** Everything that is asked for. */
  readonly all: readonly string[]
  /** Of these, what whoever installs the app may decline. */
  readonly optional: readonly string[]
}

/** The bot's scopes. */
export function manifestScopes(): Scopes {
  const manifest = schema.parse(parse(readFileSync(join(packageRoot, 'manifest.yml'), 'utf8')))
  const { bot, bot_optional } = manifest.oauth_config.scopes
  return { all: bot, optional: bot_optional }
}
