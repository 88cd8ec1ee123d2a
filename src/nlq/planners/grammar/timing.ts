/** Period, grain and comparison: as said, or a default that the understanding names. */
import { GRAINS, type Grain, type TimeColumn, type View } from '../../../analytics/catalog.ts'
import type { Axis, Filter, KpiQuery, Period } from '../../../analytics/kpi-query.ts'
import { between, bucketBefore, clockOf, local, monthsBetween } from '../../../analytics/period.ts'
import { toDate, unitAt, type Clock } from '../../calendar.ts'
import type { When } from '../../when.ts'
import type { Lexicon } from '../../lexicon.ts'
import { unevenFault } from '../../view-grain.ts'
import { outsideOf } from '../../outside.ts'
import { compareOf, sidesOf, type Comparison } from '../../comparing.ts'
import type { Draft } from './draft.ts'
import { leaveOut } from '../../left-out.ts'
import { only, settled, sideBySide } from '../../time-lists.ts'

const noHoliday =
  'I know holidays only of the countries that the calendar of the catalog lists, and there it is none, or not on one day.'

/** Period, grain and comparison of a query, with what restricts them. */
export interface Timing {
  readonly period?: Period
  readonly grain?: Grain
  readonly compare?: NonNullable<KpiQuery['compare']>
  /** Periods that are rows of their own. */
  readonly by?: Axis
  /** What leaves parts of the period out. */
  readonly filters: readonly Filter[]
}

/** When a draft is about, by the clock of its view. */
export function timingOf(
  draft: Draft,
  view: View,
  time: TimeColumn,
  now: Date,
  lexicon: Lexicon,
): Timing | { readonly because: string } | { readonly each: Grain } {
  const history = lexicon.knowledge.history.get(view.name)
  const clock: Clock = {
    ...clockOf(lexicon.knowledge.catalog, now, time.zone),
    historyFrom: history?.from.slice(0, 10) ?? '1970-01-01',
    countries: lexicon.knowledge.catalog.calendar.holidays,
  }
  const isOwn = draft.time === null || draft.time === 'time'
  const found = settle(draft, view, time, clock, isOwn ? history : undefined, lexicon)
  if ('because' in found || 'each' in found) return found
  const fault = outsideOf(found, view, isOwn ? history : undefined) ?? unevenFault(found, view, time, clock)
  return fault === null ? found : { because: fault }
}

function settle(
  said: Draft,
  view: View,
  time: TimeColumn,
  clock: Clock,
  history: { readonly from: string; readonly to: string } | undefined,
  lexicon: Lexicon,
): Timing | { readonly because: string } | { readonly each: Grain } {
  const [main, draft] = withOneYear(mainWhen(said), said, clock)
  if (main?.suits && (main.suits === 'levels') !== isLevel(draft, lexicon))
    return { because: 'It is not clear how long a stretch of time that is. Name the days, weeks or months.' }
  const wanted = draft.countBuckets ?? draft.grain
  if (draft.listed.length > 0) {
    const listed = sideBySide(draft.listed, clock)
    if ('because' in listed) return listed
    if (listed.by && wanted) return { because: 'Those periods are no buckets of one length; ask for them without one.' }
    const grain = wanted ?? listed.grain
    return { ...listed, ...(grain ? { grain } : {}) }
  }
  // "In December each year": all of them.
  const recurring = main?.recurs && wanted && isCoarser(wanted, main) ? main.recurs : null
  const whole = (recurring ? null : main?.period(clock)) ?? undefined
  if (main && whole === undefined && !main.isAllTime && !recurring && !(draft.kept && draft.whens.length === 0))
    return { because: main.isHoliday ? noHoliday : 'There is no such date.' }
  const outside = whole && outsideOf({ period: whole }, view, history)
  if (outside) return { because: outside }
  const rest = leaveOut(whole, draft.without, clock)
  if ('because' in rest) return rest
  const { period } = rest
  const filters: readonly Filter[] = recurring
    ? [...rest.filters, { kind: 'part', include: true, ...recurring }]
    : rest.filters
  const grain = wanted ?? (draft.wantsTrend || draft.window ? autoGrain(period, history, time) : undefined)
  if (draft.compare?.kind === 'joined' && period) {
    // "September and October" are one stretch; in "October 2026 and 2025" the year repeats what was said before it.
    const other = draft.compare.when.period(clock)
    // "last quarter (July to September)"
    if (other?.from === period.from && other.to === period.to) return { period, filters, ...(grain ? { grain } : {}) }
    const joined = unionOf(period, other, clock)
    const isOfYears = main?.unit === 'year' && draft.compare.when.unit === 'year'
    if (joined && isOfYears && !grain && draft.together === null) return { each: 'year' }
    if (joined) return { period: joined, filters, ...(grain ? { grain } : {}) }
    if (wanted && other) {
      const [first, last] = period.from < other.from ? [period, other] : [other, period]
      const both = between(first.from, last.to, clock)
      return { period: both, filters: [...filters, only([first, last])], grain: wanted }
    }
  }
  const since =
    main?.since && draft.wantsChange && !draft.compare && !grain ? sinceThen(main.since, draft, lexicon) : null
  if (since && 'because' in since) return since
  if (since?.isTrend && period) return { period, filters, grain: autoGrain(period, history, time) }
  const step = stepOf(draft, main, period, grain)
  if (step) {
    const over = period ?? latest(step, clock)
    const how = { viewGrain: time.grain, grain: step }
    return { period: over, grain: step, filters, compare: { kind: 'period', period: bucketBefore(over, step, how) } }
  }
  const comparing =
    (main?.ends && !grain && isChangeOf(draft) ? sidesOf(main.ends, clock) : null) ??
    (since && period ? againstThen(main!.since!, period, clock) : null) ??
    compareOf(draft, main, period, grain, time, clock)
  if (comparing && 'because' in comparing) return comparing
  const over =
    comparing?.period ?? period ?? (grain === 'hour' || grain === 'minute' ? recent(grain, clock, draft) : undefined)
  return {
    filters,
    ...(over ? { period: over } : {}),
    ...(grain ? { grain } : {}),
    ...(comparing?.compare ? { compare: comparing.compare } : {}),
  }
}

