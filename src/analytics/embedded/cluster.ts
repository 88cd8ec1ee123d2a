/** A data directory and the server process on it. */
import { execFile, spawn } from 'node:child_process'
import { chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { EmbeddedFailed } from './failed.ts'
import { isRunning } from './lock.ts'
import type { RunAs } from './run-as.ts'

export const SUPERUSER = 'postgres'

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  effective_cache_size: '1GB',
  // A demo and a workbench: a crash may lose the last half second, never consistency.
  synchronous_commit: 'off',
  max_wal_size: '2GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
}

/** Makes a fresh data directory. What an interrupted attempt left is thrown away first. */
export async function initialise(
  binaries: Binaries,
  dataDir: string,
  runAs: RunAs,
  password: string,
  log: (line: string) => void,
): Promise<void> {
  await rm(dataDir, { recursive: true, force: true })
  const passwordFile = `${dataDir}.password`
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (runAs !== 'self') for (const path of [dataDir, passwordFile]) await chown(path, runAs.uid, runAs.gid)
    log('making a PostgreSQL data directory')
    const { code, output } = await finish(
      binaries.initdb,
      [
        `--pgdata=${dataDir}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
      ],
      runAs,
    )
    if (code !== 0) throw new EmbeddedFailed(`PostgreSQL could not make its data directory ${dataDir}. ${told(output)}`)
  } catch (cause) {
    await rm(dataDir, { recursive: true, force: true })
    if (cause instanceof EmbeddedFailed) throw cause
    throw new EmbeddedFailed(`PostgreSQL could not make its data directory ${dataDir}. ${told(String(cause))}`, {
      cause,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** A server that accepts connections on 127.0.0.1; `port` 0 is any free one. */
export async function launch(
  binaries: Binaries,
  dataDir: string,
  runAs: RunAs,
  logFile: string,
  port: number,
): Promise<{ pid: number; port: number }> {
  const version = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim()
  if (version !== binaries.major)
    throw new EmbeddedFailed(
      `${dataDir} was made by PostgreSQL ${version}, and this is ${binaries.major}. Remove that directory to start afresh.`,
    )
  for (let attempt = 1; ; attempt++) {
    const chosen = port === 0 ? await freePort() : port
    const output = await open(logFile, 'w', 0o600)
    const server = spawn(
      binaries.postgres,
      [
        '-D',
        dataDir,
        '-p',
        String(chosen),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      // A group of its own: Ctrl-C in the terminal is for us, who then stop the server in order.
      {
        cwd: '/',
        detached: true,
        env: quietEnv(),
        stdio: ['ignore', output.fd, output.fd],
        ...(runAs === 'self' ? {} : runAs),
      },
    )
    const failed = new Promise<Error>((resolve) => server.once('error', resolve))
    await output.close()
    server.unref()
    const { pid } = server
    if (pid === undefined) throw new EmbeddedFailed(`PostgreSQL could not be started: ${(await failed).message}`)
    while (server.exitCode === null && server.signalCode === null) {
      if (await isReady(dataDir, pid)) return { pid, port: chosen }
      await sleep(20)
    }
    const said = await readFile(logFile, 'utf8').catch(() => '')
    // Between asking for a free port and using it somebody else may have taken it.
    if (port === 0 && attempt < 5 && said.includes('could not bind')) continue
    throw new EmbeddedFailed(`PostgreSQL did not start on port ${chosen}. ${told(said)}`)
  }
}

/** The server that the data directory's own pid file names, if that process exists. */
export async function runningServer(dataDir: string): Promise<{ pid: number; port: number } | null> {
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 && isRunning(pid) ? { pid, port } : null
}

/** Whether that process is a PostgreSQL server on this data directory, as its command line tells. */
export async function isServerOn(pid: number, dataDir: string): Promise<boolean> {
  const said = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    const listed = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    return listed.stdout
  })
  return said.includes('postgres') && said.includes(dataDir)
}

/** Stops a server in order: open transactions are rolled back, everything is written. */
export async function halt(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  for (let waited = 0; isRunning(pid); waited += 20) {
    await sleep(20)
    // SIGQUIT ends it at once; the next start then recovers from its log.
    if (waited === 20_000) signal(pid, 'SIGQUIT')
    if (waited > 30_000) throw new EmbeddedFailed(`PostgreSQL's process ${pid} does not stop.`)
  }
}

/** Removes a pid file that names a process which is not the server. PostgreSQL itself would refuse to start over it. */
export async function forgetPid(dataDir: string): Promise<void> {
  await rm(join(dataDir, 'postmaster.pid'), { force: true })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The last line of the pid file turns to `ready` when the server accepts connections. */
async function isReady(dataDir: string, pid: number): Promise<boolean> {
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}

async function finish(
  command: string,
  args: readonly string[],
  runAs: RunAs,
): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    cwd: '/',
    env: quietEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(runAs === 'self' ? {} : runAs),
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stdout.resume()
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
  })
  return { code, output }
}

/** PG* variables of the person's shell must not steer our server. */
function quietEnv(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/** Whether the server whose log this is found no room on its disk. */
export async function ranOutOfDisk(logFile: string): Promise<boolean> {
  return saysFull(await readFile(logFile, 'utf8').catch(() => ''))
}

function saysFull(output: string): boolean {
  return /no space left on device|ENOSPC|disk quota/i.test(output)
}

function told(output: string): string {
  if (saysFull(output)) return 'The disk is full: make room and start again.'
  const lines = output.trim().split('\n')
  const telling = lines.filter((line) => /error|fatal|panic/i.test(line))
  return `It said: ${(telling.length > 0 ? telling : lines).slice(-3).join(' / ')}`
}
