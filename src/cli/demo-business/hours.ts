/** The hours of a day by how much happens in them in a country. */
import type { Day } from './day.ts'
import { cumulate } from './random.ts'
import { hourShare } from './seasons.ts'
import { COUNTRIES } from './world.ts'

const known = new Map<string, Float64Array>()

/** Running sums over the day's hours, as a generator's `pick` takes them. */
export function hourShareSums(country: number, day: Day): Float64Array {
  // Days differ in this only by the hours that the clock jumps over or repeats.
  const key = `${country}:${day.hours.length}`
  let sums = known.get(key)
  if (!sums) known.set(key, (sums = cumulate(day.hours.map((hour) => hourShare(COUNTRIES[country]!, hour.wall)))))
  return sums
}
