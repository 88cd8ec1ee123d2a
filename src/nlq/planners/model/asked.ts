/** A question as a model's words are held against it: its words, and the spans that quotes of them are. */
import type { KpiQuery, Period } from '../../../analytics/kpi-query.ts'
import { clockOf } from '../../../analytics/period.ts'
import { wordsOf } from '../../abbreviations.ts'
import type { Clock } from '../../calendar.ts'
import { matchWhen } from '../../calendar-phrases.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Question, Span } from '../../plan.ts'
import { sinceReset } from '../../reset.ts'
import { correctWords } from '../../spelling.ts'
import { tokenize, type Token } from '../../text.ts'
import type { When } from '../../when.ts'
import { structureWords } from '../../words/en.ts'

export interface Asked {
  readonly question: Question
  readonly lexicon: Lexicon
  readonly tokens: readonly Token[]
  /** The same, slips of the keys corrected. */
  readonly corrected: readonly Token[]
  /** What the last turn of the thread was answered with. */
  readonly last: KpiQuery | null
}

export function askedOf(question: Question, lexicon: Lexicon): Asked {
  const tokens = wordsOf(question.text, lexicon)
  const thread = sinceReset(question.thread)
  const last = thread.findLast(({ query }) => query !== null)?.query ?? null
  return { question: { ...question, thread }, lexicon, tokens, corrected: correctWords(tokens, lexicon), last }
}

/** A run of words of the question, [from, to) as indexes of its tokens. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** Where words stand in the question, the `nth` time (from 1) that they do; null when they do not. */
export function runOf(quote: string, nth: number | null, { tokens }: Asked): Run | null {
  const wanted = tokenize(quote).map(({ word }) => word)
  if (wanted.length === 0) return null
  let times = 0
  for (let from = 0; from + wanted.length <= tokens.length; from++)
    if (wanted.every((word, at) => tokens[from + at]!.word === word || foldedAt(tokens, from + at) === word))
      if (++times === (nth ?? 1)) return { from, to: from + wanted.length }
  return null
}

/** Short forms are spelled out in the question's tokens, and a quote may have them as written. */
function foldedAt(tokens: readonly Token[], at: number): string {
  return tokens[at]!.raw.toLowerCase()
}

/** The tokens, corrected, that a span of the question holds. */
export function wordsIn({ from, to }: Pick<Span, 'from' | 'to'>, { corrected }: Asked): readonly Token[] {
  return corrected.filter((token) => token.from >= from && token.to <= to)
}

/** The clock of a view: its zone, its first day. */
export function clockFor(view: string, zone: string, { question, lexicon }: Asked): Clock {
  const { catalog, history } = lexicon.knowledge
  return {
    ...clockOf(catalog, question.now, zone),
    historyFrom: history.get(view)?.from.slice(0, 10) ?? '1970-01-01',
    countries: catalog.calendar.holidays,
  }
}

/** A period without the preposition that leads to it. */
export function withoutLead({ from, to }: Run, asked: Asked): Run {
  let start = from
  while (start + 1 < to && leads.has(asked.corrected[start]!.word) && whensOf({ from: start, to }, asked).length === 0)
    start++
  return { from: start, to }
}

/** A quote without the words around it that stand for nothing by themselves: "by region", "the region". */
export function withoutSmall({ from, to }: Run, { corrected }: Asked): Run {
  const isSmall = (at: number) => structureWords.has(corrected[at]!.word)
  let [start, end] = [from, to]
  while (start + 1 < end && isSmall(start)) start++
  while (end - 1 > start && isSmall(end - 1)) end--
  return { from: start, to: end }
}

const leads = new Set(['in', 'on', 'for', 'during', 'of', 'the', 'at', 'over', 'from', 'to', 'with', 'against', 'vs'])

function whensOf({ from, to }: Run, { corrected }: Asked) {
  return matchWhen(corrected, from).filter((match) => match.to === to)
}

/** What words of the question name in the calendar; null when they are no period of it, or one of several. */
export function periodSaid(
  quote: string,
  clock: Clock,
  asked: Asked,
): { readonly when: When; readonly period: Period | null } | null {
  const quoted = runOf(quote, null, asked)
  if (!quoted) return null
  const run = withoutLead(quoted, asked)
  const found = whensOf(run, asked)
  const [first] = found
  if (!first || first.when.suits !== undefined) return null
  const period = first.when.period(clock)
  const isOne = found.every(({ when }) => JSON.stringify(when.period(clock)) === JSON.stringify(period))
  return isOne && (period !== null || first.when.isAllTime === true) ? { when: first.when, period } : null
}
