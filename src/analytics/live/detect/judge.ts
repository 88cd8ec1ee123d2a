/** One point through the model: forecast, evidence, decision, and only then learning. */
import { learnCalibration } from './calibrate.ts'
import { learnCycle } from './cycle.ts'
import { beginCycle, learnExperts, mixture, moveLevels, rescaleExperts, sayings, type Phases } from './experts.ts'
import { learnStep } from './grain.ts'
import { beginCalendar, cautiousUntil, longestIncident, newModel, ratesOf, tolerated, trialOf, usual, warmUp, type Model } from './model.ts'
import { DAY, WEEK, within } from './phase.ts'
import { decide } from './policy.ts'
import type { Band, DetectorOptions, Point, Reading } from './reading.ts'
import { chance, learnRun } from './runs.ts'
import { learnScale, scalesAt, type Scales } from './scale.ts'
import { chooseStabiliser, restore, stabilise } from './stabilise.ts'

type Local = (at: number) => number

/** Points kept before the stabiliser is chosen. */
const FIRST = 32
/** Clip of what one value may teach, in deviations. */
const CLIP = 2.5
/** Evidence in nats at which a run (equal values, zeros, nothing) opens an incident. */
const NATS = 16

const P = Number(process.env.P ?? 4)
const COOL = Number(process.env.COOL ?? 1.2)
const GATE = Number(process.env.GATE ?? 4)
const nothing: Reading = { expected: null, low: null, high: null, score: 0, anomaly: false, kind: null }

export function judge(model: Model, point: Point, options: DetectorOptions, local: Local): Reading {
  const value = point.value !== null && Number.isFinite(point.value) ? point.value : null
  if (!Number.isFinite(point.at)) return { ...nothing, anomaly: model.policy.open && model.lastReading !== null }
  if (model.last !== null && point.at <= model.last) return repeated(model, point.at, value, options, local)
  if (value === null) return unreadable(model, point.at, options, local)
  const step = model.last === null ? 0 : point.at - model.last
  if (step > 0 && options.grain == null && learnStep(model.grain, step)) restart(model)
  const reading =
    model.warm === null
      ? take(model, point, value, step, options, local)
      : warmed(model, point.at, value, local, options)
  model.last = point.at
  model.lastValue = value
  model.lastReading = reading
  return reading
}

/** Another grain: what was learnt by slots is void, the grain stays. */
function restart(model: Model): void {
  const { grain, last, lastValue } = model
  Object.assign(model, newModel({ grain: null }), { grain, last, lastValue })
}

function warmed(model: Model, at: number, value: number, local: Local, options: DetectorOptions): Reading {
  const warm = model.warm!
  warm.push({ at, value })
  if (warm.length < Math.min(FIRST, warmUp(model.grain)) || model.grain.grain === 0) return nothing
  model.stabiliser = chooseStabiliser(warm.map((each) => each.value))
  model.warm = null
  model.last = null
  beginCalendar(model)
  for (const each of warm) {
    take(
      model,
      { at: each.at, value: each.value },
      each.value,
      model.last === null ? 0 : each.at - model.last,
      options,
      local,
    )
    model.last = each.at
    model.lastValue = each.value
  }
  model.policy.open = false
  return nothing
}

interface Outlook {
  readonly phases: Phases
  readonly slot: number
  readonly said: Float64Array
  readonly all: number
  readonly slow: number
  readonly scales: Scales
}

function outlook(model: Model, at: number, bucket: number, local: Local): Outlook {
  const wall = local(at)
  const { length } = model.cycle
  const day = within(wall, DAY) / DAY
  const week = within(wall, WEEK) / WEEK
  const phases = { day, week, cycle: length > 0 ? (bucket % length) / length : 0 }
  const slot = model.experts.day === null ? week : day
  const said = sayings(model.experts, phases)
  const all = mixture(model.experts, said, 'all', trialOf(model.grain))
  const slow = mixture(model.experts, said, 'slow', trialOf(model.grain))
  const floor = model.stabiliser.how === 'root' ? 0.5 * narrowness(model) : floorAt(model, all)
  return { phases, slot, said, all, slow, scales: scalesAt(model.scale, slot, floor) }
}

/** Noise is never taken for less than a thousandth of the level. */
function floorAt(model: Model, stable: number): number {
  return model.stabiliser.how === 'plain' ? 1e-3 * Math.abs(stable) + 1e-9 : 1e-3
}

function caution(model: Model): number {
  const share = model.learnt / cautiousUntil(model.grain)
  return share >= 1 ? 1 : 1 + 0.6 * (1 - share)
}

