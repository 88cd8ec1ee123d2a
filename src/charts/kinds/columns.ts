/** Upright bars in an order of their own: buckets of time, weekdays, hours; stacked when each has parts. */
import type { Cell } from '../../analytics/answer.ts'
import { along, gridLines, targetLine, valueAxis, type ValueAxis } from '../axis.ts'
import { bucketName, ticksOf, type Bucket } from '../buckets.ts'
import { columnsFinding, stackFinding } from '../findings/by-member.ts'
import { lineFinding } from '../findings/over-time.ts'
import type { Finding } from '../findings/finding.ts'
import { compose, literal, measured, pixels, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import { legend, LEGEND_HEIGHT, type LegendItem } from '../legend.ts'
import { seriesByMember, seriesOf } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf, onlyOne, targetWords } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { fit } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'
import { previousName } from '../period-name.ts'

interface Part {
  readonly value: number
  readonly color: string
  readonly tip: string
}

interface Slot {
  readonly name: string
  readonly bucket: Bucket | null
  readonly parts: readonly Part[]
  /** Drawn wider and lighter behind the parts. */
  readonly previous: number | null
  readonly isWhole: boolean
}

/** One figure, a bar a bucket of time. */
export function timeColumns(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const main = seriesOf(sheet, figure.values, figure.label)
  const before = figure.previous ? seriesOf(sheet, figure.previous, previousName(sheet)) : null
  const finding = lineFinding(sheet, figure, main, before)
  const slots = main.points.map((point, index): Slot => {
    const name = bucketName(point.bucket, sheet.locale)
    const part = { value: point.value ?? 0, color: COLOR.accent, tip: `${name}: ${say(figure, point.value)}` }
    return {
      name,
      bucket: point.bucket,
      parts: point.value === null ? [] : [part],
      previous: before?.points[index]?.value ?? null,
      isWhole: point.bucket.state === 'whole',
    }
  })
  return picture(
    sheet,
    figure,
    slots,
    finding,
    subtitle,
    before
      ? [
          { name: figure.label, color: COLOR.accent },
          { name: before.name, color: COLOR.before },
        ]
      : [],
  )
}

/** One figure, a bar a member, in the members' own order. */
export function memberColumns(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const [column] = sheet.members
  const order = Array.from({ length: sheet.rowCount }, (_, row) => row).toSorted((a, b) =>
    compare(column?.cells[a], column?.cells[b]),
  )
  const finding = columnsFinding(sheet, figure)
  const best = Math.max(...figure.values.map((value) => value ?? Number.NEGATIVE_INFINITY))
  const slots = order.map((row): Slot => {
    const value = figure.values[row] ?? null
    const name = column?.names[row] ?? ''
    const color = value === best ? COLOR.accent : COLOR.quiet
    return {
      name,
      bucket: null,
      parts: value === null ? [] : [{ value, color, tip: `${name}: ${say(figure, value)}` }],
      previous: figure.previous?.[row] ?? null,
      isWhole: true,
    }
  })
  return picture(
    sheet,
    figure,
    slots,
    finding,
    subtitle,
    figure.previous
      ? [
          { name: figure.label, color: COLOR.accent },
          { name: previousName(sheet), color: COLOR.before },
        ]
      : [],
  )
}

