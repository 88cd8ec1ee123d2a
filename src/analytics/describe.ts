/** A query as one plain sentence in which every choice is visible: what was understood. */
import { isWithin } from './bounds.ts'
import type { Catalog, View } from './catalog.ts'
import type { Axis, Bounds, Filter, KpiQuery, Period, RowField } from './kpi-query.ts'
import { isCounting, isShareOfWhole, timeOf, viewsOfQuery } from './kpi-query-meaning.ts'
import { likeWithLike } from './like-with-like.ts'
import { measured, type Measured, type Part } from './measured.ts'
import { clockOf, isMidnight, lastPeriod, local, monthsBetween, thisPeriod, type Clock } from './period.ts'
import { countedIn, eachGrain, named } from './over.ts'
import { momentInWords, periodInWords } from './words/dates.ts'
import {
  boundsInWords,
  figureWords,
  lengthInWords,
  listed,
  partValuesInWords,
  partWords,
  sentence,
  unitInWords,
} from './words/en.ts'
import { lowerFirst } from './words/letters.ts'

/**
 * `Revenue by region, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin), compared with the week before (Mon 2 to …)`.
 * Without `now` a period is its dates alone.
 */
export function describe(asked: KpiQuery, catalog: Catalog, locale = 'en', now?: Date): string {
  const query = likeWithLike(asked, catalog)
  const views = viewsOfQuery(query, catalog)
  const found = query.measures
    .map((measure) => measured(measure, catalog))
    .filter((one): one is Measured => 'label' in one)
    .map((one) => named(one, query, views))
  const isElapsed =
    query.period?.through !== undefined && (asked.compare?.kind !== 'period' || query.compare !== asked.compare)
  const about: About = { query, catalog, views, found, locale, now, isElapsed }
  const clauses = [
    head(about),
    ...filterClauses(about),
    periodClause(about),
    ...periodsClauses(about),
    ...levelClause(about),
    ...overClause(about),
    ...compareClause(about),
    ...shareClause(about),
    ...windowClause(about),
    ...(!isCounting(query) && query.conditions.length > 0 ? [sentence.having(conditionsInWords(about))] : []),
    ...orderClause(about),
  ]
  return clauses.join(', ')
}

interface About {
  readonly query: KpiQuery
  readonly catalog: Catalog
  readonly views: readonly View[]
  readonly found: readonly Measured[]
  readonly locale: string
  readonly now: Date | undefined
  /** Whether the other period is cut to the time elapsed of this one. */
  readonly isElapsed: boolean
}

function head(about: About): string {
  const { query, views, found } = about
  const axes = query.by.map((axis) => axisInWords(axis, views))
  switch (query.shape.kind) {
    case 'histogram':
      return sentence.histogram(
        fieldInWords(query.shape.field, about),
        (views[0]?.rows?.label ?? 'records').toLowerCase(),
        query.shape.bins,
      )
    case 'members':
      return sentence.members(
        query.by.map((axis) => axisInWords(axis, views)),
        views[0]?.label ?? '',
      )
    case 'count_buckets':
    case 'count_members': {
      const by = query.shape.kind === 'count_members' && query.grain ? [...axes, query.grain] : axes
      const counted = sentence.count(countedIn(query, views), conditionsInWords(about))
      return by.length > 0 ? `${counted}${sentence.by(by)}` : counted
    }
    case 'correlation':
    case 'over':
    case 'groups': {
      const by = [...axes, ...(query.grain ? [query.grain as string] : [])]
      const labels = listed(found.map(({ label }) => label))
      const what = query.shape.kind === 'correlation' ? sentence.correlation(labels) : labels
      return by.length > 0 ? `${what}${sentence.by(by)}` : what
    }
  }
}

function axisInWords(axis: Axis, views: readonly View[]): string {
  return axis.kind === 'part' ? partWords[axis.part] : dimensionInWords(axis.dimension, views)
}

function dimensionInWords(name: string, views: readonly View[]): string {
  const label = views[0]?.dimensions.get(name)?.label ?? name
  return lowerFirst(label)
}

function fieldInWords(field: RowField, { catalog, views }: About): string {
  return field.kind === 'kpi'
    ? (catalog.kpis.get(field.kpi)?.label ?? field.kpi)
    : dimensionInWords(field.dimension, views)
}

