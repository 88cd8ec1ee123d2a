/** What the quoted words of a proposal say, by the lists, the numbers and the calendar: not by the model. */
import type { Filter, KpiQuery, Period } from '../../../analytics/kpi-query.ts'
import { matchRecurring } from '../../calendar-recurring.ts'
import type { Cue, Meaning } from '../../meaning.ts'
import { matchNumber, type NumberMatch } from '../../numbers.ts'
import { phraseMeanings } from '../../phrases.ts'
import type { Reading, Span } from '../../plan.ts'
import { same } from '../../same.ts'
import type { Timing } from './build-times.ts'
import { clockFor, periodSaid, wordsIn, type Asked } from './asked.ts'

/** A span with what the lists say of its words. */
export interface Said extends Span {
  readonly meanings: readonly Meaning[]
}

/** A query, the quotes that are to say it, and the question. */
export interface Case {
  readonly query: KpiQuery
  /** What the quoted words of time were taken for. */
  readonly timing: Timing
  readonly said: readonly Said[]
  readonly asked: Asked
}

export function caseOf(query: KpiQuery, reading: Reading, timing: Timing, asked: Asked): Case {
  return {
    query,
    timing,
    asked,
    said: reading.map((span) => ({ ...span, meanings: phraseMeanings(wordsIn(span, asked)) })),
  }
}

export function hasCue({ meanings }: Said, ...cues: readonly Cue[]): boolean {
  return meanings.some((each) => each.kind === 'cue' && cues.includes(each.cue))
}

export function recurring(span: Span, asked: Asked) {
  const words = wordsIn(span, asked)
  return matchRecurring(words, 0).filter(({ to }) => to === words.length)
}

/** The periods that quoted words name, by the clock of the first measure's view. */
export function periodsSaid({ said, asked }: Case): readonly { readonly span: Said; readonly period: Period | null }[] {
  const { catalog } = asked.lexicon.knowledge
  const view = viewIn(asked, said)
  const zone = (view && catalog.views.get(view)?.time?.zone) ?? catalog.timezone
  return said
    .filter(({ as }) => as === 'period')
    .map((span) => {
      const words = asked.question.text.slice(span.from, span.to)
      return { span, period: periodSaid(words, clockFor(view ?? '', zone, asked), asked)?.period ?? null }
    })
}

function viewIn({ lexicon }: Asked, said: readonly Said[]): string | null {
  for (const { as, means } of said)
    if (as === 'measure' || as === 'view') return lexicon.knowledge.catalog.kpis.get(means)?.view ?? means
  return null
}

/** As they stand in the question. */
export function wordsOf({ from, to }: Pick<Span, 'from' | 'to'>, { question }: Asked): string {
  return question.text.slice(from, to)
}

export function sameStretch(one: Period | null | undefined, other: Period | null | undefined): boolean {
  return one !== null && one !== undefined && one.from === other?.from && one.to === other.to
}

export function numberOf(span: Said, asked: Asked): readonly NumberMatch[] {
  const at = asked.tokens.findIndex((token) => token.from >= span.from)
  const found = at < 0 ? null : matchNumber(asked.tokens, at)
  return found ? [found] : []
}

export function sameSet(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each))
}

/** From the turn before. */
export function isKept(filter: Filter, { last }: Asked): boolean {
  return last?.filters.some((other) => same(other, filter)) ?? false
}

/** Whether a word says that something rose, or fell. */
export function changes(said: readonly Said[], op: 'over' | 'under'): boolean {
  return said.some(({ meanings }) =>
    meanings.some((each) => each.kind === 'change' && (op === 'over' ? each.rising : each.falling)),
  )
}