/** One figure by member over time, stacked; only for what adds up. */
export function stackedColumns(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const all = seriesByMember(sheet, figure)
  const named = all.slice(0, all.length > SERIES.length ? SERIES.length - 1 : SERIES.length)
  const rest = all.slice(named.length)
  const buckets = new Map(
    all.flatMap((series) => series.points.map((point) => [point.bucket.at, point.bucket] as const)),
  )
  const valueAt = all.map((series) => new Map(series.points.map((point) => [point.bucket.at, point.value ?? 0])))
  const slots = [...buckets.values()]
    .toSorted((a, b) => a.at - b.at)
    .map((bucket): Slot => {
      const name = bucketName(bucket, sheet.locale)
      const part = (label: string, value: number, color: string): Part => ({
        value,
        color,
        tip: `${label}, ${name}: ${figure.format.short(value)}`,
      })
      const parts = named.map((series, index) =>
        part(series.name, valueAt[index]?.get(bucket.at) ?? 0, SERIES[index] ?? COLOR.grey),
      )
      const others = valueAt.slice(named.length).reduce((sum, values) => sum + (values.get(bucket.at) ?? 0), 0)
      return {
        name,
        bucket,
        parts: rest.length > 0 ? [...parts, part(`${rest.length} others`, others, COLOR.grey)] : parts,
        previous: null,
        isWhole: bucket.state === 'whole',
      }
    })
  const items = [
    ...named.map((series, index) => ({ name: series.name, color: SERIES[index] ?? COLOR.grey })),
    ...(rest.length > 0 ? [{ name: `${rest.length} others`, color: COLOR.grey }] : []),
  ]
  return picture(sheet, figure, slots, stackFinding(sheet, figure, all), subtitle, items)
}

