/** The line under a chart: what the picture shows only partly, or not at all. */
import { bucketName, dayName } from './buckets.ts'
import type { Figure, Sheet } from './sheet.ts'
import { capital, lower, sentence } from './words.ts'

/** What is partial or cut off in this answer, and what the chart itself has to add. */
export function footOf(sheet: Sheet, more: readonly (string | false | undefined)[] = []): string {
  const time = sheet.time ?? []
  const filling = time.find((bucket) => bucket.state === 'filling')
  const cut = time.find((bucket) => bucket.state === 'cut')
  const said = [
    filling && `${bucketName(filling, sheet.locale)} is not over yet`,
    cut &&
      (cut.begins === undefined
        ? `${bucketName(cut, sheet.locale)} lies only partly in the period`
        : `the data begins on ${dayName(cut.begins, sheet.locale)}`),
    sheet.answer.truncated && 'more rows were cut off',
    ...more,
  ].filter((each) => typeof each === 'string' && each !== '')
  return said.length === 0 ? '' : sentence(capital(said.join('; ')))
}

/** For charts that show one figure of an answer that has several. */
export function onlyOne(sheet: Sheet, figure: Figure): string {
  return sheet.figures.length > 1 ? `only ${lower(figure.label)} is drawn, the table has the rest` : ''
}

/** The label of a target line. */
export function targetWords(figure: Figure, target: number): string {
  return `target ${figure.format.short(target)}`
}
