/** One point through the model: forecast, evidence, decision, and only then learning. */
import { boundedBy, learnCalibration, names, type Calibrations } from './calibrate.ts'
import { learnCounts, repeatChance } from './counts.ts'
import { learnCycle } from './cycle.ts'
import { deviationsOf, weigh, type Evidence } from './evidence.ts'
import { beginCycle, learnExperts } from './experts.ts'
import { learnRare } from './rare.ts'
import { learnStep } from './grain.ts'
import { beginCalendar, caution, isReady, restart, type Model, type Series } from './model.ts'
import { bandAt, bandOf, outlookAt, type Outlook } from './outlook.ts'
import { learnPast } from './past.ts'
import { DAY, WEEK } from './phase.ts'
import { decide } from './policy.ts'
import type { Point, Reading } from './reading.ts'
import { toldBefore } from './repeats.ts'
import { learnRun, NATS } from './runs.ts'
import { learnScale } from './scale.ts'
import { acceptLevel, comesBack, tellPlainly } from './shift.ts'
import { learnMissing, surpriseOfMissing } from './silence.ts'
import { isShareOf, learnHigherShare, learnShare } from './shares.ts'
import { learnSparse, usuallyNone } from './sparse.ts'
import { chooseStabiliser, restore, stabilise } from './stabilise.ts'
import { tempoOf } from './tempo.ts'
import { clearTraces, learnTraces } from './traces.ts'

/** What one value may teach, in deviations; half of it while an incident is open. */
const CLIP = 2.5
/** So many points in a row, each later than the one before, mean that the clock went back. */
const CLOCK_BACK = 16
/** What opens at each operating point. */
const OPENS = { chat: 1, digest: 0.7 } as const

/** After so many times the longest incident a run of one value has been told. */
const TOLD = 6

const nothing: Reading = { expected: null, low: null, high: null, score: 0, anomaly: false, kind: null }

export function judge(series: Series, point: Point): Reading {
  const { model, options } = series
  const value = point.value !== null && Number.isFinite(point.value) ? point.value + 0 : null
  if (!Number.isFinite(point.at)) return unlearnt(series, null)
  if (model.last !== null && point.at <= model.last && !goesBack(model, point.at))
    return repeated(series, point.at, value)
  if (value === null) return unreadable(series, point.at)
  const step = model.last === null ? 0 : point.at - model.last
  if (step > 0 && options.grain == null && learnStep(model.grain, step)) restart(series)
  if (series.tempo.grain !== model.grain.grain) series.tempo = tempoOf(model.grain.grain)
  const readable = { ...point, value }
  const reading = model.warm === null ? take(series, readable, step) : warm(series, readable, model.warm)
  model.last = point.at
  model.lastValue = value
  model.lastReading = reading
  model.behind = 0
  return reading
}

/** A first timestamp far ahead would otherwise silence the series for ever. */
function goesBack(model: Model, at: number): boolean {
  model.behind = at > model.behindAt || model.behind === 0 ? model.behind + 1 : 1
  model.behindAt = at
  if (model.behind < CLOCK_BACK) return false
  model.last = null
  return true
}

interface Readable extends Point {
  readonly value: number
}

/** The first points are kept; with enough of them the stabiliser is chosen and they are learnt from. */
function warm(series: Series, { at, value }: Readable, kept: { at: number; value: number }[]): Reading {
  const { model, tempo } = series
  kept.push({ at, value })
  if (kept.length < tempo.first || tempo.grain === 0) return nothing
  model.stabiliser = chooseStabiliser(kept.map((each) => each.value))
  model.warm = null
  model.last = null
  beginCalendar(model, tempo.grain)
  for (const each of kept) {
    take(series, each, model.last === null ? 0 : Math.max(0, each.at - model.last))
    model.last = each.at
    model.lastValue = each.value
  }
  return nothing
}

