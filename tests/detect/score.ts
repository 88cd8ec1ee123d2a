/**
 * `npm run detect:score`: the live detector played over series of many worlds, judged at its own `anomaly` flag and, by
 * VUS-PR, at any threshold of `score`. `--unseen` plays the worlds that only judge, `--world WORD` plays the worlds whose name contains the word, `--each N` N series a
 * world (default 18), `--seed TEXT` other series of the same kinds, `--worst N` lists so many series, `--no-ranking`
 * leaves the threshold-free figure out.
 */
import { parseArgs } from 'node:util'
import type { Tally } from './measure.ts'
import { figuresOf, tally } from './measure.ts'
import { play } from './play.ts'
import { ranking } from './ranking.ts'
import { makeSeries } from './worlds/make-series.ts'
import type { World } from './worlds/make-series.ts'
import { anomalyKinds } from './worlds/series.ts'
import type { LabelledSeries } from './worlds/series.ts'
import { unseenWorlds, worlds } from './worlds/worlds.ts'

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: '' },
    each: { type: 'string', default: '18' },
    unseen: { type: 'boolean', default: false },
    seed: { type: 'string', default: 'worlds' },
    worst: { type: 'string', default: '20' },
    'no-ranking': { type: 'boolean', default: false },
  },
})

interface Judged {
  readonly series: LabelledSeries
  readonly world: World
  readonly tally: Tally
  /** NaN for a clean series. */
  readonly ranking: number
}

let playedMs = 0
let played = 0
const judged = (values.unseen ? unseenWorlds : worlds)
  .filter(({ name }) => name.includes(values.world))
  .flatMap(judgeWorld)

const heads = ['series', 'weeks', 'alerts', 'false', 'false %', 'false/wk', 'events', 'recall', 'delay', 'F1', 'VUS-PR']
line('world', heads)
for (const world of new Set(judged.map((each) => each.world))) figures(world.name, (each) => each.world === world)
console.log()
figures('all a day apart', ({ world }) => world.intervalSec === 86_400)
figures('all an hour apart', ({ world }) => world.intervalSec === 3600)
figures('all 5 to 30 min apart', ({ world }) => world.intervalSec < 3600 && world.intervalSec > 60)
figures('all a minute apart', ({ world }) => world.intervalSec === 60)
figures('all', () => true)
console.log()
kinds()
worst(Number(values.worst))
console.log(
  `\n${played} rows in ${(playedMs / 1000).toFixed(1)} s, ${((1000 * playedMs) / played).toFixed(1)} µs a row`,
)

function judgeWorld(world: World): Judged[] {
  return Array.from({ length: Number(values.each) }, (_, number) => {
    const series = makeSeries(world, number, values.seed)
    const began = performance.now()
    const verdicts = play(series.rows)
    playedMs += performance.now() - began
    played += verdicts.length
    return {
      series,
      world,
      tally: tally(series, verdicts),
      ranking: values['no-ranking'] ? Number.NaN : ranking(series, verdicts),
    }
  })
}

function figures(name: string, belongs: (each: Judged) => boolean): void {
  const mine = judged.filter(belongs)
  if (mine.length === 0) return
  const sum = figuresOf(mine.map((each) => each.tally))
  const ranks = mine.map((each) => each.ranking).filter((rank) => !Number.isNaN(rank))
  const weeks = mine.reduce((total, each) => total + each.tally.weeks, 0)
  line(name, [
    `${sum.series}`,
    weeks.toFixed(0),
    `${sum.alerts}`,
    `${sum.falseAlerts}`,
    (100 * sum.falseShare).toFixed(1),
    sum.falsePerWeek.toFixed(4),
    `${sum.events}`,
    sum.recall.toFixed(2),
    `${sum.medianDelay}`,
    sum.f1.toFixed(2),
    ranks.length === 0 ? '' : (ranks.reduce((total, rank) => total + rank, 0) / ranks.length).toFixed(2),
  ])
}

function kinds(): void {
  line('kind', ['events', 'recall', 'delay'])
  for (const kind of anomalyKinds) {
    const found = judged.flatMap((each) => each.tally.found.filter((one) => one.label.kind === kind))
    const { events, recall, medianDelay } = figuresOf([{ weeks: 0, alerts: 0, falseAlerts: [], found }])
    if (events > 0) line(kind, [`${events}`, recall.toFixed(2), `${medianDelay}`])
  }
}

function worst(count: number): void {
  const cost = ({ tally: { falseAlerts, found } }: Judged) =>
    falseAlerts.length + found.filter(({ delay }) => delay === null).length
  const list = judged.filter((each) => cost(each) > 0).toSorted((a, b) => cost(b) - cost(a))
  console.log(`\n${Math.min(count, list.length)} worst of ${list.length} series with a fault`)
  for (const { series, tally } of list.slice(0, count)) {
    const missed = tally.found.flatMap(({ label, delay }) => (delay === null ? [label] : []))
    const told = tally.falseAlerts.slice(0, 5).map(({ from, to }) => `${from}..${to}`)
    console.log(
      `${series.id}: ${tally.falseAlerts.length} false${told.length > 0 ? ` (${told.join(', ')})` : ''}, missed ` +
        (missed.map(({ kind, from, to }) => `${kind} ${from}..${to}`).join(', ') || 'none'),
    )
  }
}

function line(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(9)).join(''))
}
