/** What a chart says in words: its title and its alt text, each figure of them read from cells. */
import { bucketName } from './buckets.ts'
import { sharePercent } from './format.ts'
import type { Ranking } from './ranking.ts'
import { newest, whole, type Series } from './series.ts'
import type { Figure, Sheet } from './sheet.ts'
import { COLOR } from './theme.ts'

export interface Finding {
  readonly title: string
  readonly altText: string
}

/** Below this a change is called none: it would round to 0.0 %. */
const STILL = 0.0005

export interface Change {
  readonly text: string
  readonly color: string
  /** `rose 12.3% to`, `fell 1.2 pp to`, `stayed at`. */
  readonly verb: string
}

/** The first row's change against the period compared with; null without one. */
export function changeOf(sheet: Sheet, figure: Figure): Change | null {
  const [value, before] = [figure.values[0] ?? null, figure.previous?.[0] ?? null]
  if (value === null || before === null) return null
  const { verb, distance, direction } = move(figure, value, before)
  const sign = direction > 0 ? '▲' : direction < 0 ? '▼' : ''
  const words = [sign, distance, `from ${figure.format.short(before)} ${comparedWith(sheet)}`].filter(Boolean).join(' ')
  return { text: direction === 0 ? `unchanged ${comparedWith(sheet)}` : words, color: colorOf(figure, direction), verb }
}

/** Good or bad is only said of change, and only where the catalog says which is which. */
export function colorOf(figure: Figure, direction: number): string {
  if (direction === 0 || figure.goodWhen === 'steady') return COLOR.text
  return (figure.goodWhen === 'up') === direction > 0 ? COLOR.good : COLOR.bad
}

export function move(
  figure: Figure,
  value: number,
  before: number,
): { verb: string; distance: string | null; direction: number } {
  const isStill = value === before || Math.abs(value - before) < Math.abs(before) * STILL
  if (isStill) return { verb: 'stayed at', distance: null, direction: 0 }
  const distance = figure.format.distance(value, before)
  const direction = value > before ? 1 : -1
  return {
    verb: `${direction > 0 ? 'rose' : 'fell'} ${distance === null ? '' : `${distance} `}to`,
    distance,
    direction,
  }
}

function comparedWith(sheet: Sheet): string {
  switch (sheet.answer.query.compare?.kind) {
    case 'year_ago':
      return 'a year earlier'
    case 'period':
      return 'in the period compared with'
    case 'previous':
    case undefined:
      return 'in the period before'
  }
}

export function numberFinding(sheet: Sheet): Finding {
  const said = sheet.figures.map((figure) => {
    const value = figure.values[0] ?? null
    if (value === null) return { title: `${figure.label}: no data`, alt: `${figure.label}: no data` }
    const change = changeOf(sheet, figure)
    const before = figure.previous?.[0] ?? null
    if (!change || before === null)
      return {
        title: `${figure.label}: ${figure.format.words(value)}`,
        alt: `${figure.label} is ${figure.format.words(value)}`,
      }
    const title = `${figure.label} ${change.verb} ${figure.format.words(value)}`
    return { title, alt: `${title}; it was ${figure.format.words(before)} ${comparedWith(sheet)}` }
  })
  return {
    title: said
      .slice(0, 3)
      .map((each) => each.title)
      .join(', '),
    altText: sentence(said.map((each) => each.alt).join('; ')),
  }
}

