/** Whether a rule is ever looked at: its KPI and slice must be fed by events. */
import type { Catalog } from '../../catalog.ts'
import { hint } from '../../nearest.ts'
import { liveParts, streamsInto } from '../live-parts.ts'
import type { Rule } from '../rule.ts'

/** Null: it is watched; else why not and what would be needed, in one sentence for people. */
export function whyUnwatched({ kpi: name, slice }: Pick<Rule, 'kpi' | 'slice'>, catalog: Catalog): string | null {
  const kpi = catalog.kpis.get(name)
  const view = kpi && catalog.views.get(kpi.view)
  if (!kpi || !view) return `the catalog has no KPI ${name}${hint(name, [...catalog.kpis.keys()])}`
  const names = slice.kind === 'each' ? [slice.dimension] : slice.kind === 'members' ? Object.keys(slice.members) : []
  const gone = names.find((each) => !view.dimensions.has(each))
  if (gone !== undefined) return `${view.label} has no dimension ${gone}${hint(gone, [...view.dimensions.keys()])}`
  if (streamsInto(view.name, catalog).length === 0)
    return `no events come in for ${view.label}: a stream into it is needed in the catalog`
  if (!liveParts(kpi, catalog))
    return `no stream into ${view.label} counts what ${kpi.label} is made of: a measure for it is needed in the catalog`
  const key = names.toSorted().join()
  const isSliced = streamsInto(view.name, catalog).some(({ slices }) => slices.some((one) => one.join() === key))
  return names.length === 0 || isSliced
    ? null
    : `${view.label} is not counted by ${names.join(' and ')}: a slice of its stream is needed in the catalog`
}
