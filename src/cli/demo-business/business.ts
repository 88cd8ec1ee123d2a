/** What a demo business is made from; equal inputs give equal rows. */
import { incidentsOf, type Incident } from './incidents.ts'

export interface Business {
  readonly seed: string
  /** 1 is the whole business; 0.02 a fiftieth of its customers, orders, tickets and visits. */
  readonly scale: number
  readonly incidents: readonly Incident[]
}

export function businessOf(seed: string, scale: number, firstLoad: string): Business {
  return { seed, scale, incidents: incidentsOf(firstLoad) }
}