function picture(
  sheet: Sheet,
  figure: Figure,
  slots: readonly Slot[],
  finding: Finding,
  subtitle: string,
  items: readonly LegendItem[],
): Picture {
  const heading: Heading = { ...finding, subtitle, foot: footOf(sheet, [onlyOne(sheet, figure)]) }
  const room = roomFor(heading)
  const target = figure.target === null ? [] : [figure.target]
  const labels = target.map((value) => targetWords(figure, value))
  const sums = slots.map((slot) => slot.parts.reduce((sum, part) => sum + part.value, 0))
  const axis = valueAxis([...sums, ...slots.flatMap((slot) => slot.previous ?? []), ...target], figure.format, true)
  // Figures over the bars would stand in the way of a target line.
  const isTold = slots.length <= 12 && items.length === 0 && figure.target === null
  const hasTwoLines = slots[0]?.bucket != null
  const inset = {
    left: isTold ? 0 : widest(axis.ticks.map((tick) => tick.label)) + 12,
    right: labels.length > 0 ? widest(labels, TYPE.label, 'semibold') + 10 : 0,
    top: (items.length > 0 ? LEGEND_HEIGHT : 0) + (isTold ? 20 : 8),
    bottom: hasTwoLines ? 46 : 28,
  }
  const size = { width: room.width - inset.left - inset.right, height: room.height - inset.top - inset.bottom }
  const y = (value: number) => size.height - along(axis.domain, size.height)(value)
  const aims = target.map((value, index): Text => ({
    x: size.width + 8,
    y: y(value),
    text: labels[index] ?? '',
    weight: 'semibold',
    baseline: 'middle',
  }))
  return {
    ...finding,
    spec: compose(heading, inset, [
      ...(isTold ? [] : gridLines(axis, size)),
      ...bars(slots, axis, size),
      ...targetLine(figure.target, y, size.width),
      ...texts([...(isTold ? told(slots, sums, figure, axis, size) : []), ...under(sheet, slots, size), ...aims]),
      ...(items.length > 0 ? legend(items, 0, size.width) : []),
    ]),
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

function bars(slots: readonly Slot[], axis: ValueAxis, { width }: Size): readonly Layer[] {
  const step = width / Math.max(1, slots.length)
  const thick = Math.max(1, Math.min(72, step * (step < 8 ? 0.86 : 0.72)))
  const middle = (index: number) => step * (index + 0.5)
  const encoding = {
    x: pixels('c0'),
    y: measured('c1', axis.domain),
    y2: { field: 'c2' },
    color: literal('color'),
    tooltip: { field: 'tip', type: 'nominal' },
  }
  const behind = slots.flatMap((slot, index) =>
    slot.previous === null ? [] : [{ c0: middle(index), c1: slot.previous, c2: 0, color: COLOR.before }],
  )
  const piled = slots.map((slot, index) => pile(slot, middle(index)))
  const isStacked = slots.some((slot) => slot.parts.length > 1)
  const layer = (values: readonly object[], mark: object): readonly Layer[] =>
    values.length === 0
      ? []
      : [{ data: { values }, mark: { type: 'bar', aria: false, width: thick, ...mark }, encoding }]
  return [
    ...layer(behind, { width: Math.min(step, thick * 1.25) }),
    ...layer(
      piled.filter((_, index) => slots[index]?.isWhole).flat(),
      isStacked ? { stroke: COLOR.paper, strokeWidth: step > 12 ? 1 : 0 } : { cornerRadiusEnd: step > 12 ? 2 : 0 },
    ),
    // A bucket that is not over, or cut by the period, is only an outline with a breath of its colour.
    ...layer(
      piled
        .filter((_, index) => !slots[index]?.isWhole)
        .flat()
        .map((bar) => ({ ...bar, s: bar.color })),
      { fillOpacity: 0.22, strokeWidth: 1.6, strokeDash: [4, 4] },
    ).map((each) => ({
      ...each,
      encoding: { ...encoding, stroke: literal('s') },
    })),
  ]
}

/** The parts of a slot on top of each other; what is negative goes down from zero. */
function pile(slot: Slot, middle: number) {
  let [up, down] = [0, 0]
  return slot.parts.map((part) => {
    const from = part.value < 0 ? down : up
    if (part.value < 0) down += part.value
    else up += part.value
    return { c0: middle, c1: from + part.value, c2: from, color: part.color, tip: part.tip }
  })
}

/** The figure over each bar, where there is room for all of them. */
function told(
  slots: readonly Slot[],
  sums: readonly number[],
  figure: Figure,
  axis: ValueAxis,
  { width, height }: Size,
): readonly Text[] {
  const step = width / Math.max(1, slots.length)
  const up = along(axis.domain, height)
  const labels = slots.map((slot, index) =>
    slot.parts.length === 0 ? 'no data' : figure.format.short(sums[index] ?? 0),
  )
  const size = labels.every((label) => widest([label], TYPE.label, 'semibold') < step - 4) ? TYPE.label : TYPE.small
  return slots.map((slot, index) => {
    const value = sums[index] ?? 0
    const top = height - up(Math.max(value, slot.previous ?? value))
    return {
      x: step * (index + 0.5),
      y: value < 0 ? height - up(value) + 18 : top - 7,
      text: fit(labels[index] ?? '', step, size, 'semibold'),
      size,
      weight: 'semibold',
      align: 'center',
      color: COLOR.text,
    }
  })
}

function under(sheet: Sheet, slots: readonly Slot[], { width, height }: Size): readonly Text[] {
  const step = width / Math.max(1, slots.length)
  const middle = (index: number) => step * (index + 0.5)
  const buckets = slots.flatMap((slot) => slot.bucket ?? [])
  if (buckets.length === slots.length && slots.length > 0) {
    return ticksOf(buckets, width - step, sheet.weekStarts, sheet.locale).flatMap((tick): Text[] => [
      { x: middle(tick.index), y: height + 22, text: tick.top, align: 'center' },
      ...(tick.under === null
        ? []
        : [{ x: middle(tick.index), y: height + 42, text: tick.under, size: TYPE.small, align: 'center' as const }]),
    ])
  }
  const every =
    [1, 2, 3, 4, 6, 12, 24].find(
      (each) => widest(slots.filter((_, index) => index % each === 0).map((slot) => slot.name)) + 10 < step * each,
    ) ?? 1
  return slots.flatMap((slot, index): Text[] =>
    index % every === 0
      ? [{ x: middle(index), y: height + 22, text: fit(slot.name, step * every - 4, TYPE.label), align: 'center' }]
      : [],
  )
}

const say = (figure: Figure, value: number | null) => (value === null ? 'no data' : figure.format.short(value))

function compare(a: Cell | undefined, b: Cell | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a == null || b == null) return a === b ? 0 : a == null ? 1 : -1
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}
