/** Two member columns, or one and several figures, as groups of bars: rows down, parts within. */
import { MOST_MEMBERS } from './ranking.ts'
import type { Figure, MemberColumn, Sheet } from './sheet.ts'

export interface Group {
  readonly name: string
  /** One a part, in the order of `Matrix.parts`. */
  readonly values: readonly (number | null)[]
  readonly total: number
}

export interface Matrix {
  readonly groups: readonly Group[]
  readonly parts: readonly string[]
  /** The last part gathers those that are not shown. */
  readonly hasOther: boolean
  readonly leftOut: string
}

/** Members of the first column as groups, those of the second as parts; the largest first. */
export function matrixOf(sheet: Sheet, figure: Figure, mostParts: number): Matrix {
  const [outer, inner] = sheet.members
  if (!outer || !inner) return { groups: [], parts: [], hasOther: false, leftOut: '' }
  const cells = new Map<string, Map<string, number | null>>()
  for (let row = 0; row < sheet.rowCount; row++) {
    const group = outer.names[row] ?? ''
    const line = cells.get(group) ?? new Map<string, number | null>()
    line.set(inner.names[row] ?? '', figure.values[row] ?? null)
    cells.set(group, line)
  }
  const size = (values: readonly (number | null | undefined)[]) =>
    values.reduce((sum: number, value) => sum + Math.abs(value ?? 0), 0)
  const groups = inOrder(outer, [...cells.keys()], (name) => size([...(cells.get(name)?.values() ?? [])]))
  const parts = inOrder(inner, [...new Set(inner.names)], (name) =>
    size([...cells.values()].map((line) => line.get(name))),
  )
  const mostGroups = figure.adds.members ? MOST_MEMBERS : 8
  return gather(figure, groups, parts, mostGroups, mostParts, (group, part) => cells.get(group)?.get(part) ?? null)
}

function inOrder(column: MemberColumn, names: readonly string[], size: (name: string) => number): readonly string[] {
  if (column.isOrdered) return names
  const sized = names.map((name) => ({ name, size: size(name) }))
  return sized.toSorted((a, b) => b.size - a.size).map((each) => each.name)
}

function gather(
  figure: Figure,
  groups: readonly string[],
  parts: readonly string[],
  mostGroups: number,
  mostParts: number,
  value: (group: string, part: string) => number | null,
): Matrix {
  const shown = parts.slice(0, parts.length > mostParts ? mostParts - 1 : mostParts)
  const others = parts.slice(shown.length)
  const hasOther = others.length > 0 && figure.adds.members
  const drawn = groups.slice(0, mostGroups)
  return {
    groups: drawn.map((group) => {
      const values = shown.map((part) => value(group, part))
      const other = others.reduce((sum, part) => sum + (value(group, part) ?? 0), 0)
      const all = hasOther ? [...values, other] : values
      return { name: group, values: all, total: all.reduce((sum: number, each) => sum + (each ?? 0), 0) }
    }),
    parts: hasOther ? [...shown, `${others.length} others`] : shown,
    hasOther,
    leftOut: [
      groups.length > drawn.length && `${drawn.length} of ${groups.length} shown`,
      others.length > 0 && !hasOther && `${others.length} of ${parts.length} parts left out`,
    ]
      .filter(Boolean)
      .join('; '),
  }
}

/** One member column with several figures of one unit: the figures are the parts. */
export function matrixOfFigures(sheet: Sheet, figures: readonly Figure[]): Matrix {
  const names = Array.from({ length: sheet.rowCount }, (_, row) =>
    sheet.members.map((column) => column.names[row] ?? '').join(' · '),
  )
  const groups = names.map((name, row) => {
    const values = figures.map((figure) => figure.values[row] ?? null)
    return { name, values, total: values.reduce((sum: number, value) => sum + (value ?? 0), 0) }
  })
  const drawn = groups.slice(0, 8)
  return {
    groups: drawn,
    parts: figures.map((figure) => figure.label),
    hasOther: false,
    leftOut: groups.length > drawn.length ? `${drawn.length} of ${groups.length} shown` : '',
  }
}
