/** What histograms, scatter plots and tables say. */
import { bucketName } from '../buckets.ts'
import { plural as namesOf } from '../../analytics/words/letters.ts'
import { type Format, sharePercent } from '../format.ts'
import { numberFormat } from '../intl.ts'
import { rank } from '../ranking.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { capital, lower, sentence } from '../words.ts'
import { barFinding } from './by-member.ts'
import { askedCorrelation, correlationInWords, correlationOf, togetherInWords } from './correlation.ts'
import { type Finding, byline, memberAt, plural } from './finding.ts'

/** A range of a histogram, [from, to). */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

export function histogramFinding(sheet: Sheet, figure: Figure, bins: readonly Bin[], format: Format): Finding {
  const all = bins.reduce((sum, bin) => sum + bin.count, 0)
  const [first, last] = [bins[0], bins.at(-1)]
  const noun = lower(figure.label)
  if (!first || !last || all === 0) return { title: `No ${noun}`, altText: sentence(`No ${noun} to count`) }
  const best = bins.reduce((a, b) => (b.count > a.count ? b : a))
  const share = sharePercent(best.count / all, sheet.locale)
  const range = (bin: Bin) => `${format.words(bin.from)} to ${format.words(bin.to)}`
  const altText = sentence(
    `${figure.format.short(all)} ${noun} from ${format.words(first.from)} to ${format.words(last.to)}; the fullest range, ${range(best)}, holds ${share}`,
  )
  const isAlone = bins.filter((bin) => bin.count === best.count).length === 1
  const title = isAlone
    ? `${share} of ${noun} lie between ${format.words(best.from)} and ${format.words(best.to)}`
    : `${figure.format.short(all)} ${noun} from ${format.words(first.from)} to ${format.words(last.to)}`
  return { title: sheet.answer.truncated ? `${capital(noun)} by range` : title, altText }
}

export function scatterFinding(
  sheet: Sheet,
  up: Figure,
  right: Figure,
  dots: readonly { readonly x: number; readonly y: number }[],
): Finding {
  const r = correlationOf(dots)
  const written = r === null ? '' : `; correlation ${correlationInWords(r, sheet.locale)}`
  const altText = sentence(`${dots.length} points, ${lower(right.label)} across and ${lower(up.label)} up${written}`)
  const asked = askedCorrelation(sheet)
  if (asked !== null) return { title: asked, altText }
  const isOfRecords = sheet.answer.query.shape.kind === 'records'
  if (isOfRecords && (r === null || dots.length < 8)) return { ...contentsOf(sheet), altText }
  if (r === null || dots.length < 8) return { title: barFinding(sheet, up, rank(sheet, up)).title, altText }
  return { title: togetherInWords(up, right, r, sheet.locale), altText }
}

/** A table of members says what its first figure tells of them; any other what it lists. */
export function tableFinding(sheet: Sheet): Finding {
  const [figure] = sheet.figures
  const listed = contentsOf(sheet)
  const asked = askedCorrelation(sheet)
  if (asked !== null) return { ...listed, title: asked }
  const isOfGroups = sheet.answer.query.shape.kind !== 'records'
  const isRanking = figure && isOfGroups && sheet.members.length > 0 && sheet.time === null
  return isRanking ? { ...listed, title: barFinding(sheet, figure, rank(sheet, figure)).title } : listed
}

/** What is listed, and its first row. */
export function contentsOf(sheet: Sheet): Finding {
  if (sheet.answer.query.shape.kind === 'members') return membersFinding(sheet)
  const labels = sheet.figures.map((figure, index) => (index === 0 ? figure.label : lower(figure.label)))
  const what =
    labels.length === 0
      ? 'Members'
      : labels.length === 1
        ? labels[0]
        : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`
  const isOfRecords = sheet.answer.query.shape.kind === 'records'
  const title = isOfRecords
    ? `${listedNames(sheet, labels)} of ${sheet.rowCount} ${plural('record', sheet.rowCount)}`
    : `${what}${byline(sheet)}`
  const rows = `${sheet.rowCount} ${plural('row', sheet.rowCount)}${sheet.answer.truncated ? ' and more' : ''}`
  const head = sheet.figures.flatMap((figure) =>
    figure.values[0] == null ? [] : [`${lower(figure.label)} ${figure.format.words(figure.values[0])}`],
  )
  const first =
    sheet.members.length > 0 ? memberAt(sheet, 0) : sheet.time?.[0] ? bucketName(sheet.time[0], sheet.locale) : ''
  return {
    title,
    altText: sentence(
      `Table of ${rows}: ${lower(title)}${head.length > 0 ? `; first row${first ? ` ${first}` : ''}: ${head.join(', ')}` : ''}`,
    ),
  }
}

/** What each record is shown with: names first, then numbers. */
function listedNames(sheet: Sheet, labels: readonly string[]): string {
  const names = [...sheet.members.map((column) => column.label), ...labels].map((label, index) =>
    index === 0 ? capital(label) : lower(label),
  )
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** `4 regions`, and the first of them. */
function membersFinding(sheet: Sheet): Finding {
  const [only, second] = sheet.members
  const count = `${numberFormat(sheet.locale, {}).format(sheet.rowCount)}${sheet.answer.truncated ? ' and more' : ''}`
  const label = lower(only?.label ?? '')
  const title =
    second === undefined
      ? `${count} ${sheet.rowCount === 1 ? label : namesOf(label)}`
      : `${count} ${plural('row', sheet.rowCount)}${byline(sheet)}`
  const first = [0, 1, 2].flatMap((row) => (row < sheet.rowCount ? [memberAt(sheet, row)] : []))
  const more = sheet.rowCount > first.length ? ` and ${sheet.rowCount - first.length} more` : ''
  return { title, altText: sentence(`${title}: ${first.join(', ')}${more}`) }
}
