/**
 * `npm run detect:demo`: the recorded incidents of the demo's history, and what the live detector and the explanation make of
 * them. Each KPI that has one is played through the detector by hour and by day, as a whole and by the members of each
 * dimension that an incident is recorded with; why is asked of the whole KPI. `--home DIR` names a demo that is
 * loaded (default `.tidings`; it is loaded if it is not). Nothing here is seen by the detector before its time.
 */
import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { pino } from 'pino'
import { Client } from 'pg'
import Table from 'cli-table3'
import { ownerPolicy } from '../../src/analytics/access.ts'
import { createCalendarEvents } from '../../src/analytics/calendar-events.ts'
import type { Kpi } from '../../src/analytics/catalog.ts'
import { openGround } from '../../src/analytics/ground.ts'
import { createDetector } from '../../src/analytics/live/detect/detector.ts'
import type { SeriesKind } from '../../src/analytics/live/detect/reading.ts'
import { createReadHistory } from '../../src/analytics/live/history.ts'
import { plannedBy } from '../../src/analytics/live/planned.ts'
import { bucketAt } from '../../src/analytics/live/watch/clock.ts'
import type { HistoryOf } from '../../src/analytics/live/watch/parts.ts'
import { isAdditive } from '../../src/analytics/measured.ts'
import { print } from '../../src/analytics/period.ts'
import { createWhy } from '../../src/analytics/why.ts'
import { createMinds } from '../../src/app/minds.ts'
import { createNumbers } from '../../src/app/numbers.ts'
import { incidentsOf, type Incident } from '../../src/cli/demo-business/incidents.ts'
import { openDatabase } from '../../src/cli/open-database.ts'
import { loadConfig } from '../../src/config.ts'
import { noneVerified } from '../../src/nlq/verified/verified.ts'

const { values: given } = parseArgs({ options: { home: { type: 'string', default: '.tidings' } } })
const HOUR = 3_600_000
const DAY = 24 * HOUR
const grains = { hour: HOUR, day: DAY } as const
type Grain = keyof typeof grains

/** History that is judged, and what comes before it to learn from. */
const judgedDays = 155
const learntDays = { hour: 60, day: 400 } as const
/** Of a change that lasts, so much is news. */
const newsDays: Readonly<Record<string, number>> = { level_shift: 7, slow_decline: 60 }
/** An alert so soon after an incident still belongs to it. */
const slack = { hour: 3 * HOUR, day: DAY } as const

const io = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  stdin: process.stdin,
  stop: new AbortController().signal,
}
const config = loadConfig({ home: given.home, 'slack.mode': 'off' })
await using database = await openDatabase(config, io, { demo: 'loaded' })
await using ground = await openGround(database.url, 'sql/catalog.yml', { mayConfigure: true })
const { catalog, policies, guard, reader } = ground
const zone = catalog.timezone
const log = pino({ level: 'error' }, process.stderr)
const minds = createMinds({
  policies,
  guard,
  reader,
  store: null,
  isLive: () => false,
  model: null,
  verified: noneVerified,
  definitions: () => '',
})
const events = createCalendarEvents({ catalog, databaseUrl: database.url, log })
await events.read()
const numbers = createNumbers({ catalog, guard, reader, store: null, minds, events })
const owner = ownerPolicy(catalog)
const readHistory = createReadHistory({ catalog, ask: numbers.askAll, policy: owner })
const why = createWhy({ ask: numbers.askAll, known: minds.knowledge, contextOf: numbers.contextOf })
const isPlanned = plannedBy(catalog, () => events.known())
const loaded = await loadOf(database.demoUrl!)
const incidents = incidentsOf(loaded.on)

interface Alert {
  readonly kpi: string
  readonly grain: Grain
  readonly members: Readonly<Record<string, string>>
  readonly from: number
  to: number
}

const alerts: Alert[] = []
const series: { readonly grain: Grain; readonly isWhole: boolean }[] = []
let [buckets, playedMs] = [0, 0]
for (const kpi of new Set(incidents.map((incident) => incident.kpi))) {
  const dimensionSets = new Map<string, readonly string[]>([['', []]])
  for (const incident of incidents)
    if (incident.kpi === kpi)
      for (const one of [...Object.keys(incident.members).map((name) => [name]), Object.keys(incident.members)])
        dimensionSets.set(one.join(' '), one)
  for (const dimensions of dimensionSets.values())
    for (const grain of Object.keys(grains) as Grain[])
      // What is kept by the day has no hours.
      if (catalog.views.get(catalog.kpis.get(kpi)!.view)!.time!.grain !== 'day' || grain === 'day')
        alerts.push(...(await play(catalog.kpis.get(kpi)!, dimensions, grain)))
}

