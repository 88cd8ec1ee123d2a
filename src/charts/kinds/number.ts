/** One figure, or a few beside each other, as large as they can be read. */
import { compose, roomFor, texts, type Heading, type Text } from '../frame.ts'
import { changeOf, numberFinding } from '../findings.ts'
import type { Figure, Sheet } from '../sheet.ts'
import type { Picture } from '../spec.ts'
import { fit, widthOf } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'

/** The figures of one row. */
export function numberChart(sheet: Sheet, subtitle: string): Picture {
  const finding = numberFinding(sheet)
  const heading: Heading = { ...finding, subtitle, foot: '' }
  const room = roomFor(heading)
  const figures = sheet.figures.slice(0, 6)
  const columns = figures.length <= 3 ? figures.length : Math.ceil(figures.length / 2)
  const lines = Math.ceil(figures.length / Math.max(1, columns))
  const [width, height] = [room.width / Math.max(1, columns), room.height / Math.max(1, lines)]
  const tiles = figures.flatMap((figure, index) =>
    tile(sheet, figure, (index % columns) * width, Math.floor(index / columns) * height, width - 24, height),
  )
  return { ...finding, spec: compose(heading, { left: 0, right: 0, top: 0, bottom: 0 }, texts(tiles)) }
}

function tile(sheet: Sheet, figure: Figure, left: number, top: number, width: number, height: number): readonly Text[] {
  const value = figure.values[0] ?? null
  const text = value === null ? 'no data' : figure.format.short(value)
  const size = Math.min(112, height * 0.5, (100 * width) / Math.max(1, widthOf(text, 100, 'semibold')))
  const change = changeOf(sheet, figure)
  const middle = top + height * 0.5
  return [
    {
      x: left,
      y: middle + size * 0.2,
      text,
      size,
      weight: 'semibold',
      color: value === null ? COLOR.greyText : COLOR.ink,
    },
    ...(sheet.figures.length > 1
      ? [{ x: left, y: middle - size * 0.72, text: fit(figure.label, width, TYPE.label), color: COLOR.text }]
      : []),
    ...(change
      ? [
          {
            x: left,
            y: middle + size * 0.2 + 34,
            text: fit(change.text, width, 20, 'semibold'),
            size: 20,
            weight: 'semibold' as const,
            color: change.color,
          },
        ]
      : []),
  ]
}
