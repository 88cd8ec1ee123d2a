/** Members by size: a bar each, its name before it and its figure behind it. */
import { along } from '../axis.ts'
import { barFinding } from '../findings/by-member.ts'
import { changeBetween } from '../findings/change.ts'
import {
  compose,
  heightFor,
  literal,
  measured,
  pixels,
  roomFor,
  rules,
  texts,
  widest,
  type Heading,
  type Text,
} from '../frame.ts'
import { legend, LEGEND_HEIGHT } from '../legend.ts'
import { currentName, previousName } from '../period-name.ts'
import { rank, type Bar, type Ranking } from '../ranking.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf, onlyOne } from '../small-print.ts'
import type { Picture } from '../spec.ts'
import { fitApart, widthOf } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'

/** Horizontal bars, the largest first unless the question asked for another order. */
export function barChart(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const ranking = rank(sheet, figure)
  const finding = barFinding(sheet, figure, ranking)
  const heading = heightFor(
    { ...finding, subtitle, foot: footOf(sheet, [ranking.leftOut, onlyOne(sheet, figure)]) },
    ranking.bars.length * STEP + (figure.previous ? LEGEND_HEIGHT : 0),
    ranking.bars.length * LEAST_STEP + (figure.previous ? LEGEND_HEIGHT : 0),
  )
  return { ...finding, spec: draw(sheet, figure, ranking, heading) }
}

/** Most room a bar gets, its distance to the next included. */
const STEP = 54

/** Below this its name would be too small to read. */
const LEAST_STEP = 23

interface Said {
  readonly value: string
  readonly change: string
  readonly color: string
}

function draw(sheet: Sheet, figure: Figure, { bars }: Ranking, heading: Heading): Picture['spec'] {
  const room = roomFor(heading)
  const isCompared = figure.previous !== null
  const top = isCompared ? LEGEND_HEIGHT : 0
  const step = Math.min(STEP, (room.height - top) / Math.max(1, bars.length))
  const size = Math.min(TYPE.label + 1, step * 0.74)
  const nameWidth = Math.min(
    room.width * 0.36,
    widest(
      bars.map((bar) => bar.name),
      size,
    ),
  )
  const names = fitApart(
    bars.map((bar) => bar.name),
    nameWidth + 1,
    size,
  )
  const said = bars.map((bar) => sayBar(figure, bar, isCompared))
  const values = bars.flatMap((bar) => [bar.value ?? 0, bar.previous ?? 0])
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  const beyond = Math.max(...said.map((each) => lengthOf(each, size)))
  const before = low < 0 ? beyond + 10 : 0
  const inset = {
    left: nameWidth + 14 + before,
    right: beyond + 12,
    top,
    bottom: room.height - top - step * bars.length,
  }
  const domain = low === high ? ([0, 1] as const) : ([low, high] as const)
  const across = along(domain, room.width - inset.left - inset.right)
  const thick = step * (bars.length > 8 ? 0.7 : 0.62)
  const middle = (index: number) => step * (index + 0.5)
  const mark = (wide: number) => ({ type: 'bar', aria: false, height: wide, cornerRadiusEnd: 2 })
  const encoding = { y: pixels('c0'), x: measured('c1', domain), x2: { field: 'c2' }, color: literal('color') }
  const colorOf = (bar: Bar) =>
    bar.isLead ? COLOR.accent : bar.isOther ? COLOR.grey : isCompared ? COLOR.mid : COLOR.quiet
  return compose(heading, inset, [
    ...(isCompared
      ? [
          {
            data: {
              values: bars.flatMap((bar, index) =>
                bar.previous === null ? [] : [{ c0: middle(index), c1: bar.previous, c2: 0, color: COLOR.before }],
              ),
            },
            mark: mark(thick),
            encoding,
          },
        ]
      : []),
    {
      data: {
        values: bars.map((bar, index) => ({
          c0: middle(index),
          c1: bar.value ?? 0,
          c2: 0,
          color: colorOf(bar),
          tip: `${bar.name}: ${said[index]?.value}`,
        })),
      },
      mark: mark(isCompared ? thick * 0.56 : thick),
      encoding: { ...encoding, tooltip: { field: 'tip', type: 'nominal' } },
    },
    ...(low < 0 ? rules([{ x: across(0), x2: across(0), y: 0, y2: step * bars.length, color: COLOR.zero }]) : []),
    ...texts(
      bars.flatMap((bar, index) =>
        labels(bar, said[index], {
          across,
          y: middle(index),
          size,
          name: names[index] ?? '',
          nameAt: -14 - before,
        }),
      ),
    ),
    ...(isCompared
      ? legend(
          [
            { name: currentName(sheet), color: bars.some((bar) => bar.isLead) ? COLOR.accent : COLOR.mid },
            { name: previousName(sheet), color: COLOR.before },
          ],
          0,
          room.width - inset.left,
        )
      : []),
  ])
}

function sayBar(figure: Figure, bar: Bar, isCompared: boolean): Said {
  const value = bar.value === null ? 'no data' : figure.format.short(bar.value)
  const change =
    isCompared && bar.value !== null && bar.previous !== null ? changeBetween(figure, bar.value, bar.previous) : null
  return { value, change: change?.brief ?? '', color: change?.color ?? COLOR.text }
}

function lengthOf(said: Said, size: number): number {
  const change = said.change === '' ? 0 : widthOf(said.change, size, 'semibold') + 10
  return widthOf(said.value, size, 'semibold') + change
}

interface Place {
  readonly across: (value: number) => number
  readonly y: number
  readonly size: number
  readonly name: string
  readonly nameAt: number
}

/** The name, the figure at the bar's end, and behind that how it changed. */
function labels(bar: Bar, said: Said | undefined, { across, y, size, name, nameAt }: Place): readonly Text[] {
  if (!said) return []
  const isNegative = (bar.value ?? 0) < 0
  const ends = [bar.value ?? 0, bar.previous ?? 0]
  const end = across(isNegative ? Math.min(...ends) : Math.max(...ends)) + (isNegative ? -8 : 8)
  // Left of a bar the pieces stand the other way round: the change first, then the figure at the bar.
  const next = widthOf(said.value, size, 'semibold') + 10
  const common = { y, size, weight: 'semibold', baseline: 'middle', align: isNegative ? 'right' : 'left' } as const
  return [
    {
      x: nameAt,
      y,
      text: name,
      size,
      align: 'right',
      baseline: 'middle',
      color: bar.isOther ? COLOR.greyText : COLOR.text,
    },
    { ...common, x: end, text: said.value, color: bar.isLead ? COLOR.accent : COLOR.text },
    { ...common, x: isNegative ? end - next : end + next, text: said.change, color: said.color },
  ]
}
