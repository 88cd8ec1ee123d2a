/** Watching 60 KPIs over 200 slices while 5,000 events a second are counted, over the end of an hour; a process of its own. */
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { pino } from 'pino'
import { mean } from 'simple-statistics'
import type { Catalog, Kpi } from '../../src/analytics/catalog.ts'
import { ownerPolicy } from '../../src/analytics/access.ts'
import { printPlace } from '../../src/analytics/place.ts'
import { heldFor, standingOf } from '../../src/analytics/live/store/acts.ts'
import { createAlerts } from '../../src/bot/alerts.ts'
import { createDeliver } from '../../src/bot/deliver.ts'
import { outboxInStore } from '../../src/bot/outbox.ts'
import type { Platform } from '../../src/bot/platform.ts'
import { sendWhenWritten } from '../../src/app/delivery.ts'
import { createDrawing } from '../../src/app/drawing.ts'
import { createDetector } from '../../src/analytics/live/detect/detector.ts'
import { sliceKey, type Rule } from '../../src/analytics/live/rule.ts'
import { shardOf } from '../../src/analytics/live/shard.ts'
import { DIRTY_CHANNEL } from '../../src/analytics/live/store/dirty.ts'
import { listen } from '../../src/analytics/live/store/listen.ts'
import { keepRule } from '../../src/analytics/live/store/rules.ts'
import { ensureWindowTables } from '../../src/analytics/live/store/window-tables.ts'
import { bucketAt } from '../../src/analytics/live/watch/clock.ts'
import { close, learntOf } from '../../src/analytics/live/watch/learn.ts'
import { liveParts } from '../../src/analytics/live/live-parts.ts'
import { newSeries } from '../../src/analytics/live/watch/series.ts'
import { startWatcher } from '../../src/analytics/live/watch/watcher.ts'
import { OUTBOX_CHANNEL } from '../../src/analytics/store/outbox.ts'
import { migrateStore, openStore, type Store } from '../../src/analytics/store/store.ts'
import { chanceful, HOUR } from './watching-data.ts'
import { boundByRegion } from '../support/bound-catalog.ts'
import { ruleOf } from '../support/rule.ts'
import { cloneEmpty, startServer } from '../support/server.ts'
import { oneLine, print, printHead, timesLine } from './figures.ts'

const VIEWS = ['sales', 'web', 'support', 'returns']
const MEASURES = ['m0', 'm1', 'm2', 'm3', 'm4']
const REGIONS = 199
const FLUSH_MS = 250
const EVENTS_A_FLUSH = 1_250
const ALERTS = 36
const longestCloseMs = 120_000
/** Left to itself, V8 lets garbage grow as long as the machine has memory. */
const HEAP_MB = 600

/** A run: so long, by a clock so many times as fast. The hour of the watch ends in its middle, or after its first seconds. */
interface Course {
  readonly seconds: number
  readonly speed: number
  readonly hourEndsAfterMs: number
}
const brief: Course = { seconds: 40, speed: 1, hourEndsAfterMs: 30_000 }
/** An hour and a little of event time. */
const hour: Course = { seconds: 366, speed: 10, hourEndsAfterMs: 6_000 }

interface Measured {
  readonly series: number
  readonly openMs: number
  /** From the event to the outbox, and until its words are posted; milliseconds. */
  readonly latencies: readonly number[]
  readonly posted: readonly number[]
  readonly rssMb: number
  readonly heapMb: number
  readonly closedMs: number | null
  readonly busyShare: number
  readonly eventsASecond: number
  /** Memory of the process in MB, on average over each quarter of the run. */
  readonly quartersMb: readonly number[]
}

/** Prints how memory goes over an hour of event time, which is played in a tenth of it. */
export function benchWatchingMemory(): void {
  const { quartersMb, eventsASecond, latencies } = measuredIn('hour')
  const [, second = Number.NaN, , last = Number.NaN] = quartersMb
  printHead(`Watching for an hour of event time, ${eventsASecond.toFixed(0)} events a second`)
  print(oneLine('alerts that were written', `${latencies.length} of ${ALERTS}`, 'all', latencies.length === ALERTS))
  print(
    oneLine(
      'memory by quarter',
      `${quartersMb.map((mb) => mb.toFixed(0)).join(', ')} MB`,
      'last ≤ 1.1 × second',
      last <= second * 1.1,
    ),
  )
}