const table = new Table({
  head: ['incident', 'KPI', 'planted in', 'found in', 'after', 'the whole', 'cause told'],
  style: { head: [], border: [] },
  wordWrap: true,
  colWidths: [17, 25, 26, 40, 10, 10, 40],
})
let [found, inWhole, caused, named] = [0, 0, 0, 0]
for (const incident of incidents) {
  const own = alerts.filter((alert) => alert.kpi === incident.kpi && isOf(alert, incident))
  const first = own.toSorted((a, b) => a.from + grains[a.grain] - (b.from + grains[b.grain]))[0]
  const whole = own.filter(({ members }) => Object.keys(members).length === 0)
  const drivers = await driversOf(incident)
  const isRight = drivers !== null && matches(drivers, incident)
  found += first ? 1 : 0
  inWhole += whole.length > 0 ? 1 : 0
  caused += drivers === null ? 0 : 1
  named += isRight ? 1 : 0
  table.push([
    incident.kind,
    incident.kpi,
    wordsOf(incident.members),
    first ? `${wordsOf(first.members)}, by the ${first.grain}` : '–',
    first ? after(first, incident) : 'missed',
    whole.length > 0 ? 'found' : '–',
    drivers === null ? '–' : `${isRight ? 'right' : 'other'}: ${drivers.map(wordsOf).join('; ') || 'all moved alike'}`,
  ])
}
const loose = alerts.filter((alert) => !incidents.some((incident) => touches(alert, incident)))
console.log(table.toString())
console.log(
  `${found} of ${incidents.length} found, ${inWhole} of them already in the whole KPI; cause right in ${named} of ${caused}.`,
)
console.log('Alerts that belong to no incident:')
for (const grain of Object.keys(grains) as Grain[])
  for (const isWhole of [true, false]) {
    const own = loose.filter((alert) => alert.grain === grain && (Object.keys(alert.members).length === 0) === isWhole)
    const count = series.filter((one) => one.grain === grain && one.isWhole === isWhole).length
    const rate = own.length / ((count * judgedDays) / 7)
    console.log(
      `  by the ${grain}, ${isWhole ? 'whole KPIs' : 'parts of them'}: ${own.length} in ${count} series, ${rate.toFixed(4)} a series and week`,
    )
    if (isWhole) for (const { kpi, from } of own) console.log(`    ${kpi}, ${new Date(from).toISOString()}`)
  }
console.log(`${buckets} buckets in ${(playedMs / 1000).toFixed(1)} s`)

/** What happened after the first load may have been caused by hand. */
async function loadOf(adminUrl: string): Promise<{ on: string; to: number }> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ on: string; to: Date }>(
      'select loaded_on::text as on, first_until as to from demo.load',
    )
    return { on: rows[0]!.on, to: rows[0]!.to.getTime() }
  } finally {
    await client.end()
  }
}

/** What would be told of a KPI in the days that are judged, rows apart by no more than a few buckets as one. */
async function play(kpi: Kpi, dimensions: readonly string[], grain: Grain): Promise<Alert[]> {
  const step = grains[grain]
  const judgedFrom = loaded.to - judgedDays * DAY
  const from = judgedFrom - learntDays[grain] * DAY
  const history = await readHistory({ kpi: kpi.name, dimensions, grain, from, to: loaded.to })
  const told: Alert[] = []
  io.err(`${kpi.name} by ${[...dimensions, grain].join(', ')}\n`)
  for (const [key, points] of history) {
    const members = JSON.parse(key) as Record<string, string>
    const detector = createDetector({ goodWhen: 'steady', grain: step, zone, kind: kindOf(kpi) })
    let open: Alert | null = null
    series.push({ grain, isWhole: dimensions.length === 0 })
    const began = performance.now()
    for (const { at, value, volume } of whole(points, isAdding(kpi) ? 0 : null, grain)) {
      const planned = isPlanned(at, at + step, members)
      const reading = detector.observe({ at, value, planned, ...(volume !== null && { volume }) })
      buckets += 1
      if (!reading.anomaly) continue
      if (open && at - open.to <= 3 * step) open.to = at + step
      else {
        open = { kpi: kpi.name, grain, members, from: at, to: at + step }
        if (at >= judgedFrom) told.push(open)
      }
    }
    playedMs += performance.now() - began
  }
  return told
}

