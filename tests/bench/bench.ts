/**
 * `npm run bench`: how fast the parts are, on the whole demo business. `--home DIR` says where it lies or will lie,
 * `--only asking|detecting|drawing|explain|model-away|planning-large|program|slack|slack-memory|streams|watch|watch-memory` leaves the rest out.
 * `--scale` is the size of the demo for the lines of Slack. Ends with 1 when a target is missed.
 */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openGround } from '../../src/analytics/ground.ts'
import { packageRoot } from '../../src/analytics/package-root.ts'
import { openDatabase } from '../../src/cli/open-database.ts'
import { loadConfig } from '../../src/config.ts'
import { benchAsking } from './asking.ts'
import { benchDetecting } from './detecting.ts'
import { benchDrawing } from './drawing.ts'
import { benchExplaining } from './explaining.ts'
import { missed } from './figures.ts'
import { benchModelAway } from './model-away.ts'
import { benchPlanningLarge } from './planning-large.ts'
import { benchProgram } from './program.ts'
import { benchSlack, benchSlackMemory } from './slack.ts'
import { benchWatching, benchWatchingMemory } from './watching.ts'
import { benchStreaming } from './streaming.ts'

const { values } = parseArgs({
  options: { home: { type: 'string' }, only: { type: 'string' }, scale: { type: 'string', default: '0.1' } },
})
const catalogFile = join(packageRoot, 'sql', 'catalog.yml')
const wants = (part: string) => values.only === undefined || values.only === part

const load = loadavg().map((each) => each.toFixed(1))
console.log(
  `Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), load ${load.join(' ')}`,
)
if (wants('planning-large')) benchPlanningLarge()
if (wants('detecting')) benchDetecting()
if (wants('explain')) await benchExplaining()
if (wants('watch')) benchWatching()
// Six minutes: only when it is asked for.
if (values.only === 'watch-memory') benchWatchingMemory()
if (wants('asking') || wants('drawing') || wants('program')) await benchParts()
if (wants('model-away')) await benchModelAwayOn()
if (wants('streams')) await benchStreaming()
if (wants('slack') || values.only === 'slack-memory') await benchSlackOn(Number(values.scale))
const names = missed()
console.log(names.length === 0 ? '\nEvery target is reached.' : `\nMissed: ${names.join('; ')}.`)
process.exitCode = names.length === 0 ? 0 : 1

async function benchParts(): Promise<void> {
  const home = values.home ?? '.tidings'
  await using database = await demoAt(home)
  if (wants('asking') || wants('drawing')) {
    const { policy, answers } = await benchAsking({ url: database.url, catalogFile, now: new Date() })
    if (wants('drawing')) await benchDrawing(answers, policy.catalog)
  }
  if (!wants('program')) return
  build()
  await benchProgram(database.url)
}

/** What the database takes for a query is not Tidings' own: a part of the demo business keeps it small. */
async function benchSlackOn(scale: number): Promise<void> {
  await using database = await demoAt(`${values.home ?? '.tidings'}-slack-${scale}`, scale)
  await using ground = await openGround(database.url, catalogFile, { mayConfigure: true })
  const { catalog } = ground
  build()
  if (wants('slack')) await benchSlack(database.url, catalog, scale)
  // A quarter of an hour: only when it is asked for.
  if (values.only === 'slack-memory') await benchSlackMemory(database.url, catalog, scale)
}

async function benchModelAwayOn(): Promise<void> {
  await using database = await demoAt(values.home ?? '.tidings')
  await using ground = await openGround(database.url, catalogFile, { mayConfigure: true })
  build()
  await benchModelAway(database.url, ground.catalog)
}

/** What is measured is what is here now. */
function build(): void {
  execFileSync('npm', ['run', '-s', 'build:server'], { cwd: packageRoot, stdio: 'inherit' })
}

function demoAt(home: string, scale?: number) {
  const io = {
    out: () => {},
    err: (text: string) => void process.stderr.write(text),
    stdin: process.stdin,
    stop: new AbortController().signal,
  }
  return openDatabase(loadConfig({ home, catalog: catalogFile }, {}, ''), io, { demo: 'loaded', scale })
}
