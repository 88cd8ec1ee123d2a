/** Where the quoted words of a proposal stand in the question: what a word belongs to is told by the words beside it. */
import type { Cue } from '../../meaning.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Span } from '../../plan.ts'
import type { Token } from '../../text.ts'
import type { Case, Said } from './spoken.ts'
import type { Asked } from './asked.ts'

type Place = Pick<Span, 'from' | 'to'>

/** The words of a stretch of the question, corrected. */
export function wordsBetween(from: number, to: number, { corrected }: Asked): readonly Token[] {
  return corrected.filter((token) => token.from >= from && token.to <= to)
}

/** Whether some run of these words is such a cue: "per" in "per each". */
export function hasCueIn(words: readonly Token[], ...cues: readonly Cue[]): boolean {
  return words.some((_, from) =>
    [1, 2, 3, 4].some((length) =>
      phraseMeanings(words.slice(from, from + length)).some((each) => each.kind === 'cue' && cues.includes(each.cue)),
    ),
  )
}

/** The spans that name a figure, in the order of the question. */
export function figuresSaid({ said }: Case): readonly Said[] {
  return said.filter(({ as }) => as === 'measure').toSorted((one, other) => one.from - other.from)
}

/** The first span of those that begins where another ends, or after. */
export function nextAfter(place: Place, spans: readonly Said[]): Said | undefined {
  return spans.filter(({ from }) => from >= place.to).toSorted((one, other) => one.from - other.from)[0]
}

/** The last span of those that ends where another begins, or before. */
export function lastBefore(place: Place, spans: readonly Said[]): Said | undefined {
  return spans.filter(({ to }) => to <= place.from).toSorted((one, other) => other.to - one.to)[0]
}
