/** Makes the noise about as wide at every level: asinh of the value over a share of its usual size. */

/** Share of the usual size below which the scale is straight, not logarithmic: zero lies 2.1 below the usual. */
const STRAIGHT = 0.25

/** `unit` 0: values as they are. */
export interface Stabiliser {
  unit: number
}

/** Chosen from the values of the warm-up. Series that go below zero have no natural zero, so they stay as they are. */
export function chooseStabiliser(values: readonly number[]): Stabiliser {
  if (values.some((value) => value < 0)) return { unit: 0 }
  const sizes = values.filter((value) => value > 0).toSorted((a, b) => a - b)
  if (sizes.length === 0) return { unit: 1 }
  return { unit: STRAIGHT * sizes[sizes.length >> 1]! || Number.MIN_VALUE }
}

export function stabilise({ unit }: Stabiliser, value: number): number {
  return unit === 0 ? value : Math.asinh(value / unit)
}

export function restore({ unit }: Stabiliser, stable: number): number {
  return unit === 0 ? stable : unit * Math.sinh(Math.max(-300, Math.min(300, stable)))
}
