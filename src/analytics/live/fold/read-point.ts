/** One finished point of a KPI: `{kpi, time, dimensions, value}`. */
import type { Catalog } from '../../catalog.ts'
import { sliceKey } from '../rule.ts'
import { numberFrom, shown, UnfitEvent, type Times } from './fields.ts'
import { createBuckets, createReadMoment } from './moments.ts'
import { momentIn, objectIn, type Decode } from './read-event.ts'

export interface PointRead {
  readonly kpi: string
  readonly view: string
  /** As `sliceKey` makes it. */
  readonly slice: string
  /** Beginning of the point's bucket, epoch milliseconds: by the grain of the KPI's view, in its zone. */
  readonly bucket: number
  readonly at: number
  readonly value: number
}

/** Throws UnfitEvent. */
export type ReadPoint = (value: Uint8Array | null, newestAllowed: number) => PointRead

export function createReadPoint(catalog: Catalog, decode: Decode): ReadPoint {
  const zones = new Map<string, Times & { readonly buckets: ReturnType<typeof createBuckets> }>()
  const timesIn = (zone: string) => {
    const known = zones.get(zone)
    if (known) return known
    const made = { zone, moment: createReadMoment(zone), buckets: createBuckets(zone) }
    zones.set(zone, made)
    return made
  }

  return function readPoint(value, newestAllowed) {
    const point = objectIn(value, decode)
    const name = point['kpi']
    const kpi = typeof name === 'string' ? catalog.kpis.get(name) : undefined
    const view = kpi && catalog.views.get(kpi.view)
    if (!kpi || !view) throw new UnfitEvent('unknown_kpi', `kpi is ${shown(name)}, which the catalog does not know`)
    const times = timesIn(view.time?.zone ?? catalog.timezone)
    const at = momentIn(point['time'], 'time', times, newestAllowed)
    const number = numberFrom(point['value'])
    if (number === null) throw new UnfitEvent('number', `value is ${shown(point['value'])}, not a finite number`)
    const grain = view.time?.grain ?? 'minute'
    const bucket = grain === 'hour' || grain === 'minute' ? times.buckets[grain](at) : times.buckets.day(at)
    return { kpi: kpi.name, view: view.name, slice: sliceOf(point['dimensions'], view), bucket, at, value: number }
  }
}

function sliceOf(given: unknown, view: NonNullable<ReturnType<Catalog['views']['get']>>): string {
  if (given === undefined || given === null) return sliceKey({})
  if (typeof given !== 'object' || Array.isArray(given))
    throw new UnfitEvent('dimension', `dimensions are an object of names and members, and this is ${shown(given)}`)
  const members: Record<string, string> = {}
  for (const [name, member] of Object.entries(given)) {
    const dimension = view.dimensions.get(name)
    if (!dimension) throw new UnfitEvent('dimension', `${view.name} has no dimension ${shown(name)}`)
    if (typeof member !== 'string' && typeof member !== 'number' && typeof member !== 'boolean')
      throw new UnfitEvent('dimension', `${name} is ${shown(member)}, no single member`)
    const text = String(member)
    if (text.length > 500 || text.includes('\0')) throw new UnfitEvent('dimension', `${name} is no member that is kept`)
    members[name] = text
  }
  return sliceKey(members)
}
