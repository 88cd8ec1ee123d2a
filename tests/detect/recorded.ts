/**
 * A small state of a detector with what it forecast, so that a state of one build is told from that of another.
 * `npx tsx tests/detect/recorded.ts` records it again; it refuses while the version is that of the record.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createDetector } from '../../src/analytics/live/detect/detector.ts'
import type { Band, Detector, DetectorState, Point } from '../../src/analytics/live/detect/reading.ts'
import { hours } from '../analytics/live/detect/series.ts'

export interface Recorded {
  readonly state: DetectorState
  /** Of the hours after the state, each before its value came. */
  readonly forecasts: readonly (Band | null)[]
}

const file = new URL('recorded.json', import.meta.url)
const KEPT = 200

/** Hours of a shop with an incident, of which the last ones come after the state. */
const points: readonly Point[] = hours(260, {
  seed: 4,
  change: (index, value) => (index > 150 && index < 156 ? value * 2 : value),
})

export function readRecorded(): Recorded {
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded
}

/** The state after the same points, by today's detector. */
export function learntToday(): DetectorState {
  const detector = createDetector({ goodWhen: 'steady' })
  for (const point of points.slice(0, KEPT)) detector.observe(point)
  return detector.state()
}

export function forecastsFrom(state: DetectorState): (Band | null)[] {
  const detector: Detector = createDetector({ goodWhen: 'steady' }, state)
  return points.slice(KEPT).map((point) => {
    const forecast = detector.forecast(point.at)
    detector.observe(point)
    return forecast
  })
}

if (process.argv[1] === file.pathname.replace(/json$/, 'ts')) {
  const state = learntToday()
  if (existsSync(file) && readRecorded().state.version === state.version)
    throw new Error(`version ${state.version} is recorded already: raise VERSION in detector.ts first`)
  writeFileSync(file, `${JSON.stringify({ state, forecasts: forecastsFrom(state) }, null, 1)}\n`)
}
