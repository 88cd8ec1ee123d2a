/** The value axis: a domain of round numbers with a few labelled lines. */
import { nice, ticks } from 'd3-array'
import type { Format } from './format.ts'
import { rules, texts } from './frame.ts'
import type { Layer } from './spec.ts'
import { COLOR } from './theme.ts'

export interface ValueAxis {
  readonly domain: readonly [number, number]
  readonly ticks: readonly { readonly value: number; readonly label: string }[]
  readonly startsAtZero: boolean
}

/**
 * A domain over `values`, which are as `numberOf` reads them. Bars and areas need zero; a line may leave it out when it
 * would be flat otherwise.
 */
export function valueAxis(values: readonly number[], format: Format, needsZero: boolean, count = 4): ValueAxis {
  let isFromZero = needsZero
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  // Nothing to measure, or nothing but zero: a baseline and no figures that are not there.
  if (low > high || (low === 0 && high === 0)) {
    const zero = { value: 0, label: format.axis([0])[0] ?? '0' }
    return { domain: [0, 1], ticks: low > high ? [] : [zero], startsAtZero: true }
  }
  // Nearer to one another than a double can divide, no round number lies between them, and `nice` may not end.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-12) isFromZero = true
  const isFar = (low > 0 && low > high * 0.6) || (high < 0 && high < low * 0.6)
  if (isFromZero || !isFar) [low, high] = [Math.min(0, low), Math.max(0, high)]
  const [from, to] = nice(low, high, count)
  const at = ticks(from, to, count)
  const labels = format.axis(at)
  return {
    domain: [from, to],
    ticks: at.map((value, index) => ({ value, label: labels[index] ?? '' })),
    startsAtZero: from <= 0 && to >= 0,
  }
}

/** What is to be reached, as a thin line across the plot. */
export function targetLine(target: number | null, y: (value: number) => number, width: number): readonly Layer[] {
  if (target === null) return []
  return rules([{ x: 0, x2: width, y: y(target), y2: y(target), color: COLOR.muted }], 1.4, [7, 4])
}

/** From a value to pixels: [from, to] onto [0, length]. */
export function along(domain: readonly [number, number], length: number): (value: number) => number {
  const span = domain[1] - domain[0] || 1
  return (value) => ((value - domain[0]) / span) * length
}

/** Lines across the plot, with their labels at its left unless it stands beside one that has them. */
export function gridLines(
  axis: ValueAxis,
  plot: { readonly width: number; readonly height: number; readonly top?: number; readonly left?: number },
  isLabelled = true,
): readonly Layer[] {
  const left = plot.left ?? 0
  const up = along(axis.domain, plot.height)
  const at = (value: number) => (plot.top ?? 0) + plot.height - up(value)
  return [
    ...rules(
      axis.ticks.map(({ value }) => ({
        x: left,
        x2: left + plot.width,
        y: at(value),
        y2: at(value),
        color: value === 0 ? COLOR.zero : COLOR.grid,
      })),
    ),
    ...texts(
      (isLabelled ? axis.ticks : []).map(({ value, label }) => ({
        x: left - 10,
        y: at(value),
        text: label,
        align: 'right',
        baseline: 'middle',
      })),
    ),
  ]
}