/** A trend's title: against the period compared with, or from first to newest, or its peak. */
export function lineFinding(sheet: Sheet, figure: Figure, main: Series, before: Series | null): Finding {
  const points = whole(main)
  const last = newest(main)
  const [first] = points
  const { format, label } = figure
  if (!first || !last)
    return {
      title: `${label}: no whole ${main.points[0]?.bucket.grain ?? 'bucket'} yet`,
      altText: `${label} over time; no complete bucket yet.`,
    }
  const name = (point: typeof last) => bucketName(point.bucket, sheet.locale)
  const peak = points.reduce((a, b) => (b.value > a.value ? b : a))
  const low = points.reduce((a, b) => (b.value < a.value ? b : a))
  const range =
    peak.value === low.value
      ? `always ${format.words(peak.value)}`
      : `lowest ${format.words(low.value)} (${name(low)}), highest ${format.words(peak.value)} (${name(peak)})`
  const altText = sentence(
    `${label} over ${points.length} complete ${plural(last.bucket.grain, points.length)}: ${range}, newest ${format.words(last.value)} (${name(last)})`,
  )
  return { title: trendTitle(), altText }

  function trendTitle(): string {
    if (!first || !last) return label
    if (points.length === 1) return `${label}: ${format.words(last.value)} ${on(last.bucket.grain)} ${name(last)}`
    if (peak.value === low.value) return `${label} stayed at ${format.words(peak.value)}`
    const against = before && figure.adds.time ? sums(main, before) : null
    if (against) {
      const { distance, direction } = move(figure, against.now, against.earlier)
      const where =
        sheet.answer.query.compare?.kind === 'year_ago'
          ? 'the year before'
          : sheet.answer.query.compare?.kind === 'period'
            ? 'the period compared with'
            : 'the period before'
      if (direction === 0) return `${label}: ${format.words(against.now)}, the same as ${where}`
      if (distance !== null)
        return `${label}: ${format.words(against.now)}, ${distance} ${direction > 0 ? 'above' : 'below'} ${where}`
    }
    const isShort = ['minute', 'hour', 'day'].includes(last.bucket.grain)
    if (isShort && points.filter((point) => point.value === peak.value).length === 1)
      return `${label} peaked at ${format.words(peak.value)} ${on(last.bucket.grain)} ${name(peak)}`
    const { verb, direction } = move(figure, last.value, first.value)
    if (direction === 0) return `${label}: ${format.words(last.value)} in ${name(last)}, as in ${name(first)}`
    return `${label} ${verb} ${format.words(last.value)} from ${name(first)} to ${name(last)}`
  }
}

/** Both sums over the buckets that are whole and known on both sides. */
function sums(main: Series, before: Series): { now: number; earlier: number } | null {
  const pairs = main.points.flatMap((point, index) => {
    const other = before.points[index]?.value ?? null
    return point.bucket.state === 'whole' && point.value !== null && other !== null
      ? [[point.value, other] as const]
      : []
  })
  if (pairs.length < 2 || pairs.length < whole(main).length) return null
  return {
    now: pairs.reduce((sum, [now]) => sum + now, 0),
    earlier: pairs.reduce((sum, [, earlier]) => sum + earlier, 0),
  }
}

/** A ranking's title: the leader's share where it is one of the whole, else how large it is. */
export function barFinding(sheet: Sheet, figure: Figure, ranking: Ranking): Finding {
  const { label, format } = figure
  const by = sheet.members.map((column) => column.label.toLowerCase()).join(' and ')
  const shown = ranking.bars.filter((bar) => bar.value !== null)
  const list = shown.slice(0, 3).map((bar) => `${bar.name} ${format.words(bar.value ?? 0)}`)
  const more = ranking.count - list.length
  const altText = sentence(`${label} by ${by}: ${list.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  const lead = ranking.bars.find((bar) => bar.isLead)
  if (shown.length === 0) return { title: `${label} by ${by}: no data`, altText }
  if (shown.every((bar) => bar.value === 0)) return { title: `${label} is 0 for every ${by}`, altText }
  if (!lead || lead.value === null) return { title: `${label} by ${by}`, altText }
  if (shown.length === 1)
    return { title: `${lead.name}: ${format.words(lead.value)}${isWord(figure) ? '' : ` ${lower(label)}`}`, altText }
  if (ranking.isAscending)
    return { title: `${lead.name} has the lowest ${lower(label)}: ${format.words(lead.value)}`, altText }
  const share = shareOfLead(sheet, ranking, lead.value, lead.share)
  if (share !== null && share > 0 && share < 1) {
    const percent = sharePercent(share, sheet.locale)
    const isAll = sheet.answer.query.filters.length === 0
    return {
      title: isAll
        ? `${lead.name} brings ${percent} of ${lower(label)}`
        : `${lead.name} leads with ${format.words(lead.value)}, ${percent} of what was asked for`,
      altText,
    }
  }
  return { title: `${lead.name} has the highest ${lower(label)}: ${format.words(lead.value)}`, altText }
}

/** The leader's part of the whole: from the answer's own share column, or by adding up all members. */
function shareOfLead(sheet: Sheet, ranking: Ranking, value: number, given: number | null): number | null {
  if (given !== null) return sheet.answer.query.share?.within.length ? null : given
  if (ranking.total === null || ranking.total <= 0 || ranking.bars.some((bar) => (bar.value ?? 0) < 0)) return null
  return value / ranking.total
}

const isWord = (figure: Figure) => figure.format.words(2) !== figure.format.short(2)

/** Labels inside a sentence: small, unless they are names or abbreviations. */
export function lower(label: string): string {
  return /^\p{Lu}[\p{Ll} ]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

function on(grain: string): string {
  return grain === 'day' || grain === 'hour' || grain === 'minute' ? 'on' : 'in'
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}

export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
