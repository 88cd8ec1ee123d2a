/** The ways on from an answer: what it can be broken down by and compared with. Each is a whole query, admitted as such. */
import type { Catalog } from '../analytics/catalog.ts'
import { viewsOfQuery } from '../analytics/kpi-query-meaning.ts'
import { parseKpiQuery, type KpiQuery, type KpiQueryInput } from '../analytics/kpi-query.ts'
import { previousOf, yearBefore } from '../analytics/period.ts'
import type { WayOn } from './reply.ts'
import { words } from './replies/en.ts'

const mostBreakdowns = 4

/** Only queries that the catalog admits; none for shapes that have no obvious way on. */
export function waysOn(query: KpiQuery, catalog: Catalog): readonly WayOn[] {
  if ((query.shape.kind !== 'groups' && query.shape.kind !== 'over') || query.limit) return []
  return [...breakdowns(query, catalog), ...comparisons(query, catalog)]
}

function breakdowns(query: KpiQuery, catalog: Catalog): WayOn[] {
  if (query.by.length > 0) return []
  const views = viewsOfQuery(query, catalog)
  const [first, ...others] = views
  if (!first) return []
  const { grain: _grain, window: _window, compare: _compare, ...rest } = query
  const narrowed = new Set(
    query.filters.flatMap((filter) =>
      filter.kind === 'members' && filter.include && filter.values.length === 1 ? [filter.dimension] : [],
    ),
  )
  const ways: WayOn[] = []
  for (const dimension of first.dimensions.values()) {
    if (ways.length === mostBreakdowns) break
    const isShared = others.every((view) => view.dimensions.has(dimension.name))
    if (!isShared || narrowed.has(dimension.name) || !dimension.indexed) continue
    if (dimension.type !== 'text' && dimension.type !== 'boolean') continue
    const input: KpiQueryInput = {
      ...rest,
      by: [{ kind: 'dimension', dimension: dimension.name }],
      order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }],
    }
    ways.push(...admitted('breakdown', words.breakDown(dimension.label), input, catalog))
  }
  return ways
}

function comparisons(query: KpiQuery, catalog: Catalog): WayOn[] {
  if (query.compare || !query.period || query.window) return []
  const [view] = viewsOfQuery(query, catalog)
  const viewGrain = view?.times.get(query.time ?? 'time')?.grain
  if (!viewGrain) return []
  const how = { viewGrain, ...(query.grain ? { grain: query.grain } : {}) }
  return [
    ...admitted(
      'compare',
      words.comparePrevious,
      { ...query, compare: { kind: 'previous', period: previousOf(query.period, how) } },
      catalog,
    ),
    ...admitted(
      'compare',
      words.compareYear,
      { ...query, compare: { kind: 'year_ago', period: yearBefore(query.period, how) } },
      catalog,
    ),
  ]
}

function admitted(group: 'breakdown' | 'compare', label: string, input: KpiQueryInput, catalog: Catalog): WayOn[] {
  const parsed = parseKpiQuery(input, catalog)
  return parsed.ok ? [{ kind: 'query', group, label, query: parsed.query }] : []
}