type PastPoint = NonNullable<ReturnType<HistoryOf['get']>>[number]

/** With the buckets of which there are no rows, as the watch has them: what adds up came to nothing in them. */
function* whole(points: readonly PastPoint[], empty: 0 | null, grain: Grain): Generator<PastPoint> {
  if (empty === null || points.length === 0) return yield* points
  const known = new Map(points.map((point) => [point.at, point]))
  for (
    let bucket = bucketAt(points[0]!.at, grain, zone);
    bucket.to <= loaded.to;
    bucket = bucketAt(bucket.to, grain, zone)
  )
    yield known.get(bucket.from) ?? { at: bucket.from, value: empty, volume: null }
}

function isAdding({ measure }: Kpi): boolean {
  return measure.kind === 'simple' && isAdditive(measure.aggregation)
}

function kindOf({ measure, unit }: Kpi): SeriesKind {
  if (measure.kind === 'ratio' && unit === 'percent') return 'ratio'
  if (unit === 'seconds') return 'duration'
  return measure.kind === 'simple' && measure.aggregation === 'count' ? 'count' : 'amount'
}

function endOf({ kind, from, to }: Incident): number {
  return to ?? from + (newsDays[kind] ?? 7) * DAY
}

function overlaps({ from, to, grain }: Alert, incident: Incident): boolean {
  return to > incident.from && from < endOf(incident) + slack[grain]
}

/** Whether an alert is about what was planted: in its time, and in no other part. */
function isOf(alert: Alert, incident: Incident): boolean {
  const isElsewhere = Object.entries(alert.members).some(
    ([name, member]) => incident.members[name] !== undefined && !incident.members[name].includes(member),
  )
  const isBeside = Object.keys(alert.members).some((name) => incident.members[name] === undefined)
  return overlaps(alert, incident) && !isElsewhere && !(isBeside && Object.keys(incident.members).length > 0)
}

/** An incident moves other KPIs and parts of its view, too, and what is told of them is not wrong. */
function touches(alert: Alert, incident: Incident): boolean {
  return overlaps(alert, incident)
}

/** What is said to have moved the whole KPI in that time, a week at most; the last week of what grows, against the time before. */
async function driversOf(incident: Incident): Promise<readonly Readonly<Record<string, string>>[] | null> {
  const isDaily = catalog.views.get(catalog.kpis.get(incident.kpi)!.view)!.time!.grain === 'day'
  const [begin, end] = [incident.from, Math.min(endOf(incident), loaded.to)]
  const isGrowing = incident.kind === 'slow_decline'
  const isShort = end - begin < DAY && !isDaily
  const [from, to] = isShort
    ? [begin, end]
    : [
        startOfDay(Math.max(begin, isGrowing ? end - 7 * DAY : 0)),
        startOfDay(Math.min(end, isGrowing ? end : begin + 7 * DAY)),
      ]
  const period = { from: wall(from), to: wall(to), zone }
  const before = startOfDay(begin) - 7 * DAY
  const against = isGrowing ? [{ from: wall(before), to: wall(startOfDay(begin)) }] : null
  const answered = await why({ kpi: incident.kpi, period, ...(against && { against }) }, owner)
  return answered.kind === 'explained' ? answered.explanation.drivers.map(({ members }) => members) : null
}

/** Every planted member is named, and nothing outside of what was planted; a broad one has no segment. */
function matches(drivers: readonly Readonly<Record<string, string>>[], { members: planted }: Incident): boolean {
  const isWithin = (driver: Readonly<Record<string, string>>) =>
    Object.entries(planted).every(([name, members]) => members.includes(driver[name] ?? '')) &&
    Object.keys(driver).length === Object.keys(planted).length
  const areNamed = Object.entries(planted).every(([name, members]) =>
    members.every((member) => drivers.some((driver) => driver[name] === member)),
  )
  if (Object.keys(planted).length === 0) return drivers.length === 0
  return drivers.every(isWithin) && areNamed
}

function after(alert: Alert, incident: Incident): string {
  const step = grains[alert.grain]
  const count = Math.max(1, Math.ceil((alert.from + step - incident.from) / step))
  return `${count} ${alert.grain}${count === 1 ? '' : 's'}`
}

function wordsOf(members: Readonly<Record<string, string | readonly string[]>>): string {
  return Object.values(members).flat().join(' · ') || 'all'
}

function startOfDay(at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds
}

function wall(at: number): string {
  return print(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime())
}
