/** Drawing: one chart after the other on one worker, many at once on two, and what the event loop notices of it. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { chartFor } from '../../src/charts/chart.ts'
import { createPainter, type Painter } from '../../src/charts/painter.ts'
import type { Asked } from './asking.ts'
import { oneLine, print, printHead, timed, timesLine } from './figures.ts'

const WARM_UP = 20
/** How often the event loop is looked at. */
const RESOLUTION_MS = 5

export async function benchDrawing(answers: readonly Asked[], catalog: Catalog): Promise<void> {
  printHead('Drawing')
  const chartOf = ({ answer, understood }: Asked) => chartFor(answer, { catalog, understood })
  const charts = answers.flatMap((each) => chartOf(each) ?? [])
  const kinds = new Map<string, number>()
  for (const { kind } of charts) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  print(oneLine('different charts', `${charts.length}: ${[...kinds].map((each) => each.join(' ')).join(', ')}`))
  const [warmUp, measured] = [charts.slice(0, WARM_UP), charts.slice(WARM_UP)]

  await withPainter(1, async (painter) => {
    const [first, ...others] = warmUp
    print(oneLine('the first chart of a worker', `${(await timed(() => painter.paint(first!))).ms.toFixed(0)} ms`))
    for (const chart of others) await painter.paint(chart)
    const times: number[] = []
    for (const chart of measured) times.push((await timed(() => painter.paint(chart))).ms)
    print(
      timesLine('draw a chart, one worker, warm', times, {
        text: 'p50 ≤ 55, p95 ≤ 110 ms',
        isReached: ({ p50, p95 }) => p50 <= 55 && p95 <= 110,
      }),
    )
  })
  await withPainter(2, async (painter) => {
    await Promise.all(warmUp.map((chart) => painter.paint(chart)))
    // As many as a painter lets wait.
    const many = measured.slice(0, 200)
    const { ms } = await timed(() => Promise.all(many.map((chart) => painter.paint(chart))))
    const rate = (many.length / ms) * 1000
    print(oneLine('different charts a second, two workers', rate.toFixed(1), '≥ 25', rate >= 25))
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    delay.enable()
    await Promise.all(
      answers.slice(-50).map(async (each) => {
        // As in a conversation: the specification is made on this thread.
        const chart = chartOf(each)
        await new Promise((resolve) => setImmediate(resolve))
        if (chart) await painter.paint(chart)
      }),
    )
    delay.disable()
    const p99 = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS)
    print(oneLine('event-loop delay p99 while 50 are drawn', `${p99.toFixed(1)} ms`, '< 20 ms', p99 < 20))
  })
}

async function withPainter(workers: number, use: (painter: Painter) => Promise<void>): Promise<void> {
  const painter = createPainter({ workers })
  try {
    await use(painter)
  } finally {
    await painter.close()
  }
}
