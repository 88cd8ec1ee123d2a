/** A database that cannot be worked with, in one sentence: which one, what is wrong, what to do. */
import { parse } from 'pg-connection-string'
import { messageOf } from './message-of.ts'

/** The database cannot be reached or does not let us in. */
export class DatabaseNotThere extends Error {
  override name = 'DatabaseNotThere'
  /** `given`: how the address is given. */
  constructor(url: string, cause: unknown, given = '--database, TIDINGS_DATABASE_URL') {
    super(`cannot connect to ${whichOne(url)}: ${reasonOf(cause, given)}`, { cause })
  }
}

/** Schema `tidings` cannot be made or written there. */
export class StoreNotAllowed extends Error {
  override name = 'StoreNotAllowed'
  constructor(url: string, cause: unknown) {
    const reason = messageOf(cause)
    super(
      `schema tidings cannot be kept in ${whichOne(url)}: ${reason}. ` +
        'Run sql/roles.sql there as an administrator, or name another database with --store (TIDINGS_STORE_URL)',
      { cause },
    )
  }
}

/** Whether an error means that nobody answered or that the login was not let in. */
export function isNotThere(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return /^(E[A-Z_]+|08...|28...|3D000|53300|57P0.)$/.test(code) || /timeout|terminated/i.test(error.message)
}

/** Never with the password. */
function whichOne(url: string): string {
  const { host, port, database, user } = parse(url)
  return `database ${database ?? ''} on ${host ?? 'localhost'}:${port || '5432'}${user ? ` as ${user}` : ''}`
}

/** What is wrong and what to do, by the code of the driver or of PostgreSQL. */
function reasonOf(error: unknown, given: string): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `nothing listens there. Start the server, or correct the address (${given})`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no host of that name. Correct the address (${given})`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'no answer from there. Look at the network and the firewall, or correct the address'
    case '28P01':
    case '28000':
      return `the server does not let this login in (${message}). Correct user or password, or the server's pg_hba.conf`
    case '3D000':
      return 'there is no database of that name. Create it, or correct the address'
    case '42501':
      return `this login may not connect (${message}). Grant it CONNECT on the database`
    case '53300':
      return 'all of its connections are taken. Raise max_connections there, or end some'
    default:
      return /timeout/i.test(message)
        ? 'no answer from there. Look at the network and the firewall, or correct the address'
        : message
  }
}
