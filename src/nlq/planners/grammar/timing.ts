/** Period, grain and comparison: as said, or a default that the understanding names. */
import { GRAINS, type Grain, type TimeColumn, type View } from '../../../analytics/catalog.ts'
import type { KpiQuery, Period } from '../../../analytics/kpi-query.ts'
import { between, bucketBefore, clockOf, previousOf, yearBefore } from '../../../analytics/period.ts'
import { toDate, unitAt, type Clock } from '../../calendar.ts'
import type { When } from '../../when.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft } from './draft.ts'

interface Timing {
  readonly period?: Period
  readonly grain?: Grain
  readonly compare?: NonNullable<KpiQuery['compare']>
}

/** When a draft is about, by the clock of its view. */
export function timingOf(
  draft: Draft,
  view: View,
  time: TimeColumn,
  now: Date,
  lexicon: Lexicon,
): Timing | { because: string } {
  const history = lexicon.knowledge.history.get(view.name)
  const clock: Clock = {
    ...clockOf(lexicon.knowledge.catalog, now, time.zone),
    historyFrom: history?.from.slice(0, 10) ?? '1970-01-01',
  }
  const main = mainWhen(draft)
  if (main?.suits && (main.suits === 'levels') !== isLevel(draft, lexicon))
    return { because: 'It is not clear how long a stretch of time that is. Name the days, weeks or months.' }
  const period = main?.period(clock) ?? undefined
  if (main && period === undefined && !main.isAllTime && !(draft.kept && draft.whens.length === 0))
    return { because: 'There is no such date.' }
  if (period && history && draft.time === null) {
    if (period.from > history.to)
      return {
        because: `${view.label}: there is no data after ${history.to.slice(0, 10)}, so nothing for that period yet.`,
      }
    if (period.to <= history.from)
      return {
        because: `${view.label}: the data begins on ${history.from.slice(0, 10)}, so there is nothing for that period.`,
      }
  }
  const wanted = draft.countBuckets ?? draft.grain
  const grain = wanted ?? (draft.wantsTrend || draft.window ? autoGrain(period, history, time) : undefined)
  if (draft.compare?.kind === 'joined' && period) {
    // "September and October" are one stretch; in "October 2026 and 2025" the year repeats what was said before it.
    const joined = unionOf(period, draft.compare.when.period(clock), clock)
    if (joined) return { period: joined, ...(grain ? { grain } : {}) }
    if (wanted) return { because: 'Two separate periods cannot be shown in one row of buckets yet.' }
  }
  if (grain && stepsBack(draft, main, grain)) {
    const over = period ?? latest(grain, clock)
    const how = { viewGrain: time.grain, grain }
    return { period: over, grain, compare: { kind: 'period', period: bucketBefore(over, grain, how) } }
  }
  const comparing = compareOf(draft, main, period, grain, time, clock)
  if (comparing && 'because' in comparing) return comparing
  if (comparing && history && draft.time === null && comparing.compare && comparing.compare.period.to <= history.from)
    return {
      because: `${view.label}: the data begins on ${history.from.slice(0, 10)}, so there is nothing to compare with.`,
    }
  const settled =
    comparing?.period ?? period ?? (grain === 'hour' || grain === 'minute' ? recent(grain, clock, draft) : undefined)
  return {
    ...(settled ? { period: settled } : {}),
    ...(grain ? { grain } : {}),
    ...(comparing?.compare ? { compare: comparing.compare } : {}),
  }
}

/** Whether all that is asked for is a state at a time, such as stock, rather than something that adds up. */
function isLevel(draft: Draft, lexicon: Lexicon): boolean {
  return draft.measures.every((measure) => {
    const kpi = measure.kind === 'kpi' ? lexicon.knowledge.catalog.kpis.get(measure.kpi) : undefined
    return kpi?.measure.kind === 'simple' && kpi.measure.aggregation === 'last'
  })
}

/** Growth by month is each month against the one before it, not a whole stretch against the stretch before. */
function stepsBack(draft: Draft, main: When | null, grain: Grain): boolean {
  if (draft.countBuckets || main?.unit === grain) return false
  if (draft.compare) return draft.compare.kind === 'previous' && (draft.step === grain || draft.beforeUnit === grain)
  return draft.wantsChange !== null || draft.step === grain
}

/** Steps without a period: the last dozen, the current one included. */
function latest(grain: Grain, clock: Clock): Period {
  const count = grain === 'year' ? 2 : grain === 'quarter' ? 7 : grain === 'day' ? 29 : 11
  return { ...toDate(grain, clock), from: unitAt(grain, -count, clock).from }
}

/** By the hour without a period would be more rows than anyone reads: the last seven days, or the last day by the minute. */
function recent(grain: Grain, clock: Clock, draft: Draft): Period | undefined {
  if (draft.countBuckets || draft.ranked?.kind === 'grain') return undefined
  return grain === 'hour' ? { ...toDate('day', clock), from: unitAt('day', -6, clock).from } : unitAt('day', 0, clock)
}