function take(series: Series, point: Readable, step: number): Reading {
  const { model, tempo, options } = series
  const { traces, policy, counts } = model
  const { value } = point
  const steps = Math.round(step / tempo.grain)
  model.bucket += steps
  if (counts.whole && !(value >= 0 && Number.isInteger(value))) counts.whole = false
  if (value < 0 && model.stabiliser.how !== 'plain') tellPlainly(model)
  const outlook = outlookAt(series, point.at, model.bucket)
  const ready = isReady(series)
  const band = ready ? bandOf(series, outlook) : null
  const y = stabilise(model.stabiliser, value)
  const knows = !Number.isNaN(outlook.all) && model.scale.count >= 4
  const deviations = knows ? deviationsOf(series, outlook, y, point) : { all: 0, slow: 0 }
  const missed = Math.max(0, steps - 1)
  const surprises = {
    same: learnRun(model.same, value === model.lastValue && value !== 0, sameness(model, value, outlook)),
    // Zeros that are as good as expected are no surprise.
    zero: learnRun(model.zero, value === 0, knows ? chanceOfZero(model, deviations.all) : 1),
    missing: surpriseOfMissing(series, missed),
  }
  learnMissing(series, missed)
  if (!point.planned) learnTraces(traces, deviations.slow, tempo.rates.slow)
  const back = comesBack(model, y, outlook)
  const recovers = back || (traces.calm < 24 && Math.abs(deviations.slow) < 2)
  // The value without its season.
  const level = y - (outlook.slow - model.experts.levels.slow)
  // Below an hour events follow from one another, as people in a queue.
  const isRare = counts.whole && knows && tempo.strict === 1
  const usual = restore(model.stabiliser, outlook.all)
  const isShare = knows && isShareOf(options, value, point.volume)
  const rare = isShare
    ? learnHigherShare(model.shares, value, point.volume!, usual)
    : isRare
      ? learnRare(model.rare, value, usual, tempo.span)
      : 0
  const evidence = weigh(series, outlook, deviations, surprises, recovers, level, rare)
  const wasOpen = policy.open
  const small =
    band !== null && Math.abs(value - band.expected) < (options.minimumChange ?? 0) * Math.abs(band.expected)
  const runs = Math.max(surprises.same, surprises.missing) > 0
  const posted = small && !runs ? 0 : evidence.posted / OPENS[options.sensitivity ?? 'chat']
  // A series that has stood still for that long is dead or at rest, and everybody knows.
  const isOldNews = model.same.told || model.zero.told
  const before = () => {
    const now = { wall: series.local(point.at), sign: Math.sign(deviations.all), evidence: posted }
    return runs || surprises.zero > 0 ? 0 : toldBefore(model.repeats, now, tempo.grain)
  }
  const open = ready && decide(policy, isOldNews ? 0 : posted, tempo.longest, before)
  if (knows) {
    learnPast(model.past, level, tempo.apart)
    traces.offset += (y - outlook.slow - traces.offset) / 6
  }
  if (wasOpen && !open) {
    clearTraces(traces)
    if (policy.settling > 0) {
      acceptLevel(series)
      for (const run of [model.same, model.zero]) run.told = run.length > TOLD * tempo.longest
    }
  }
  traces.calm = Math.abs(deviations.all) > 3 || open ? 0 : Math.min(traces.calm + 1, 1e6)
  // Learning comes last.
  if (counts.whole && knows) learnCounts(counts, value, restore(model.stabiliser, outlook.all), model.learnt)
  learnSparse(model.sparse, value, y, tempo.span, model.learnt)
  model.most = Math.max(model.most, value)
  model.least = Math.min(model.least, value)
  if (!point.planned)
    learn(series, outlook, y, evidence.sizes, { knows, isOdd: open || wasOpen, opens: open && !wasOpen, ready })
  if (point.volume !== undefined && point.volume > 0) {
    model.volume += (point.volume - model.volume) / Math.min(200, model.learnt + 1)
    if (isShareOf(options, value, point.volume)) learnShare(model.shares, value, point.volume, tempo.span)
  }
  if (band === null) return nothing
  return readingOf(band, evidence, open && policy.told)
}

