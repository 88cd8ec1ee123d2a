/** Questions that people might ask of the large catalog, one conversation each: plain, chatty, with slips, with strangers. */
import type { Knowledge } from '../../src/nlq/plan.ts'
import { createDice, type Dice } from './large-names.ts'

interface Words {
  readonly kpi: string
  readonly other: string
  readonly dimension: string
  readonly second: string
  /** A value with many words or letters, and its dimension's name. */
  readonly value: string
  readonly of: string
  readonly period: string
}

const periods = [
  'last week',
  'last month',
  'this year so far',
  'in October 2026',
  'in the last 90 days',
  'in Q3 2025',
  'since March',
  'yesterday',
  'from 3 March to 14 April 2026',
  'last year',
]

const shapes: readonly ((words: Words, dice: Dice) => readonly string[])[] = [
  ({ kpi, period }) => [`${kpi} ${period}`],
  ({ kpi, dimension, period }) => [`${kpi} by ${dimension} ${period}`, 'as a pie chart', 'and the month before?'],
  ({ kpi, value, period }) => [`${kpi} of ${value} ${period}`, 'by month', 'compare with last year'],
  ({ kpi, value, of, period }) => [`what was the ${kpi} for ${of} ${value} ${period}?`],
  ({ kpi, value }, dice) => [`${kpi} of ${slip(value, dice)} by week`],
  ({ kpi, value }) => [`total ${kpi} for ${value.split(' ')[0]!.toLowerCase()} last quarter`],
  ({ kpi, dimension, period }, dice) => [`${slip(kpi, dice)} by ${slip(dimension, dice)} ${period}`],
  ({ kpi, dimension, period }) => [`top 10 ${dimension}s by ${kpi} ${period}`, 'the bottom ones', 'top 3'],
  ({ kpi, other, period }) => [`${kpi} and ${other} by month ${period}`],
  ({ kpi, value, of }) => [`${kpi} for all ${of}s except ${value} by month as a stacked bar`],
  ({ kpi, period }) => [`how did ${kpi} of the zorbing department develop ${period}`],
  ({ kpi, dimension, second, period }) => [
    `could you please show me how the ${kpi} was distributed across each ${dimension} and ${second} ${period}, highest first?`,
  ],
  ({ kpi, dimension }) => [`which ${dimension}s had ${kpi} over 10k last month`, 'only the top 5', 'by day'],
  ({ kpi, value, period }) => [`share of ${kpi} that comes from "${value}" ${period}`],
  ({ kpi, dimension }) => [`${kpi} per ${dimension} for other, direct and new compared with last year`],
  ({ kpi, other, period }) => [`${kpi} per ${other} ${period} vs the same period last year`],
  ({ kpi, value }) => [`${value.toLowerCase()} ${kpi} trend`, 'what about revenue', 'as a table'],
  ({ kpi, value, period }) => [`compare ${value} and Germany on ${kpi} ${period}`],
]

/** At least `count` questions, none of the first ones of a conversation twice. */
export function largeQuestions({ catalog, values }: Knowledge, count: number): readonly (readonly string[])[] {
  const dice = createDice(7)
  const kpis = [...catalog.kpis.values()]
  const found = new Map<string, readonly string[]>()
  let questions = 0
  for (let step = 0; questions < count; step++) {
    const kpi = kpis[step % kpis.length]!
    const others = kpis.filter(({ view, name }) => view === kpi.view && name !== kpi.name)
    const dimensions = [...catalog.views.get(kpi.view)!.dimensions.values()].filter(({ type }) => type === 'text')
    const large = dimensions.toSorted(
      (one, other) => values.get(kpi.view)!.get(other.name)!.length - values.get(kpi.view)!.get(one.name)!.length,
    )
    const of = large[dice(2)]!
    const held = values.get(kpi.view)!.get(of.name)!
    const words: Words = {
      kpi: kpi.label.toLowerCase(),
      other: others[dice(others.length)]!.label.toLowerCase(),
      dimension: dimensions[dice(dimensions.length)]!.label.toLowerCase(),
      second: dimensions[dice(dimensions.length)]!.label.toLowerCase(),
      value: String(held[dice(held.length)]),
      of: of.label.toLowerCase(),
      period: periods[dice(periods.length)]!,
    }
    const thread = shapes[step % shapes.length]!(words, dice)
    if (found.has(thread[0]!)) continue
    found.set(thread[0]!, thread)
    questions += thread.length
  }
  return [...found.values()]
}

/** A slip of the keys in the longest word. */
function slip(text: string, dice: Dice): string {
  const words = text.split(' ')
  const longest = words.toSorted((one, other) => other.length - one.length)[0]!
  const at = 1 + dice(Math.max(1, longest.length - 3))
  const wrong =
    dice(2) === 0
      ? longest.slice(0, at) + longest.slice(at + 1)
      : longest.slice(0, at) + longest[at + 1]! + longest[at]! + longest.slice(at + 2)
  return words.map((word) => (word === longest ? wrong : word)).join(' ')
}
