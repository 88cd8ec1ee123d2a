/** Data that stops coming: when missing buckets are no hiccup any more. */
import { caution, isReady, type Series } from './model.ts'
import { chance, NATS } from './runs.ts'

/** How unlikely so many missing buckets are, in nats; 0 while it may be a hiccup or was met before. */
export function surpriseOfMissing({ model: { missing }, tempo }: Series, buckets: number): number {
  if (buckets < tempo.leastSilence || buckets <= 1.5 * missing.record) return 0
  return -buckets * Math.log(chance(missing))
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
  const buckets = Math.max(tempo.leastSilence, Math.floor(1.5 * model.missing.record) + 1, unlikely)
  return (Math.ceil(buckets) + 1) * tempo.grain
}