function measuredIn(course: 'brief' | 'hour'): Measured {
  const file = fileURLToPath(import.meta.url)
  const text = execFileSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, '--expose-gc', '--import', 'tsx', file, course],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1e8,
    },
  )
  return JSON.parse(text.trim().split('\n').at(-1)!) as Measured
}

/** Prints the lines of watching. */
export function benchWatching(): void {
  const measured = measuredIn('brief')
  const { series, openMs, latencies, posted, rssMb, heapMb, closedMs, busyShare, eventsASecond } = measured
  printHead(`Watching: ${series.toLocaleString('en')} series, ${eventsASecond.toFixed(0)} events a second`)
  print(
    timesLine('from the event to the alert in the outbox', latencies, {
      text: 'p99 ≤ 1 s',
      isReached: ({ p99 }: { p99: number }) => p99 <= 1_000,
    }),
  )
  print(
    timesLine('from the event to its post in a local sink', posted, {
      text: 'p99 ≤ 2 s',
      isReached: ({ p99 }: { p99: number }) => p99 <= 2_000,
    }),
  )
  print(oneLine('alerts that were written', `${latencies.length} of ${ALERTS}`, 'all', latencies.length === ALERTS))
  print(oneLine('begin to watch', `${openMs.toFixed(0)} ms`))
  print(oneLine('close an hour of all series', closedMs === null ? 'not within the run' : `${closedMs.toFixed(0)} ms`))
  print(oneLine('share of a core', `${(busyShare * 100).toFixed(0)} %`))
  print(
    oneLine(
      `memory of the process, --max-old-space-size=${HEAP_MB}`,
      `${rssMb.toFixed(0)} MB, heap ${heapMb.toFixed(0)} MB`,
      '≤ 400 MB',
      rssMb <= 400,
    ),
  )
}

function catalogOf(): Catalog {
  const ratios = MEASURES.flatMap((of) =>
    MEASURES.filter((over) => over !== of).map((over) => [of, over] as const),
  ).slice(0, 10)
  const kpis = VIEWS.flatMap((view) => [
    ...MEASURES.map(
      (measure) => `  ${view}_${measure}: { view: ${view}, measure: { sum: ${measure} }, good_when: up }`,
    ),
    ...ratios.map(
      ([of, over]) =>
        `  ${view}_${of}_${over}: { view: ${view}, measure: { ratio: { of: { sum: ${of} }, over: { sum: ${over} } } }, good_when: up }`,
    ),
  ])
  const text = `
timezone: UTC
views:
${VIEWS.map((view) => `  ${view}: { relation: kpi.${view}, live: rollup.${view}, time: { column: hour, grain: hour }, dimensions: { region: { column: region } } }`).join('\n')}
kpis:
${kpis.join('\n')}
streams:
${VIEWS.map((view) => `  ${view}: { topic: ${view}, time: at, into: ${view}, measures: { ${MEASURES.map((measure, index) => `${measure}: { ${index === 0 ? 'count: true' : `sum: ${measure}`} }`).join(', ')} }, dimensions: { region: region } }`).join('\n')}
`
  return boundByRegion(text, VIEWS, MEASURES)
}

const slices = ['{}', ...Array.from({ length: REGIONS }, (_, index) => sliceKey({ region: `r${index}` }))]

function rulesOf(catalog: Catalog): Rule[] {
  const rule = (id: string, kpi: string, over: Partial<Rule>): Rule =>
    ruleOf({ id, kpi, when: { kind: 'anomaly', direction: 'either' }, tell: [], ...over })
  return [
    ...[...catalog.kpis.keys()].flatMap((kpi) => [
      rule(`${kpi}_whole`, kpi, {}),
      rule(`${kpi}_each`, kpi, { slice: { kind: 'each', dimension: 'region' } }),
    ]),
    ...Array.from({ length: ALERTS }, (_, index) =>
      rule(`alert_${index}`, `${VIEWS[index % VIEWS.length]}_m0`, {
        slice: { kind: 'members', members: { region: `r${index}` } },
        when: { kind: 'above', value: 1e6 },
        tell: [`web:local/r${index}`],
      }),
    ),
  ]
}

