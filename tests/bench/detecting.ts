/** The anomaly detector over distinct series of many worlds: time of a point, and what is kept of a series. */
import { createDetector } from '../../src/analytics/live/detect/detector.ts'
import { makeSeries } from '../detect/worlds/make-series.ts'
import { worlds } from '../detect/worlds/worlds.ts'
import { oneLine, print } from './figures.ts'

const EACH = 12
const TARGET_US = 20

/** Prints the lines of detection. Processor time, so that other work on the machine does not count. */
export function benchDetecting(): void {
  const all = worlds.flatMap((world) => Array.from({ length: EACH }, (_, number) => makeSeries(world, number, 'bench')))
  const points = all.reduce((sum, { rows }) => sum + rows.length, 0)
  const began = process.cpuUsage()
  const detectors = all.map(({ rows }) => {
    const detector = createDetector({ goodWhen: 'steady' })
    for (const { at, value } of rows) detector.observe({ at: at * 1000, value })
    return detector
  })
  const { user, system } = process.cpuUsage(began)
  const each = (user + system) / points
  const largest = Math.max(...detectors.map((detector) => JSON.stringify(detector.state()).length)) / 1024
  console.log(`\nDetection: ${all.length} series, ${points.toLocaleString('en')} points`)
  print(oneLine('a point through the detector', `${each.toFixed(1)} µs`, `≤ ${TARGET_US} µs`, each <= TARGET_US))
  print(oneLine('largest state of a series', `${largest.toFixed(0)} KiB`, '≤ 50 KiB', largest <= 50))
}
