/** Verified queries through time: "last week" stays last week. Periods are kept in words and read anew by each asker's clock. */
import type { View } from '../../analytics/catalog.ts'
import { parseKpiQuery, type KpiQuery, type Period } from '../../analytics/kpi-query.ts'
import { clockOf, previousOf, yearBefore } from '../../analytics/period.ts'
import { matchWhen } from '../calendar-phrases.ts'
import type { Clock } from '../calendar.ts'
import type { Lexicon } from '../lexicon.ts'
import { same } from '../same.ts'
import { correctWords } from '../spelling.ts'
import { wordsOf } from '../abbreviations.ts'
import type { Token } from '../text.ts'
import type { When } from '../when.ts'
import type { SaidPeriod, TimelessQuery } from './verified.ts'

export type Timed = { readonly ok: true; readonly query: KpiQuery } | { readonly ok: false; readonly because: string }

/** The query at a moment, or why it can't be asked; admitted by the parser. */
export function queryAt({ period: said, compare, ...rest }: TimelessQuery, now: Date, lexicon: Lexicon): Timed {
  const { catalog } = lexicon.knowledge
  if (said === undefined && compare === undefined) return parseKpiQuery(rest, catalog)
  const view = viewOf(rest, lexicon)
  const timeName = typeof rest['time'] === 'string' ? rest['time'] : 'time'
  const time = view?.times.get(timeName)
  // What is wrong without its periods says more than that they cannot be read.
  const timeless = view && time ? null : parseKpiQuery(rest, catalog)
  if (timeless?.ok === false) return timeless
  if (!view || !time) return { ok: false, because: 'it has a period, and what it measures has no time' }
  const clock = clockFor(view, time.zone, now, lexicon)
  if (said === undefined) return { ok: false, because: 'a comparison needs a period' }
  const main = stretchOf(said, clock, lexicon)
  if (typeof main === 'string') return { ok: false, because: main }
  if (compare === undefined) return parseKpiQuery({ ...rest, period: main.period }, catalog)
  const unit = main.when?.relative ? (main.when.unit ?? undefined) : undefined
  const how = { viewGrain: time.grain, grain: grainIn(rest), unit }
  const other =
    compare.kind === 'previous'
      ? { period: previousOf(main.period, how) }
      : compare.kind === 'year_ago'
        ? { period: yearBefore(main.period, how) }
        : compare.period === undefined
          ? 'a comparison with a period needs that period'
          : stretchOf(compare.period, clock, lexicon)
  if (typeof other === 'string') return { ok: false, because: other }
  return parseKpiQuery({ ...rest, period: main.period, compare: { kind: compare.kind, period: other.period } }, catalog)
}

/** The query with its periods in words of the question that it answered at that moment; null where they are not said in it. */
export function inWords(query: KpiQuery, question: string, now: Date, lexicon: Lexicon): TimelessQuery | null {
  const { period, compare, ...rest } = query
  const timeless = (saidAs: { period?: SaidPeriod; compare?: TimelessQuery['compare'] }): TimelessQuery | null => {
    const made: TimelessQuery = { ...rest, measures: [...rest.measures], ...saidAs }
    const again = queryAt(made, now, lexicon)
    return again.ok && same(withoutNow(again.query), withoutNow(query)) ? made : null
  }
  if (!period) return compare || hasOwnStretches(query) ? null : timeless({})
  if (hasOwnStretches(query)) return null
  const view = viewOf(rest, lexicon)
  const time = view?.times.get(query.time ?? 'time')
  if (!view || !time) return null
  const clock = clockFor(view, time.zone, now, lexicon)
  const said = (of: Period) => wordsFor(of, question, clock, lexicon)
  for (const main of said(period)) {
    if (!compare) return timeless({ period: main })
    if (compare.kind !== 'period') {
      const made = timeless({ period: main, compare: { kind: compare.kind } })
      if (made) return made
    }
    for (const other of said(compare.period)) {
      const made = timeless({ period: main, compare: { kind: compare.kind, period: other } })
      if (made) return made
    }
  }
  return null
}

