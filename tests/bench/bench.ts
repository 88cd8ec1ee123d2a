/**
 * `npm run bench`: how fast the parts are, on the whole demo business. `--home DIR` says where it lies or will lie,
 * `--only asking|drawing|planning-large|program|slack|slack-memory` leaves the rest out. Ends with 1 when a target is missed.
 */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { openGround } from '../../src/analytics/ground.ts'
import { packageRoot } from '../../src/analytics/package-root.ts'
import { openDatabase } from '../../src/cli/open-database.ts'
import { loadConfig } from '../../src/config.ts'
import { benchAsking } from './asking.ts'
import { benchDrawing } from './drawing.ts'
import { missed } from './figures.ts'
import { benchPlanningLarge } from './planning-large.ts'
import { benchProgram } from './program.ts'
import { benchSlack, benchSlackMemory } from './slack.ts'

const { values } = parseArgs({ options: { home: { type: 'string' }, only: { type: 'string' } } })
const wants = (part: string) => values.only === undefined || values.only === part

const load = loadavg().map((each) => each.toFixed(1))
console.log(
  `Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), load ${load.join(' ')}`,
)
if (wants('planning-large')) benchPlanningLarge()
if (values.only !== 'planning-large') await benchWithDatabase()
const names = missed()
console.log(names.length === 0 ? '\nEvery target is reached.' : `\nMissed: ${names.join('; ')}.`)
process.exitCode = names.length === 0 ? 0 : 1

async function benchWithDatabase(): Promise<void> {
  const config = loadConfig(
    { home: values.home ?? '.tidings', catalog: join(packageRoot, 'sql', 'catalog.yml') },
    {},
    '',
  )
  const io = {
    out: () => {},
    err: (text: string) => void process.stderr.write(text),
    stdin: process.stdin,
    stop: new AbortController().signal,
  }
  await using database = await openDatabase(config, io, { demo: 'loaded' })

  if (wants('asking') || wants('drawing')) {
    const { policy, answers } = await benchAsking({ url: database.url, catalogFile: config.catalog, now: new Date() })
    if (wants('drawing')) await benchDrawing(answers, policy.catalog)
  }
  // What is measured is what is here now.
  const build = () => execFileSync('npm', ['run', '-s', 'build:server'], { cwd: packageRoot, stdio: 'inherit' })
  if (wants('program')) {
    build()
    await benchProgram(database.url)
  }
  if (wants('slack')) {
    build()
    await benchSlack(database.url, await catalogOf(database.url))
  }
  // A quarter of an hour: only when it is asked for.
  if (values.only === 'slack-memory') {
    build()
    await benchSlackMemory(database.url, await catalogOf(database.url))
  }

  async function catalogOf(url: string): Promise<Catalog> {
    await using ground = await openGround(url, config.catalog, { mayConfigure: true })
    return ground.catalog
  }
}