/** Adds events of the last flush to windows, with marks, in one transaction. */
async function flush(
  store: Store,
  at: number,
  extra: { readonly view: string; readonly region: number } | null,
): Promise<void> {
  const byView = new Map(VIEWS.map((view) => [view, new Map<string, number>()]))
  for (let event = 0; event < EVENTS_A_FLUSH; event++) {
    const found = byView.get(VIEWS[event % VIEWS.length]!)!
    const slice = slices[1 + ((event * 7919) % REGIONS)]!
    found.set(slice, (found.get(slice) ?? 0) + 1)
    found.set('{}', (found.get('{}') ?? 0) + 1)
  }
  if (extra) byView.get(extra.view)!.set(slices[1 + extra.region]!, 2e6)
  await store.transaction().execute(async (transaction) => {
    for (const [view, counts] of byView) {
      const names = sql.raw(
        MEASURES.map((measure, index) => (index === 0 ? 'count_m0' : `sum_${measure}, squares_${measure}`)).join(', '),
      )
      const values = sql.raw(MEASURES.map((_measure, index) => (index === 0 ? 'n' : 'n * 10, n * 100')).join(', '))
      const added = sql.raw(
        ['count_m0', ...MEASURES.slice(1).flatMap((measure) => [`sum_${measure}`, `squares_${measure}`])]
          .map((name) => `${name} = w.${name} + excluded.${name}`)
          .join(', '),
      )
      const keys = [...counts.keys()]
      await sql`INSERT INTO ${sql.id('tidings', `window_${view}`)} AS w (grain, bucket, slice, events, first_at, last_at, ${names})
        SELECT grain, date_trunc(grain, ${new Date(at)}::timestamptz, 'UTC'), slice, n, ${new Date(at)}::timestamptz, ${new Date(at)}::timestamptz, ${values}
        FROM unnest(${keys}::text[], ${keys.map((key) => counts.get(key)!)}::float8[]) AS given (slice, n),
          unnest(ARRAY['minute', 'hour', 'day']) AS grain ORDER BY 1, 2, 3
        ON CONFLICT (grain, bucket, slice) DO UPDATE SET events = w.events + excluded.events,
          last_at = greatest(w.last_at, excluded.last_at), ${added}`.execute(transaction)
      await sql`INSERT INTO tidings.dirty SELECT ${shardOf(view)}, ${view}, slice, date_trunc('minute', ${new Date(at)}::timestamptz)
        FROM unnest(${keys}::text[]) AS slice`.execute(transaction)
      await sql`INSERT INTO tidings.offsets AS o (topic, partition, next_offset, newest, received_at)
        VALUES (${view}, 0, 0, ${new Date(at)}, now()) ON CONFLICT (topic, partition) DO UPDATE
        SET newest = excluded.newest, received_at = now()`.execute(transaction)
    }
    await sql`SELECT pg_notify(${DIRTY_CHANNEL}, '')`.execute(transaction)
  })
}

/** What an hour usually brings: of a part, and of the whole, events; sums are ten an event. */
const EVENTS_AN_HOUR = ((EVENTS_A_FLUSH / FLUSH_MS) * HOUR) / VIEWS.length
function usualOf(kpi: Kpi, slice: string, speed: number): { readonly value: number; readonly volume: number | null } {
  const events = EVENTS_AN_HOUR / speed / (slice === '{}' ? 1 : REGIONS)
  const ofMeasure = (name: string) => (name === MEASURES[0] ? events : events * 10)
  const [, of, over] = kpi.name.split('_') as [string, string, string | undefined]
  if (over === undefined) return { value: ofMeasure(of), volume: null }
  return { value: ofMeasure(of) / ofMeasure(over), volume: ofMeasure(over) }
}

