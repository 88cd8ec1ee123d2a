/** An hour's usual figure with a little chance, the same each time. */
export const HOUR = 3_600_000

export function chanceful(at: number): number {
  return 1 + 0.02 * Math.sin(at / HOUR / 1.7) + 0.02 * Math.sin(at / HOUR / 0.9)
}
