/** What a follow-up keeps of the answer before and what it replaces, in plain words. */
import type { Catalog } from '../analytics/catalog.ts'
import type { Filter, KpiQuery } from '../analytics/kpi-query.ts'
import { axisName, viewsOfQuery } from '../analytics/kpi-query-meaning.ts'
import { measured } from '../analytics/measured.ts'
import { periodInWords } from '../analytics/words/dates.ts'
import { listed, partValuesInWords, partWords } from '../analytics/words/en.ts'
import { lowerFirst } from '../analytics/words/letters.ts'

/** `kept from before: by region, October 2026; replaced: Revenue`; the empty text when nothing was there to keep. */
export function carriedInWords(before: KpiQuery, now: KpiQuery, catalog: Catalog): string {
  const kept: string[] = []
  const replaced: string[] = []
  for (const part of parts) {
    const was = part(before, catalog)
    if (was.length === 0) continue
    const is = part(now, catalog)
    const gone = was.filter((words) => !is.includes(words))
    kept.push(...was.filter((words) => is.includes(words)))
    replaced.push(...gone)
  }
  const said = [
    ...(kept.length > 0 ? [`kept from before: ${listed(kept)}`] : []),
    ...(replaced.length > 0 ? [`replaced: ${listed(replaced)}`] : []),
  ]
  return said.join('; ')
}

type Words = (query: KpiQuery, catalog: Catalog) => readonly string[]

const parts: readonly Words[] = [figures, axes, filters, period, comparison, rest]

function figures(query: KpiQuery, catalog: Catalog): readonly string[] {
  return query.measures.flatMap((measure) => {
    const found = measured(measure, catalog)
    return 'label' in found ? [found.label] : []
  })
}

function axes(query: KpiQuery, catalog: Catalog): readonly string[] {
  const by = query.by.map((axis) =>
    axis.kind === 'dimension'
      ? `by ${labelOf(axis.dimension, query, catalog)}`
      : `by ${axis.kind === 'part' ? partWords[axis.part] : axisName(axis)}`,
  )
  return query.grain && query.shape.kind !== 'count_buckets' ? [...by, `by ${query.grain}`] : by
}

function filters(query: KpiQuery, catalog: Catalog): readonly string[] {
  return query.filters.map((filter) => filterInWords(filter, query, catalog))
}

function filterInWords(filter: Filter, query: KpiQuery, catalog: Catalog): string {
  switch (filter.kind) {
    case 'members': {
      const members = `${labelOf(filter.dimension, query, catalog)} ${listed(filter.values.map(String), 'or')}`
      return filter.include ? `only ${members}` : `without ${members}`
    }
    case 'part':
      return partValuesInWords(filter.part, filter.values, filter.include)
    case 'periods':
      return 'the periods'
    case 'holidays':
      return filter.include ? 'only public holidays' : 'without public holidays'
    case 'text':
    case 'empty':
      return `the condition on ${labelOf(filter.dimension, query, catalog)}`
    case 'range':
      return `the condition on ${filter.field.kind === 'kpi' ? (catalog.kpis.get(filter.field.kpi)?.label ?? filter.field.kpi) : labelOf(filter.field.dimension, query, catalog)}`
  }
}

function period(query: KpiQuery): readonly string[] {
  return query.period ? [periodInWords(query.period)] : []
}

function comparison({ compare }: KpiQuery): readonly string[] {
  return compare
    ? [
        {
          previous: 'the comparison with the period before',
          year_ago: 'the comparison with a year before',
          period: `the comparison with ${periodInWords(compare.period)}`,
        }[compare.kind],
      ]
    : []
}

function rest(query: KpiQuery): readonly string[] {
  const { limit, order } = query
  return [
    ...(query.conditions.length > 0 ? ['the condition on the figures'] : []),
    ...(query.share ? ['the share'] : []),
    ...(query.window ? [query.window.kind === 'running_total' ? 'the running total' : 'the moving average'] : []),
    ...(limit ? [`the first ${limit.count}`] : order.length > 0 ? ['the order'] : []),
  ]
}

function labelOf(dimension: string, query: KpiQuery, catalog: Catalog): string {
  return lowerFirst(viewsOfQuery(query, catalog)[0]?.dimensions.get(dimension)?.label ?? dimension.replaceAll('_', ' '))
}
