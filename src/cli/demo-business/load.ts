/** Loads the demo business, or brings it up to now. */
import { Client } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { businessOf } from './business.ts'
import { causedIn } from './cause.ts'
import { addDays, dateAt, dayOf } from './day.ts'
import { partsOf, type FirstLoad } from './first-load.ts'
import { fillGap } from './gap.ts'
import { install, isInstalled } from './install.ts'
import { showProgress } from './progress.ts'
import { analyzeAll } from './tables.ts'
import { loadParts } from './workers.ts'

interface DemoOptions {
  /** A login that may create schemas in the database. */
  readonly adminUrl: string
  readonly log: (line: string) => void
  /** Where the data ends: a moment with offset, or a date, which is then the last day. Now, when left out. */
  readonly until?: string
  /** 1, the whole business, when left out. */
  readonly scale?: number
  readonly seed?: string
  /** The date from which history and incidents are counted; the day of the first load, when left out. */
  readonly loadedOn?: string
  /** Of history; 25, when left out. */
  readonly months?: number
  /** False: what is loaded is left as it is, because another process keeps it up to now. */
  readonly catchUp?: boolean
}

/** The demo business could not be loaded; the message says why and what to do. */
export class DemoLoadFailed extends Error {
  override name = 'DemoLoadFailed'
}

/** Resolves with the moment up to which the data reaches. May be repeated, interrupted and called by two at a time. */
export async function loadDemo(options: DemoOptions): Promise<Date> {
  const until = endOf(options.until)
  const client = new Client({ connectionString: options.adminUrl })
  // Whatever is asked of it fails with what it says.
  client.on('error', () => {})
  await client.connect()
  try {
    // Of the session: whoever comes second waits, and finds the work done.
    await client.query(`select pg_advisory_lock(hashtextextended('demo.load', 0))`)
    const load = (await known(client)) ?? (await begin(client, options, until))
    const asked = { seed: options.seed ?? load.seed, scale: options.scale ?? load.scale }
    if (asked.seed !== load.seed || asked.scale !== load.scale)
      throw new DemoLoadFailed(
        `This database holds the demo business of seed ${load.seed} at scale ${load.scale}. Drop its schemas demo and rollup with all that depends on them, or remove .tidings, to load another.`,
      )
    if (load.loadedTo === null) await finishFirstLoad(client, options, load)
    else if (options.catchUp === false) return new Date(load.loadedTo)
    return new Date(await catchUp(client, load, until))
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end()
  }
}

/** Epoch milliseconds. */
function endOf(until: string | undefined): number {
  if (until === undefined) return Math.floor(Date.now() / 1000) * 1000
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(until)) return dayOf(addDays(until, 1)).from
    return Temporal.Instant.from(until).epochMilliseconds
  } catch (cause) {
    throw new DemoLoadFailed(`"${until}" is no date and no moment with an offset, such as 2026-11-21.`, { cause })
  }
}

interface KnownLoad extends FirstLoad {
  readonly loadedTo: number | null
}

async function known(client: Client): Promise<KnownLoad | null> {
  if (!(await isInstalled(client))) return null
  const { rows } = await client.query<{
    seed: string
    scale: string
    loaded_on: string
    months: number
    until: Date
    loaded_to: Date | null
  }>('select seed, scale, loaded_on::text, months, first_until as until, loaded_to from demo.load')
  const row = rows[0]!
  return {
    seed: row.seed,
    scale: Number(row.scale),
    loadedOn: row.loaded_on,
    months: row.months,
    until: row.until.getTime(),
    loadedTo: row.loaded_to?.getTime() ?? null,
  }
}

async function begin(client: Client, options: DemoOptions, until: number): Promise<KnownLoad> {
  const { seed = 'larkfield', scale = 1, loadedOn = dateAt(until), months = 25 } = options
  const load = { seed, scale, until, loadedOn, months }
  await install(client, load)
  return { ...load, loadedTo: null }
}

async function finishFirstLoad(client: Client, options: DemoOptions, load: FirstLoad): Promise<void> {
  const { rows } = await client.query<{ part: string }>('select part from demo.loaded_parts')
  const loaded = new Set(rows.map((row) => row.part))
  const missing = partsOf(load).filter((part) => !loaded.has(part))
  const progress = showProgress('Loading the demo business', missing.length + 1, options.log)
  await loadParts({ adminUrl: options.adminUrl, load }, missing, progress.advance)
  await analyzeAll(client)
  await client.query('begin')
  await client.query('update demo.load set loaded_to = first_until')
  await client.query('select rollup.refresh()')
  await client.query('commit')
  progress.advance()
}

// Starts shortly after one another need not each make up the minutes between.
const NOT_WORTH_FILLING_MS = 5 * 60_000
const STEP_MS = 31 * 86_400_000

async function catchUp(client: Client, load: KnownLoad, until: number): Promise<number> {
  const business = businessOf(load.seed, load.scale, load.loadedOn, await causedIn(client))
  let from = load.loadedTo ?? load.until
  if (until - from < NOT_WORTH_FILLING_MS) return from
  while (from < until) {
    const to = Math.min(until, from + STEP_MS)
    await fillGap(client, business, { from, to })
    from = to
  }
  return until
}

function explained(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  const isFull = code === '53100' || code === 'ENOSPC' || /no space left on device/i.test(message)
  return isFull ? diskFull(error) : error
}

/** Also for a server that broke down for want of room, and could not say so over its connections. */
export function diskFull(cause: unknown): DemoLoadFailed {
  return new DemoLoadFailed(
    'The disk is full, so the demo business is not loaded whole. Make room and start again: it goes on where it stopped.',
    { cause },
  )
}
