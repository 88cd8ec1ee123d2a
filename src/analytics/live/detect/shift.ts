/** A level that lasts becomes the usual one; and when the series comes back, so does the one before. */
import { moveLevels, rescaleExperts } from './experts.ts'
import type { Model, Series } from './model.ts'
import type { Outlook } from './outlook.ts'
import { rescalePast } from './past.ts'
import { restore } from './stabilise.ts'
import { clearTraces } from './traces.ts'

/** The way back is known for so many times the longest incident. */
const REMEMBERED = 8

export function acceptLevel({ model: { traces, experts }, tempo }: Series): void {
  moveLevels(experts, traces.offset)
  Object.assign(traces, { former: -traces.offset, formerFor: REMEMBERED * tempo.longest, offset: 0, bias: 0 })
}

/** Back at the level before the last accepted one: no anomaly, and that level holds again. */
export function comesBack({ traces, experts }: Model, y: number, { slow, scales }: Outlook): boolean {
  if (traces.formerFor === 0) return false
  traces.formerFor--
  const now = Math.abs(y - slow) / scales.slow
  const then = Math.abs(y - slow - traces.former) / scales.slow
  if (then > 2 || now < 3) return false
  moveLevels(experts, traces.former)
  clearTraces(traces)
  Object.assign(traces, { formerFor: 0, offset: 0, calm: 0 })
  return true
}

/** A series that goes below zero has no natural zero: what was learnt is taken to plain values. */
export function tellPlainly({ stabiliser, experts, scale, traces, past }: Model): void {
  const { slow } = experts.levels
  const unit = stabiliser.how === 'asinh' ? stabiliser.unit : 1
  const plain = (stable: number) => restore(stabiliser, stable) / unit
  const stretch = (plain(slow + 0.01) - plain(slow - 0.01)) / 0.02
  rescaleExperts(experts, plain, stretch)
  rescalePast(past, plain)
  for (const name of ['long', 'lately', 'slow', 'moves'] as const) scale[name] *= stretch
  Object.assign(traces, { offset: 0, former: 0, formerFor: 0 })
  Object.assign(stabiliser, { how: 'plain', unit })
}
