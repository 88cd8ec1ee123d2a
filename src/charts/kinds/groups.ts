/** Bars in groups, beside each other or stacked: one member column against another, or against several figures. */
import { along } from '../axis.ts'
import type { Finding } from '../findings/finding.ts'
import { compose, heightFor, literal, measured, pixels, roomFor, rules, texts, widest, type Text } from '../frame.ts'
import { legend, LEGEND_HEIGHT } from '../legend.ts'
import type { Matrix } from '../matrix.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Picture } from '../spec.ts'
import { fitApart, widthOf } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'

/** Parts a group may have beside each other; more are gathered or left out before they come here. */
export const MOST_PARTS = 5

interface Bar {
  readonly y: number
  readonly from: number
  readonly to: number
  readonly color: string
  readonly name: string
  readonly said: string
}

export function groupChart(
  sheet: Sheet,
  figure: Figure,
  matrix: Matrix,
  finding: Finding,
  subtitle: string,
  look: 'grouped' | 'stacked',
): Picture {
  const most = matrix.groups.length * (look === 'stacked' ? 54 : 22 * matrix.parts.length + 14)
  const least = matrix.groups.length * (look === 'stacked' ? 26 : 15 * matrix.parts.length + 8)
  const above = LEGEND_HEIGHT + 4
  const heading = heightFor(
    { ...finding, subtitle, foot: footOf(sheet, [matrix.leftOut]) },
    most + above,
    least + above,
  )
  const room = roomFor(heading)
  const rows = matrix.groups.length
  const names = matrix.groups.map((group) => group.name)
  const nameWidth = Math.min(room.width * 0.3, widest(names))
  const height = room.height - LEGEND_HEIGHT - 4
  const step = Math.min(most / Math.max(1, rows), height / Math.max(1, rows))
  const thick = look === 'stacked' ? step * 0.66 : (step * 0.84) / Math.max(1, matrix.parts.length)
  const bars = matrix.groups.flatMap((group, index) =>
    (look === 'stacked' ? stacked : beside)(group.values, matrix, figure, step * (index + 0.5), thick),
  )
  const size = Math.min(TYPE.label, Math.max(9, thick - 1))
  const ends =
    look === 'stacked' ? matrix.groups.map((group) => figure.format.short(group.total)) : bars.map((bar) => bar.said)
  const [low, high] = [Math.min(0, ...bars.map((bar) => bar.to)), Math.max(0, ...bars.map((bar) => bar.to))]
  const endWidth = widest(ends, look === 'stacked' ? TYPE.label : size, 'semibold') + 10
  const inset = {
    left: nameWidth + 14 + (low < 0 ? endWidth : 0),
    right: endWidth,
    top: LEGEND_HEIGHT + 4,
    bottom: height - step * rows,
  }
  const width = room.width - inset.left - inset.right
  const domain = low === high ? ([0, 1] as const) : ([low, high] as const)
  const across = along(domain, width)
  const labels: Text[] = [
    ...fitApart(names, nameWidth + 1, TYPE.label).map((name, index): Text => ({
      x: low < 0 ? -14 - endWidth : -14,
      y: step * (index + 0.5),
      text: name,
      align: 'right',
      baseline: 'middle',
      color: COLOR.text,
    })),
    ...(look === 'stacked'
      ? [
          ...matrix.groups.map((group, index): Text => ({
            x: across(Math.max(0, group.total)) + 8,
            y: step * (index + 0.5),
            text: ends[index] ?? '',
            weight: 'semibold',
            baseline: 'middle',
            color: COLOR.text,
          })),
          ...bars.flatMap((bar) => inside(bar, Math.abs(across(bar.to) - across(bar.from)), across, thick)),
        ]
      : bars.map((bar): Text => ({
          x: across(bar.to) + (bar.to < 0 ? -6 : 6),
          y: bar.y,
          text: bar.said,
          size,
          weight: 'semibold',
          align: bar.to < 0 ? 'right' : 'left',
          baseline: 'middle',
          color: COLOR.text,
        }))),
  ]
  return {
    ...finding,
    spec: compose(heading, inset, [
      {
        data: {
          values: bars.map((bar) => ({
            c0: bar.y,
            c1: bar.to,
            c2: bar.from,
            color: bar.color,
            tip: `${bar.name}: ${bar.said}`,
          })),
        },
        mark: {
          type: 'bar',
          aria: false,
          height: Math.max(1, thick - (look === 'stacked' ? 0 : 1.5)),
          ...(look === 'stacked' ? { stroke: COLOR.paper, strokeWidth: 1 } : { cornerRadiusEnd: 2 }),
        },
        encoding: {
          y: pixels('c0'),
          x: measured('c1', domain),
          x2: { field: 'c2' },
          color: literal('color'),
          tooltip: { field: 'tip', type: 'nominal' },
        },
      },
      ...(low < 0 ? rules([{ x: across(0), x2: across(0), y: 0, y2: step * rows, color: COLOR.zero }]) : []),
      ...texts(labels),
      ...legend(
        matrix.parts.map((name, index) => ({ name, color: colorAt(index, matrix) })),
        0,
        width,
      ),
    ]),
  }
}

function colorAt(index: number, matrix: Matrix): string {
  const isOther = matrix.hasOther && index === matrix.parts.length - 1
  return isOther ? COLOR.grey : (SERIES[index] ?? COLOR.grey)
}

function beside(
  values: readonly (number | null)[],
  matrix: Matrix,
  figure: Figure,
  middle: number,
  thick: number,
): readonly Bar[] {
  const top = middle - (values.length * thick) / 2
  return values.map((value, index) => ({
    y: top + thick * (index + 0.5),
    from: 0,
    to: value ?? 0,
    color: colorAt(index, matrix),
    name: matrix.parts[index] ?? '',
    said: value === null ? 'no data' : figure.format.short(value),
  }))
}

function stacked(values: readonly (number | null)[], matrix: Matrix, figure: Figure, middle: number): readonly Bar[] {
  let from = 0
  return values.map((value, index) => {
    const bar = {
      y: middle,
      from,
      to: from + (value ?? 0),
      color: colorAt(index, matrix),
      name: matrix.parts[index] ?? '',
      said: figure.format.short(value ?? 0),
    }
    from = bar.to
    return bar
  })
}

/** A part's figure within it, where it fits. */
function inside(bar: Bar, width: number, across: (value: number) => number, thick: number): readonly Text[] {
  if (thick < 18 || widthOf(bar.said, TYPE.small, 'semibold') + 10 > width) return []
  const color = bar.color === COLOR.grey || bar.color === SERIES[1] ? COLOR.ink : COLOR.paper
  return [
    {
      x: (across(bar.from) + across(bar.to)) / 2,
      y: bar.y,
      text: bar.said,
      size: TYPE.small,
      weight: 'semibold',
      align: 'center',
      baseline: 'middle',
      color,
    },
  ]
}
