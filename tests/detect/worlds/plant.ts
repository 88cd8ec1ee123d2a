import type { Calm } from './calm.ts'
import { kept } from './calm.ts'
import type { Chance } from './chance.ts'
import type { AnomalyKind, Label, RowRange } from './series.ts'

export interface Planted {
  readonly label: Label
  /** Peak distance from what would have been, in usual deviations, is large enough to be seen. */
  readonly visible: boolean
  /** Rows after the label in which an alert is neither right nor wrong. */
  readonly after?: RowRange
}

export interface Ground {
  readonly calm: Calm
  /** The values so far; planting changes them. */
  readonly value: number[]
  /** Rows that never came. */
  readonly gone: boolean[]
  /** Rows of a day; of a week for daily series. */
  readonly cycle: number
  /** Whether effects multiply what is expected, or add deviations. */
  readonly effect: 'times' | 'plus'
}

/** An anomaly is visible from this many usual deviations on. */
const visibleFrom = 5

/** Puts an anomaly of a kind at a row. Its strength and length are drawn, and some turn out too small to see. */
export function plant(ground: Ground, chance: Chance, kind: AnomalyKind, from: number): Planted {
  const { calm, value, cycle } = ground
  const last = value.length - 1
  const rows = Math.min(lengthOf(kind, cycle, chance), last - from + 1)
  const to = from + rows - 1
  const label = { kind, from, to }
  const day = Math.max(1, Math.round(cycle / 4))
  const was = value.slice()
  const change = (row: number, to: number) => {
    value[row] = kept(to, calm.limits, calm.decimals)
  }
  const seen = (until = to) => peak(ground, was, from, until) >= visibleFrom
  const lifts = chance.odds(0.5)

  switch (kind) {
    case 'spike': {
      const push = pushed(ground, chance, true)
      for (let row = from; row <= to; row++) change(row, push(row, 1))
      return { label, visible: seen() }
    }
    case 'drop': {
      const push = pushed(ground, chance, false)
      for (let row = from; row <= to; row++) change(row, push(row, 1))
      return { label, visible: seen() }
    }
    case 'burst': {
      const push = pushed(ground, chance, true)
      for (let row = from; row <= to; row++) change(row, push(row, chance.between(0.2, 1.3)))
      return { label, visible: seen() }
    }
    case 'shift': {
      const back = chance.odds(0.5) ? Math.min(last, from + Math.round(cycle * chance.between(3, 6))) : last
      const push = pushed(ground, chance, lifts)
      for (let row = from; row <= back; row++) change(row, push(row, 1))
      return {
        label,
        visible: seen(),
        after: { from: to + 1, to: Math.min(last, (back < last ? back : to + 4 * cycle) + cycle) },
      }
    }
    case 'ramp': {
      const push = pushed(ground, chance, lifts)
      for (let row = from; row <= to; row++) change(row, push(row, (row - from + 1) / rows))
      return { label, visible: seen(), after: { from: to + 1, to: Math.min(last, to + day) } }
    }
    case 'outage': {
      const [least] = calm.limits
      for (let row = from; row <= to; row++) change(row, Number.isFinite(least) ? least : 0)
      return { label, visible: seen() }
    }
    case 'stuck': {
      for (let row = from; row <= to; row++) value[row] = was[Math.max(0, from - 1)]!
      const moved = differing(was, from, to)
      return { label, visible: seen() || (rows >= 12 && moved > 0.9) }
    }
    case 'variance': {
      const factor = chance.between(2.5, 6)
      for (let row = from; row <= to; row++)
        change(row, calm.expected[row]! + factor * (was[row]! - calm.expected[row]!))
      return { label, visible: seen() }
    }
    case 'phase': {
      const by = Math.round(cycle * chance.between(0.12, 0.35)) * (lifts ? 1 : -1)
      for (let row = from; row <= to; row++) {
        const other = Math.min(last, Math.max(0, row + by))
        const sway = (was[row]! - calm.expected[row]!) / calm.spread[row]!
        change(row, calm.expected[other]! + sway * calm.spread[other]!)
      }
      return { label, visible: seen(), after: { from: to + 1, to: Math.min(last, to + day) } }
    }
    case 'season': {
      const flat = mean(calm.expected.slice(Math.max(0, from - cycle), from + 1))
      for (let row = from; row <= to; row++) change(row, flat + was[row]! - calm.expected[row]!)
      return { label, visible: seen(), after: { from: to + 1, to: Math.min(last, to + day) } }
    }
    case 'missing': {
      for (let row = from; row < to; row++) ground.gone[row] = true
      return { label: { kind, from: to, to }, visible: rows > 6 }
    }
  }
}

/** Rows; the cycle is a day, or a week of daily rows. */
function lengthOf(kind: AnomalyKind, cycle: number, chance: Chance): number {
  const share = (from: number, to: number, least: number) =>
    Math.max(least, Math.round(cycle * chance.between(from, to)))
  const daily = cycle < 10
  switch (kind) {
    case 'spike':
      return daily ? 1 : chance.whole(1, Math.max(2, Math.round(cycle / 100)))
    case 'drop':
      return daily ? chance.whole(1, 4) : share(0.03, 0.5, 2)
    case 'burst':
      return share(0.05, 0.3, 3)
    case 'outage':
      return daily ? chance.whole(1, 2) : share(0.03, 0.3, 2)
    case 'stuck':
      return share(0.2, 0.7, 6)
    case 'variance':
      return share(0.3, 1.3, 5)
    case 'ramp':
      return share(0.7, 3, 8)
    case 'phase':
    case 'season':
      return share(0.9, 2, 6)
    case 'shift':
      return share(1, 1, 5)
    case 'missing':
      return share(0.15, 1.5, 4)
  }
}

/** What a row becomes at a share of an effect whose strength is drawn once. */
function pushed({ calm, value, effect }: Ground, chance: Chance, up: boolean): (row: number, share: number) => number {
  const was = value.slice()
  if (effect === 'plus') {
    const deviations = chance.between(4, 20) * (up ? 1 : -1)
    return (row, share) => was[row]! + deviations * share * calm.spread[row]!
  }
  const factor = up ? chance.between(1.3, 4) : chance.between(0.05, 0.75)
  return (row, share) => was[row]! * (1 + (factor - 1) * share)
}

function peak({ calm, value }: Ground, was: readonly number[], from: number, to: number): number {
  let most = 0
  for (let row = from; row <= to; row++) most = Math.max(most, Math.abs(value[row]! - was[row]!) / calm.spread[row]!)
  return most
}

/** Share of rows that differ from the row before. */
function differing(value: readonly number[], from: number, to: number): number {
  let changes = 0
  for (let row = from; row <= to; row++) if (value[row] !== value[row - 1]) changes++
  return changes / (to - from + 1)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