/** States of all series up to an hour, learnt from two months of what is usual; one for those that are alike. */
async function learnAll(store: Store, catalog: Catalog, edge: number, speed: number): Promise<number> {
  const states = new Map<string, string>()
  let count = 0
  for (const kpi of catalog.kpis.values()) {
    const all = slices.map((slice) => {
      const usual = usualOf(kpi, slice, speed)
      const alike = JSON.stringify(usual)
      const state = states.get(alike) ?? learnt(kpi, catalog, edge, usual)
      states.set(alike, state)
      return state
    })
    await sql`INSERT INTO tidings.detectors (kpi, slice, grain, upto, state)
      SELECT ${kpi.name}, slice, 'hour', ${new Date(edge)}, state
      FROM unnest(${slices}::text[], ${all}::jsonb[]) AS kept (slice, state)`.execute(store)
    count += slices.length
  }
  return count
}

function learnt(kpi: Kpi, catalog: Catalog, edge: number, usual: ReturnType<typeof usualOf>): string {
  const series = newSeries(kpi, liveParts(kpi, catalog)!, { slice: '{}', grain: 'hour' })
  const detector = createDetector({ goodWhen: 'steady', grain: HOUR, zone: 'UTC', kind: 'amount' })
  for (let from = edge - 60 * 24 * HOUR; from < edge; from += HOUR) {
    const value = chanceful(from) * usual.value
    const bucket = { from, to: from + HOUR, value, volume: usual.volume, isPlanned: false, isMissing: false }
    const next = bucketAt(from + HOUR, 'hour', 'UTC')
    const ahead = [next, bucketAt(next.to, 'hour', 'UTC')].map((one) => ({ ...one, isPlanned: false }))
    close(detector, series, bucket, ahead)
  }
  return JSON.stringify(learntOf(detector, series))
}

/** Sends what is written, with pictures, to a platform that takes everything at once. */
function sendTo(url: string, store: Store, catalog: Catalog, onPosted: (place: string) => void) {
  const sink: Platform = {
    name: 'web',
    pictures: 'after words',
    start: async () => {},
    send: async ({ key, to, content }) => {
      if (content.kind === 'reply') onPosted(printPlace(to.place))
      return { kind: 'sent', messageId: key }
    },
    health: async () => null,
    stop: async () => {},
  }
  const log = pino({ level: 'silent' })
  const drawing = createDrawing(store)
  const alerts = createAlerts({
    standingOf: (id) => standingOf(store, id),
    heldFor: (until, place) => heldFor(store, until, place),
    policyOf: () => ownerPolicy(catalog),
    platformOf: () => sink,
    namesOf: async () => new Map(),
    draw: (chart) => drawing.draw(chart, { headless: true }),
    onError: (error, key) => process.stderr.write(`${key}: ${String(error)}\n`),
  })
  const deliver = createDeliver({
    platformOf: () => sink,
    connected: () => [sink.name],
    outbox: outboxInStore(store),
    log,
    onEnd: async () => {},
    alerts,
  })
  const whenWritten = sendWhenWritten(url, deliver, log)
  return {
    async stop() {
      await whenWritten.stop()
      await deliver.finish()
      await drawing[Symbol.asyncDispose]()
    },
  }
}

async function measure(course: Course): Promise<Measured> {
  const server = await startServer()
  try {
    const database = await cloneEmpty(server)
    const store = openStore(database.keeperUrl)
    await migrateStore(store, database.keeperUrl)
    const catalog = catalogOf()
    await ensureWindowTables(store, catalog)
    const rules = rulesOf(catalog)
    for (const rule of rules) await keepRule(store, rule, { source: 'file', madeBy: null })
    // The hour ends in the middle of the run.
    const end = bucketAt(Date.now(), 'hour', 'UTC').to
    const series = await learnAll(store, catalog, end - HOUR, course.speed)
    await sql`ANALYZE`.execute(store)
    await store.destroy()
    return await run(database.keeperUrl, catalog, end, series, course)
  } finally {
    await server.stop()
  }
}

