/** What a demo business is made from; equal inputs give equal rows. */
import type { Caused } from './caused.ts'
import { incidentsOf, type Incident } from './incidents.ts'

export interface Business {
  readonly seed: string
  /** 1 is the whole business; 0.02 a fiftieth of its customers, orders, tickets and visits. */
  readonly scale: number
  readonly incidents: readonly Incident[]
  /** What somebody caused while the demo ran. */
  readonly caused: readonly Caused[]
}

export function businessOf(seed: string, scale: number, firstLoad: string, caused: readonly Caused[] = []): Business {
  return { seed, scale, incidents: incidentsOf(firstLoad), caused }
}
