/** Makes the noise about as wide at every level. */

/** Share of the usual size below which the scale is straight, not logarithmic: zero lies 2.1 below the usual. */
const STRAIGHT = 0.25
/** Counts below this are mostly chance: their root is as wide at every level. */
const FEW = 25
/** Farther than this from zero, in usual sizes, nothing is told apart. */
const FARTHEST = 1e9

/**
 * `asinh`: of the value over a share of its usual size, a logarithm that knows zero. `root`: Anscombe's, for small
 * counts. `plain`: for what has no natural zero.
 */
export interface Stabiliser {
  how: 'asinh' | 'root' | 'plain'
  unit: number
}

/** Chosen from the values of the warm-up. */
export function chooseStabiliser(values: readonly number[]): Stabiliser {
  if (values.some((value) => value < 0)) {
    const far = values.map(Math.abs).toSorted((a, b) => a - b)
    return { how: 'plain', unit: far[far.length >> 1] || far.at(-1) || 1 }
  }
  const sizes = values.filter((value) => value > 0).toSorted((a, b) => a - b)
  const middle = sizes[sizes.length >> 1] ?? 0
  if (values.every(Number.isInteger) && middle < FEW) return { how: 'root', unit: 1 }
  return { how: 'asinh', unit: STRAIGHT * middle || Number.MIN_VALUE }
}

export function stabilise({ how, unit }: Stabiliser, value: number): number {
  switch (how) {
    case 'asinh':
      return Math.asinh(value / unit)
    case 'root':
      return value <= -0.375 ? 0 : 2 * Math.sqrt(value + 0.375)
    case 'plain':
      return Math.max(-FARTHEST, Math.min(FARTHEST, value / unit))
  }
}

export function restore({ how, unit }: Stabiliser, stable: number): number {
  switch (how) {
    case 'asinh':
      return unit * Math.sinh(Math.max(-300, Math.min(300, stable)))
    case 'root':
      return meanOfRoot(Math.max(0, stable * stable * 0.25 * Math.sign(stable) - 0.375))
    case 'plain':
      return stable * unit
  }
}

/** A mean of roots, squared, is less than the mean: by a quarter, and by less for few. Within 2 % for Poisson counts. */
function meanOfRoot(squared: number): number {
  return squared + (0.25 * squared) / (squared + 0.3)
}
