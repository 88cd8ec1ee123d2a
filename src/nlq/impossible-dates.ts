/** Dates that no calendar has: February 30, 31 June, 29 Feb 2026, 2026-13-01, 31/31. */
import { dayNumber, shortYear, yearNumber } from './calendar-dates.ts'
import { isDate } from './calendar.ts'
import type { Token } from './text.ts'
import { skip, word } from './when.ts'
import { monthNames } from './words/en.ts'

/** The first words of a question that look like a date and name none, as written; null where there are none. */
export function impossibleDate(tokens: readonly Token[]): string | null {
  for (let at = 0; at < tokens.length; at++) {
    const to = inDigits(tokens, at) ?? inWords(tokens, at)
    if (to !== null) return written(tokens.slice(at, to))
  }
  return null
}

/** Where a date in digits ends that is none whichever way it is read; null where none begins. */
function inDigits(tokens: readonly Token[], at: number): number | null {
  const text = word(tokens, at)
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?/.exec(text)
  if (iso) return isDate(Number(iso[1]), Number(iso[2]), Number(iso[3] ?? 1)) ? null : at + 1
  const whole = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text)
  if (whole) return isEitherWay(Number(whole[1]), Number(whole[3]), Number(whole[4]), whole[2]!) ? null : at + 1
  const isDay = (place: number) => /^(?:0?[1-9]|[12]\d|3[01])$/.test(word(tokens, place))
  const isPair = isDay(at) && isDay(at + 1) && tokens[at + 1]?.gap === '/' && tokens[at + 2]?.gap !== '/'
  return !isPair || isEitherWay(Number(text), Number(word(tokens, at + 1)), 2024, '/') ? null : at + 2
}

const isEitherWay = (first: number, second: number, year: number, joint: string) =>
  isDate(year, second, first) || (joint === '/' && isDate(year, first, second))

/** Where a day of a month ends that the month never has, or not in that year. */
function inWords(tokens: readonly Token[], at: number): number | null {
  const dayFirst = dayNumber(word(tokens, at))
  const name = dayFirst === null ? at : skip(tokens, at + 1, 'of')
  const month = monthNames.get(word(tokens, name))
  const dayAt = dayFirst === null ? skip(tokens, at + 1, 'the') : at
  const day = dayFirst ?? (shortYear(tokens[dayAt]) === null ? dayNumber(word(tokens, dayAt)) : null)
  if (month === undefined || day === null) return null
  const to = Math.max(name, dayAt) + 1
  const year = yearNumber(word(tokens, to))
  if (isDate(year ?? 2024, month, day)) return null
  return year === null ? to : to + 1
}

const written = (tokens: readonly Token[]) =>
  tokens
    .map(({ raw, gap }, at) => (at === 0 ? raw : `${gap.trim() === '' ? ' ' : gap === ',' ? ', ' : gap}${raw}`))
    .join('')
