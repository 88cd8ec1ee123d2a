/** Finds the likeliest ways to read a question as a row of meanings. */
import type { Token } from '../../text.ts'
import { functionWords } from '../../words/en.ts'
import type { Item } from '../../meaning.ts'
import type { Lattice } from './tag.ts'

/** One way to read all words, with the score of its parts alone; how well they fit together is not in it. */
export interface Segmentation {
  readonly items: readonly Item[]
  readonly score: number
}

interface Path {
  readonly score: number
  readonly item: Item | null
  readonly before: Path | null
}

/** Best first; every token is in exactly one item. */
export function segmentations(tokens: readonly Token[], lattice: Lattice, most: number): readonly Segmentation[] {
  const weights = tokens.map((token, at) =>
    functionWords.has(token.word) &&
    lattice[at]!.some(({ to, meaning }) => to === at + 1 && (meaning.kind === 'filler' || meaning.kind === 'cue'))
      ? 0.2
      : 1,
  )
  const beams: Path[][] = Array.from({ length: tokens.length + 1 }, () => [])
  beams[0]!.push({ score: 0, item: null, before: null })
  for (let at = 0; at < tokens.length; at++) {
    const beam = beams[at]!
    beam.sort((one, other) => other.score - one.score)
    if (beam.length > most) beam.length = most
    for (const item of lattice[at]!) {
      const score = scoreOf(item, weights)
      const target = beams[item.to]!
      for (const path of beam) target.push({ score: path.score + score, item, before: path })
    }
  }
  const last = beams[tokens.length]!
  last.sort((one, other) => other.score - one.score)
  return last.slice(0, most).map((path) => ({ items: itemsOf(path), score: path.score }))
}

function scoreOf({ from, to, meaning, fit }: Item, weights: readonly number[]): number {
  if (meaning.kind === 'filler') return fit - 1 + (to - from > 1 ? 1.2 : 0)
  if (meaning.kind === 'unknown') return -5
  // Small words that lean on the turn before ("too", "of those") say a lot.
  const isThread = meaning.kind === 'thread' || meaning.kind === 'query_part'
  let words = 0
  for (let at = from; at < to; at++) words += isThread ? 1 : weights[at]!
  return words * rate[meaning.kind] * fit * fit - 0.2
}

/** How much a word explained so is worth; names of the catalog a little more than words of the grammar. */
const rate: Readonly<Record<Item['meaning']['kind'], number>> = {
  kpi: 1.05,
  records: 1.02,
  dimension: 1.03,
  time: 0.9,
  view: 0.6,
  flag: 0.9,
  value: 1.03,
  holding: 1.03,
  when: 1,
  grain: 1,
  part: 1,
  part_values: 1,
  aggregation: 1,
  number: 0.95,
  bound: 1,
  bound_after: 1,
  ranking: 1,
  everyday: 0.75,
  comparative: 0.9,
  currency: 0.9,
  change: 1,
  before: 1,
  holidays: 1,
  shift: 1,
  step: 1,
  ordering: 1,
  chart: 0.95,
  channel: 1,
  plot_axis: 1,
  bins: 1,
  text_test: 1,
  text: 0.8,
  thread: 0.8,
  query_part: 0.8,
  cue: 0.95,
  filler: 0,
  unknown: 0,
}

function itemsOf(path: Path): readonly Item[] {
  const items: Item[] = []
  for (let at: Path | null = path; at?.item; at = at.before) items.push(at.item)
  return items.toReversed()
}
