/** What a commentary may be about: the cells of one answer, and nothing else. */
import type { Cell, ResultColumn } from '../../../../analytics/answer.ts'
import type { Grain } from '../../../../analytics/catalog.ts'

export interface Facts {
  readonly columns: readonly Pick<ResultColumn, 'label' | 'role' | 'type' | 'unit'>[]
  readonly rows: readonly (readonly Cell[])[]
  /** The same cells as people read them. */
  readonly table: readonly (readonly string[])[]
  /** Of the time buckets; null: there are none. */
  readonly grain: Grain | null
  /** There are more rows than these: none of them is the highest or the lowest of all. */
  readonly isPart: boolean
  /** Rows whose time is not over, or begins within its bucket: nothing can be held against them. */
  readonly cut?: readonly number[]
}

/** A measure with what stands beside it: its value before, its change, its share. Indexes of columns. */
export interface Group {
  readonly label: string
  readonly measure: number
  readonly previous: readonly number[]
  readonly changes: readonly number[]
  readonly shares: readonly number[]
}

/** Columns come measure by measure, each followed by its own. */
export function groupsOf({ columns }: Facts): readonly Group[] {
  const starts = columns.flatMap(({ role }, at) => (role === 'measure' ? [at] : []))
  return starts.map((measure, index) => {
    const end = starts[index + 1] ?? columns.length
    const having = (role: ResultColumn['role']) =>
      columns.flatMap((column, at) => (at > measure && at < end && column.role === role ? [at] : []))
    const { label } = columns[measure]!
    return { label, measure, previous: having('previous'), changes: having('change'), shares: having('share') }
  })
}

export function isKey({ role }: Pick<ResultColumn, 'role'>): boolean {
  return role === 'time' || role === 'dimension'
}

/** A word or words that name a member or a bucket: a cell of one key column, and the rows that have it. */
export interface Name {
  readonly text: string
  readonly column: number
  readonly rows: readonly number[]
}
