/** An explanation in a sentence or two. Every figure is one of the explanation; no more is blamed than was found. */
import type { Answer } from '../../analytics/answer.ts'
import type { Catalog } from '../../analytics/catalog.ts'
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
  /** How a driver's segment is called; `country UK, device desktop` without. */
  readonly nameOf?: (driver: Driver) => string
  /** Which way whoever asks takes it to have moved. */
  readonly moved?: 'up' | 'down' | undefined
}

/** Below this, "everything fell alike" would make much of little. */
const smallChange = 0.03
/** More segments than this are for the table. */
const mostNamed = 3

export function explainedInWords(explained: Explained, explaining: Explaining): string {
  const { unit, against, locale } = explaining
  const { actual, expected, drivers, effects } = explained
  const format = formatOf(unit, locale)
  const difference = actual - expected
  const isOtherwise = explaining.moved !== undefined && (explaining.moved === 'up' ? difference <= 0 : difference >= 0)
  const label = isOtherwise ? words.didNot(explaining.label, explaining.moved === 'up', against) : explaining.label
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
  const isSmall = expected !== 0 && Math.abs(difference / expected) < smallChange
  const none = isSmall ? words.nothingStandsOut : words.broad(difference > 0)
  const parts = [moved, drivers.length === 0 ? none : segmentsInWords(explained, explaining)]
  if (effects && Math.abs(effects.mix) > 0.1 * Math.abs(difference) && difference !== 0)
    parts.push(words.effects(signed(effects.rate, explaining), signed(effects.mix, explaining)))
  return parts.join(' ')
}

/** The headline of an answer to what moved a figure; null for any other answer. */
export function explainedHeadline({ query, explained, rows }: Answer, catalog: Catalog, locale: string): string | null {
  if (!explained || query.shape.kind !== 'drivers') return null
  const found = measured(query.measures[0]!, catalog)
  if ('because' in found) return null
  const { against, moved } = query.shape
  return explainedInWords(explained, {
    label: found.label,
    unit: found.unit,
    against: isUsual(against, query.period!) ? words.usual : periodInWords(against[0]!, locale),
    locale,
    moved,
    nameOf: (driver) => String(rows[explained.drivers.indexOf(driver)]?.[0] ?? ''),
  })
}

/** A segment by the names of its members: `country Germany, channel app`. */
export function segmentName({ members }: Pick<Driver, 'members'>): string {
  return Object.entries(members)
    .map(([dimension, member]) => `${dimension} ${member === '' ? words.empty : member}`)
    .join(', ')
}

function segmentsInWords({ drivers, actual, expected }: Explained, explaining: Explaining): string {
  const { nameOf = segmentName, locale } = explaining
  const first = drivers.slice(0, mostNamed)
  const others = drivers.length - first.length
  const withAmounts = () => first.map((driver) => `${nameOf(driver)} ${signed(driver.contribution, explaining)}`)
  if (drivers.every(({ share }) => share < 0)) return words.against(withAmounts(), others)
  if (drivers.some(({ share }) => share < 0) || actual === expected) return words.opposite(withAmounts(), others)
  const all = drivers.reduce((sum, { share }) => sum + share, 0)
  const named = first.map((driver) => nameOf(driver))
  if (all > 1.05) return words.moreThanAll(named, others)
  return words.accountFor(named, others, all >= 0.995 ? words.all : sharePercent(Math.max(0, all), locale))
}

function signed(value: number, { unit, locale }: Pick<Explaining, 'unit' | 'locale'>): string {
  const format = formatOf(unit, locale)
  const size = unit === 'percent' ? (format.distance(Math.abs(value), 0) ?? '') : format.words(Math.abs(value))
  return `${value < 0 ? '−' : '+'}${size}`
}