async function run(url: string, catalog: Catalog, end: number, series: number, course: Course): Promise<Measured> {
  const feeding = openStore(url)
  const store = openStore(url)
  const stop = new AbortController()
  const startedAt = Date.now()
  const { seconds, speed, hourEndsAfterMs } = course
  const now = () => end + (Date.now() - startedAt - hourEndsAfterMs) * speed
  const waiting = new Map<string, number>()
  const latencies: number[] = []
  const listening = listen(
    url,
    [OUTBOX_CHANNEL],
    () => {
      void (async () => {
        const heardAt = performance.now()
        const rows = await feeding.selectFrom('tidings.outbox').select('place').execute()
        for (const { place } of rows) {
          const sentAt = waiting.get(place)
          if (sentAt === undefined) continue
          waiting.delete(place)
          latencies.push(heardAt - sentAt)
        }
      })()
    },
    stop.signal,
  )
  const posted: number[] = []
  const sentAt = new Map<string, number>()
  const sending = sendTo(url, store, catalog, (place) => {
    const at = sentAt.get(place)
    if (at !== undefined) posted.push(performance.now() - at)
    sentAt.delete(place)
  })
  await flush(feeding, now(), null)
  const openedAt = performance.now()
  const failures: unknown[] = []
  const watcher = startWatcher({
    store,
    storeUrl: url,
    holder: 'bench',
    catalog,
    history: async () => new Map(),
    explain: null,
    isPlanned: () => false,
    isHearing: () => true,
    now,
    log: { info() {}, warn: (...given) => failures.push(given), error: (...given) => failures.push(given) },
  })
  for (;;) {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM tidings.dirty`.execute(feeding)
    if (rows[0]!.n === 0) break
    await sleep(20)
  }
  const openMs = performance.now() - openedAt
  const cpu = process.cpuUsage()
  const beganAt = performance.now()
  let closedMs: number | null = null
  let closeFrom: number | null = null
  let [flushes, alerts] = [0, 0]
  const quarters: number[][] = [[], [], [], []]
  const ticks = (seconds * 1_000) / FLUSH_MS
  // Goes on until the hour is closed.
  for (let tick = 0; tick < ticks || (closedMs === null && tick < ticks + longestCloseMs / FLUSH_MS); tick++) {
    const dueAt = beganAt + tick * FLUSH_MS
    if (dueAt > performance.now()) await sleep(dueAt - performance.now())
    const isAlert = alerts < ALERTS && tick % 4 === 1
    const extra = isAlert ? { view: VIEWS[alerts % VIEWS.length]!, region: alerts } : null
    // The event may have come right after the last flush.
    if (extra) {
      const place = `web:local/r${alerts++}`
      waiting.set(place, performance.now() - FLUSH_MS)
      sentAt.set(place, performance.now() - FLUSH_MS)
    }
    await flush(feeding, now(), extra)
    flushes++
    if (tick % 20 === 0)
      quarters[Math.min(3, Math.floor((4 * tick) / ticks))]!.push(process.memoryUsage.rss() / 2 ** 20)
    if (closeFrom === null && now() > end) closeFrom = performance.now()
    if (closeFrom !== null && closedMs === null && tick % 4 === 0) {
      const left = await sql<{
        n: number
      }>`SELECT count(*)::int AS n FROM tidings.detectors WHERE upto < ${new Date(end)}`.execute(feeding)
      if (left.rows[0]!.n === 0) closedMs = performance.now() - closeFrom
    }
  }
  const tookMs = performance.now() - beganAt
  await sleep(2_000)
  const used = process.cpuUsage(cpu)
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  await watcher.stop()
  await sending.stop()
  stop.abort()
  await listening
  await Promise.all([store.destroy(), feeding.destroy()])
  if (failures.length > 0) process.stderr.write(`${JSON.stringify(failures.slice(0, 3))}\n`)
  return {
    series,
    openMs,
    latencies,
    posted,
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    closedMs,
    busyShare: (used.user + used.system) / 1_000 / tookMs,
    eventsASecond: (flushes * EVENTS_A_FLUSH * 1_000) / tookMs,
    quartersMb: quarters.map((each) => mean(each)),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(await measure(process.argv[2] === 'hour' ? hour : brief))}\n`)
