/** An explanation in a sentence or two. Every figure is one of the explanation; no more is blamed than was found. */
import type { Answer } from '../../analytics/answer.ts'
import type { Catalog } from '../../analytics/catalog.ts'
import { viewsOfQuery } from '../../analytics/kpi-query-meaning.ts'
import { measured } from '../../analytics/measured.ts'
import { isUsual } from '../../analytics/why/usual.ts'
import { periodInWords } from '../../analytics/words/dates.ts'
import type { Driver, Explained } from '../../analytics/live/explain/explain.ts'
import { formatOf, sharePercent } from '../../charts/format.ts'
import { explainedWords as words } from './explained-words.ts'

/** What is explained, and how it is written. */
export interface Explaining {
  readonly label: string
  readonly unit: string | null
  /** What it is held against: "expected", "normal", "the day before". */
  readonly against: string
  readonly locale: string
  /** A dimension's label; its name without. */
  readonly labelOf?: (dimension: string) => string
}

/** More segments than this are for the table. */
const mostNamed = 3

export function explainedInWords(explained: Explained, explaining: Explaining): string {
  const { label, unit, against, locale } = explaining
  const { actual, expected, drivers, effects } = explained
  const format = formatOf(unit, locale)
  const difference = actual - expected
  const [was, far] = [format.words(actual), format.words(Math.abs(difference))]
  if (difference === 0 && drivers.length === 0) return words.asExpected(label, was, against)
  const moved =
    difference === 0
      ? words.asExpected(label, was, against)
      : words.moved({
          label,
          was,
          far: unit === 'percent' || unit === 'percentage_points' ? (format.distance(actual, expected) ?? far) : far,
          part: unit === 'percent' || unit === 'percentage_points' ? null : format.distance(actual, expected),
          isUp: difference > 0,
          against,
        })
  const parts = [moved, drivers.length === 0 ? words.broad(difference > 0) : segmentsInWords(explained, explaining)]
  if (effects && Math.abs(effects.mix) > 0.1 * Math.abs(difference) && difference !== 0)
    parts.push(words.effects(signed(effects.rate, explaining), signed(effects.mix, explaining)))
  return parts.join(' ')
}

/** The headline of an answer to what moved a figure; null for any other answer. */
export function explainedHeadline({ query, explained }: Answer, catalog: Catalog, locale: string): string | null {
  if (!explained || query.shape.kind !== 'drivers') return null
  const found = measured(query.measures[0]!, catalog)
  if ('because' in found) return null
  const view = viewsOfQuery(query, catalog)[0]
  const { against } = query.shape
  return explainedInWords(explained, {
    label: found.label,
    unit: found.unit,
    against: isUsual(against, query.period!) ? words.usual : words.before(periodInWords(against[0]!, locale)),
    locale,
    labelOf: (dimension) => (view?.dimensions.get(dimension)?.label ?? dimension).toLowerCase(),
  })
}

/** A segment by the names of its members: `country Germany, channel app`. */
export function segmentName(members: Driver['members'], labelOf = (dimension: string) => dimension): string {
  return Object.entries(members)
    .map(([dimension, member]) => `${labelOf(dimension)} ${member === '' ? words.empty : member}`)
    .join(', ')
}

function segmentsInWords(
  { drivers, actual, expected }: Explained,
  { labelOf, locale, ...explaining }: Explaining,
): string {
  const named = drivers.slice(0, mostNamed).map(({ members }) => segmentName(members, labelOf))
  const others = drivers.length - named.length
  const shares = drivers.map(({ share }) => share)
  const isOpposite = shares.some((share) => share < 0) && shares.some((share) => share > 0)
  const withAmounts = () =>
    drivers
      .slice(0, mostNamed)
      .map(
        ({ members, contribution }) =>
          `${segmentName(members, labelOf)} ${signed(contribution, { locale, ...explaining })}`,
      )
  if (shares.every((share) => share < 0)) return words.against(withAmounts(), others)
  if (isOpposite || actual === expected) return words.opposite(withAmounts(), others)
  const all = shares.reduce((sum, share) => sum + share, 0)
  if (all > 1.05) return words.moreThanAll(named, others)
  return words.accountFor(named, others, all >= 0.995 ? words.all : sharePercent(Math.max(0, all), locale))
}

function signed(value: number, { unit, locale }: Pick<Explaining, 'unit' | 'locale'>): string {
  const format = formatOf(unit, locale)
  const size = unit === 'percent' ? (format.distance(Math.abs(value), 0) ?? '') : format.words(Math.abs(value))
  return `${value < 0 ? '−' : '+'}${size}`
}
