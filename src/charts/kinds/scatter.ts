/** Two figures of many members against each other. */
import { along, gridLines, valueAxis } from '../axis.ts'
import { scatterFinding } from '../findings/of-records.ts'
import { compose, literal, measured, roomFor, rules, texts, widest, type Heading, type Text } from '../frame.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import { legend, LEGEND_HEIGHT } from '../legend.ts'
import type { Layer, Picture } from '../spec.ts'
import { fit, widthOf } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'

interface Dot {
  readonly name: string
  readonly color: string
  readonly x: number
  readonly y: number
}

/** The first figure up, the second across; as many names as have room, the outermost first. */
export function scatterChart(sheet: Sheet, up: Figure, right: Figure, subtitle: string): Picture {
  const inner = sheet.members.at(-1)
  const kinds = [...new Set(inner?.names)].slice(0, SERIES.length)
  // The inner members of two columns are told apart by colour.
  const isColoured = sheet.members.length > 1
  const above = isColoured ? LEGEND_HEIGHT : 0
  const dots = Array.from({ length: sheet.rowCount }, (_, row) => row).flatMap((row): Dot[] => {
    const [x, y] = [right.values[row] ?? null, up.values[row] ?? null]
    return x === null || y === null
      ? []
      : [
          {
            name: (isColoured ? sheet.members.slice(0, -1) : sheet.members).map((each) => each.names[row]).join(' · '),
            color: isColoured ? (SERIES[kinds.indexOf(inner?.names[row] ?? '')] ?? COLOR.grey) : COLOR.accent,
            x,
            y,
          },
        ]
  })
  const finding = scatterFinding(sheet, up, right, dots)
  const [vertical, horizontal] = [
    valueAxis(
      dots.map((dot) => dot.y),
      up.format,
      false,
    ),
    valueAxis(
      dots.map((dot) => dot.x),
      right.format,
      false,
      5,
    ),
  ]
  const missing = sheet.rowCount - dots.length
  const foot = footOf(sheet, [missing > 0 && `${missing} without both figures left out`])
  const heading: Heading = { ...finding, subtitle, foot }
  const room = roomFor(heading)
  const inset = { left: widest(vertical.ticks.map((tick) => tick.label)) + 12, right: 24, top: 36 + above, bottom: 48 }
  const size = { width: room.width - inset.left - inset.right, height: room.height - inset.top - inset.bottom }
  const [x, yUp] = [along(horizontal.domain, size.width), along(vertical.domain, size.height)]
  const y = (value: number) => size.height - yUp(value)
  return {
    ...finding,
    spec: compose(heading, inset, [
      ...gridLines(vertical, size),
      ...rules(horizontal.ticks.map(({ value }) => ({ x: x(value), x2: x(value), y: 0, y2: size.height }))),
      {
        data: {
          values: dots.map((dot) => ({
            c0: dot.x,
            c1: dot.y,
            color: dot.color,
            tip: `${dot.name}: ${up.format.short(dot.y)}, ${right.format.short(dot.x)}`,
          })),
        },
        mark: {
          type: 'point',
          aria: false,
          filled: true,
          size: dots.length > 300 ? 24 : 90,
          opacity: dots.length > 60 ? 0.45 : 0.75,
        },
        encoding: {
          x: measured('c0', horizontal.domain),
          y: measured('c1', vertical.domain),
          color: literal('color'),
          tooltip: { field: 'tip', type: 'nominal' },
        },
      },
      ...(isColoured ? keys(kinds, inner?.names ?? [], size.width + inset.left) : []),
      ...texts([
        ...horizontal.ticks.map(({ value, label }): Text => ({
          x: x(value),
          y: size.height + 22,
          text: label,
          align: 'center',
        })),
        {
          x: size.width,
          y: size.height + 44,
          text: `${right.label} →`,
          align: 'right',
          weight: 'semibold',
          size: TYPE.small,
          color: COLOR.text,
        },
        { x: -inset.left, y: -20, text: `↑ ${up.label}`, weight: 'semibold', size: TYPE.small, color: COLOR.text },
        ...names(
          dots.map((dot) => ({ name: fit(dot.name, 150, TYPE.small), x: x(dot.x), y: y(dot.y) })),
          size,
        ),
      ]),
    ]),
  }
}

/** The legend, raised over the name of the vertical axis. */
function keys(kinds: readonly string[], names: readonly string[], width: number): readonly Layer[] {
  const others = new Set(names).size - kinds.length
  const items = kinds.map((name, index) => ({ name, color: SERIES[index] ?? COLOR.grey }))
  return legend(others > 0 ? [...items, { name: `${others} others`, color: COLOR.grey }] : items, 0, width, 30)
}

interface Placed {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Names beside their dots where they touch no other dot and no other name. */
function names(
  dots: readonly Omit<Dot, 'color'>[],
  size: { readonly width: number; readonly height: number },
): readonly Text[] {
  const middle = { x: mean(dots.map((dot) => dot.x)), y: mean(dots.map((dot) => dot.y)) }
  const far = (dot: Omit<Dot, 'color'>) => Math.hypot(dot.x - middle.x, dot.y - middle.y)
  const taken: Placed[] = dots
    .slice(0, 400)
    .map((dot) => ({ left: dot.x - 6, right: dot.x + 6, top: dot.y - 6, bottom: dot.y + 6 }))
  const placed: Text[] = []
  for (const dot of dots.toSorted((a, b) => far(b) - far(a)).slice(0, 40)) {
    if (placed.length >= 12) break
    const width = widthOf(dot.name, TYPE.small)
    const options = [
      { align: 'left' as const, x: dot.x + 9, left: dot.x + 9 },
      { align: 'right' as const, x: dot.x - 9, left: dot.x - 9 - width },
    ]
    const free = options.find(({ left }) => {
      const box = { left, right: left + width, top: dot.y - 8, bottom: dot.y + 8 }
      return left >= 0 && box.right <= size.width + 20 && taken.every((each) => apart(box, each))
    })
    if (!free) continue
    taken.push({ left: free.left, right: free.left + width, top: dot.y - 8, bottom: dot.y + 8 })
    placed.push({
      x: free.x,
      y: dot.y,
      text: dot.name,
      align: free.align,
      baseline: 'middle',
      size: TYPE.small,
      color: COLOR.text,
    })
  }
  return placed
}

const apart = (a: Placed, b: Placed) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
