/** An incident in words: what is told, edited and in the end resolved in one message. Every figure is of its content. */
import type { Catalog, Kpi } from '../../analytics/catalog.ts'
import type { Driver, IncidentContent, Members } from '../../analytics/live/incident.ts'
import type { WatchedGrain } from '../../analytics/live/rule.ts'
import { formatOf, sharePercent, type Format } from '../../charts/format.ts'
import { bucketAt } from '../../charts/buckets.ts'
import { dateFormat } from '../../charts/intl.ts'
import { circumstancesInWords } from './circumstances.ts'
import { sentences } from './en-alerts.ts'

export interface AlertWords {
  /** How grave it is and where it stands, in a word or two: `Critical alert, worse`. */
  readonly kind: string
  /** What happened, in one line: the number and how far it is from normal. */
  readonly headline: string
  /** Which bucket, against what, since when; stands under a picture's title. */
  readonly subtitle: string
  /** What explains it and what else is known, a line each. */
  readonly lines: readonly string[]
  /** Rule, owner and how current the data is. */
  readonly small: string
}

interface Teller {
  readonly catalog: Catalog
  /** BCP 47. */
  readonly locale: string
}

/** Drivers beyond these are not read. */
const mostDrivers = 4
const mostJoined = 4
/** Nobody reads that something is 9,558 times what is normal. */
const mostTimes = 100

export function alertWords(incident: IncidentContent, { catalog, locale }: Teller): AlertWords {
  const kpi = catalog.kpis.get(incident.kpi)
  const zone = zoneOf(incident.kpi, catalog)
  const format = formatOf(kpi?.unit ?? null, locale)
  const say = { incident, kpi, catalog, locale, zone, format }
  return {
    kind: kindOf(incident),
    headline: headlineOf(say),
    subtitle: subtitleOf(say),
    lines: [...explanationOf(say), ...joinedOf(say), ...circumstancesOf(say)],
    small: smallOf(say),
  }
}

interface Saying extends Teller {
  readonly incident: IncidentContent
  readonly kpi: Kpi | undefined
  readonly zone: string
  readonly format: Format
}

function kindOf({ phase, severity }: IncidentContent): string {
  switch (phase) {
    case 'resolved':
      return sentences.isResolved
    case 'recovering':
      return sentences.isRecovering(sentences.kinds[severity])
    case 'worse':
      return sentences.isWorse(sentences.kinds[severity])
    case 'open':
      return sentences.kinds[severity]
  }
}

function headlineOf({ incident, kpi, locale, zone, format }: Saying): string {
  const name = labelOf(kpi, incident.kpi, incident.members)
  const { value, expected, direction, total } = incident
  if (incident.phase === 'resolved') {
    const lasted = durationOf(Date.parse(incident.resolvedAt ?? incident.asOf) - Date.parse(incident.from), locale)
    if (total === null || total === 0) return sentences.resolved(name, lasted)
    return sentences.resolvedBy(name, lasted, format.words(Math.abs(total)), total < 0 ? 'below' : 'above')
  }
  if (direction === 'silent') {
    const silent = incident.reasons.find((reason) => reason.kind === 'silent')
    const since = silent?.kind === 'silent' ? silent.since : null
    return sentences.silent(name, since === null ? null : momentOf(since, incident.asOf, zone, locale))
  }
  if (value === null) return sentences.noValue(name)
  const pace = incident.reasons.find((reason) => reason.kind === 'pace')
  if (pace?.kind === 'pace') {
    const lasted = durationOf(Date.parse(pace.to) - Date.parse(pace.from), locale)
    const told = sentences.within(format.words(pace.value), lasted)
    const far = distanceOf(pace.value, pace.expected, format)
    return far === null
      ? sentences.insteadOf(name, told, format.short(pace.expected))
      : sentences.away(name, told, far, pace.direction === 'down' ? 'below' : 'above')
  }
  const usual = incident.isFilling ? incident.expectedSoFar : expected
  const told = incident.isFilling ? sentences.soFar(format.words(value)) : format.words(value)
  const away = usual === null ? null : distanceOf(value, usual, format)
  if (usual !== null && away !== null) return sentences.away(name, told, away, value < usual ? 'below' : 'above')
  const [reason] = incident.reasons
  if (reason && (reason.kind === 'above' || reason.kind === 'below'))
    return sentences.beyond(name, told, reason.kind, format.words(reason.bound))
  if (expected !== null) return sentences.insteadOf(name, told, format.words(expected))
  return sentences.is(name, told)
}

function subtitleOf({ incident, zone, locale, format }: Saying): string {
  const { expected, low, high } = incident
  const bucket = bucketWords(incident.bucket, incident.grain, incident.asOf, zone, locale)
  const parts = [bucket]
  if (expected !== null)
    parts.push(
      sentences.normal(
        format.words(expected),
        low === null ? null : format.short(low),
        high === null ? null : format.short(high),
      ),
    )
  if (incident.from !== incident.bucket)
    parts.push(sentences.since(momentOf(incident.from, incident.asOf, zone, locale)))
  return parts.join(' · ')
}

