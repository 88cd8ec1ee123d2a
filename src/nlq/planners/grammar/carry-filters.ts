/** What of the filters of a turn stays in the one that follows up on it. */
import type { Filter } from '../../../analytics/kpi-query.ts'
import type { Draft, DraftCondition, DraftMembers } from './draft.ts'
import { same } from '../../same.ts'

type Fail = (because: string) => void

/** Members named now and before: replaced, added, taken away or turned round. */
export function membersOf(draft: Draft, old: Draft, unfilters: ReadonlySet<string>, fail: Fail): DraftMembers[] {
  const { lean } = draft
  if (lean.others) return turnedRound(draft, old, fail)
  const clears =
    (lean.drops.includes('filters') && draft.members.length === 0 && emptied(draft).size === 0) ||
    (lean.all && !old.kept?.limit)
  if (clears) {
    if (old.members.length + old.filters.length + old.parts.length === 0) fail('There is no filter to take away.')
    return []
  }
  const named = new Set(draft.members.map(({ dimension }) => dimension))
  const gone = emptied(draft)
  const stays = old.members.filter(({ dimension, include, values }) => {
    // "Germany" before, "by country" now.
    const widens =
      include &&
      values.length === 1 &&
      draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension)
    return !named.has(dimension) && !widens && !gone.has(dimension) && !unfilters.has(dimension)
  })
  return [...stays, ...draft.members.flatMap((said) => withBefore(said, draft, old, fail))]
}

/** "Without region": dimensions that are no longer to be filtered or split by. */
export function emptied(draft: Draft): ReadonlySet<string> {
  return new Set(
    draft.filters.flatMap((filter) => (filter.kind === 'empty' && filter.include ? [filter.dimension] : [])),
  )
}

/** "The others": all but what was picked before. */
function turnedRound(draft: Draft, old: Draft, fail: Fail): DraftMembers[] {
  const picked = old.members.filter(({ include }) => include)
  const ofNamed = picked.filter(({ dimension }) =>
    draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension),
  )
  const turned = ofNamed.length > 0 ? ofNamed : picked
  if (turned.length !== 1 || draft.members.length > 0)
    fail(
      turned.length > 1
        ? `It is not clear which others: of ${turned.map(({ dimension }) => dimension.replaceAll('_', ' ')).join(' or of ')}.`
        : old.kept?.limit
          ? 'I cannot show only those that come after; "show all" lists all of them.'
          : 'There was nothing picked out before, so there are no others.',
    )
  return old.members.map((members) => (turned.includes(members) ? { ...members, include: false } : members))
}

function withBefore(said: DraftMembers, draft: Draft, old: Draft, fail: Fail): DraftMembers[] {
  const { lean } = draft
  const before = old.members.find(({ dimension }) => dimension === said.dimension)
  const isListed = (value: DraftMembers['values'][number]) => before?.values.includes(value) ?? false
  const rest = before?.values.filter((value) => !said.values.includes(value)) ?? []
  const without = (members: DraftMembers) => (rest.length > 0 ? [{ ...members, values: rest }] : [])
  if (lean.drops.includes('filters') && lean.how === 'without') {
    if (!before || !said.values.every(isListed)) fail(`There is no filter on ${said.values.join(' or ')} to take away.`)
    return before ? without(before) : []
  }
  if (lean.how === 'also' && said.include) {
    if (!before || (before.include && said.values.every(isListed))) {
      fail(`${said.values.join(' and ')} ${said.values.length > 1 ? 'are' : 'is'} in it already.`)
      return [said]
    }
    return before.include ? [{ ...before, values: [...new Set([...before.values, ...said.values])] }] : without(before)
  }
  if (!before || lean.how === 'only') return [said]
  if (before.include && said.include)
    return lean.besides ? [{ ...before, values: [...new Set([...before.values, ...said.values])] }] : [said]
  if (!before.include && !said.include) return [{ ...before, values: [...new Set([...before.values, ...said.values])] }]
  if (rest.length === before.values.length) return [said]
  // "Without Germany", when it was only Germany: all but Germany; "remove Germany" takes the filter away.
  if (before.include && rest.length === 0 && lean.how !== 'without') return [said]
  return without(before)
}

/** Other filters: the same thing said again replaces what was said before. */
export function filtersOf(draft: Draft, old: Draft): Filter[] {
  const { lean } = draft
  const named = draft.members.length + emptied(draft).size
  if ((lean.drops.includes('filters') && named === 0) || (lean.all && !old.kept?.limit)) return []
  const about = (filter: Filter) =>
    JSON.stringify([filter.kind, 'dimension' in filter ? filter.dimension : 'field' in filter ? filter.field : null])
  const gone = emptied(draft)
  const isTaken = (name: string) =>
    old.by.some((axis) => axis.kind === 'dimension' && axis.dimension === name) ||
    old.members.some(({ dimension }) => dimension === name) ||
    old.filters.some((filter) => 'dimension' in filter && filter.dimension === name)
  const said = draft.filters.filter((filter) => !(filter.kind === 'empty' && isTaken(filter.dimension)))
  const conditioned = draft.conditions.flatMap(({ target }) =>
    target?.kind === 'dimension' ? [JSON.stringify(['range', target])] : [],
  )
  return [
    ...old.filters.filter(
      (filter) =>
        !said.some((other) => about(other) === about(filter)) &&
        !conditioned.includes(about(filter)) &&
        // Stretches of the period asked for before mean nothing in another one.
        !(filter.kind === 'periods' && draft.whens.length > 0) &&
        !('dimension' in filter && gone.has(filter.dimension)),
    ),
    ...said,
  ]
}

/** Parts of time: "include weekends again" takes their exclusion away. */
export function partsOf(draft: Draft, old: Draft): Draft['parts'] {
  const { lean } = draft
  if (lean.drops.includes('filters') || (lean.all && !old.kept?.limit)) return draft.parts
  const isUndone = (one: Draft['parts'][number]) =>
    lean.how === 'also' &&
    one.include &&
    old.parts.some((other) => other.part === one.part && !other.include && same(other.values, one.values))
  return [
    ...old.parts.filter((part) => !draft.parts.some((other) => other.part === part.part)),
    ...draft.parts.filter((part) => !isUndone(part)),
  ]
}

/** "Only over 100": said of the figure that was asked for. */
export function conditionsOf(draft: Draft, indexes: readonly number[]): DraftCondition[] {
  return draft.conditions.map((condition) => {
    const { target } = condition
    if (target === null) return { ...condition, target: { kind: 'measure', index: 0 }, mayBeOfRecords: false }
    if (target.kind !== 'measure') return condition
    return { ...condition, target: { kind: 'measure', index: indexes[target.index] ?? target.index } }
  })
}
