/** Colours named in one line over the plot, for marks that have no room for a name of their own. */
import { literal, pixels, texts, type Text } from './frame.ts'
import type { Layer } from './spec.ts'
import { fit, widthOf } from './text.ts'
import { COLOR, TYPE } from './theme.ts'

export interface LegendItem {
  readonly name: string
  readonly color: string
}

/** Height that `legend` takes, its distance from the plot included. */
export const LEGEND_HEIGHT = 30

/** One line of swatches and names, from `left` on, `up` over its usual place above a plot; names are shortened alike until all fit. */
export function legend(items: readonly LegendItem[], left: number, width: number, up = 0): readonly Layer[] {
  const swatch = 14
  const gap = 18
  const room = width - items.length * (swatch + 8) - (items.length - 1) * gap
  const widths = (size: number) => items.map((item) => widthOf(item.name, size))
  const size = widths(TYPE.label).reduce((sum, each) => sum + each, 0) > room ? TYPE.small : TYPE.label
  const natural = widths(size)
  const most = fairWidth(natural, room)
  let x = left
  const swatches: object[] = []
  const names: Text[] = []
  for (const [index, item] of items.entries()) {
    swatches.push({ x: x + swatch / 2, y: 12 - LEGEND_HEIGHT - up, c: item.color })
    names.push({
      x: x + swatch + 8,
      y: 13 - LEGEND_HEIGHT - up,
      text: fit(item.name, most + 1, size),
      size,
      baseline: 'middle',
      color: COLOR.text,
    })
    x += swatch + 8 + Math.min(most, natural[index] ?? 0) + gap
  }
  return [
    {
      data: { values: swatches },
      mark: { type: 'square', size: swatch * swatch, opacity: 1, aria: false },
      encoding: { x: pixels('x'), y: pixels('y'), color: literal('c') },
    },
    ...texts(names),
  ]
}

/** The width no name may exceed, so that together they fit: short names keep theirs, long ones share the rest. */
function fairWidth(natural: readonly number[], room: number): number {
  const sorted = [...natural].toSorted((a, b) => a - b)
  let left = room
  for (const [index, width] of sorted.entries()) {
    const share = left / (sorted.length - index)
    if (width > share) return share
    left -= width
  }
  return sorted.at(-1) ?? 0
}