function explanationOf({ incident, format, locale, catalog }: Saying): string[] {
  const { explanation, kpi } = incident
  if (explanation === null) return []
  const lines: string[] = []
  const { drivers, isBroad, effects } = explanation
  if (drivers.length > 0 && drivers.every((driver) => isContrary(driver, incident.direction))) return []
  if (drivers.length > 0) {
    const shown = drivers.slice(0, mostDrivers)
    lines.push(
      shown.length === 1
        ? sentences.driver(driverWords(shown[0]!, kpi, catalog), shareOf(shown[0]!, locale), figures(shown[0]!, format))
        : sentences.drivers,
    )
    if (shown.length > 1)
      for (const each of shown)
        lines.push(
          `• ${sentences.driver(driverWords(each, kpi, catalog), shareOf(each, locale), figures(each, format))}`,
        )
    if (drivers.length > shown.length) lines.push(sentences.moreDrivers(drivers.length - shown.length))
  } else if (isBroad) lines.push(sentences.broad)
  if (effects !== null) lines.push(sentences.effects(signed(effects.rate, format), signed(effects.mix, format)))
  return lines
}

/** A burst or a lull within a bucket that went the other way as a whole: what moved the whole says nothing of it. */
function isContrary({ value, expected, share }: Driver, direction: IncidentContent['direction']): boolean {
  return share > 0 && (direction === 'up' ? value < expected : value > expected)
}

function joinedOf({ incident, catalog, locale }: Saying): string[] {
  const moved = incident.joined.filter((each) => each.value !== null && each.expected !== null)
  if (moved.length === 0) return []
  const shown = moved.slice(0, mostJoined).map((each) => {
    const kpi = catalog.kpis.get(each.kpi)
    const format = formatOf(kpi?.unit ?? null, locale)
    const away = distanceOf(each.value!, each.expected!, format)
    const name = labelOf(kpi, each.kpi, each.members)
    return away === null
      ? `${name} ${format.short(each.value!)}`
      : `${name} ${sentences.side(away, each.value! < each.expected! ? 'below' : 'above')}`
  })
  return [sentences.also(shown, moved.length - shown.length)]
}

function circumstancesOf({ incident, catalog, locale }: Saying): string[] {
  const all = incident.explanation?.circumstances ?? []
  return [
    ...circumstancesInWords(all, incident.kpi, { catalog, locale }),
    ...(incident.phase === 'recovering' ? [sentences.recovering] : []),
  ]
}

function smallOf({ incident, locale, zone }: Saying): string {
  return sentences.small(incident.rule, momentOf(incident.asOf, '', zone, locale), zone)
}

/** `Revenue in EMEA, web` */
function labelOf(kpi: Kpi | undefined, name: string, members: Members): string {
  const label = kpi?.label ?? name
  const values = Object.values(members)
  return values.length === 0 ? label : sentences.of(label, values.join(', '))
}

function driverWords(driver: Driver, kpiName: string, catalog: Catalog): string {
  const kpi = catalog.kpis.get(kpiName)
  const view = kpi && catalog.views.get(kpi.view)
  return Object.entries(driver.members)
    .map(([dimension, member]) =>
      member === '' ? sentences.emptyMember(view?.dimensions.get(dimension)?.label ?? dimension) : member,
    )
    .join(' · ')
}

function shareOf(driver: Driver, locale: string): string {
  return sharePercent(driver.share, locale)
}

function figures({ value, expected }: Driver, format: Format): string {
  return sentences.insteadOfFigures(format.short(value), format.short(expected))
}

/** How far off; null where what is normal is next to nothing, and both are better said. */
function distanceOf(value: number, normal: number, format: Format): string | null {
  return normal > 0 && value > normal * mostTimes ? null : format.distance(value, normal)
}

function signed(value: number, format: Format): string {
  const size = Math.abs(value)
  // Of a share it is points.
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${format.distance(size, 0) ?? format.short(size)}`
}

/** Whose clock its moments are told by. */
export function zoneOf(kpi: string, catalog: Catalog): string {
  const view = catalog.views.get(catalog.kpis.get(kpi)?.view ?? '')
  return view?.time?.zone ?? catalog.timezone
}

/** `14:00–15:00`, `14:05`, `Sat 21 Nov` */
function bucketWords(bucket: string, grain: WatchedGrain, asOf: string, zone: string, locale: string): string {
  if (grain === 'day') return dayWords(wall(bucket, zone), locale)
  const start = momentOf(bucket, asOf, zone, locale)
  return grain === 'minute' ? start : `${start}–${clock(wall(bucket, zone) + 3_600_000)}`
}

/** The time of day, with the date unless it is the day of `asOf`. */
export function momentOf(moment: string, asOf: string, zone: string, locale: string): string {
  const at = wall(moment, zone)
  const isThatDay = asOf !== '' && dayWords(at, locale) === dayWords(wall(asOf, zone), locale)
  return isThatDay ? clock(at) : `${dayWords(at, locale)}, ${clock(at)}`
}

/** The wall clock in a zone, read as UTC. */
function wall(moment: string, zone: string): number {
  return bucketAt(moment, 'minute', zone).wall
}

function dayWords(at: number, locale: string): string {
  return dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' }).format(at)
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16)
}

/** `40 s`, `42 min`, `3 h 5 min`, `2 d 4 h` */
function durationOf(ms: number, locale: string): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1_000))} s`
  const minutes = Math.round(ms / 60_000)
  const number = new Intl.NumberFormat(locale)
  const parts =
    minutes < 60
      ? [[minutes, 'min']]
      : minutes < 2880
        ? [
            [Math.floor(minutes / 60), 'h'],
            [minutes % 60, 'min'],
          ]
        : [
            [Math.floor(minutes / 1440), 'd'],
            [Math.floor((minutes % 1440) / 60), 'h'],
          ]
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${number.format(Number(count))} ${unit}`])).join(' ')
}
