/**
 * The streaming detector of one series: stabilised values, a mixture of simple forecasters, several channels of evidence,
 * each held against its own history, and a policy that opens and closes one incident. Nothing looks ahead.
 */
import { judge, readBand, silenceAfter } from './judge.ts'
import { freeze, thaw } from './memory.ts'
import { newModel, type Model } from './model.ts'
import type { Detector, DetectorOptions, DetectorState } from './reading.ts'
import { localTime } from './phase.ts'

const VERSION = 1

/** A state of another version is a fault of the caller: what it was learnt from must be played again. */
export function createDetector(options: DetectorOptions, state?: DetectorState): Detector {
  if (state && state.version !== VERSION) throw new Error(`detector state of version ${state.version}, not ${VERSION}`)
  const local = localTime(options.zone ?? 'UTC')
  const model = state ? (thaw(state.memory) as Model) : newModel(options)
  return {
    observe: (point) => judge(model, point, options, local),
    forecast: (at) => readBand(model, at, options, local),
    silenceAfter: () => silenceAfter(model),
    state: () => ({ version: VERSION, memory: freeze(model) }),
  }
}
