/** Moments and slices of alerts in short words. */
import { Temporal } from 'temporal-polyfill'
import type { Members } from '../../analytics/live/incident.ts'
import type { WatchedGrain } from '../../analytics/live/rule.ts'
import { dateFormat } from '../../charts/intl.ts'

/** `3 Nov 14:00`, of days `3 Nov`; epoch milliseconds. */
export function momentWords(at: number, grain: WatchedGrain, zone: string, locale: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const day = dateFormat(locale, { day: 'numeric', month: 'short' }).format(
    Date.parse(`${wall.toPlainDate().toString()}T00:00Z`),
  )
  return grain === 'day' ? day : `${day} ${wall.toPlainTime().toString().slice(0, 5)}`
}

/** ` (EMEA, web)`; nothing for the whole. */
export function membersWords(members: Members): string {
  const values = Object.values(members)
  return values.length === 0 ? '' : ` (${values.join(', ')})`
}