/** A series that goes below zero has no natural zero: what was learnt is taken to plain values. */
function tellPlainly(model: Model): void {
  const { stabiliser, experts, scale } = model
  const { slow } = experts.levels
  const stretch = (restore(stabiliser, slow + 0.01) - restore(stabiliser, slow - 0.01)) / 0.02
  rescaleExperts(experts, (value) => restore(stabiliser, value), stretch)
  for (const name of ['long', 'lately', 'slow', 'moves'] as const) scale[name] *= stretch
  Object.assign(model.traces, { offset: 0, former: 0, formerFor: 0 })
  model.stabiliser = { how: 'plain', unit: 1 }
}

/** Whether a day's shape says more than the level does. Then a weekend may say something else again. */
function isDaily({ experts }: Model): boolean {
  const { errors, judged } = experts
  const rival = judged[9]! > 0 ? Math.min(errors[0]!, errors[9]!) : errors[0]!
  return judged[3]! > 0 && errors[3]! < 0.7 * rival
}

/** Back at the level from before the last accepted shift: no anomaly, and that level holds again. */
function returns({ traces, experts }: Model, y: number, { slow, scales }: Outlook): boolean {
  if (traces.formerFor === 0) return false
  traces.formerFor--
  const now = Math.abs(y - slow) / scales.slow
  const then = Math.abs(y - slow - traces.former) / scales.slow
  if (then > 2 || now < 3) return false
  moveLevels(experts, traces.former)
  Object.assign(traces, { formerFor: 0, offset: 0, few: 0, many: 0, energy: 1, cusumUp: 0, cusumDown: 0, calm: 0 })
  return true
}

export function readBand(model: Model, at: number, options: DetectorOptions, local: Local): Band | null {
  if (model.warm !== null || model.last === null || model.learnt < warmUp(model.grain)) return null
  const ahead = Math.round((at - model.last) / model.grain.grain)
  return bandOf(model, outlook(model, at, model.bucket + Math.max(0, ahead), local), options)
}

function bandOf(model: Model, { all, scales }: Outlook, options: DetectorOptions): Band {
  const { up, down } = model.calibrations
  const wide = caution(model)
  const expected = restore(model.stabiliser, all)
  const low = restore(model.stabiliser, all - scales.all * wide * down.bar)
  const high = restore(model.stabiliser, all + scales.all * wide * up.bar)
  const change = (options.minimumChange ?? 0) * Math.abs(expected)
  const least = model.negative ? -Infinity : 0
  return {
    expected,
    low: Math.min(expected, Math.max(least, Math.min(low, expected - change))),
    high: Math.max(high, expected + change),
  }
}

