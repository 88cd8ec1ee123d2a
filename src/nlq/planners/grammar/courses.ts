/** What a course runs along: time, or the years and numbers of a view that keeps none. */
import type { View } from '../../../analytics/catalog.ts'
import { runsAlong } from '../../along.ts'
import { stemsOf } from '../../text.ts'
import { viewsOf } from './things.ts'
import type { Walk } from './walk.ts'

/** "Over the years" where a view keeps no time: along the dimension that is a year, or that was named. */
export function alongYears({ draft, lexicon }: Walk): void {
  const view = firstView({ draft, lexicon })
  const asks = draft.grain === 'year' || (draft.grain === null && (draft.wantsTrend || draft.wantsChange !== null))
  if (!view || view.times.size > 0 || !asks || draft.whens.length > 0 || draft.compare) return
  const named = draft.by.find((axis) => axis.kind === 'dimension' && runsAlong(view, axis.dimension))
  const years = [...view.dimensions.values()].filter(
    ({ name, label, synonyms, masked }) =>
      !masked && runsAlong(view, name) && [name, label, ...synonyms].some((each) => stemsOf(each).includes('year')),
  )
  const isYears = draft.grain === 'year' && years.length === 1
  const along = named?.kind === 'dimension' ? named.dimension : isYears ? years[0]!.name : null
  if (along === null) return
  if (!named) draft.by.push({ kind: 'dimension', dimension: along })
  draft.grain = null
  draft.wantsTrend = false
  draft.wantsChange = null
}

/** "Line chart of orders by region": lines run along time. */
export function courseOfLines({ draft, lexicon }: Walk): void {
  const view = firstView({ draft, lexicon })
  if (!view?.time || draft.grain || draft.wantsTrend || draft.asksWhen || draft.ranking || draft.distribution) return
  if (draft.chart !== 'line' && draft.chart !== 'multi_line' && draft.chart !== 'area') return
  const isAlong = draft.by.some((axis) => axis.kind !== 'dimension' || runsAlong(view, axis.dimension))
  if (!isAlong) draft.wantsTrend = true
}

/** The view of what is asked for first. */
function firstView({ draft, lexicon }: Pick<Walk, 'draft' | 'lexicon'>): View | undefined {
  const [measure] = draft.measures
  if (measure?.kind !== 'kpi' && measure?.kind !== 'records') return undefined
  return lexicon.knowledge.catalog.views.get(viewsOf(measure, lexicon)[0] ?? '')
}