/** Stretches beside the period, which are days of the moment when it was asked. */
function hasOwnStretches({ by, filters, shape }: KpiQuery): boolean {
  return (
    shape.kind === 'drivers' ||
    by.some(({ kind }) => kind === 'periods') ||
    filters.some(({ kind }) => kind === 'periods')
  )
}

/** How far a period that goes on had come is another matter each minute. */
export function withoutNow(query: KpiQuery): KpiQuery {
  const plain = ({ from, to, zone }: Period) => ({ from, to, zone })
  return {
    ...query,
    ...(query.period && { period: plain(query.period) }),
    ...(query.compare && { compare: { ...query.compare, period: plain(query.compare.period) } }),
  }
}

function viewOf(query: Readonly<Record<string, unknown>>, lexicon: Lexicon): View | null {
  const { catalog } = lexicon.knowledge
  const [first] = query['measures'] as readonly Readonly<Record<string, unknown>>[]
  const shape = (query['shape'] ?? {}) as Readonly<Record<string, unknown>>
  const of = first?.['of'] as { readonly kpi?: unknown } | undefined
  const kpi = catalog.kpis.get(String(first?.['kpi'] ?? of?.kpi))
  return catalog.views.get(String(kpi?.view ?? first?.['view'] ?? shape['view'])) ?? null
}

function grainIn({ grain }: Readonly<Record<string, unknown>>): KpiQuery['grain'] {
  return grain as KpiQuery['grain']
}

function clockFor(view: View, zone: string, now: Date, { knowledge: { catalog, history } }: Lexicon): Clock {
  return {
    ...clockOf(catalog, now, zone),
    historyFrom: history.get(view.name)?.from.slice(0, 10) ?? '1970-01-01',
    countries: catalog.calendar.holidays,
  }
}

function stretchOf(
  said: SaidPeriod,
  clock: Clock,
  lexicon: Lexicon,
): { readonly period: Period; readonly when: When | null } | string {
  if (typeof said !== 'string') return { period: said, when: null }
  const tokens = tokensOf(said, lexicon)
  const found = whenOf(tokens, 0, tokens.length)
  const period = found && onlyPeriod(found, clock)
  return period ? { period, when: found[0]! } : `"${said}" is no period that the calendar can read`
}

/** Words of the question that name a period, the most words first. */
function wordsFor(wanted: Period, question: string, clock: Clock, lexicon: Lexicon): readonly string[] {
  const tokens = tokensOf(question, lexicon)
  const found: { readonly text: string; readonly length: number }[] = []
  for (let from = 0; from < tokens.length; from++)
    for (let to = tokens.length; to > from; to--) {
      const whens = whenOf(tokens, from, to)
      const period = whens && onlyPeriod(whens, clock)
      if (period && period.from === wanted.from && period.to === wanted.to)
        found.push({ text: question.slice(tokens[from]!.from, tokens[to - 1]!.to), length: to - from })
    }
  return found.toSorted((one, other) => other.length - one.length).map(({ text }) => text)
}

function tokensOf(text: string, lexicon: Lexicon): readonly Token[] {
  return correctWords(wordsOf(text, lexicon), lexicon)
}

function whenOf(tokens: readonly Token[], from: number, to: number): readonly When[] | null {
  const found = matchWhen(tokens, from).filter((match) => match.to === to)
  return found.length === 0 || found[0]!.when.suits !== undefined ? null : found.map(({ when }) => when)
}

/** The period that all readings of the words come to; null where they differ. */
function onlyPeriod(whens: readonly When[], clock: Clock): Period | null {
  const [first, ...others] = whens.map((when) => when.period(clock))
  return first && others.every((other) => same(other, first)) ? first : null
}
