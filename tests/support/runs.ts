/** How often a property is tried: as often as given where CI is set, elsewhere a third of it, so that `npm run check` stays quick. */
export function runs(inCi: number): { readonly numRuns: number } {
  return { numRuns: process.env['CI'] ? inCi : Math.ceil(inCi / 3) }
}
