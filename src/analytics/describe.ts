/** A query as one plain sentence in which every choice is visible: what was understood. */
import type { Catalog, View } from './catalog.ts'
import { conditionsInWords, filterClauses } from './describe-filters.ts'
import { levelClause, overClause } from './describe-measures.ts'
import { axisInWords, dimensionInWords, fieldInWords, type About } from './describe-parts.ts'
import { compareClause, periodClause, periodsClauses } from './describe-periods.ts'
import type { KpiQuery } from './kpi-query.ts'
import { isCounting, isShareOfWhole, viewsOfQuery } from './kpi-query-meaning.ts'
import { likeWithLike } from './like-with-like.ts'
import { measured, type Measured } from './measured.ts'
import { countedIn, named } from './over.ts'
import { figureWords, listed, sentence } from './words/en.ts'
import { isUsual } from './why/usual.ts'
import { periodInWords } from './words/dates.ts'
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
    ...periodClause(about),
    ...periodsClauses(about),
    ...levelClause(about),
    ...overClause(about),
    ...compareClause(about),
    ...usualClause(about),
    ...shareClause(about),
    ...windowClause(about),
    ...(!isCounting(query) && query.conditions.length > 0 ? [sentence.having(conditionsInWords(about))] : []),
    ...orderClause(about),
  ]
  return clauses.join(', ')
}

function head(about: About): string {
  const { query, views, found } = about
  const axes = query.by.map((axis) => axisInWords(axis, views))
  switch (query.shape.kind) {
    case 'histogram':
      return sentence.histogram(
        fieldInWords(query.shape.field, about),
        (views[0]?.rows?.label ?? 'records').toLowerCase(),
        query.shape,
      )
    case 'members':
      return sentence.members(
        query.by.map((axis) => axisInWords(axis, views)),
        views[0]?.label ?? '',
      )
    case 'records': {
      const fields = query.shape.fields.map((field) => lowerFirst(fieldInWords(field, about)))
      const records = views[0]?.rows?.label ?? 'records'
      return sentence.records(query.grain ? [query.grain, ...fields] : fields, records, query.shape.whole === true)
    }
    case 'count_buckets':
    case 'count_members': {
      const by = query.shape.kind === 'count_members' && query.grain ? [...axes, query.grain] : axes
      const counted = sentence.count(countedIn(query, views), conditionsInWords(about))
      return by.length > 0 ? `${counted}${sentence.by(by)}` : counted
    }
    case 'drivers':
      return sentence.drivers(listed(found.map(({ label }) => lowerFirst(label))))
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

/** What is usual: the average of several stretches, the farthest and the nearest named. */
function usualClause({ query, locale }: About): string[] {
  if (query.shape.kind !== 'drivers') return []
  const { against } = query.shape
  if (against.length > 1 && isUsual(against, query.period!)) return [sentence.comparedWithWeeks(against.length)]
  const words = against.map((stretch) => periodInWords(stretch, locale))
  return [words.length === 1 ? sentence.comparedWith(words[0]!) : sentence.comparedWithAverage(words)]
}

function shareClause({ query, views }: About): string[] {
  if (!query.share) return []
  const within = query.share.within.map((name) => dimensionInWords(name, views))
  const axes = query.by.map((axis) => axisInWords(axis, views))
  const buckets = query.grain ? [query.grain as string] : []
  if (!isShareOfWhole(query)) return [sentence.share(query.by.length > 0 ? [...buckets, ...within] : [])]
  const without = query.filters.flatMap((filter) =>
    'dimension' in filter && !query.share?.within.includes(filter.dimension)
      ? [dimensionInWords(filter.dimension, views)]
      : [],
  )
  return [sentence.shareOfWhole([...new Set(without)], within, [...axes, ...buckets])]
}

function windowClause({ query }: About): string[] {
  if (!query.window) return []
  if (query.window.kind === 'running_total') return [sentence.runningTotal]
  return [sentence.movingAverage(query.window.buckets, query.grain ?? 'day')]
}

function orderClause(about: About): string[] {
  const { query, views, found } = about
  const orders = query.order.map(({ by, direction }) => {
    switch (by.kind) {
      case 'time':
        return sentence.order(query.grain ?? 'time', direction, 'time')
      case 'axis': {
        const { shape } = query
        if (shape.kind === 'records') {
          const field = shape.fields[by.index]!
          const isText = field.kind === 'dimension' && isTextual(field.dimension, views)
          return sentence.order(lowerFirst(fieldInWords(field, about)), direction, isText ? 'text' : 'number')
        }
        const axis = query.by[by.index]!
        const isText = axis.kind === 'dimension' && isTextual(axis.dimension, views)
        return sentence.order(axisInWords(axis, views), direction, isText ? 'text' : 'number')
      }
      case 'measure':
        if (isCounting(query)) return sentence.order(`number of ${countedIn(query, views)}`, direction, 'number')
        return sentence.order(figureWords[by.figure](found[by.index]?.label ?? ''), direction, 'number')
    }
  })
  if (query.limit) {
    const per = (query.limit.per ?? []).map((name) =>
      name === 'time' ? (query.grain ?? name) : dimensionInWords(name, views),
    )
    const first = query.limit.of === 'members' ? sentence.firstMembers : sentence.first
    return [first(query.limit.count, orders.join(', then '), per)]
  }
  if (orders.length > 0) return [sentence.ordered(orders.join(', then '))]
  if (!isRanking(query)) return []
  const label = found[0]?.label ?? ''
  if (isShareOfWhole(query)) return [sentence.highestFirst(figureWords.share(label))]
  return [sentence.highestFirst(found.length > 1 ? label : null)]
}

function isTextual(dimension: string, views: readonly View[]): boolean {
  return views[0]?.dimensions.get(dimension)?.type === 'text'
}

/** Groups without an order of their own come by size. */
function isRanking({ by, grain, shape }: KpiQuery): boolean {
  const isOverTime = grain !== undefined && shape.kind !== 'count_buckets'
  const isListed = shape.kind === 'members' || shape.kind === 'correlation'
  return by.length > 0 && !isOverTime && !isListed && by.every((axis) => axis.kind === 'dimension')
}