/** The period asked about: as said, or the current one of what it is compared with. */
function mainWhen(draft: Draft): When | null {
  const said = draft.whens[0]
  if (said) return said
  const kept = draft.kept?.period
  if (kept) return { period: () => kept, unit: null, relative: false }
  const { compare } = draft
  if (compare?.kind !== 'when' && compare?.kind !== 'joined') return null
  const unit = compare.when.unit
  return unit ? { period: (clock) => unitAt(unit, 0, clock), unit, relative: true } : null
}

function compareOf(
  draft: Draft,
  main: When | null,
  period: Period | undefined,
  grain: Grain | undefined,
  time: TimeColumn,
  clock: Clock,
): { readonly compare: NonNullable<KpiQuery['compare']> | null; readonly period: Period } | { because: string } | null {
  const keptCompare = draft.kept?.compare
  if (keptCompare?.kind === 'period' && !draft.compare && draft.whens.length === 0 && period)
    return { compare: keptCompare, period }
  const again = keptCompare && keptCompare.kind !== 'period' ? { kind: keptCompare.kind } : null
  const compare = draft.compare ?? (draft.wantsChange ? ({ kind: 'previous' } as const) : again)
  if (!compare) return null
  const how = { viewGrain: time.grain, grain, unit: main?.relative && main.unit ? main.unit : undefined }
  if (compare.kind === 'when' || compare.kind === 'joined') {
    if (!period) return { because: 'It is not clear which period to compare with that one.' }
    const other = compare.when.period(clock)
    if (!other) return { because: 'There is no such date.' }
    if (
      compare.when.unit === 'year' &&
      !compare.when.relative &&
      main &&
      !main.relative &&
      main.unit !== 'year' &&
      main.unit
    )
      return againIn(Number(other.from.slice(0, 4)), period, how)
    // Whichever was said first, the later one is measured against the earlier.
    if (other.from > period.from && !main?.relative && !compare.when.relative)
      return {
        compare: {
          kind: period.to === other.from && main?.unit === compare.when.unit ? 'previous' : 'period',
          period,
        },
        period: other,
      }
    const isYear = compare.when.unit === 'year' && compare.when.relative
    // "last month against the previous month": the one before it is meant.
    if (other.from === period.from && other.to === period.to)
      return { compare: { kind: 'previous', period: previousOf(period, how) }, period }
    if (isYear && main?.unit !== 'year' && (draft.whens.length > 0 || draft.kept?.period))
      return { compare: { kind: 'year_ago', period: yearBefore(period, how) }, period }
    // A period still going on is compared with as much of the one before.
    if (other.to === period.from && main?.unit === compare.when.unit)
      return { compare: { kind: 'previous', period: previousOf(period, how) }, period }
    if (period.through && main?.unit && main.unit === compare.when.unit && compare.when.unit !== 'year') {
      const year = yearBefore(period, how)
      if (year.from === other.from) return { compare: { kind: 'year_ago', period: year }, period }
    }
    return { compare: { kind: 'period', period: other }, period }
  }
  const settled = period ?? (compare.kind === 'year_ago' ? toDate('year', clock) : unitAt('month', -1, clock))
  const unit = period ? how.unit : compare.kind === 'year_ago' ? ('year' as const) : ('month' as const)
  const before =
    compare.kind === 'previous' ? previousOf(settled, { ...how, unit }) : yearBefore(settled, { ...how, unit })
  return { compare: { kind: compare.kind, period: before }, period: settled }
}

/** "October 2026 vs 2025": the same part of the other year. */
function againIn(
  year: number,
  period: Period,
  how: Parameters<typeof yearBefore>[1],
): { readonly compare: NonNullable<KpiQuery['compare']>; readonly period: Period } | { because: string } {
  const said = Number(period.from.slice(0, 4))
  if (year === said - 1) return { compare: { kind: 'year_ago', period: yearBefore(period, how) }, period }
  return { because: `Ask for the same part of ${year} by its full name.` }
}

function autoGrain(
  period: Period | undefined,
  history: { readonly from: string; readonly to: string } | undefined,
  time: TimeColumn,
): Grain {
  const from = Date.parse((period?.from ?? history?.from ?? '2000-01-01').slice(0, 10))
  const to = Date.parse((period?.to ?? history?.to ?? '2003-01-01').slice(0, 10))
  const days = (to - from) / 86_400_000
  const wanted: Grain =
    days <= 2 ? 'hour' : days <= 62 ? 'day' : days <= 200 ? 'week' : days <= 366 * 5 ? 'month' : 'year'
  if (time.grain === 'week') return 'week'
  return GRAINS.indexOf(wanted) < GRAINS.indexOf(time.grain) ? time.grain : wanted
}

/** Two periods that touch, as one. */
function unionOf(one: Period, other: Period | null, clock: Clock): Period | null {
  if (!other) return null
  if (one.to === other.from) return between(one.from, other.to, clock)
  return other.to === one.from ? between(other.from, one.to, clock) : null
}
