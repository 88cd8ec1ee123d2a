/** The page every chart stands on: finding, how it was understood, plot, small print. And the marks they are made of. */
import type { Layer, Spec } from './spec.ts'
import { widthOf, wrap, type Weight } from './text.ts'
import { COLOR, FONT_FAMILY, MARGIN, SIZE, TYPE } from './theme.ts'

export interface Heading {
  readonly title: string
  readonly subtitle: string
  /** Small print under the plot; empty when there is nothing to say. */
  readonly foot: string
  readonly altText: string
  /** Of the whole picture; 360 and what a long heading needs, unless said. */
  readonly height?: number
}

/** Room between heading and small print, over the whole width inside the margins. */
export interface Room {
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Inset {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A heading of more lines makes the picture higher rather than the plot lower. */
const heightOf = (heading: Heading) => heading.height ?? SIZE.height + Math.max(0, set(heading).bottom - USUAL_HEADING)

const USUAL_HEADING = 90

const WIDTH = SIZE.width - MARGIN.left - MARGIN.right

/** What is left for the plot under this heading. */
export function roomFor(heading: Heading): Room {
  const { bottom } = set(heading)
  const foot = heading.foot ? TYPE.small + 12 : 0
  return { top: bottom, width: WIDTH, height: heightOf(heading) - bottom - MARGIN.bottom - foot }
}

/**
 * The heading with a picture just high enough for `content` under it: usually no higher than any other, but high enough
 * for `least`, below which the content could not be read.
 */
export function heightFor(heading: Heading, content: number, least = 0): Heading {
  const { height } = roomFor(heading)
  const wanted = Math.max(Math.min(content, height), Math.min(least, content))
  return { ...heading, height: Math.round(clamp(heightOf(heading) + wanted - height, LOWEST, HIGHEST)) }
}

const LOWEST = 160
const HIGHEST = 480

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

/** The finished specification: `layers` are drawn inside `room` less `inset`, in the order given. */
export function compose(heading: Heading, inset: Inset, layers: readonly Layer[]): Spec {
  const { lines, bottom } = set(heading)
  const room = roomFor(heading)
  const padding = {
    left: MARGIN.left + inset.left,
    right: MARGIN.right + inset.right,
    top: bottom + inset.top,
    bottom: heightOf(heading) - bottom - room.height + inset.bottom,
  }
  const inPlot = (text: Text): Text => ({ ...text, x: text.x - inset.left, y: text.y - padding.top })
  const foot = {
    x: 0,
    y: heightOf(heading) - MARGIN.bottom - 2,
    text: wrap(heading.foot, WIDTH, TYPE.small, 1)[0] ?? '',
    size: TYPE.small,
  }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: heading.altText,
    width: SIZE.width - padding.left - padding.right,
    height: heightOf(heading) - padding.top - padding.bottom,
    padding,
    autosize: { type: 'none' },
    // Who says title and subtitle beside the picture shows it from below them.
    usermeta: { headingHeight: bottom - 8 },
    background: COLOR.paper,
    config: {
      font: FONT_FAMILY,
      view: { stroke: null },
      text: { font: FONT_FAMILY },
      axis: { disable: true },
    },
    layer: [...texts([...lines, ...(heading.foot ? [foot] : [])].map(inPlot)), ...layers],
  }
}

/** Title and subtitle as lines, and where they end. */
function set(heading: Heading): { readonly lines: readonly Text[]; readonly bottom: number } {
  const size =
    wrapsInto(heading.title, TYPE.title, 1) || !wrapsInto(heading.title, TYPE.titleSmall, 1)
      ? TYPE.title
      : TYPE.titleSmall
  const used = wrapsInto(heading.title, size, 2) ? size : TYPE.titleSmall
  const lines: Text[] = []
  let y: number = MARGIN.top
  for (const text of balanced(heading.title, used)) {
    y += used
    lines.push({ x: 0, y: y - 4, text, size: used, weight: 'semibold', color: COLOR.ink })
    y += 4
  }
  y += 4
  // Slightly smaller rather than one word on a line of its own.
  const small = widthOf(heading.subtitle, TYPE.small) <= WIDTH ? TYPE.small : TYPE.subtitle
  const fine = widthOf(heading.subtitle, TYPE.subtitle) <= WIDTH ? TYPE.subtitle : small
  for (const text of heading.subtitle ? wrap(heading.subtitle, WIDTH, fine, 2) : []) {
    y += fine
    lines.push({ x: 0, y: y - 2, text, size: fine, color: COLOR.muted })
    y += 5
  }
  return { lines, bottom: y + 12 }
}

/** A title in one line or two, the two about as long as each other. */
function balanced(title: string, size: number): readonly string[] {
  let lines = wrap(title, WIDTH, size, 2, 'semibold')
  const [clause = '', more = ''] = title.split(/(?<=;) /)
  if (lines.length === 2 && more !== '' && [clause, more].every((each) => widthOf(each, size, 'semibold') <= WIDTH))
    return [clause, more]
  for (let width = WIDTH - 10; lines.length === 2 && width > WIDTH / 2; width -= 10) {
    const narrower = wrap(title, width, size, 3, 'semibold')
    if (narrower.length > 2 || narrower.some((line) => line.includes('…') && !title.includes(line))) break
    lines = narrower
  }
  return lines
}

function wrapsInto(text: string, size: number, most: number): boolean {
  return !(wrap(text, WIDTH, size, most, 'semibold').at(-1) ?? '').endsWith('…')
}

/** A piece of text at a place in the plot, in pixels from its upper left corner. */
export interface Text {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size?: number
  readonly color?: string
  readonly weight?: Weight
  readonly align?: 'left' | 'center' | 'right'
  readonly baseline?: 'alphabetic' | 'middle' | 'top'
}

/** Text marks, one layer for each way of setting them. */
export function texts(all: readonly Text[]): readonly Layer[] {
  const groups = new Map<string, Text[]>()
  for (const each of all) {
    if (each.text === '') continue
    const key = `${each.weight ?? 'regular'} ${each.align ?? 'left'} ${each.baseline ?? 'alphabetic'}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups].map(([key, group]) => {
    const [weight, align, baseline] = key.split(' ')
    return {
      data: {
        values: group.map((each) => ({
          x: round(each.x),
          y: round(each.y),
          t: each.text,
          s: each.size ?? TYPE.label,
          c: each.color ?? COLOR.muted,
        })),
      },
      mark: { type: 'text', align, baseline, fontWeight: weight === 'semibold' ? 600 : 400, aria: false },
      encoding: {
        x: pixels('x'),
        y: pixels('y'),
        text: { field: 't', type: 'nominal' },
        size: { field: 's', type: 'quantitative', scale: null, legend: null },
        color: literal('c'),
      },
    }
  })
}

/** Straight lines in pixels: grid, zero, leaders. */
export function rules(
  lines: readonly {
    readonly x: number
    readonly y: number
    readonly x2: number
    readonly y2: number
    readonly color?: string
  }[],
  width = 1,
  dash?: readonly number[],
): readonly Layer[] {
  if (lines.length === 0) return []
  return [
    {
      data: { values: lines.map(({ color = COLOR.grid, ...line }) => ({ ...line, c: color })) },
      mark: { type: 'rule', strokeWidth: width, aria: false, ...(dash && { strokeDash: dash }) },
      encoding: { x: pixels('x'), y: pixels('y'), x2: { field: 'x2' }, y2: { field: 'y2' }, color: literal('c') },
    },
  ]
}

/** A channel whose field already holds pixels. */
export function pixels(field: string): object {
  return { field, type: 'quantitative', scale: null, axis: null }
}

/** A colour channel whose field already holds the colour. */
export function literal(field: string): object {
  return { field, type: 'nominal', scale: null, legend: null }
}

/** A position channel with a scale that is ours from end to end. */
export function measured(field: string, domain: readonly [number, number], range?: readonly [number, number]): object {
  const scale = { domain, nice: false, zero: false, ...(range && { range }) }
  return { field, type: 'quantitative', axis: null, stack: null, scale }
}

/** The widest of some labels. */
export function widest(labels: readonly string[], size: number = TYPE.label, weight: Weight = 'regular'): number {
  return labels.reduce((most, each) => Math.max(most, widthOf(each, size, weight)), 0)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
