/** "Why did revenue drop yesterday?": the cause is not in the data, but which segments moved the figure is. */
import type { View } from '../../../analytics/catalog.ts'
import type { Filter, KpiQueryInput } from '../../../analytics/kpi-query.ts'
import { leafDimensions } from '../../../analytics/why/leaf-dimensions.ts'
import { usualOf } from '../../../analytics/why/usual.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft } from './draft.ts'
import type { Timing } from './timing.ts'

/** Whether a "why" names one figure that moved; why something is as it is, or why of a member, is another question. */
export function asksWhatMoved(draft: Draft): boolean {
  const { lean, measures, wantsChange, fault, conditions, ranking, grain } = draft
  const isPlain = conditions.length === 0 && ranking === null && grain === null && !draft.share && !draft.window
  return lean.why && lean.how === null && measures.length === 1 && wantsChange !== null && fault === null && isPlain
}

/** The shape of the question and its period, by the timing that a comparison with the period before would have. */
export function whatMoved(
  draft: Draft,
  { period, compare }: Timing,
  view: View,
  filters: readonly Filter[],
  { knowledge }: Lexicon,
): Pick<KpiQueryInput, 'period' | 'shape'> | { readonly because: string } {
  if (!period || !compare) return { because: 'Say when it moved: yesterday, last week, in October.' }
  const said = draft.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : []))
  const dimensions =
    said.length > 0 ? said : leafDimensions(view, knowledge.values.get(view.name) ?? new Map(), filters)
  if (dimensions.length === 0)
    return {
      because: `${view.label} ${view.label.endsWith('s') ? 'have' : 'has'} nothing to look for segments in: no dimension with a few members.`,
    }
  const usual = compare.kind === 'previous' && draft.compare === null ? usualOf(period) : null
  const { from, to } = compare.period
  const { rising = false, falling = false } = draft.wantsChange ?? {}
  const moved = rising === falling ? {} : { moved: rising ? ('up' as const) : ('down' as const) }
  const against = [...(usual ?? [{ from, to }])]
  return { period, shape: { kind: 'drivers', dimensions: [...dimensions], against, ...moved } }
}
