/** Time cells as points on an axis, with the labels that fit under it. */
import type { Answer, Cell } from '../analytics/answer.ts'
import type { Catalog, Grain } from '../analytics/catalog.ts'
import { viewsOfQuery } from '../analytics/kpi-query-meaning.ts'
import { widthOf } from './text.ts'
import { TYPE } from './theme.ts'
import { dateFormat } from './intl.ts'

/** One bucket of time. */
export interface Bucket {
  /** Milliseconds; true instants for buckets shorter than a day, UTC midnight of the calendar day otherwise. */
  readonly at: number
  /** The wall clock at its start, as if it were UTC. */
  readonly wall: number
  readonly grain: Grain
  /** The query's period holds only a part of it; `filling` when that is because it is not over yet. */
  readonly state: 'whole' | 'filling' | 'cut'
  /** The day data began, as a wall clock, where that is why the bucket is cut. */
  readonly begins?: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LENGTH: Record<Grain, number> = {
  minute: 60_000,
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30.5 * DAY,
  quarter: 91 * DAY,
  year: 365 * DAY,
}

/** Reads time cells; a cell that is no time becomes null-like and is left out by whoever draws. */
export function bucketsOf(answer: Answer, cells: readonly Cell[], catalog: Catalog): readonly Bucket[] {
  const walls = cells.map((cell) => wallOf(cell))
  const grain = answer.query.grain ?? guessGrain(walls)
  const { period } = answer.query
  const from = period ? wallOf(period.from) : null
  const since = wallOf(answer.since ?? null)
  const end = period ? wallOf(period.through ?? period.to) : endOfData(answer, catalog)
  const isGoingOn = !period || period.through !== undefined
  return cells.map((cell, index) => {
    const wall = walls[index] ?? Number.NaN
    const at = typeof cell === 'string' && cell.length > 10 ? Date.parse(cell) : wall
    const over = endOf(wall, grain)
    const state =
      end !== null && over > end
        ? isGoingOn
          ? 'filling'
          : 'cut'
        : (from !== null && wall < from) || beginsLater(wall, grain, since)
          ? 'cut'
          : 'whole'
    const isBegun = state === 'cut' && beginsLater(wall, grain, since)
    return { at, wall, grain, state, ...(isBegun && { begins: since }) }
  })
}

/** The bucket that begins at a moment, in a zone. */
export function bucketAt(moment: string, grain: Grain, zone: string, state: Bucket['state'] = 'whole'): Bucket {
  const wall = wallIn(moment, zone)
  return { at: LENGTH[grain] < DAY ? Date.parse(moment) : Math.floor(wall / DAY) * DAY, wall, grain, state }
}

/**
 * Whether data began noticeably later than this bucket did. The day of the first record counts as there, and so does a
 * bucket that lacks a holiday at its start.
 */
function beginsLater(wall: number, grain: Grain, since: number): boolean {
  const day = Math.floor(since / DAY) * DAY
  return day - wall > LENGTH[grain] * 0.05 && wall <= since && since < endOf(wall, grain) && LENGTH[grain] > DAY
}

/** The wall clock a cell or a period's edge shows, read as UTC. */
function wallOf(cell: Cell): number {
  if (typeof cell !== 'string') return Number.NaN
  const [, day, time = '00:00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?/.exec(cell) ?? []
  return day ? Date.parse(`${day}T${time}Z`) : Number.NaN
}

/**
 * Without a period the data's own end decides what is whole. As-of may be the start of the finest bucket kept, which
 * then counts as there.
 */
function endOfData(answer: Answer, catalog: Catalog): number | null {
  const [view] = viewsOfQuery(answer.query, catalog)
  const time = view?.time
  if (!time || answer.asOf === null) return null
  const asOf = wallIn(answer.asOf, time.zone)
  return Number.isNaN(asOf) ? null : asOf + LENGTH[time.grain]
}

function wallIn(moment: string, zone: string): number {
  const instant = Date.parse(moment)
  if (Number.isNaN(instant)) return Number.NaN
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '00'
  return Date.parse(
    `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`,
  )
}

/** The wall clock at which a bucket is over. */
export function endOf(wall: number, grain: Grain): number {
  const start = new Date(wall)
  const months = grain === 'month' ? 1 : grain === 'quarter' ? 3 : grain === 'year' ? 12 : 0
  if (months === 0) return wall + LENGTH[grain]
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate())
}

/** Whether buckets are missing between two that follow each other. */
export function isGap(before: Bucket, after: Bucket): boolean {
  return after.at - before.at > LENGTH[before.grain] * 1.6
}

function guessGrain(walls: readonly number[]): Grain {
  const steps = walls.slice(1).map((wall, index) => Math.abs(wall - (walls[index] ?? wall)))
  const least = Math.min(...steps.filter((step) => step > 0), Number.POSITIVE_INFINITY)
  const grains = ['year', 'quarter', 'month', 'week', 'day', 'hour'] as const
  if (!Number.isFinite(least)) return 'day'
  return grains.find((grain) => least >= LENGTH[grain] * 0.9) ?? 'minute'
}

/** A bucket in words: `Thu 12 Nov`, `Nov 2026`, `Q3 2026`, `Thu 12 Nov, 14:00`. */
export function bucketName(bucket: Bucket, locale: string): string {
  const write = (options: Intl.DateTimeFormatOptions) => dateFormat(locale, options).format(bucket.wall)
  if (Number.isNaN(bucket.wall)) return '(none)'
  switch (bucket.grain) {
    case 'minute':
    case 'hour':
      return `${write({ weekday: 'short', month: 'short', day: 'numeric' })}, ${clock(bucket.wall)}`
    case 'day':
      return write({ weekday: 'short', month: 'short', day: 'numeric' })
    case 'week':
      return `the week of ${write({ month: 'short', day: 'numeric' })}`
    case 'month':
      return write({ month: 'short', year: 'numeric' })
    case 'quarter':
      return `Q${quarter(bucket.wall)} ${year(bucket.wall)}`
    case 'year':
      return year(bucket.wall)
  }
}

/** A day with its year: `Mon 21 Oct 2024`. */
export function dayName(wall: number, locale: string): string {
  return dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(wall)
}

const clock = (wall: number) => new Date(wall).toISOString().slice(11, 16)
const year = (wall: number) => String(new Date(wall).getUTCFullYear())
const quarter = (wall: number) => Math.floor(new Date(wall).getUTCMonth() / 3) + 1

/** A label under the axis: over `index`, with the larger unit below it where that changes. */
export interface Tick {
  readonly index: number
  readonly top: string
  readonly under: string | null
}

/** As many labels as fit `room` pixels, at places where a clock or calendar turns. */
export function ticksOf(buckets: readonly Bucket[], room: number, weekStarts: number, locale: string): readonly Tick[] {
  const [first] = buckets
  if (!first) return []
  const span = Math.max(1, (buckets.at(-1)?.at ?? first.at) - first.at)
  const place = (index: number) => (((buckets[index]?.at ?? 0) - first.at) / span) * room
  for (const level of levelsOf(first.grain, buckets.length, weekStarts, locale)) {
    const kept = buckets.flatMap((bucket, index) => (turns(level, bucket, buckets[index - 1]) ? [index] : []))
    // More than could ever fit are not even written out.
    if (kept.length > room / 30) continue
    const ticks = label(kept, buckets, level)
    const isRoomy = ticks.every((tick, number) => {
      const next = ticks[number + 1]
      if (!next) return true
      const need = (widthOf(tick.top, TYPE.label) + widthOf(next.top, TYPE.label)) / 2 + 14
      return place(next.index) - place(tick.index) >= need
    })
    if (isRoomy && ticks.length > 0) return withRoomBelow(ticks, place)
  }
  return []
}

interface Level {
  readonly key: (wall: number) => number
  readonly top: (wall: number) => string
  readonly under: ((wall: number) => string) | null
}

function turns(level: Level, bucket: Bucket, before: Bucket | undefined): boolean {
  // The first bucket is a turn only if the one before it would have another key.
  const earlier = before?.wall ?? bucket.wall - Math.min(LENGTH[bucket.grain], DAY)
  return level.key(earlier) !== level.key(bucket.wall)
}

function label(kept: readonly number[], buckets: readonly Bucket[], level: Level): readonly Tick[] {
  let last: string | null = null
  return kept.map((index) => {
    const wall = buckets[index]?.wall ?? 0
    const under = level.under?.(wall) ?? null
    const isNew = under !== last
    last = under
    return { index, top: level.top(wall), under: isNew ? under : null }
  })
}

/** Where two lower labels would touch, the earlier one goes. */
function withRoomBelow(ticks: readonly Tick[], place: (index: number) => number): readonly Tick[] {
  let next: { at: number; text: string } | null = null
  return [...ticks]
    .toReversed()
    .map((tick) => {
      if (tick.under === null) return tick
      const at = place(tick.index)
      const touches = next && next.at - at < (widthOf(tick.under, TYPE.small) + widthOf(next.text, TYPE.small)) / 2 + 12
      if (touches) return { ...tick, under: null }
      next = { at, text: tick.under }
      return tick
    })
    .toReversed()
}

/** Finest first. */
function levelsOf(grain: Grain, count: number, weekStarts: number, locale: string): readonly Level[] {
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = dateFormat(locale, options)
    return (wall: number) => format.format(wall)
  }
  const date = write({ weekday: 'short', month: 'short', day: 'numeric' })
  const monthDay = write({ month: 'short', day: 'numeric' })
  const month = write({ month: 'short' })
  const weekday = write({ weekday: 'short' })
  const months = (wall: number) => new Date(wall).getUTCFullYear() * 12 + new Date(wall).getUTCMonth()
  const clocks = (step: number): Level => ({ key: (wall) => Math.floor(wall / step), top: clock, under: date })
  const days = (step: number): Level => ({ key: (wall) => Math.floor(wall / DAY / step), top: monthDay, under: year })
  const weeks = (step: number): Level => ({
    // 1970-01-04 was a Sunday.
    key: (wall) => Math.floor((Math.floor(wall / DAY) - 3 - weekStarts) / 7 / step),
    top: monthDay,
    under: year,
  })
  const byMonth = (step: number): Level => ({ key: (wall) => Math.floor(months(wall) / step), top: month, under: year })
  const byYear = (step: number): Level => ({
    key: (wall) => Math.floor(new Date(wall).getUTCFullYear() / step),
    top: year,
    under: null,
  })
  const years = [1, 2, 5, 10, 20, 50].map(byYear)
  const calendar = [...[1, 2, 3, 6].map(byMonth), ...years]
  switch (grain) {
    case 'minute':
    case 'hour': {
      const steps = [60_000, 300_000, 900_000, 1_800_000, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]
      return [...steps.map(clocks), ...[1, 2].map(days), ...[1, 2].map(weeks), ...calendar]
    }
    case 'day': {
      const week: Level = { key: (wall) => Math.floor(wall / DAY), top: weekday, under: monthDay }
      return [...(count <= 8 ? [week] : []), ...[1, 2].map(days), ...[1, 2].map(weeks), ...calendar]
    }
    case 'week':
      return [...[1, 2, 4].map(weeks), ...calendar]
    case 'month':
      return calendar
    case 'quarter':
      return [{ ...byMonth(3), top: (wall) => `Q${quarter(wall)}` }, ...years]
    case 'year':
      return years
  }
}
