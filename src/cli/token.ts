/** `tidings token`: who may use the web chat of `start` with a bearer token. */
import { createToken, listTokens, revokeTokens } from '../analytics/store/tokens.ts'
import { migrateStore, openStore } from '../analytics/store/store.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'

export async function token(args: readonly string[], { config, io, json }: Common): Promise<ExitCode> {
  const [action = '', person = ''] = args
  if (!['create', 'list', 'revoke'].includes(action))
    throw new CommandFailed(2, `"${action}" is none of create PERSON, list, revoke PERSON`)
  if (action !== 'list' && !/^\S{1,200}$/.test(person))
    throw new CommandFailed(2, `tidings token ${action} PERSON: name the person, as the catalog's access.people does`)
  await using database = await openDatabase(config, io, { demo: 'not needed' })
  const url = config.storeUrl ?? database.storeUrl ?? config.databaseUrl
  if (url === null) throw new CommandFailed(3, 'tokens are kept in the store: give --store or --database')
  const store = openStore(url)
  try {
    await migrateStore(store, url)
    switch (action) {
      case 'create': {
        const made = await createToken(store, person)
        io.out(json ? `${JSON.stringify({ person, token: made })}\n` : `${made}\n`)
        io.err(`For ${person}. It is shown this once; send it as "Authorization: Bearer …".\n`)
        return 0
      }
      case 'revoke': {
        const revoked = await revokeTokens(store, person)
        const said =
          revoked > 0 ? `Revoked ${revoked} of ${person}.` : `${person} has no token; tidings token list says who has.`
        io.out(`${json ? JSON.stringify({ person, revoked }) : said}\n`)
        return revoked > 0 ? 0 : 1
      }
      default: {
        const valid = await listTokens(store)
        if (json) io.out(`${JSON.stringify(valid)}\n`)
        else if (valid.length === 0) io.err('Nobody has a token. To make one: tidings token create PERSON\n')
        else for (const each of valid) io.out(`${each.person}  since ${each.createdAt.toISOString().slice(0, 10)}\n`)
        return 0
      }
    }
  } finally {
    await store.destroy()
  }
}