function readingOf(band: { expected: number; low: number; high: number }, evidence: Evidence, open: boolean): Reading {
  const { expected, low, high } = band
  const score = Number.isFinite(evidence.ranked) ? evidence.ranked / (1 + evidence.ranked) : 1
  return { expected, low, high, score, anomaly: open, kind: open ? evidence.kind : null }
}

/** How likely nothing comes; amounts that mostly are nothing are so by chance. */
function chanceOfZero({ counts, sparse }: Model, deviation: number): number {
  return Math.max(Math.exp(-0.5 * deviation ** 2), counts.whole ? 0 : usuallyNone(sparse))
}

/** How likely the same value comes again for good reasons: at the end of its range, or as a small count. */
function sameness({ most, least, counts, stabiliser }: Model, value: number, { all }: Outlook): number {
  if (value === most || value === least) return 0.6
  return !counts.whole || Number.isNaN(all) ? 0 : repeatChance(counts, restore(stabiliser, all))
}

interface Lesson {
  readonly knows: boolean
  readonly isOdd: boolean
  readonly opens: boolean
  readonly ready: boolean
}

function learn(
  { model, tempo }: Series,
  outlook: Outlook,
  y: number,
  sizes: Readonly<Record<keyof Calibrations, number>>,
  { knows, isOdd, opens, ready }: Lesson,
): void {
  const { experts, scale, calibrations } = model
  const { all, slow, scales, slot, said, phases } = outlook
  model.learnt++
  const moves = y - experts.levels.slow
  learnExperts(experts, said, y, phases, tempo.rates, knows ? CLIP * (isOdd ? 0.5 : 1) * scales.all : Infinity, isOdd)
  if (!Number.isNaN(all) && !isOdd) learnScale(scale, slot, { all: y - all, slow: y - slow, moves }, tempo.rates)
  if (knows && ready) {
    for (const name of names) {
      if ((name === 'up' || name === 'down') && sizes[name] === 0) continue
      if (!isOdd) learnCalibration(calibrations, name, sizes[name], 1, tempo.beyond)
      else if (opens)
        learnCalibration(calibrations, name, boundedBy(calibrations, name, sizes[name]), tempo.tolerated, tempo.beyond)
    }
  }
  if (learnCycle(model.cycle, y, scale.moves)) {
    beginCycle(experts, 'cycle', isOfCalendar(model.cycle.length, tempo.grain) ? 0 : model.cycle.length)
  }
}

/** Days and weeks are known by the clock, which knows of hours that are left out. */
function isOfCalendar(buckets: number, grain: number): boolean {
  const cycle = buckets * grain
  const unit = grain >= DAY * 0.9 ? WEEK : DAY
  const whole = Math.round(cycle / unit)
  return whole > 0 && Math.abs(cycle - whole * unit) <= Math.max(0.02 * unit, grain)
}

/** A time that was there already: told what was told, or what would have been; learnt from never. */
function repeated(series: Series, at: number, value: number | null): Reading {
  const { last, lastValue, lastReading } = series.model
  if (at === last && value === lastValue && lastReading !== null) return lastReading
  return unlearnt(series, at)
}

/** The bucket is there without a value: as if it were missing, but it can be said at once. */
function unreadable(series: Series, at: number): Reading {
  const { model, tempo } = series
  const reading = unlearnt(series, at)
  if (reading.expected === null || model.last === null) return reading
  const buckets = Math.round((at - model.last) / tempo.grain)
  const evidence = surpriseOfMissing(series, buckets) / (NATS * caution(series))
  if (evidence < 1) return { ...reading, score: evidence / (1 + evidence) }
  return { ...reading, score: evidence / (1 + evidence), anomaly: true, kind: 'silence' }
}

/** Says what is expected, and whether an incident is open. */
function unlearnt(series: Series, at: number | null): Reading {
  const { policy, lastReading } = series.model
  const band = at === null ? null : bandAt(series, at)
  if (!isReady(series)) return nothing
  return {
    ...nothing,
    ...band,
    anomaly: policy.open && policy.told,
    kind: policy.open && policy.told ? (lastReading?.kind ?? null) : null,
  }
}
