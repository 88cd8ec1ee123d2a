/**
 * The streaming detector of one series: stabilised values, a mixture of simple forecasters, several channels of evidence,
 * each held against its own history, and a policy that opens and closes one incident. Nothing looks ahead.
 */
import { judge } from './judge.ts'
import { freeze, thaw } from './memory.ts'
import { isReady, seriesOf, wanting, type Model, type Series } from './model.ts'
import { bandAt } from './outlook.ts'
import type { Detector, DetectorOptions, DetectorState } from './reading.ts'
import { silenceAfter } from './silence.ts'

/** Rises whenever a state holds something else, or the same numbers mean something else. */
const VERSION = 8

/** Throws when a state is of another version or makes no sense: what it was learnt from must be played again. */
export function createDetector(options: DetectorOptions, state?: DetectorState): Detector {
  const series = state ? revive(options, state) : seriesOf(options)
  return {
    observe: (point) => judge(series, point),
    forecast: (at) => bandAt(series, at),
    silenceAfter: () => silenceAfter(series),
    wanting: () => wanting(series),
    state: () => ({ version: VERSION, memory: freeze(series.model) }),
  }
}

function revive(options: DetectorOptions, { version, memory }: DetectorState): Series {
  if (version !== VERSION) throw new Error(`detector state of version ${version}, not ${VERSION}`)
  const series = seriesOf(options, thaw(memory) as Model)
  const { last } = series.model
  if (!isReady(series) || last === null) return series
  const band = bandAt(series, last)
  if (band === null || ![band.expected, band.low, band.high].every(Number.isFinite))
    throw new Error(`detector state of version ${version} gives no normal range`)
  return series
}
