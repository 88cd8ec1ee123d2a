/** The cell of one row that a figure is. */
import { cell, type Course, type Shown } from './claims.ts'
import type { Facts, Group } from './facts.ts'
import { says } from './figures.ts'
import type { Item } from './items.ts'

/** What a figure is said to be. */
export type Slot = 'value' | 'change' | 'from' | 'to' | 'previous'

interface Of {
  readonly slot: Slot
  readonly row: number
  readonly group: Group
  readonly course: Course | null
  readonly facts: Facts
}

/** Null: no cell that may be said there is what the figure says. */
export function cellFor(
  item: Item & { kind: 'figure' | 'literal' },
  { slot, row, group, course, facts }: Of,
): Shown | null {
  const way = slot === 'change' && course?.kind === 'way' ? course.way : null
  for (const column of columnsFor(slot, group, facts)) {
    const value = cell(facts, row, column)
    if (value === null) continue
    const isIt =
      item.kind === 'literal'
        ? way === null && facts.table[row]?.[column] === item.text
        : says(item.figure, value, facts.columns[column]!.unit, way, slot === 'change' && isPercentage(facts, group))
    if (isIt) return { row, column, value }
  }
  return null
}

/** Of a percentage only how far it moved: a percentage of a percentage could be taken for that. */
function isPercentage({ columns }: Facts, { measure }: Group): boolean {
  const { unit } = columns[measure]!
  return unit === 'percent' || unit === 'percentage_points'
}

function columnsFor(slot: Slot, group: Group, facts: Facts): readonly number[] {
  const { measure, previous, changes, shares } = group
  switch (slot) {
    case 'value':
      return [measure, ...shares]
    case 'to':
      return [measure]
    case 'from':
      return [...previous, measure]
    case 'previous':
      return previous
    case 'change':
      return isPercentage(facts, group) ? changes.slice(0, 1) : changes
  }
}
