/** A rule played over the rows of a file, by the parts that watch: what it would post, or keep open, at each row. */
import type { GoodWhen, Kpi } from '../../analytics/catalog.ts'
import { createDetector } from '../../analytics/live/detect/detector.ts'
import type { AnomalyKind, Reading } from '../../analytics/live/detect/reading.ts'
import type { LiveParts } from '../../analytics/live/live-parts.ts'
import type { Rule } from '../../analytics/live/rule.ts'
import { createPlay, type PlayedBucket } from '../../analytics/live/rules/play.ts'
import type { SeriesRow } from './series-file.ts'

const lengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
const DAY = lengths.day
/** Steps from row to row that tell how far apart rows are. */
const stepsKept = 25
/** Of a longer gap, only its end is played. */
const mostMissing = 400
const nothingKnown: Reading = { expected: null, low: null, high: null, score: 0, anomaly: false, kind: null }
const kinds: Readonly<Record<'up' | 'down' | 'silent', AnomalyKind>> = { up: 'spike', down: 'drop', silent: 'silence' }

/** Gives a reading for each row, in order; `anomaly` is the rule's, the rest is the detector's. */
export function createRulePlay(rule: Rule, goodWhen: GoodWhen): (row: SeriesRow) => Reading {
  const play = createPlay({
    // A file says nothing of the volume behind a value.
    rules: [{ ...rule, slice: { kind: 'whole' }, minimumVolume: null }],
    kpi: kpiOf(rule.kpi, goodWhen),
    parts,
    slices: ['{}'],
    detectorOf: () => createDetector({ goodWhen: 'steady' }),
  })
  const steps: number[] = []
  let last: number | null = null
  let reading = nothingKnown
  return ({ at, value }) => {
    if (at === null || (last !== null && at <= last))
      return at === last ? reading : asJudged(nothingKnown, play.isOpen(0))
    if (last !== null) steps.push(at - last)
    if (steps.length > stepsKept) steps.shift()
    const step = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? lengths[rule.grain]
    const missing = last === null ? 0 : Math.min(mostMissing, Math.round((at - last) / step) - 1)
    for (let back = missing; back > 0; back--) play.step(bucketOf(at - back * step, step, null))
    const wasOpen = missing > 0 && play.isOpen(0)
    last = at
    const made = play.step(bucketOf(at, step, value)).get('{}') ?? nothingKnown
    reading = asJudged(made, wasOpen || play.isOpen(0))
    return reading
  }

  function asJudged(made: Reading, anomaly: boolean): Reading {
    const told = anomaly ? play.fired(0).at(-1) : undefined
    return { ...made, anomaly, kind: told ? kinds[told.direction] : null }
  }
}

function bucketOf(from: number, step: number, value: number | null): PlayedBucket {
  const points = new Map(value === null ? [] : [['{}', { value, volume: null }]])
  const earlier = { day: from - DAY, week: from - 7 * DAY }
  return { from, to: from + step, points, isPlanned: () => false, earlier }
}

/** A value is judged as it stands, as that of a KPI that does not add up. */
const parts: LiveParts = { view: '', of: { kind: 'measure', measure: 'value', aggregation: 'last' }, over: null }

function kpiOf(name: string, goodWhen: GoodWhen): Kpi {
  const measure = { kind: 'simple', aggregation: 'last', column: 'value', where: new Map() } as const
  const rest = { label: name, synonyms: [], description: '', owner: null, target: null, settlesMs: 0, also: [] }
  return { name, view: '', measure, unit: 'count', goodWhen, ...rest }
}
