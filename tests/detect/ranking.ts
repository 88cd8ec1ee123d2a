import type { LabelledSeries, RowRange } from './worlds/series.ts'
import type { Verdict } from './measure.ts'

/**
 * How well the score ranks a series' rows, whatever the threshold: volume under the precision-recall surface, 0 to 1.
 * NaN for a series without an anomaly. Rows that are ignored get the score 0.
 * J. Paparrizos, P. Boniol, T. Palpanas, R. Tsay, A. Elmore, M. Franklin, "Volume Under the Surface: A New Accuracy
 * Evaluation Measure for Time-Series Anomaly Detection", PVLDB 15(11), 2022.
 */
export function ranking(series: LabelledSeries, verdicts: readonly Verdict[]): number {
  const { split, rows } = series
  const moved = ({ from, to }: RowRange) => ({ from: Math.max(0, from - split), to: to - split })
  const events = series.labels.filter(({ to }) => to >= split).map(moved)
  const score = verdicts.slice(split).map((verdict) => verdict.score)
  const labelled = score.map(() => false)
  for (const { from, to } of events) labelled.fill(true, from, to + 1)
  for (const { from, to } of series.ignored.filter(({ to }) => to >= split).map(moved)) {
    for (let row = from; row <= Math.min(to, score.length - 1); row++) if (!labelled[row]) score[row] = 0
  }
  return volumeUnderSurface(events, score, periodOf(rows.slice(split).map(({ value }) => value ?? 0)))
}

/** `widest`: rows of the widest buffer around an anomaly; `steps`: thresholds that are tried. */
export function volumeUnderSurface(
  events: readonly RowRange[],
  score: readonly number[],
  widest: number,
  steps = 250,
): number {
  if (events.length === 0) return Number.NaN
  const rows = score.length
  const thresholds = thresholdsOf(score, steps)
  const steppedIn = score.map((each) => firstAtMost(thresholds, each))
  const flagged = running(count(steppedIn, steps))
  const inside = score.map(() => false)
  for (const { from, to } of events) inside.fill(true, from, to + 1)
  const positives = inside.filter(Boolean).length
  const right = running(
    count(
      steppedIn.filter((_, row) => inside[row]),
      steps,
    ),
  )

  let volume = 0
  for (let width = 0; width <= widest; width++) {
    const buffers = bufferWeights(events, inside, width)
    const near = zeros(steps)
    for (const [row, weight] of buffers) if (steppedIn[row]! < steps) near[steppedIn[row]!]! += weight
    const reach = widened(events, width >> 1, rows)
    const met = zeros(steps)
    for (const { from, to } of reach) {
      let first = steps
      for (let row = from; row <= to; row++) first = Math.min(first, steppedIn[row]!)
      if (first < steps) met[first]!++
    }
    volume += area(right, running(near), running(met), flagged, positives, reach.length)
  }
  return volume / (widest + 1)
}

/** Precision over recall for one width of buffer. Recall also asks that each event be met at all. */
function area(
  right: readonly number[],
  near: readonly number[],
  met: readonly number[],
  flagged: readonly number[],
  positives: number,
  events: number,
): number {
  let sum = 0
  let before = 0
  for (let step = 0; step < right.length; step++) {
    const hits = right[step]! + near[step]!
    const recall = (Math.min(1, hits / (positives + near[step]! / 2)) * met[step]!) / events
    sum += (recall - before) * (hits / flagged[step]!)
    before = recall
  }
  return sum
}

/** Rows outside the events and how much a flag there is worth: it falls with the distance, and ends at half a width. */
function bufferWeights(
  events: readonly RowRange[],
  inside: readonly boolean[],
  width: number,
): ReadonlyMap<number, number> {
  const weights = new Map<number, number>()
  const add = (row: number, away: number) => {
    if (row < 0 || row >= inside.length || inside[row]) return
    weights.set(row, Math.min(1, (weights.get(row) ?? 0) + Math.sqrt(1 - away / width)))
  }
  for (const { from, to } of events) {
    for (let away = 1; away <= width >> 1; away++) {
      add(from - away, away)
      add(to + away, away)
    }
  }
  return weights
}

function widened(events: readonly RowRange[], by: number, rows: number): RowRange[] {
  const out: { from: number; to: number }[] = []
  for (const { from, to } of events) {
    const open = out.at(-1)
    if (open && from - by <= open.to) open.to = Math.min(rows - 1, to + by)
    else out.push({ from: Math.max(0, from - by), to: Math.min(rows - 1, to + by) })
  }
  return out
}

/** The length of the season by the highest local peak of the autocorrelation between 3 and 300 rows; 125 without one. */
export function periodOf(values: readonly number[]): number {
  const head = values.slice(0, 20_000)
  const mean = head.reduce((sum, value) => sum + value, 0) / head.length
  const around = Float64Array.from(head, (value) => value - mean)
  const together = Array.from({ length: Math.min(400, head.length - 1) + 1 }, (_, lag) => {
    let sum = 0
    for (let row = 0; row + lag < around.length; row++) sum += around[row]! * around[row + lag]!
    return sum
  })
  let best = 0
  for (let lag = 4; lag < together.length - 1; lag++) {
    const here = together[lag]!
    const isPeak = here > together[lag - 1]! && here > together[lag + 1]!
    if (isPeak && (best === 0 || here >= together[best]!)) best = lag
  }
  return best < 6 || best > 303 ? 125 : best
}

function thresholdsOf(score: readonly number[], steps: number): number[] {
  const falling = score.toSorted((a, b) => b - a)
  return Array.from({ length: steps }, (_, step) => falling[Math.trunc((step * (score.length - 1)) / (steps - 1))]!)
}

/** The first step whose threshold a score reaches; thresholds fall. */
function firstAtMost(thresholds: readonly number[], score: number): number {
  let [low, high] = [0, thresholds.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (thresholds[middle]! <= score) high = middle
    else low = middle + 1
  }
  return low
}

function count(steps: readonly number[], length: number): number[] {
  const counts = zeros(length)
  for (const step of steps) if (step < length) counts[step]!++
  return counts
}

function running(values: readonly number[]): number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}
