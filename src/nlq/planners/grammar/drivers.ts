/** "Why?": the cause is not in the data, but which members moved the figure is. */
import type { View } from '../../../analytics/catalog.ts'
import { viewsOfQuery } from '../../../analytics/kpi-query-meaning.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft } from './draft.ts'
import { isSameMeasure } from './same-measure.ts'

/** More members than this are a list nobody reads. */
const mostMembers = 25

/** The figure of the turn before against the period before, by the dimension that is to show what moved. */
export function driversOf(draft: Draft, old: Draft, lexicon: Lexicon): Draft {
  const isOther = draft.measures.some((one) => !old.measures.some((other) => isSameMeasure(one, other, lexicon)))
  // "Why is Germany so low" asks about one member, not about what moved the figure.
  if (isOther || draft.members.length > 0 || old.distribution || old.countBuckets || old.measures.length === 0)
    return { ...draft, fault: { kind: 'cause' } }
  const measures = draft.measures.length > 0 ? draft.measures : old.measures.slice(0, 1)
  const said = draft.by.slice(0, 1)
  const by = said.length > 0 ? said : old.by.length > 0 ? old.by : dimensionFor(old, lexicon)
  if (by.length === 0) return { ...draft, fault: { kind: 'cause' } }
  const change = draft.wantsChange ?? { rising: false, falling: false, relative: false }
  return {
    ...old,
    ...(draft.whens.length > 0 ? { whens: draft.whens } : {}),
    measures,
    by,
    grain: null,
    window: null,
    share: false,
    compare: draft.compare ?? comparedWith(old.kept?.compare ?? null),
    kept: old.kept && { ...old.kept, conditions: [], order: [], limit: null },
    // Changes in order; both ends of the list are what moved it.
    orderings: [change.falling ? 'ascending' : 'descending'],
    wantsChange: change,
    spans: draft.spans,
    unknown: draft.unknown,
    fault: draft.fault,
    fit: draft.fit,
    lean: { ...draft.lean, alone: null },
  }
}

/** The first dimension, as the catalog's owner lists them, that has a few members and is not narrowed to one already. */
function dimensionFor(old: Draft, { knowledge }: Lexicon): Draft['by'] {
  const view = old.kept && viewsOfQuery(old.kept.query, knowledge.catalog)[0]
  if (!view) return []
  const narrowed = new Set(
    old.members.flatMap(({ dimension, include, values }) => (include && values.length === 1 ? [dimension] : [])),
  )
  const sizeOf = ({ name }: View, dimension: string) => knowledge.values.get(name)?.get(dimension)?.length ?? 0
  const fitting = [...view.dimensions.values()].filter(
    ({ name, masked, type }) =>
      !masked && type === 'text' && !narrowed.has(name) && sizeOf(view, name) > 1 && sizeOf(view, name) <= mostMembers,
  )
  const [first] = fitting
  return first ? [{ kind: 'dimension', dimension: first.name }] : []
}

function comparedWith(before: NonNullable<Draft['kept']>['compare']): Draft['compare'] {
  if (before?.kind === 'period') return null
  return { kind: before?.kind ?? 'previous' }
}
