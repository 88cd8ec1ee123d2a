import { distance } from 'fastest-levenshtein'

/** The candidate closest in spelling, or undefined when none is near (more than a third of the letters differ). */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.ceil(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const steps = distance(wanted.toLowerCase(), candidate.toLowerCase())
    if (steps < least) {
      least = steps
      best = candidate
    }
  }
  return best
}

/** `; did you mean NAME?`, or nothing when no name is near. */
export function hint(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names)
  return near ? `; did you mean ${near}?` : ''
}
