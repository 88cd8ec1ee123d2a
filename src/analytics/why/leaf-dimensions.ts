/** By which dimensions the leaves of a change are read. */
import type { Scalar, View } from '../catalog.ts'
import type { Filter } from '../kpi-query.ts'

/** Members of one dimension: a list of more is no explanation, and leaves get too small to say anything. */
const mostMembers = 400
/** Leaves that a statement may give, members multiplied. */
const mostLeaves = 60_000
const mostDimensions = 8

/**
 * The dimensions whose members are known and few, as the catalog lists them, as many as leaves allow. Of a hierarchy
 * (product within category) all levels: a parent adds no leaves, and may be what moved. `values`: members by dimension.
 */
export function leafDimensions(
  view: View,
  values: ReadonlyMap<string, readonly Scalar[]>,
  filters: readonly Filter[],
): readonly string[] {
  const narrowed = new Set(
    filters.flatMap((filter) =>
      filter.kind === 'members' && filter.include && filter.values.length === 1 ? [filter.dimension] : [],
    ),
  )
  const sizeOf = (name: string) => values.get(name)?.length ?? 0
  const fitting = [...view.dimensions.values()].filter(
    ({ name, masked, type, indexed }) =>
      indexed &&
      !masked &&
      (type === 'text' || type === 'boolean') &&
      !narrowed.has(name) &&
      sizeOf(name) > 1 &&
      sizeOf(name) <= mostMembers,
  )
  const chosen: string[] = []
  let leaves = 1
  for (const { name, within } of fitting) {
    // A child makes as many leaves as it has members for each member of its parent.
    const share = within !== null && chosen.includes(within) ? sizeOf(within) : 1
    const more = Math.max(1, sizeOf(name) / share)
    if (chosen.length === mostDimensions || leaves * more > mostLeaves) continue
    leaves *= more
    chosen.push(name)
  }
  return chosen
}
