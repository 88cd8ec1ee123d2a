/** Shares of one whole as a ring, for a few members; each named beside its piece. */
import { pieFinding } from '../findings/by-member.ts'
import { compose, literal, roomFor, rules, texts, type Heading, type Text } from '../frame.ts'
import { sharePercent } from '../format.ts'
import { rank } from '../ranking.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Picture } from '../spec.ts'
import { fit, widthOf } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'
import { spread } from '../spread.ts'

/** More pieces than this cannot be told apart by eye. */
export const MOST_PIECES = 6

export function pieChart(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const ranking = rank(sheet, figure, MOST_PIECES - 1)
  const finding = pieFinding(sheet, figure, ranking)
  const heading: Heading = { ...finding, subtitle, foot: footOf(sheet, [ranking.leftOut]) }
  const room = roomFor(heading)
  const radius = Math.min(room.height / 2 - 14, 120)
  const inset = {
    left: room.width / 2 - radius,
    right: room.width / 2 - radius,
    top: room.height / 2 - radius,
    bottom: room.height / 2 - radius,
  }
  const sum = ranking.bars.reduce((all, bar) => all + (bar.value ?? 0), 0)
  let turned = 0
  const pieces = ranking.bars
    .filter((bar) => (bar.value ?? 0) > 0)
    .map((bar, index) => {
      const value = bar.value ?? 0
      const from = turned
      turned += (value / sum) * 2 * Math.PI
      const color = bar.isOther ? COLOR.grey : (SERIES[index] ?? COLOR.grey)
      const share = sharePercent(value / sum, sheet.locale)
      return { name: bar.name, value, from, to: turned, color, share, middle: (from + turned) / 2 }
    })
  const side = (isRight: boolean) => {
    const own = pieces.filter((piece) => Math.sin(piece.middle) >= 0 === isRight)
    return spread(
      own.map((piece) => ({ ...piece, y: radius - Math.cos(piece.middle) * (radius + 10) })),
      radius * 2 - 8,
      44,
      6,
    )
  }
  const labels = [
    ...side(true).map((piece) => ({ piece, isRight: true })),
    ...side(false).map((piece) => ({ piece, isRight: false })),
  ]
  const total = figure.format.short(sum)
  const hole = radius * 0.6
  return {
    ...finding,
    spec: compose(heading, inset, [
      {
        data: {
          values: pieces.map((piece) => ({
            c0: piece.from,
            c1: piece.to,
            color: piece.color,
            tip: `${piece.name}: ${figure.format.short(piece.value)} (${piece.share})`,
          })),
        },
        mark: { type: 'arc', aria: false, innerRadius: hole, outerRadius: radius, stroke: COLOR.paper, strokeWidth: 2 },
        encoding: {
          theta: { field: 'c0', type: 'quantitative', scale: null },
          theta2: { field: 'c1' },
          color: literal('color'),
          tooltip: { field: 'tip', type: 'nominal' },
        },
      },
      ...rules(
        labels.map(({ piece, isRight }) => leader(piece.middle, piece.y, radius, isRight)),
        1.2,
      ),
      ...texts([
        ...labels.flatMap(({ piece, isRight }) => label(piece, isRight, radius, room.width / 2 - radius - 42, figure)),
        { x: radius, y: radius - 6, text: fit('Total', hole * 1.6, TYPE.small), size: TYPE.small, align: 'center' },
        {
          x: radius,
          y: radius + 22,
          text: fit(total, hole * 1.8, 26, 'semibold'),
          size: widthOf(total, 26, 'semibold') > hole * 1.7 ? 18 : 26,
          weight: 'semibold',
          align: 'center',
          color: COLOR.ink,
        },
      ]),
    ]),
  }
}

function leader(angle: number, y: number, radius: number, isRight: boolean) {
  const reach = radius + 4
  return {
    x: radius + Math.sin(angle) * reach,
    y: radius - Math.cos(angle) * reach,
    x2: isRight ? radius * 2 + 26 : -26,
    y2: y,
    color: COLOR.grey,
  }
}

interface Piece {
  readonly name: string
  readonly share: string
  readonly value: number
  readonly y: number
  readonly color: string
}

function label(piece: Piece, isRight: boolean, radius: number, width: number, figure: Figure): readonly Text[] {
  const x = isRight ? radius * 2 + 34 : -34
  const align = isRight ? 'left' : 'right'
  return [
    { x, y: piece.y - 2, text: fit(piece.name, width, TYPE.label), align, color: COLOR.text },
    {
      x,
      y: piece.y + 19,
      text: `${piece.share} · ${figure.format.short(piece.value)}`,
      size: TYPE.label + 1,
      weight: 'semibold',
      align,
      color: piece.color === COLOR.grey ? COLOR.greyText : piece.color,
    },
  ]
}