function take(
  model: Model,
  point: Point,
  value: number,
  step: number,
  options: DetectorOptions,
  local: Local,
): Reading {
  const { grain } = model.grain
  const gap = step === 0 ? 0 : Math.max(0, Math.round(step / grain) - 1)
  model.bucket += step === 0 ? 0 : Math.round(step / grain)
  if (model.counts && !(value >= 0 && Number.isInteger(value))) model.counts = false
  if (value < 0) model.negative = true
  if (value < 0 && model.stabiliser.how !== 'plain') tellPlainly(model)
  const view = outlook(model, point.at, model.bucket, local)
  const y = stabilise(model.stabiliser, value)
  const isReady = model.learnt >= warmUp(model.grain)
  const knows = !Number.isNaN(view.all) && model.scale.count >= 4
  const silence = learnGap(model, gap)
  let z = 0
  let zs = 0
  if (knows) {
    const weight = (point.planned ? 0.4 : 1) * volumeWeight(model, point.volume)
    z = (weight * (y - view.all)) / view.scales.all
    zs = (weight * (y - view.slow)) / view.scales.slow
    if (model.counts) {
      const expected = restore(model.stabiliser, view.all)
      const narrower = narrowness(model)
      z = Math.sign(z) * Math.min(Math.abs(z), poisson(value, expected) / narrower)
      zs = Math.sign(zs) * Math.min(Math.abs(zs), poisson(value, restore(model.stabiliser, view.slow)) / narrower)
      const rate = Math.max(0.005, 1 / (model.learnt + 1))
      model.squared += rate * (Math.min((value - expected) ** 2, 9 * (expected + 1)) - model.squared)
      model.level += rate * (expected - model.level)
    }
  }
  const same = learnRun(model.same, model.lastValue === value && value !== 0, sameness(model, value, view))
  model.most = Math.max(model.most, value)
  model.least = Math.min(model.least, value)
  // Zeros that are as good as expected are no surprise.
  const zero = learnRun(model.zero, value === 0, knows ? Math.exp(-0.5 * z * z) : 1)
  const { traces, calibrations: own } = model
  const clipped = Math.max(-5, Math.min(5, zs - traces.bias))
  traces.bias += (Math.max(-2.5, Math.min(2.5, zs)) - traces.bias) * ratesOf(model.grain).slow
  traces.few += (clipped - traces.few) / 4
  traces.many += (clipped - traces.many) / 12
  traces.energy += (Math.min(clipped * clipped, 25) - traces.energy) / 8
  traces.cusumUp = nextCusum(traces.cusumUp, clipped)
  traces.cusumDown = nextCusum(traces.cusumDown, -clipped)
  const sizes = {
    up: Math.max(0, z),
    down: Math.max(0, -z),
    few: Math.abs(traces.few) * Math.sqrt(7),
    many: Math.abs(traces.many) * Math.sqrt(23),
    energy: Math.sqrt(traces.energy),
    cusum: Math.max(traces.cusumUp, traces.cusumDown),
  }
  const wide = caution(model)
  const wanders = Math.max(1, view.scales.slow / view.scales.all / 2.5)
  const weeks = (model.bucket * model.grain.grain) / (2 * WEEK)
  const lasting = wanders * wide * (1 + (isDaily(model) ? 0.6 : 0.15) * Math.max(0, 1 - weeks))
  let power = 0
  const counts = (sign: number) => options.goodWhen === 'steady' || (options.goodWhen === 'up' ? sign < 0 : sign > 0)
  const add = (evidence: number, sign: number) => {
    if (counts(sign)) power += Math.max(0, evidence) ** P
  }
  const recovers = (traces.calm < 24 && Math.abs(zs) < 2) || returns(model, y, view)
  const damp = recovers ? 0.3 : 1
  add((damp * sizes.up) / (wide * own.up.bar), 1)
  add((damp * sizes.down) / (wide * own.down.bar), -1)
  const settles = model.policy.settling > 0 ? 0.2 : 1
  const still = settles * Math.max(0.3, Math.min(1, Math.abs(zs) / GATE))
  // The lasting channels see the same thing: the clearest of them speaks.
  const lasts = [
    [sizes.few / own.few.bar, traces.few],
    [sizes.many / own.many.bar, traces.many],
    [sizes.energy / own.energy.bar, zs],
    [sizes.cusum / own.cusum.bar, traces.cusumUp - traces.cusumDown],
  ] as const
  let clearest = 0
  for (const [size, sign] of lasts) if (counts(sign) && size > clearest) clearest = size
  power += ((still * clearest) / lasting) ** P
  const runs = Math.max(same, zero, silence) / (NATS * wide)
  const evidence = isReady ? Math.max(power ** (1 / P), runs) : 0
  const wasOpen = model.policy.open
  const open = isReady && decide(model.policy, evidence, longestIncident(model.grain), COOL)
  const band = isReady ? bandOf(model, view, options) : { expected: null, low: null, high: null }
  // What has ended is no evidence for what comes.
  if (knows) traces.offset += (y - view.slow - traces.offset) / 6
  if (wasOpen && !open) {
    Object.assign(traces, { few: 0, many: 0, energy: 1, cusumUp: 0, cusumDown: 0 })
    if (model.policy.settling > 0) {
      moveLevels(model.experts, traces.offset)
      Object.assign(traces, { former: -traces.offset, formerFor: 8 * longestIncident(model.grain), offset: 0, bias: 0 })
    }
  }
  // Learning comes last.
  if (Math.abs(z) > 3 || open) traces.calm = 0
  else traces.calm = Math.min(traces.calm + 1, 1e6)
  if (!point.planned) {
    const odd = open || wasOpen
    learn(model, view, y, sizes, odd ? 0.25 : 1, knows, open && !wasOpen)
  }
  if (point.volume !== undefined && point.volume > 0) {
    model.volume += (point.volume - model.volume) / Math.min(200, model.learnt + 1)
  }
  return {
    ...band,
    score: evidence / (1 + evidence),
    anomaly: open,
    kind: open ? kindOf(evidence, runs, silence, same, z, zs, sizes) : null,
    // DEBUG
    ...(process.env.DUMP ? { why: [...NAMES.map((n) => n + ' ' + (sizes[n] / own[n].bar).toFixed(2)), 'runs ' + runs.toFixed(2), 'z ' + z.toFixed(1), 'zs ' + zs.toFixed(1), 'wide ' + wide.toFixed(2), 'last ' + lasting.toFixed(2)].join(' ') } : {}),
  }
}

function kindOf(
  evidence: number,
  runs: number,
  silence: number,
  same: number,
  z: number,
  zs: number,
  sizes: { up: number; down: number; cusum: number },
): 'spike' | 'drop' | 'shift' | 'silence' {
  if (runs >= evidence && Math.max(silence, same) / NATS >= runs * 0.99) return 'silence'
  if (Math.max(sizes.up, sizes.down) < 3 && sizes.cusum > 8) return 'shift'
  return z + zs >= 0 ? 'spike' : 'drop'
}

