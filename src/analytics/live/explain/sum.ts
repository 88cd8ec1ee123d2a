/** The sum of some numbers. (By index: the iterator of a typed array is slow, and searches add up again and again.) */
export function sum(values: readonly number[] | Float64Array): number {
  let total = 0
  for (let at = 0; at < values.length; at++) total += values[at]!
  return total
}
