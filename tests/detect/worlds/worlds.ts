import { businessDays, businessHours } from './business.ts'
import { mentions, prices, sparse, sparseDays } from './counts.ts'
import { energy, rides, siteHours, siteMinutes } from './demand.ts'
import { walkDays, walks } from './levels.ts'
import type { World } from './make-series.ts'
import { roads } from './roads.ts'
import { machines, outside, rooms } from './sensors.ts'
import { flipping, serverMinutes, servers } from './servers.ts'
import { batches, batteries, counters, heaters, queues, rented, slowest } from './unseen-machines.ts'
import { downloads, openings, releases, solar, tides } from './unseen-nature.ts'

/** Places that the detector is tried on while it is worked at. A new one is a constant like these and a line here. */
export const worlds: readonly World[] = [
  businessHours,
  businessDays,
  siteMinutes,
  siteHours,
  serverMinutes,
  servers,
  flipping,
  rooms,
  machines,
  outside,
  roads,
  energy,
  rides,
  mentions,
  prices,
  sparse,
  sparseDays,
  walks,
  walkDays,
  openings,
]

/** Places that nothing in the detector was chosen by: they only judge it. */
export const unseenWorlds: readonly World[] = [
  tides,
  solar,
  downloads,
  releases,
  batteries,
  queues,
  batches,
  counters,
  heaters,
  rented,
  slowest,
]