function filterClauses(about: About): string[] {
  const words = about.query.filters.flatMap((filter) => filterInWords(filter, about) ?? [])
  return words.length > 0 ? [sentence.only(words)] : []
}

/** `January 2026, March 2026 and May 2026 of it`, after the period. */
function periodsClauses({ query, locale }: About): string[] {
  return query.filters.flatMap((filter) => {
    if (filter.kind !== 'periods') return []
    const words = filter.periods.map((stretch) => periodInWords(stretch, locale))
    return [filter.include ? sentence.onlyPeriods(words) : sentence.withoutPeriods(words)]
  })
}

function filterInWords(filter: Filter, about: About): string | null {
  switch (filter.kind) {
    case 'members':
      return sentence.isOneOf(
        dimensionInWords(filter.dimension, about.views),
        filter.values.map(String),
        filter.include,
      )
    case 'text':
      return sentence.text(dimensionInWords(filter.dimension, about.views), filter.test, filter.text, filter.include)
    case 'empty':
      return sentence.isEmpty(dimensionInWords(filter.dimension, about.views), filter.include)
    case 'range':
      return sentence.record(lowerFirst(fieldInWords(filter.field, about)), bounds(filter.bounds, about.locale, null))
    case 'part':
      return sentence.time(partValuesInWords(filter.part, filter.values, filter.include))
    // Said beside the period.
    case 'periods':
      return null
  }
}

function bounds({ op, value, to }: Bounds, locale: string, unit: string | null): string {
  const format = (number: number) =>
    new Intl.NumberFormat(
      locale,
      unit === 'percent' ? { style: 'percent', maximumFractionDigits: 2 } : { maximumFractionDigits: 6 },
    ).format(number)
  const named = (number: number) => (unit && /^[A-Z]{3}$/.test(unit) ? `${format(number)} ${unit}` : format(number))
  return boundsInWords(op, named(value), named(to ?? value))
}

function conditionsInWords({ query, found, locale }: About): string[] {
  return query.conditions.map(({ measure, figure, bounds: wanted }) => {
    const of = found[measure]
    const isFraction = figure === 'change_percent' || figure === 'share'
    return `${figureWords[figure](of?.label ?? '')} ${bounds(wanted, locale, isFraction ? 'percent' : (of?.unit ?? null))}`
  })
}

function periodClause({ query, catalog, views, locale, now }: About): string {
  const { period } = query
  const [view] = views
  const other = query.time !== undefined && query.time !== 'time' && view ? timeOf(query, view) : undefined
  if (!period) return other ? `${sentence.allTime} ${sentence.byOtherTime(other.label)}` : sentence.allTime
  const words = periodInWords(period, locale)
  const name = now ? nameOf(period, clockOf(catalog, now, period.zone)) : null
  const when =
    period.through === undefined
      ? sentence.period(words, period.zone, name)
      : sentence.soFar(words, period.zone, momentInWords(period.through, locale), name)
  return other ? `${when} ${sentence.byOtherTime(other.label)}` : when
}

/** `last week`, for one that is. */
function nameOf(period: Period, clock: Clock): string | null {
  for (const unit of ['day', 'week', 'month', 'quarter', 'year', 'hour'] as const)
    for (const [which, whole] of [
      ['this', thisPeriod(unit, clock)],
      ['last', lastPeriod(unit, clock)],
    ] as const)
      if (whole.from === period.from && whole.to === period.to) return unitInWords(unit, which)
  return null
}

/** A level has no sum over time, so it is said which value stands for the period, also within a ratio. */
function levelClause({ query, catalog, found }: About): string[] {
  const grain = eachGrain(query) ?? query.grain
  const span = grain ? `each ${grain}` : query.period ? 'the period' : 'the data'
  const clauses = found.flatMap(({ label, value }) => {
    if (value.kind === 'simple')
      return isLevel(value.part) ? [sentence.lastValue(span, found.length > 1 ? label : null)] : []
    if (value.kind === 'difference')
      return isLevel(value.of) ? [sentence.lastValue(span, found.length > 1 ? label : null)] : []
    const [of, over] = [value.of, value.over].map((part) => ({ label: partInWords(part, catalog), part }))
    const [ofLevel, overLevel] = [isLevel(value.of), isLevel(value.over)]
    if (ofLevel && overLevel) return [sentence.ratioOfLevels(of!.label, over!.label, span)]
    if (ofLevel) return [sentence.levelOverFlow(of!.label, over!.label, span)]
    return overLevel ? [sentence.flowOverLevel(of!.label, over!.label, span)] : []
  })
  return [...new Set(clauses)]
}

