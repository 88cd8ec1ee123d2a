/** The same bucket a day and a week ago, of series whose rules compare with it: read once a bucket. */
import type { WatchedGrain } from '../rule.ts'
import { firstWindow, readWindows } from '../store/windows.ts'
import { bucketAgo, type Ago, type Comparing } from './ago.ts'
import { bucketAt, type Bucket } from './clock.ts'
import type { WatchParts } from './parts.ts'
import { valueOf, type Series } from './series.ts'
import type { ViewWatch } from './view-watch.ts'

/**
 * Gives series what the bucket that is filling and the one before it are compared with, once each: from windows, and from
 * the KPI's view where those do not reach back so far.
 */
export async function fillBefore(parts: WatchParts, watch: ViewWatch, at: number): Promise<void> {
  const zone = watch.view.time?.zone ?? parts.catalog.timezone
  for (const grain of watch.grains) {
    const wanting = watch.comparing(grain)
    if (wanting.length === 0) continue
    const filling = bucketAt(at, grain, zone)
    for (const bucket of [bucketAt(filling.from - 1, grain, zone), filling]) {
      const due = wanting.filter(({ series }) => !series.before.some((one) => one.at === bucket.from))
      if (due.length === 0) continue
      const values = {
        day: await valuesOf(parts, watch, grain, due, bucketAgo(bucket, 'day', grain, zone), 'day'),
        week: await valuesOf(parts, watch, grain, due, bucketAgo(bucket, 'week', grain, zone), 'week'),
      }
      for (const { series } of due) {
        const one = { at: bucket.from, day: values.day.get(series) ?? null, week: values.week.get(series) ?? null }
        series.before = [...series.before, one].slice(-2)
      }
    }
  }
}

async function valuesOf(
  parts: WatchParts,
  watch: ViewWatch,
  grain: WatchedGrain,
  all: readonly Comparing[],
  bucket: Bucket,
  ago: Ago,
): Promise<ReadonlyMap<Series, number | null>> {
  const due = all.filter(({ agos }) => agos.has(ago)).map(({ series }) => series)
  const found = new Map<Series, number | null>()
  if (due.length === 0) return found
  const { store, catalog } = parts
  const first = await firstWindow(store, catalog, watch.view.name, grain)
  // The first one was counted whole only where it began with the counting.
  if (first !== null && (first < bucket.from || (first === bucket.from && watch.since <= bucket.from + 60_000))) {
    const asked = { view: watch.view.name, grain, slices: null, from: new Date(bucket.from), to: new Date(bucket.to) }
    const windows = new Map((await readWindows(store, catalog, asked)).map((window) => [window.slice, window]))
    for (const series of due) found.set(series, valueOf(series, windows.get(series.slice) ?? null))
    return found
  }
  const groups = new Map<string, Series[]>()
  for (const series of due) {
    const name = `${series.kpi.name} ${Object.keys(series.members).join()}`
    groups.set(name, [...(groups.get(name) ?? []), series])
  }
  for (const group of groups.values()) {
    const [{ kpi, members }] = group as [Series]
    const asked = { kpi: kpi.name, dimensions: Object.keys(members), grain, from: bucket.from, to: bucket.to }
    const read = await parts.history(asked).catch((error: unknown) => {
      parts.log.warn({ err: error, kpi: kpi.name, grain }, 'what a rule compares with could not be read')
      return null
    })
    for (const series of group) {
      const point = read?.get(series.slice)?.find(({ at }) => at === bucket.from)
      // A view that was read and has no rows there had none of what adds up.
      found.set(series, point ? point.value : read && read.size > 0 ? valueOf(series, null) : null)
    }
  }
  return found
}
