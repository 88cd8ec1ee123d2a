/** Two member columns as a grid of colours: weekday by hour, and whatever has too many pairs for bars. */
import type { Cell } from '../../analytics/answer.ts'
import { heatmapFinding } from '../findings/by-member.ts'
import { compose, heightFor, literal, pixels, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import type { Figure, MemberColumn, Sheet } from '../sheet.ts'
import { footOf, onlyOne } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { fitApart } from '../text.ts'
import { COLOR, RAMP, TYPE } from '../theme.ts'

const MOST_ROWS = 14
const MOST_HOURS = 31
const MOST_NAMES = 8
const MOST_ROW = 48
const LEAST_ROW = 20
/** Room for the key, and for the names of columns. */
const ABOVE = 30
const BELOW = 26

interface Side {
  readonly names: readonly string[]
  readonly all: number
}

/** One column's members down, the other's across, each pair a cell. */
export function heatmapChart(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const [first, second] = sheet.members
  if (!first || !second) throw new Error('a heat map needs two columns of members')
  const [down, across] = goesDown(first, second) ? [first, second] : [second, first]
  const [rows, columns] = [
    sideOf(down, MOST_ROWS, figure),
    sideOf(across, across.isOrdered ? MOST_HOURS : MOST_NAMES, figure),
  ]
  const finding = heatmapFinding(sheet, figure)
  const values = figure.values.flatMap((value) => value ?? [])
  const foot = footOf(sheet, [
    onlyOne(sheet, figure),
    rows.all > rows.names.length && `${rows.names.length} of ${rows.all} rows shown`,
    columns.all > columns.names.length && `${columns.names.length} of ${columns.all} columns shown`,
  ])
  const needed = ABOVE + BELOW + rows.names.length * LEAST_ROW
  const heading = heightFor({ ...finding, subtitle, foot }, ABOVE + BELOW + rows.names.length * MOST_ROW, needed)
  const [low, high] = [least(values), most(values)]
  return { ...finding, spec: draw(figure, { down, across, rows, columns, low, high }, heading) }
}

interface Grid {
  readonly down: MemberColumn
  readonly across: MemberColumn
  readonly rows: Side
  readonly columns: Side
  readonly low: number
  readonly high: number
}

function draw(figure: Figure, grid: Grid, heading: Heading): Picture['spec'] {
  const { down, across, rows, columns, low, high } = grid
  const room = roomFor(heading)
  const nameWidth = Math.min(room.width * 0.26, widest(rows.names))
  const inset = { left: nameWidth + 12, right: 0, top: ABOVE, bottom: BELOW }
  const size = { width: room.width - inset.left, height: room.height - inset.top - inset.bottom }
  const cell = { width: size.width / columns.names.length, height: Math.min(MOST_ROW, size.height / rows.names.length) }
  const rowAt = new Map(rows.names.map((name, index) => [name, index]))
  const columnAt = new Map(columns.names.map((name, index) => [name, index]))
  const cells = figure.values.flatMap((value, row) => {
    const y = rowAt.get(down.names[row] ?? '')
    const x = columnAt.get(across.names[row] ?? '')
    if (x === undefined || y === undefined) return []
    const step = value === null ? null : stepOf(value, low, high)
    const said = value === null ? 'no data' : figure.format.short(value)
    return [
      {
        x: cell.width * (x + 0.5),
        y: cell.height * (y + 0.5),
        step,
        said,
        tip: `${down.names[row]}, ${across.names[row]}: ${said}`,
      },
    ]
  })
  const isTold = cells.every((each) => widest([each.said], TYPE.small) < cell.width - 6) && cell.height >= 20
  const gap = cell.width > 12 ? 2 : 1
  const marks: Layer = {
    data: {
      values: cells.map((each) => ({
        c0: each.x,
        c1: each.y,
        color: each.step === null ? '#f4f5f7' : RAMP[each.step],
        tip: each.tip,
      })),
    },
    mark: { type: 'rect', aria: false, width: cell.width - gap, height: cell.height - gap, cornerRadius: 2 },
    encoding: { x: pixels('c0'), y: pixels('c1'), color: literal('color'), tooltip: { field: 'tip', type: 'nominal' } },
  }
  const bottom = cell.height * rows.names.length
  const every = !across.isOrdered
    ? 1
    : ([1, 2, 3, 4, 6, 12].find(
        (each) => widest(columns.names.filter((_, index) => index % each === 0)) + 8 < cell.width * each,
      ) ?? 1)
  const columnSize = widest(columns.names) > cell.width * every - 4 ? TYPE.small : TYPE.label
  const labels: Text[] = [
    ...fitApart(rows.names, nameWidth + 1, TYPE.label).map((name, index): Text => ({
      x: -12,
      y: cell.height * (index + 0.5),
      text: name,
      align: 'right',
      baseline: 'middle',
      color: COLOR.text,
    })),
    ...fitApart(columns.names, cell.width * every - 4, columnSize).flatMap((name, index): Text[] =>
      index % every === 0
        ? [
            {
              x: cell.width * (index + 0.5),
              y: bottom + 22,
              text: name,
              size: columnSize,
              align: 'center',
            },
          ]
        : [],
    ),
    ...(isTold
      ? cells.map((each): Text => ({
          x: each.x,
          y: each.y,
          text: each.said,
          size: TYPE.small,
          align: 'center',
          baseline: 'middle',
          color: (each.step ?? 0) >= 4 ? COLOR.paper : COLOR.ink,
        }))
      : []),
  ]
  return compose(heading, inset, [marks, ...texts(labels), ...(low < high ? key(figure, low, high, size.width) : [])])
}

/** What the colours mean, over the grid at its right end. */
function key(figure: Figure, low: number, high: number, width: number): readonly Layer[] {
  const [from, to] = [figure.format.short(low), figure.format.short(high)]
  const box = 22
  const right = width - widest([to], TYPE.small) - 8
  const left = right - box * RAMP.length
  return [
    {
      data: { values: RAMP.map((color, index) => ({ x: left + box * (index + 0.5), y: -17, color })) },
      mark: { type: 'rect', aria: false, width: box, height: 12 },
      encoding: { x: pixels('x'), y: pixels('y'), color: literal('color') },
    },
    ...texts([
      { x: left - 8, y: -16, text: from, size: TYPE.small, align: 'right', baseline: 'middle' },
      { x: right + 8, y: -16, text: to, size: TYPE.small, baseline: 'middle' },
    ]),
  ]
}

/** Which of the ramp's colours: even steps between the lowest and the highest. */
function stepOf(value: number, low: number, high: number): number {
  if (high <= low) return Math.floor(RAMP.length / 2)
  return Math.min(RAMP.length - 1, Math.floor(((value - low) / (high - low)) * RAMP.length))
}

/** Parts of time run across, names stand in rows, where there is room to read them; else the shorter side goes down. */
function goesDown(a: MemberColumn, b: MemberColumn): boolean {
  if ((a.part === null) !== (b.part === null)) return a.part === null
  const [ofA, ofB] = [new Set(a.names), new Set(b.names)]
  return a.part === null ? widest([...ofA]) >= widest([...ofB]) : ofA.size <= ofB.size
}

function sideOf(column: MemberColumn, most: number, figure: Figure): Side {
  const sums = new Map<string, { sum: number; cell: Cell }>()
  for (const [row, name] of column.names.entries()) {
    const sum = (sums.get(name)?.sum ?? 0) + Math.abs(figure.values[row] ?? 0)
    sums.set(name, { sum, cell: column.cells[row] ?? null })
  }
  const all = [...sums].map(([name, { sum, cell }]) => ({ name, sum, cell }))
  const kept = all.toSorted(column.isOrdered ? byCell : (a, b) => b.sum - a.sum).slice(0, most)
  return { names: kept.map((each) => each.name), all: all.length }
}

function byCell(a: { readonly cell: Cell }, b: { readonly cell: Cell }): number {
  if (typeof a.cell === 'number' && typeof b.cell === 'number') return a.cell - b.cell
  return String(a.cell) < String(b.cell) ? -1 : 1
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
