/** The question for the segments that moved a KPI, which is a query like any other. */
import type { Catalog } from '../catalog.ts'
import type { Known } from '../knowledge.ts'
import { parseKpiQuery, type Filter, type KpiQuery, type Period, type Stretch } from '../kpi-query.ts'
import { local, print } from '../period.ts'
import { leafDimensions } from './leaf-dimensions.ts'
import { usualOf } from './usual.ts'

export interface WhyAsked {
  /** By its name in the catalog. */
  readonly kpi: string
  readonly period: Period
  /** What it is held against, on average; without it the same time of the four weeks before. */
  readonly against?: readonly Stretch[]
  readonly filters?: readonly Filter[]
  /** What part of the period there is yet, where it has only begun. */
  readonly elapsed?: number
}

type DriversAsked =
  | { readonly kind: 'query'; readonly query: KpiQuery; readonly against: readonly Stretch[] }
  /** A sentence for people. */
  | { readonly kind: 'cannot'; readonly because: string }

/** `values`: the members of dimensions that are known under the rights the catalog is cut to. */
export function driversQuery(asked: WhyAsked, catalog: Catalog, values: Known['values']): DriversAsked {
  const { period, filters = [], elapsed } = asked
  const kpi = catalog.kpis.get(asked.kpi)
  const view = kpi && catalog.views.get(kpi.view)
  if (!view) return { kind: 'cannot', because: `There is no KPI "${asked.kpi}".` }
  const dimensions = leafDimensions(view, values.get(view.name) ?? new Map(), filters)
  if (dimensions.length === 0)
    return { kind: 'cannot', because: `${view.label} has no dimension with a few members to look for segments in.` }
  const against = asked.against ?? usualOf(period) ?? [before(period)]
  const parsed = parseKpiQuery(
    {
      measures: [{ kind: 'kpi', kpi: asked.kpi }],
      period,
      filters,
      shape: { kind: 'drivers', dimensions, against, ...(elapsed === undefined ? {} : { elapsed }) },
    } satisfies Partial<KpiQuery>,
    catalog,
  )
  return parsed.ok ? { kind: 'query', query: parsed.query, against } : { kind: 'cannot', because: parsed.because }
}

/** The stretch just before, as long. */
function before({ from, to }: Period): Stretch {
  const length = local(from).until(local(to), { largestUnit: 'day' })
  return { from: print(local(from).subtract(length)), to: from }
}