/** Which buckets or members one figure is made of. */
function overClause({ query, views }: About): string[] {
  const { shape, period } = query
  if (shape.kind === 'count_members' && holdForNothing(query))
    return [sentence.countedWithData(dimensionInWords(shape.of, views))]
  if (shape.kind !== 'over') return []
  if (shape.each.kind === 'member') return [sentence.overMembers(dimensionInWords(shape.each.dimension, views))]
  return period?.through === undefined ? [] : [sentence.wholeOnly(shape.each.grain)]
}

/** Whether a member without any data would satisfy all conditions. */
function holdForNothing({ conditions }: KpiQuery): boolean {
  return conditions.every(({ figure, bounds: wanted }) => figure === 'value' && isWithin(0, wanted))
}

function isLevel({ measure }: Part): boolean {
  return measure.aggregation === 'last'
}

/** A part of a ratio by the KPI that it is alone, else by its column. */
function partInWords(part: Part, catalog: Catalog): string {
  const written = JSON.stringify(part.measure, withMaps)
  const known = [...catalog.kpis.values()].find(
    ({ view, measure }) => view === part.view.name && JSON.stringify(measure, withMaps) === written,
  )
  if (known) return lowerFirst(known.label)
  return (part.measure.column ?? part.view.rows?.label ?? 'rows').replaceAll('_', ' ')
}

const withMaps = (_key: string, value: unknown) => (value instanceof Map ? [...value] : value)

function compareClause({ query, locale, isElapsed }: About): string[] {
  if (!query.compare) return []
  const { kind, period } = query.compare
  const words = isElapsed ? sentence.elapsed : sentence.compared
  const [from, to] = [local(query.period!.from), local(query.period!.to)]
  const days = isMidnight(from) && isMidnight(to) ? from.until(to, { largestUnit: 'day' }).days : 0
  // What is cut to the time elapsed is named for the unit that it is cut from, if that is a whole one.
  const isToDate = query.period!.through !== undefined && days > 0 && days !== 1 && days !== 7
  const unit = lengthInWords(monthsBetween(from, to), isToDate ? 0 : days)
  return [words[kind](periodInWords(period, locale), unit)]
}

function shareClause({ query, views }: About): string[] {
  if (!query.share) return []
  const within = query.share.within.map((name) => dimensionInWords(name, views))
  if (query.by.length > 0) return [sentence.share([...(query.grain ? [query.grain as string] : []), ...within])]
  if (!isShareOfWhole(query)) return [sentence.share([])]
  const without = query.filters.flatMap((filter) =>
    'dimension' in filter && !query.share?.within.includes(filter.dimension)
      ? [dimensionInWords(filter.dimension, views)]
      : [],
  )
  return [sentence.shareOfWhole([...new Set(without)], within)]
}

function windowClause({ query }: About): string[] {
  if (!query.window) return []
  if (query.window.kind === 'running_total') return [sentence.runningTotal]
  return [sentence.movingAverage(query.window.buckets, query.grain ?? 'day')]
}

function orderClause({ query, views, found }: About): string[] {
  const orders = query.order.map(({ by, direction }) => {
    switch (by.kind) {
      case 'time':
        return sentence.order(query.grain ?? 'time', direction, true)
      case 'axis':
        return sentence.order(axisInWords(query.by[by.index]!, views), direction, false)
      case 'measure':
        if (isCounting(query)) return sentence.order(`number of ${countedIn(query, views)}`, direction, false)
        return sentence.order(figureWords[by.figure](found[by.index]?.label ?? ''), direction, false)
    }
  })
  if (!query.limit) return orders.length > 0 ? [sentence.ordered(orders.join(', then '))] : []
  const per = (query.limit.per ?? []).map((name) =>
    name === 'time' ? (query.grain ?? name) : dimensionInWords(name, views),
  )
  const first = query.limit.of === 'members' ? sentence.firstMembers : sentence.first
  return [first(query.limit.count, orders.join(', then '), per)]
}
