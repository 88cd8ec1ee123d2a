/** How a figure changed, and what colour that deserves. */
import { previousName } from '../period-name.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { COLOR } from '../theme.ts'

/** Below this a change is called none: it would round to 0.0 %. */
const STILL = 0.0005

interface Change {
  /** `▼ 12.3%` */
  readonly brief: string
  readonly color: string
  /** `rose 12.3% to`, `fell 1.2 pp to`, `stayed at`. */
  readonly verb: string
  readonly isStill: boolean
  /** Whether `brief` is a distance, and not the figure it was before. */
  readonly isRelative: boolean
}

/** The first row's change against the period compared with; null without one. */
export function changeOf(sheet: Sheet, figure: Figure): (Change & { readonly text: string }) | null {
  const [value, before] = [figure.values[0] ?? null, figure.previous?.[0] ?? null]
  if (value === null || before === null) return null
  const change = changeBetween(figure, value, before)
  const from = change.isRelative ? `from ${figure.format.short(before)} ` : ''
  const text = change.isStill ? `the same as ${previousName(sheet)}` : `${change.brief} ${from}(${previousName(sheet)})`
  return { ...change, text }
}

export function changeBetween(figure: Figure, value: number, before: number): Change {
  const { verb, distance, direction } = move(figure, value, before)
  if (direction === 0) return { brief: 'same', color: COLOR.text, verb, isStill: true, isRelative: false }
  const brief = `${direction > 0 ? '▲' : '▼'} ${distance ?? `from ${figure.format.short(before)}`}`
  return { brief, color: colorOf(figure, direction), verb, isStill: false, isRelative: distance !== null }
}

/** Good or bad is only said of change, and only where the catalog says which is which. */
function colorOf(figure: Figure, direction: number): string {
  if (direction === 0 || figure.goodWhen === 'steady') return COLOR.text
  return (figure.goodWhen === 'up') === direction > 0 ? COLOR.good : COLOR.bad
}

/** What the query compares with, in a sentence. */
export function periodBefore(sheet: Sheet): string {
  switch (sheet.answer.query.compare?.kind) {
    case 'year_ago':
      return 'the year before'
    case 'period':
      return 'the period compared with'
    case 'previous':
    case undefined:
      return 'the period before'
  }
}

export function move(
  figure: Figure,
  value: number,
  before: number,
): { verb: string; distance: string | null; direction: number } {
  const isStill = value === before || Math.abs(value - before) < Math.abs(before) * STILL
  if (isStill) return { verb: 'stayed at', distance: null, direction: 0 }
  const distance = figure.format.distance(value, before)
  const direction = value > before ? 1 : -1
  return {
    verb: `${direction > 0 ? 'rose' : 'fell'} ${distance === null ? '' : `${distance} `}to`,
    distance,
    direction,
  }
}
