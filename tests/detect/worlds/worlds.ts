import { businessDays, businessHours } from './business.ts'
import { mentions, prices, sparse, sparseDays } from './counts.ts'
import { energy, rides, siteHours, siteMinutes } from './demand.ts'
import { walkDays, walks } from './levels.ts'
import type { World } from './make-series.ts'
import { roads } from './roads.ts'
import { machines, outside, rooms } from './sensors.ts'
import { flipping, serverMinutes, servers } from './servers.ts'

/** All places that series come from. A new one is a constant like these and a line here. */
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
]
