/** Which time a query is about and what it is compared with: what the calendar reads in the quoted words, each where it belongs. */
import type { Grain } from '../../../analytics/catalog.ts'
import type { KpiQuery, Period } from '../../../analytics/kpi-query.ts'
import { isIn, roleOf } from './held-times.ts'
import { periodsSaid, sameStretch, wordsOf, type Case } from './spoken.ts'

/** The first period that is not the one that was said, for the model. */
export function periodsFault(held: Case): string | null {
  return notUsed(held) ?? notSaid(held) ?? addedUp(held) ?? comparisonFault(held)
}

/** Each period that was said is the query's own or the one that it is compared with. */
function notUsed(held: Case): string | null {
  const { query, asked, timing } = held
  const spoken = periodsSaid(held)
  for (const { span, period } of spoken) {
    const role = roleOf(wordsOf(span, asked), timing)
    if (role === 'side' || role === 'without') continue
    const isCut = role === 'main' && timing.roles.some((each) => each.role === 'without')
    const isOther = spoken.some((each) => each.span !== span && sameStretch(each.period, query.period))
    const isUsed =
      isCut ||
      (period === null
        ? query.period === undefined
        : sameStretch(query.period, period) ||
          sameStretch(query.compare?.period, period) ||
          (isOther && isComparedWith(query, period)))
    if (!isUsed)
      return `"${asked.question.text.slice(span.from, span.to)}" is quoted as a period and is not the query's`
  }
  return null
}

/** As far into it as the query's own period has come; "last month against last year" is against the same month then. */
function isComparedWith({ compare }: KpiQuery, said: Period): boolean {
  if (!compare || compare.kind === 'period') return false
  const { from, to } = compare.period
  return to <= said.to && (compare.kind === 'year_ago' ? from >= said.from : from === said.from)
}

function notSaid(held: Case): string | null {
  const { asked, timing } = held
  const { period, shape } = held.query
  const spoken = periodsSaid(held).map(({ span }) => wordsOf(span, asked))
  for (const { words, role } of timing.roles)
    if ((role === 'side' || role === 'without') && !spoken.some((each) => isIn(each, words)))
      return `"${words}" is not quoted as a period`
  const roles = timing.roles.map(({ role }) => role)
  if (roles.includes('side') || roles.includes('without')) return null
  // What moved is asked of the day before, where nobody said when.
  if (shape.kind === 'drivers' && roles.length === 0) return null
  if (!period || sameStretch(held.asked.last?.period, period)) return null
  return periodsSaid(held).some((each) => sameStretch(each.period, period)) ? null : 'no quoted words name that period'
}

/** Stretches side by side are rows; that they are added up has to be said. */
function addedUp({ query, said, timing }: Case): string | null {
  const isOfSides = timing.roles.some(({ role }) => role === 'side')
  const isApart =
    timing.grain !== undefined || query.grain !== undefined || query.by.some(({ kind }) => kind === 'periods')
  const adds = said.some(
    ({ as, meanings }) =>
      as === 'aggregation' && meanings.some((each) => each.kind === 'aggregation' && each.aggregation === 'sum'),
  )
  return isOfSides && !isApart && !adds ? 'no word adds those stretches up: put "period" in by, for a row each' : null
}

function comparisonFault(held: Case): string | null {
  const { query, said, asked } = held
  const { compare, period } = query
  if (!compare) return null
  if (sameStretch(compare.period, period)) return 'a period is compared with itself: quote the words of another'
  const compares = said.filter(({ as }) => as === 'comparison')
  const isOfYear = compares.some(({ meanings }) =>
    meanings.some((each) => each.kind === 'before' && each.how === 'year_ago'),
  )
  if (asked.last?.compare?.kind === compare.kind && compares.length === 0) return null
  const others = periodsSaid(held).flatMap(({ period: each }) => (each && !sameStretch(each, period) ? [each] : []))
  if (others.some((each) => sameStretch(each, compare.period) || isComparedWith(query, each))) return null
  switch (compare.kind) {
    case 'year_ago':
      return isOfYear
        ? null
        : 'no quoted word says "a year ago": for "last year" compare with kind period and these words'
    case 'previous': {
      if (compares.length === 0 || isOfYear)
        return 'no quoted word asks for a comparison with the period before: leave compare null'
      const other = compares.find((span) => grainsIn(wordsOf(span, asked)).some((grain) => !lasts(period, grain)))
      return other ? `"${wordsOf(other, asked)}" is another length of time than the period has` : null
    }
    case 'period':
      return 'no quoted words name the period that it is compared with'
  }
}

const days: Readonly<Partial<Record<Grain, readonly [number, number]>>> = {
  day: [0, 1],
  week: [7, 7],
  month: [28, 31],
  quarter: [89, 93],
  year: [365, 371],
}

/** "The month before" is a month. */
function grainsIn(words: string): readonly Grain[] {
  const [only] = /^(?:the )?(day|week|month|quarter|year) before$/i.exec(words)?.slice(1) ?? []
  return only === undefined ? [] : [only.toLowerCase() as Grain]
}

function lasts(period: Period | undefined, grain: Grain): boolean {
  const bounds = days[grain]
  if (!period || !bounds) return true
  const [from, to] = [period.from, period.to].map((at) => Date.parse(`${at.slice(0, 10)}T00:00:00Z`))
  const length = Math.round((to! - from!) / 86_400_000)
  return length >= bounds[0] && length <= bounds[1]
}