/** In "Q1 vs Q2 2025" both are in 2025. */
function withOneYear(main: When | null, draft: Draft, clock: Clock): readonly [When | null, Draft] {
  const { compare } = draft
  if (!main || (compare?.kind !== 'when' && compare?.kind !== 'joined')) return [main, draft]
  const other = compare.when
  const yearOf = (when: When) => Number(when.period(clock)?.from.slice(0, 4) ?? 0)
  if (main.withYear && !other.withYear && !other.relative) {
    const [period] = settled([main, other], clock)
    return [period ? { ...main, period: () => period } : main, draft]
  }
  if (!main.withYear && !main.relative && other.withYear && yearOf(main) > 0)
    return [main, { ...draft, compare: { ...compare, when: other.withYear(yearOf(main)) } }]
  return [main, draft]
}

/** Whether all that is asked for is a state at a time, such as stock, rather than something that adds up. */
function isLevel(draft: Draft, lexicon: Lexicon): boolean {
  return draft.measures.every((measure) => {
    const kpi = measure.kind === 'kpi' ? lexicon.knowledge.catalog.kpis.get(measure.kpi) : undefined
    return kpi?.measure.kind === 'simple' && kpi.measure.aggregation === 'last'
  })
}

/** Growth by month is each month against the one before it, not a whole stretch against the stretch before. */
function stepOf(draft: Draft, main: When | null, period: Period | undefined, grain: Grain | undefined): Grain | null {
  if (draft.countBuckets) return null
  const { compare, step, beforeUnit } = draft
  // "Year over year growth, 2001 through 2009"
  const isYearly = compare?.kind === 'year_ago' && beforeUnit === 'year'
  const months = period ? monthsBetween(local(period.from), local(period.to)) : 0
  if (isYearly && !grain && months >= (main?.ends ? 36 : 24)) return 'year'
  if (!grain || main?.unit === grain) return null
  if (isYearly) return grain === 'year' ? grain : null
  if (compare) return compare.kind === 'previous' && (step === grain || beforeUnit === grain) ? grain : null
  return draft.wantsChange !== null || step === grain ? grain : null
}

/** Whether buckets of a grain hold several of what was named: years hold Decembers. */
function isCoarser(grain: Grain, { unit }: When): boolean {
  return GRAINS.indexOf(grain) > GRAINS.indexOf((unit ?? 'year') as Grain) && grain !== 'week'
}

/**
 * "How has it changed since June": a level against June's; of what adds up the course of it. What is picked or ranked by
 * its change needs to be told against what.
 */
function sinceThen(then: When, draft: Draft, lexicon: Lexicon): { readonly isTrend: boolean } | { because: string } {
  if (isLevel(draft, lexicon) && then.unit !== null) return { isTrend: false }
  if (draft.ranking || draft.picksGroups || draft.conditions.length > 0)
    return { because: 'Since then against what? Name both periods, as in "from June to October".' }
  return { isTrend: true }
}

/** The latest there is against the end of the period since which it changed. */
function againstThen(then: When, period: Period, clock: Clock): Comparison | null {
  const before = then.period(clock)
  return before && { compare: { kind: 'period', period: before }, period: between(before.to, period.to, clock) }
}

/** From one end to the other; "year over year growth from 2024 to 2025" is against 2024, too. */
function isChangeOf({ compare, beforeUnit, wantsChange, setsEndsApart }: Draft): boolean {
  if (compare) return compare.kind === 'year_ago' && beforeUnit === 'year'
  return wantsChange !== null || setsEndsApart
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
