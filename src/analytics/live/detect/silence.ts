/** Data that stops coming: when missing buckets are no hiccup any more. */
import { caution, isReady, type Series } from './model.ts'
import { WEEK } from './phase.ts'
import { chance, NATS } from './runs.ts'

/** Longer by this than the longest before is new; much longer while the first weekends are still to come. */
function beyondRecord({ model, tempo }: Series): number {
  const isYoung = model.bucket * tempo.grain < 2 * WEEK
  return (isYoung && model.missing.record >= tempo.leastSilence ? 6 : 1.5) * model.missing.record
}

/** How unlikely so many missing buckets are, in nats; 0 while it may be a hiccup or was met before. */
export function surpriseOfMissing(series: Series, buckets: number): number {
  if (buckets < series.tempo.leastSilence || buckets <= beyondRecord(series)) return 0
  return -buckets * Math.log(chance(series.model.missing))
}

/** So many buckets were missing before the one that came. */
export function learnMissing({ model: { missing } }: Series, buckets: number): void {
  missing.record = Math.max(missing.record * 0.9995, buckets)
  missing.seen = Math.min(missing.seen + 1 + buckets, 5000)
  missing.share += (buckets / (buckets + 1) - missing.share) * Math.min(1, (buckets + 1) / missing.seen)
}

/** How long after the last point nothing having come is a silence, in milliseconds; null while that is not known. */
export function silenceAfter(series: Series): number | null {
  if (!isReady(series)) return null
  const { model, tempo } = series
  const unlikely = (NATS * caution(series)) / -Math.log(chance(model.missing))
  const buckets = Math.max(tempo.leastSilence, Math.floor(beyondRecord(series)) + 1, unlikely)
  return (Math.ceil(buckets) + 1) * tempo.grain
}
