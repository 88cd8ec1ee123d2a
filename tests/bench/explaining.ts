/** How long the explanation of a change takes in a cube of a hundred thousand leaves. */
import { explain } from '../../src/analytics/live/explain/explain.ts'
import { caseOf } from '../analytics/live/explain/cubes.ts'
import { print, printHead, timed, timesLine } from './figures.ts'

/** Five dimensions, 100,000 leaves. */
const sizes = [10, 10, 10, 10, 10]

export async function benchExplaining(): Promise<void> {
  printHead('Explaining')
  const times: number[] = []
  for (let seed = 0; seed < 6; seed++) {
    const causes = { layer: 1 + (seed % 3), count: 1 + (seed % 2), isUneven: true }
    const { cube, measured } = caseOf({ sizes, noise: 0.1, causes }, seed)
    times.push((await timed(() => explain(cube, measured))).ms)
  }
  const target = { text: 'p95 ≤ 1 s', isReached: ({ p95 }: { p95: number }) => p95 <= 1000 }
  print(timesLine('explain a change over 5 dimensions, 100,000 leaves', times, target))
}
