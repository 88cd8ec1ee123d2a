/** Figures made of the figures of many buckets or members: what they are called, and which buckets count. */
import type { Grain, View } from './catalog.ts'
import type { KpiQuery, Over } from './kpi-query.ts'
import type { Measured } from './measured.ts'
import { local, plus, print, startOf, type Calendar } from './period.ts'
import { overWords } from './words/en.ts'
import { lowerFirst, plural } from './words/letters.ts'

/** The grain of the buckets that one figure is made of; null for any other query. */
export function eachGrain({ shape }: KpiQuery): Grain | null {
  return shape.kind === 'over' && shape.each.kind === 'bucket' ? shape.each.grain : null
}

/** The query whose rows are the members that are counted or summed up. */
export function memberQuery(query: KpiQuery, dimension: string): KpiQuery {
  const by = [...query.by, { kind: 'dimension', dimension } as const]
  return { ...query, by, shape: { kind: 'groups' } }
}

/** A measure as the answer calls it: `Average daily revenue`, `Median revenue per store`. */
export function named(found: Measured, { shape }: KpiQuery, views: readonly View[]): Measured {
  if (shape.kind !== 'over') return found
  return { ...found, name: nameOf(found, shape), label: labelOf(found, shape, views) }
}

/** What is counted: `days`, `regions`. */
export function countedIn({ shape, grain }: KpiQuery, views: readonly View[]): string {
  if (shape.kind !== 'count_members') return `${grain ?? 'bucket'}s`
  return plural(lowerFirst(views[0]?.dimensions.get(shape.of)?.label ?? shape.of))
}

function nameOf({ name }: Measured, { aggregate, each }: Over): string {
  return each.kind === 'bucket' ? `${aggregate}_${name}_by_${each.grain}` : `${aggregate}_${name}_by_${each.dimension}`
}

function labelOf({ label }: Measured, { aggregate, each }: Over, views: readonly View[]): string {
  if (each.kind === 'bucket') return overWords.buckets(aggregate, each.grain, lowerFirst(label))
  const member = views[0]?.dimensions.get(each.dimension)?.label ?? each.dimension
  return overWords.members(aggregate, lowerFirst(label), lowerFirst(member))
}

/**
 * Which ends of the period cut a bucket; what is still going on ends with its last whole one. Where the data begins or ends
 * within the period, or no period was asked for, the day of its first or last record cuts what is longer than a day.
 */
export function cutEnds(
  { period }: KpiQuery,
  grain: Grain,
  calendar: Pick<Calendar, 'weekStarts' | 'fiscalYearStarts'>,
  reach: { readonly from: string | undefined; readonly to: string | undefined },
) {
  const isCut = (at: string | undefined) => at !== undefined && !startOf(grain, local(at), calendar).equals(local(at))
  const isLong = !['minute', 'hour', 'day'].includes(grain)
  const begins = isLong && reach.from ? reach.from.slice(0, 10) : undefined
  const ends = isLong && reach.to ? print(plus(local(reach.to.slice(0, 10)), 1, 'day')) : undefined
  const first = [period?.from, begins].filter((at) => at !== undefined).toSorted()
  const last = [period?.through ?? period?.to, ends].filter((at) => at !== undefined).toSorted()
  return [...(isCut(first.at(-1)) ? ['first' as const] : []), ...(isCut(last[0]) ? ['last' as const] : [])]
}

/** Whether a period is as long as one bucket at least. */
export function holdsOne({ period }: KpiQuery, grain: Grain): boolean {
  return !period || plus(local(period.from), 1, grain).toString() <= local(period.to).toString()
}
