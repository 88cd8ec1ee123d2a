/** Members by size: a bar each, its name before it and its figure behind it. */
import { along } from '../axis.ts'
import { barFinding } from '../findings.ts'
import { compose, literal, measured, pixels, roomFor, rules, texts, widest, type Heading, type Text } from '../frame.ts'
import { rank, type Ranking } from '../ranking.ts'
import type { Figure, Sheet } from '../sheet.ts'
import type { Picture } from '../spec.ts'
import { fit } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'

/** Horizontal bars, the largest first unless the question asked for another order. */
export function barChart(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const ranking = rank(sheet, figure)
  const finding = barFinding(sheet, figure, ranking)
  const heading: Heading = { ...finding, subtitle, foot: ranking.leftOut }
  return { ...finding, spec: draw(figure, ranking, heading) }
}

function draw(figure: Figure, ranking: Ranking, heading: Heading): Picture['spec'] {
  const room = roomFor(heading)
  const { bars } = ranking
  const step = Math.min(58, room.height / Math.max(1, bars.length))
  const size = Math.min(TYPE.label + 1, step * 0.72)
  const nameWidth = Math.min(
    room.width * 0.36,
    widest(
      bars.map((bar) => bar.name),
      size,
    ),
  )
  const said = bars.map((bar) => (bar.value === null ? 'no data' : figure.format.short(bar.value)))
  const values = bars.map((bar) => bar.value ?? 0)
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  const before = low < 0 ? widest(said, size, 'semibold') + 10 : 0
  const inset = {
    left: nameWidth + 14 + before,
    right: widest(said, size, 'semibold') + 12,
    top: 0,
    bottom: room.height - step * bars.length,
  }
  const width = room.width - inset.left - inset.right
  const domain = low === high ? ([0, 1] as const) : ([low, high] as const)
  const across = along(domain, width)
  const thick = step * (bars.length > 8 ? 0.7 : 0.62)
  const middle = (index: number) => step * (index + 0.5)
  const labels = bars.flatMap((bar, index): Text[] => {
    const isNegative = (bar.value ?? 0) < 0
    return [
      {
        x: -14 - before,
        y: middle(index),
        text: fit(bar.name, nameWidth + 1, size),
        size,
        align: 'right',
        baseline: 'middle',
        color: bar.isOther ? COLOR.greyText : COLOR.text,
      },
      {
        x: across(bar.value ?? 0) + (isNegative ? -8 : 8),
        y: middle(index),
        text: said[index] ?? '',
        size,
        weight: 'semibold',
        align: isNegative ? 'right' : 'left',
        baseline: 'middle',
        color: bar.isLead ? COLOR.accent : COLOR.text,
      },
    ]
  })
  return compose(heading, inset, [
    {
      data: {
        values: bars.map((bar, index) => ({
          c0: middle(index),
          c1: bar.value ?? 0,
          c2: 0,
          color: bar.isLead ? COLOR.accent : bar.isOther ? COLOR.grey : COLOR.quiet,
          tip: `${bar.name}: ${said[index]}`,
        })),
      },
      mark: { type: 'bar', aria: false, height: thick, cornerRadiusEnd: 2 },
      encoding: {
        y: pixels('c0'),
        x: measured('c1', domain),
        x2: { field: 'c2' },
        color: literal('color'),
        tooltip: { field: 'tip', type: 'nominal' },
      },
    },
    ...(low < 0 ? rules([{ x: across(0), x2: across(0), y: 0, y2: step * bars.length, color: COLOR.zero }]) : []),
    ...texts(labels),
  ])
}
