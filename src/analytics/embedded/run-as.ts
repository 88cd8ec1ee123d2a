/** PostgreSQL refuses to run as root: whose user the server runs as, and where its files lie then. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedFailed } from './failed.ts'

/** `self`: the user of this process. */
export type RunAs = 'self' | { readonly uid: number; readonly gid: number }

export interface Home {
  /** This server's files: lock, secrets, log and the data directory. */
  readonly serverDir: string
  /** Where a copy of the binaries goes when one is needed. */
  readonly cacheDir: string
  readonly runAs: RunAs
}

/**
 * An ordinary user keeps everything in the home directory. As root the server needs a user of its own, who perhaps cannot
 * walk to the home directory, so binaries and data go to a shared place under a name made from the home's path.
 */
export async function locate(home: string): Promise<Home> {
  await mkdir(home, { recursive: true })
  if (process.getuid?.() !== 0) return { serverDir: join(home, 'postgres'), cacheDir: home, runAs: 'self' }
  const cacheDir = await sharedDirectory(['/var/cache/tidings', '/var/lib/tidings', '/var/tmp/tidings'])
  const name = createHash('sha256')
    .update(await realpath(home))
    .digest('hex')
    .slice(0, 16)
  return { serverDir: join(cacheDir, name), cacheDir, runAs: await unprivilegedUser() }
}

async function sharedDirectory(candidates: readonly string[]): Promise<string> {
  for (const path of candidates) {
    try {
      await mkdir(path, { recursive: true, mode: 0o755 })
      const found = await stat(path)
      // In a directory that all may write, another user could have made it first.
      if (found.uid === 0 && found.isDirectory() && (await isWalkable(path))) return path
    } catch {
      continue
    }
  }
  throw new EmbeddedFailed(
    `As root, the embedded PostgreSQL needs a directory that other users can enter; none of ${candidates.join(', ')} can serve. Run as an ordinary user, or give a database of your own with --database.`,
  )
}

async function isWalkable(path: string): Promise<boolean> {
  const parts = path.split('/').slice(1)
  for (let length = 1; length <= parts.length; length++) {
    const found = await stat(`/${parts.slice(0, length).join('/')}`)
    if ((found.mode & 0o001) === 0) return false
  }
  return true
}

async function unprivilegedUser(): Promise<RunAs> {
  // initdb looks its user up by number, so it has to be one that the machine knows.
  const users = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
  for (const name of ['tidings', 'postgres', 'nobody']) {
    const [, , uid, gid] = users.find((user) => user[0] === name) ?? []
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new EmbeddedFailed(
    'PostgreSQL does not run as root, and this machine has no user postgres or nobody to run it as. Make one with: useradd --system tidings',
  )
}
