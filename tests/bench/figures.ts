/** Times → percentiles → lines of a table. */

export interface Line {
  readonly what: string
  readonly figures: readonly string[]
  /** What is aimed at, and whether it was reached; null when there is no target. */
  readonly target: string | null
  readonly isReached: boolean | null
}

export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** A line of times in milliseconds. */
export function timesLine(
  what: string,
  times: readonly number[],
  target: { readonly text: string; readonly isReached: (spread: Spread) => boolean } | null = null,
): Line {
  const spread = spreadOf(times)
  const { count, p50, p95, p99 } = spread
  return {
    what,
    figures: [String(count), ...[p50, p95, p99].map((ms) => ms.toFixed(ms < 10 ? 2 : 0))],
    target: target?.text ?? null,
    isReached: target?.isReached(spread) ?? null,
  }
}

/** A line of one figure. */
export function oneLine(
  what: string,
  figure: string,
  target: string | null = null,
  isReached: boolean | null = null,
): Line {
  return { what, figures: [figure], target, isReached }
}

const missedTargets: string[] = []

/** What was printed as missed so far. */
export function missed(): readonly string[] {
  return missedTargets
}

export function print({ what, figures, target, isReached }: Line): void {
  if (isReached === false) missedTargets.push(what)
  const cells =
    figures.length === 1
      ? figures[0]!.padEnd(30)
      : figures
          .map((each) => each.padStart(7))
          .join(' ')
          .slice(1)
  const verdict = target === null ? '' : `  ${isReached ? 'ok    ' : 'MISSED'}  ${target}`
  console.log(`${what.padEnd(58)} ${cells}${verdict}`)
}

export function printHead(title: string): void {
  console.log(
    `\n${title.padEnd(58)} ${['count', 'p50', 'p95', 'p99']
      .map((each) => each.padStart(7))
      .join(' ')
      .slice(1)}  (ms)`,
  )
}

/** How long `work` takes, in milliseconds, and what it gives. */
export async function timed<Result>(work: () => Promise<Result> | Result): Promise<{ ms: number; result: Result }> {
  const from = performance.now()
  const result = await work()
  return { ms: performance.now() - from, result }
}
