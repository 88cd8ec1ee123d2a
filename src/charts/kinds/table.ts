/** Rows and columns as a picture, for answers no other chart suits. */
import { tableFinding } from '../findings/of-records.ts'
import { bucketName } from '../buckets.ts'
import {
  compose,
  heightFor,
  literal,
  pixels,
  roomFor,
  rules,
  texts,
  widest,
  type Heading,
  type Text,
} from '../frame.ts'
import { formatOf } from '../format.ts'
import { memberName, numberOf, type Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { clean, fit } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'

const MOST_ROWS = 10
const HEAD = 30
const STEP = 36
const MOST_COLUMNS = 6

interface Column {
  readonly label: string
  readonly isNumber: boolean
  readonly texts: readonly string[]
  readonly values: readonly (number | null)[]
}

/** The first rows as they came; numbers at the right, with a bar behind the first figure. */
export function tableChart(sheet: Sheet, subtitle: string): Picture {
  const { columns, rows } = sheet.answer
  const finding = tableFinding(sheet)
  const shown = Math.min(rows.length, rows.length === MOST_ROWS + 1 ? MOST_ROWS + 1 : MOST_ROWS)
  const all = columns.map((_, index) => columnOf(sheet, index, shown))
  const drawn = all.slice(0, MOST_COLUMNS)
  const foot = footOf(sheet, [
    rows.length > shown && `${shown} of ${rows.length} rows shown`,
    all.length > drawn.length && `${drawn.length} of ${all.length} columns shown`,
  ])
  const heading = heightFor({ ...finding, subtitle, foot }, HEAD + shown * STEP, HEAD + shown * 28)
  return { ...finding, spec: draw(drawn, shown, heading) }
}

function draw(columns: readonly Column[], count: number, heading: Heading): Picture['spec'] {
  const room = roomFor(heading)
  const head = HEAD
  const step = Math.min(STEP, (room.height - head) / Math.max(1, count))
  const size = Math.min(TYPE.label, step * 0.68)
  const widths = fair(
    columns.map((column) => Math.max(widest(column.texts, size), widest([column.label], TYPE.small, 'semibold')) + 28),
    room.width,
  )
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width, 0))
  const y = (row: number) => head + step * (row + 0.5)
  const cells = columns.flatMap((column, index): Text[] => {
    const [left, width] = [lefts[index] ?? 0, widths[index] ?? 0]
    const x = column.isNumber ? left + width - 6 : left + (index === 0 ? 0 : 14)
    const align = column.isNumber ? 'right' : 'left'
    return [
      {
        x,
        y: head / 2 - 2,
        text: fit(column.label, width - 12, TYPE.small, 'semibold'),
        size: TYPE.small,
        weight: 'semibold',
        align,
        baseline: 'middle',
        color: COLOR.muted,
      },
      ...column.texts.map((text, row): Text => ({
        x,
        y: y(row),
        text: fit(text, width - 12, size),
        size,
        align,
        baseline: 'middle',
        color: index === 0 ? COLOR.ink : COLOR.text,
      })),
    ]
  })
  return compose(heading, { left: 0, right: 0, top: 0, bottom: 0 }, [
    ...shades(columns, lefts, widths, y, step),
    ...rules([{ x: 0, x2: room.width, y: head - 4, y2: head - 4, color: COLOR.zero }]),
    ...rules(
      Array.from({ length: count }, (_, row) => ({
        x: 0,
        x2: room.width,
        y: head + step * (row + 1),
        y2: head + step * (row + 1),
      })),
    ),
    ...texts(cells),
  ])
}

/** A soft bar behind the first figure, growing towards its number. */
function shades(
  columns: readonly Column[],
  lefts: readonly number[],
  widths: readonly number[],
  y: (row: number) => number,
  step: number,
): readonly Layer[] {
  const index = columns.findIndex((column) => column.isNumber)
  const column = columns[index]
  const high = Math.max(0, ...(column?.values ?? []).map((value) => value ?? 0))
  if (!column || high <= 0 || column.values.some((value) => (value ?? 0) < 0)) return []
  const [left, width] = [lefts[index] ?? 0, (widths[index] ?? 0) - 2]
  const values = column.values.map((value, row) => ({
    x: left + width - (width - 12) * ((value ?? 0) / high),
    x2: left + width,
    y: y(row),
    c: COLOR.accentSoft,
  }))
  return [
    {
      data: { values },
      mark: { type: 'bar', aria: false, height: step * 0.78, cornerRadius: 2 },
      encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y'), color: literal('c') },
    },
  ]
}

function columnOf(sheet: Sheet, index: number, shown: number): Column {
  const column = sheet.answer.columns[index]
  const cells = sheet.answer.rows.slice(0, shown).map((row) => row[index] ?? null)
  const isNumber = column?.type === 'number' && column.role !== 'dimension'
  const format = formatOf(column?.unit ?? null, sheet.locale)
  const sign = column?.role === 'change' ? '+' : ''
  const member = sheet.members[sheet.answer.columns.slice(0, index).filter((each) => each.role === 'dimension').length]
  return {
    label: clean(column?.label ?? '', 40),
    isNumber,
    values: cells.map(numberOf),
    texts: cells.map((cell, row) => {
      if (column?.role === 'time') {
        const bucket = sheet.time?.[row]
        return bucket ? bucketName(bucket, sheet.locale) : memberName(cell, sheet.locale)
      }
      if (column?.role === 'dimension') return member?.names[row] ?? ''
      const value = numberOf(cell)
      if (!isNumber || value === null) return cell === null ? '–' : memberName(cell, sheet.locale)
      return `${value > 0 ? sign : ''}${format.short(value)}`
    }),
  }
}

/** Columns as wide as they ask while there is room; otherwise the widest give way. What is left over goes to the first. */
function fair(asked: readonly number[], room: number): readonly number[] {
  const sum = asked.reduce((all, width) => all + width, 0)
  if (sum <= room) return asked.map((width) => width + (room - sum) / asked.length)
  let most = Math.max(...asked)
  const total = () => asked.reduce((all, width) => all + Math.min(width, most), 0)
  while (total() > room && most > 40) most -= 4
  return asked.map((width) => Math.min(width, most))
}
