/** Two sides set against each other: members, periods, figures. */
import { text, unknown, type Walk } from './walk.ts'

/** "Do A or B give higher scores", "more in A than in B", "the difference between A and B": what stands on either side. */
export function settleSides(walk: Walk): void {
  const { draft, comparative, difference } = walk
  if (!comparative && !difference) return
  if (comparative?.subject) walk.everyday.push({ item: comparative.item, subject: comparative.subject })
  const hasMembers = draft.members.some(({ include, values }) => include && values.length > 1)
  if (hasMembers) {
    walk.comparing = true
    return
  }
  if (draft.compare !== null || draft.whens.length > 1) return
  const [one, other, more] = draft.measures
  // "Do wards with longer stays have higher costs": both figures of each ward.
  if (walk.moreComparatives === 1 && one && other && !more && draft.by.length > 0 && draft.conditions.length === 0) {
    draft.form = { kind: 'correlation' }
    draft.picksGroups = false
    return
  }
  if (difference && one?.kind === 'kpi' && other?.kind === 'kpi' && !more) {
    draft.measures = [{ kind: 'difference', of: one.kpi, minus: other.kpi }]
    return
  }
  // "Is revenue higher this month", "the difference in revenue": against the period before.
  const isOfOne =
    (difference !== null && !/gap|differ(?:s)?$/.test(text(walk, difference).toLowerCase())) ||
    /^(?:higher|lower|better|worse)$/.test(wordOf(walk))
  const isOfNobody = draft.members.length === 0 && draft.by.length === 0
  if (isOfOne && one && !other && isOfNobody) draft.wantsChange ??= { rising: false, falling: false, relative: false }
  else if (comparative ?? difference) unknown(walk, comparative?.item ?? difference!)
}

function wordOf({ comparative, tokens }: Walk): string {
  return comparative ? (tokens[comparative.item.from]?.word ?? '') : ''
}
