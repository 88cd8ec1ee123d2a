import type { Cell } from '../../../../analytics/answer.ts'

export interface Sorting {
  readonly column: number
  readonly direction: 'ascending' | 'descending'
}

/** Positions of `rows` in the order asked for, those without a value last; as they came without `sorting`. */
export function sortRows(rows: readonly (readonly Cell[])[], sorting: Sorting | null): readonly number[] {
  const positions = rows.map((_, position) => position)
  if (!sorting) return positions
  const cell = (position: number) => rows[position]?.[sorting.column] ?? null
  const sign = sorting.direction === 'ascending' ? 1 : -1
  return positions.toSorted((a, b) => {
    const [left, right] = [cell(a), cell(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * compare(left, right)
  })
}

const collator = new Intl.Collator(undefined, { numeric: true })

function compare(left: NonNullable<Cell>, right: NonNullable<Cell>): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  return collator.compare(String(left), String(right))
}