function learn(
  model: Model,
  view: Outlook,
  y: number,
  sizes: Readonly<Record<keyof Model['calibrations'], number>>,
  weight: number,
  knows: boolean,
  opens: boolean,
): void {
  const rates = ratesOf(model.grain)
  const { experts, scale } = model
  model.learnt++
  const clip = knows ? CLIP * view.scales.all : Infinity
  const moves = y - experts.levels.slow
  learnExperts(experts, view.said, y, view.phases, rates, clip * (weight < 1 ? 0.5 : 1))
  if (knows || !Number.isNaN(view.all)) {
    if (weight === 1) {
      learnScale(scale, view.slot, { all: y - view.all, slow: y - view.slow, moves }, { ...rates, slot: 0.05 })
    }
  }
  if (knows && model.learnt > 8) {
    for (const name of NAMES) {
      if ((name === 'up' || name === 'down') && sizes[name] === 0) continue
      const own = model.calibrations[name]
      if (weight === 1) learnCalibration(own, sizes[name], 1, usual[name], 200)
      else if (opens) learnCalibration(own, Math.min(sizes[name], 2 * own.bar), tolerated(model.grain), usual[name], 200)
    }
  }
  if (learnCycle(model.cycle, y, scale.moves)) beginCycle(experts, 'cycle', model.cycle.length)
}
const NAMES = Object.keys(usual) as (keyof Model['calibrations'])[]

function learnGap(model: Model, gap: number): number {
  const memory = model.missing
  const surprise = gap >= leastSilence(model) && gap > 1.5 * memory.record ? -gap * Math.log(chance(memory)) : 0
  memory.record = Math.max(memory.record * 0.9995, gap)
  memory.seen = Math.min(memory.seen + 1 + gap, 5000)
  memory.share += (gap / (gap + 1) - memory.share) * Math.min(1, (gap + 1) / memory.seen)
  return surprise
}

/** Fewer missing buckets than this are a hiccup. */
function leastSilence({ grain }: Model): number {
  return Math.max(1, Math.min(10, DAY / grain.grain))
}

/** How long after the last point nothing having come is a silence. */
export function silenceAfter(model: Model): number | null {
  if (model.warm !== null || model.learnt < warmUp(model.grain)) return null
  const { missing, grain } = model
  const buckets = Math.max(leastSilence(model), 1.5 * missing.record, (NATS * caution(model)) / -Math.log(chance(missing)))
  return (Math.ceil(buckets) + 1) * grain.grain
}

/** A slack of 1 deviation; what is quiet again is forgotten soon. */
function nextCusum(sum: number, deviation: number): number {
  const next = Math.max(0, Math.min(60, sum + deviation - 1))
  return deviation < 0.5 ? next * 0.7 : next
}

/** How much narrower than chance a series of whole numbers is: 1 for counts, 0 for what never changes. */
function narrowness({ squared, level }: Model): number {
  return Math.max(0.02, Math.min(1, Math.sqrt((squared + 0.05) / (level + 0.05))))
}

/** How likely the same value comes again for good reasons: at the end of its range, or as a small count. */
function sameness(model: Model, value: number, { all }: Outlook): number {
  if (value === model.most || value === model.least) return 0.6
  if (!model.counts || Number.isNaN(all)) return 0
  return Math.min(0.95, 0.4 / (narrowness(model) * Math.sqrt(restore(model.stabiliser, all) + 0.1)))
}

/** How odd a count is when it comes from a Poisson process: its deviance. */
function poisson(value: number, mean: number): number {
  const rate = Math.max(0.02, mean)
  const surprise = value > 0 ? value * Math.log(value / rate) : 0
  return Math.sqrt(Math.max(0, 2 * (surprise - value + rate)))
}

function volumeWeight(model: Model, volume: number | undefined): number {
  if (volume === undefined || !(model.volume > 0)) return 1
  return Math.min(1, Math.sqrt(Math.max(0, volume) / model.volume))
}

/** A time that was there already: judged by what is known, learnt from never. */
function repeated(model: Model, at: number, value: number | null, options: DetectorOptions, local: Local): Reading {
  const known = model.lastReading
  if (at === model.last && value === model.lastValue && known) return known
  const band = readBand(model, at, options, local)
  if (band === null) return nothing
  return { ...band, score: 0, anomaly: model.policy.open, kind: model.policy.open ? (known?.kind ?? null) : null }
}

/** The bucket is there without a value: as if it were missing, but said at once. */
function unreadable(model: Model, at: number, options: DetectorOptions, local: Local): Reading {
  const band = readBand(model, at, options, local)
  if (band === null) return nothing
  return {
    ...band,
    score: 0,
    anomaly: model.policy.open,
    kind: model.policy.open ? (model.lastReading?.kind ?? null) : null,
  }
}
