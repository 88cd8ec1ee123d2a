/**
 * The streaming detector of one series: stabilised values, a mixture of simple forecasters, several channels of evidence,
 * each held against its own history, and a policy that opens and closes one incident. Nothing looks ahead.
 */
import { judge } from './judge.ts'
import { freeze, thaw } from './memory.ts'
import { seriesOf, type Model } from './model.ts'
import { bandAt } from './outlook.ts'
import type { Detector, DetectorOptions, DetectorState } from './reading.ts'
import { silenceAfter } from './silence.ts'

const VERSION = 1

/** A state of another version is a fault of the caller: what it was learnt from must be played again. */
export function createDetector(options: DetectorOptions, state?: DetectorState): Detector {
  if (state && state.version !== VERSION) throw new Error(`detector state of version ${state.version}, not ${VERSION}`)
  const series = state ? seriesOf(options, thaw(state.memory) as Model) : seriesOf(options)
  return {
    observe: (point) => judge(series, point),
    forecast: (at) => bandAt(series, at),
    silenceAfter: () => silenceAfter(series),
    state: () => ({ version: VERSION, memory: freeze(series.model) }),
  }
}
