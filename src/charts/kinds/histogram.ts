/** How many records fall into each range of a number. */
import { along, gridLines, valueAxis } from '../axis.ts'
import { histogramFinding, type Bin } from '../findings/of-records.ts'
import { formatOf } from '../format.ts'
import { compose, literal, measured, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import { numberOf, type Figure, type Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Picture } from '../spec.ts'
import { COLOR, TYPE } from '../theme.ts'

/** Bins side by side on the number's own axis. */
export function histogramChart(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const bins = binsOf(sheet, figure)
  const column = sheet.answer.columns[sheet.ranges[0] ?? 0]
  const format = formatOf(column?.unit ?? null, sheet.locale)
  const edges = [...bins.map((bin) => bin.from), bins.at(-1)?.to ?? 0]
  const labels = format.axis(edges)
  const finding = histogramFinding(sheet, figure, bins, format)
  const heading: Heading = { ...finding, subtitle, foot: footOf(sheet) }
  const room = roomFor(heading)
  const axis = valueAxis(
    bins.map((bin) => bin.count),
    figure.format,
    true,
  )
  const inset = {
    left: widest(axis.ticks.map((tick) => tick.label)) + 12,
    right: widest([labels.at(-1) ?? '']) / 2,
    top: 8,
    bottom: 30,
  }
  const size = { width: room.width - inset.left - inset.right, height: room.height - inset.top - inset.bottom }
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1]
  const domain = low === high ? ([low - 1, high + 1] as const) : ([low, high] as const)
  const across = along(domain, size.width)
  const best = Math.max(...bins.map((bin) => bin.count))
  const every = [1, 2, 5, 10, 20, 50].find((each) => roomy(edges, labels, across, each)) ?? edges.length
  return {
    ...finding,
    spec: compose(heading, inset, [
      ...gridLines(axis, size),
      {
        data: {
          values: bins.map((bin) => ({
            c0: bin.from,
            c2: bin.to,
            c1: bin.count,
            zero: 0,
            color: bin.count === best && best > 0 ? COLOR.accent : COLOR.quiet,
            tip: `${format.short(bin.from)} to ${format.short(bin.to)}: ${figure.format.short(bin.count)}`,
          })),
        },
        mark: { type: 'rect', aria: false, stroke: COLOR.paper, strokeWidth: bins.length > 60 ? 0 : 1.5 },
        encoding: {
          x: measured('c0', domain),
          x2: { field: 'c2' },
          y: measured('c1', axis.domain),
          y2: { field: 'zero' },
          color: literal('color'),
          tooltip: { field: 'tip', type: 'nominal' },
        },
      },
      ...texts(
        edges.flatMap((edge, index): Text[] =>
          index % every === 0
            ? [{ x: across(edge), y: size.height + 22, text: labels[index] ?? '', align: 'center', size: TYPE.label }]
            : [],
        ),
      ),
    ]),
  }
}

function roomy(
  edges: readonly number[],
  labels: readonly string[],
  across: (value: number) => number,
  every: number,
): boolean {
  const kept = edges.flatMap((edge, index) =>
    index % every === 0 ? [{ x: across(edge), half: widest([labels[index] ?? '']) / 2 }] : [],
  )
  return kept.every((each, index) => {
    const next = kept[index + 1]
    return !next || next.x - each.x > each.half + next.half + 10
  })
}

/** The ranges in order; without an upper edge the next one's lower edge ends a range. */
function binsOf(sheet: Sheet, figure: Figure): readonly Bin[] {
  const [low, high] = sheet.ranges
  const rows = sheet.answer.rows
  const read = (row: number, index: number | undefined) =>
    index === undefined ? null : numberOf(rows[row]?.[index] ?? null)
  const starts = rows.flatMap((_, row) => {
    const from = read(row, low)
    return from === null ? [] : [{ from, to: read(row, high), count: figure.values[row] ?? 0 }]
  })
  const sorted = starts.toSorted((a, b) => a.from - b.from)
  const [first, second] = sorted
  const step = first && second ? second.from - first.from : 1
  return sorted.map((bin, index) => ({ ...bin, to: bin.to ?? sorted[index + 1]?.from ?? bin.from + step }))
}
