/** Filters on records and conditions on figures, in words. */
import { dimensionInWords, fieldInWords, type About } from './describe-parts.ts'
import type { Bounds, Filter } from './kpi-query.ts'
import { boundsInWords, figureWords, partValuesInWords, sentence } from './words/en.ts'
import { lowerFirst } from './words/letters.ts'

export function filterClauses(about: About): string[] {
  const words = about.query.filters.flatMap((filter) => filterInWords(filter, about) ?? [])
  return words.length > 0 ? [sentence.only(words)] : []
}

function filterInWords(filter: Filter, about: About): string | null {
  switch (filter.kind) {
    case 'members':
      return sentence.isOneOf(
        dimensionInWords(filter.dimension, about.views),
        filter.values.map(String),
        filter.include,
      )
    case 'text':
      return sentence.text(dimensionInWords(filter.dimension, about.views), filter.test, filter.text, filter.include)
    case 'empty':
      return sentence.isEmpty(dimensionInWords(filter.dimension, about.views), filter.include)
    case 'range':
      return sentence.record(lowerFirst(fieldInWords(filter.field, about)), bounds(filter.bounds, about.locale, null))
    case 'part':
      return sentence.time(partValuesInWords(filter.part, filter.values, filter.include))
    case 'holidays':
      return sentence.holidays(
        about.catalog.calendar.holidays.map((code) => countryInWords(code, about.locale)),
        filter.include,
      )
    // Said beside the period.
    case 'periods':
      return null
  }
}

/** `Germany`, `United States (CA)`. */
function countryInWords(code: string, locale: string): string {
  const [country = '', state] = code.toUpperCase().split('-')
  const name = /^[A-Z]{2}$/.test(country) ? new Intl.DisplayNames(locale, { type: 'region' }).of(country) : country
  return state === undefined ? (name ?? code) : `${name} (${state})`
}

function bounds({ op, value, to }: Bounds, locale: string, unit: string | null): string {
  const format = (number: number) =>
    new Intl.NumberFormat(
      locale,
      unit === 'percent' ? { style: 'percent', maximumFractionDigits: 2 } : { maximumFractionDigits: 6 },
    ).format(number)
  const named = (number: number) => (unit && /^[A-Z]{3}$/.test(unit) ? `${format(number)} ${unit}` : format(number))
  return boundsInWords(op, named(value), named(to ?? value))
}

export function conditionsInWords({ query, found, locale }: About): string[] {
  return query.conditions.map(({ measure, figure, bounds: wanted }) => {
    const of = found[measure]
    const isFraction = figure === 'change_percent' || figure === 'share'
    return `${figureWords[figure](of?.label ?? '')} ${bounds(wanted, locale, isFraction ? 'percent' : (of?.unit ?? null))}`
  })
}
