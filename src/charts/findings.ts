/** What a chart says in words: its title and its alt text, each figure of them read from cells. */
import { bucketName } from './buckets.ts'
import { sharePercent, type Format } from './format.ts'
import { previousName } from './period-name.ts'
import type { Ranking } from './ranking.ts'
import { newest, total, whole, type Series } from './series.ts'
import type { Figure, Sheet } from './sheet.ts'
import { capital } from './small-print.ts'
import { clean } from './text.ts'
import { COLOR } from './theme.ts'

export interface Finding {
  readonly title: string
  readonly altText: string
}

/** A range of a histogram, [from, to). */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Below this a change is called none: it would round to 0.0 %. */
const STILL = 0.0005

export interface Change {
  /** `▼ 12.3%` */
  readonly brief: string
  readonly color: string
  /** `rose 12.3% to`, `fell 1.2 pp to`, `stayed at`. */
  readonly verb: string
  readonly isStill: boolean
  /** Whether `brief` is a distance, and not the figure it was before. */
  readonly isRelative: boolean
}

/** The first row's change against the period compared with; null without one. */
export function changeOf(sheet: Sheet, figure: Figure): (Change & { readonly text: string }) | null {
  const [value, before] = [figure.values[0] ?? null, figure.previous?.[0] ?? null]
  if (value === null || before === null) return null
  const change = changeBetween(figure, value, before)
  const from = change.isRelative ? `from ${figure.format.short(before)} ` : ''
  const text = change.isStill ? `the same as ${previousName(sheet)}` : `${change.brief} ${from}(${previousName(sheet)})`
  return { ...change, text }
}

export function changeBetween(figure: Figure, value: number, before: number): Change {
  const { verb, distance, direction } = move(figure, value, before)
  if (direction === 0) return { brief: 'same', color: COLOR.text, verb, isStill: true, isRelative: false }
  const brief = `${direction > 0 ? '▲' : '▼'} ${distance ?? `from ${figure.format.short(before)}`}`
  return { brief, color: colorOf(figure, direction), verb, isStill: false, isRelative: distance !== null }
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
    return { title, alt: `${title}; it was ${figure.format.words(before)} before (${previousName(sheet)})` }
  })
  return {
    title: said
      .slice(0, 3)
      .map((each, index) => (index === 0 ? each.title : lower(each.title)))
      .join(', '),
    altText: sentence(said.map((each) => each.alt).join('; ')),
  }
}

/** The newest whole bucket of a trend, and the one before it. */
export function newestFinding(sheet: Sheet, figure: Figure, series: Series): Finding {
  const points = whole(series)
  const [last, before] = [points.at(-1), points.at(-2)]
  if (!last) return { title: `${figure.label}: no data`, altText: sentence(`${figure.label}: no data`) }
  const where = `${on(last.bucket.grain)} ${bucketName(last.bucket, sheet.locale)}`
  const title = `${figure.label}: ${figure.format.words(last.value)} ${where}`
  const earlier = before
    ? `; ${figure.format.words(before.value)} ${on(before.bucket.grain)} ${bucketName(before.bucket, sheet.locale)}`
    : ''
  return { title, altText: sentence(`${title}${earlier}`) }
}

/** A trend's title: against the period compared with, or from first to newest, or its peak. */
export function lineFinding(sheet: Sheet, figure: Figure, main: Series, before: Series | null): Finding {
  const points = whole(main)
  const last = newest(main)
  const [first] = points
  const { format, label } = figure
  if (!first || !last)
    return {
      title: `${label}: ${main.points.some((point) => point.value !== null) ? `no complete ${main.points[0]?.bucket.grain ?? 'bucket'} yet` : 'no data'}`,
      altText: `${label} over time; no complete bucket with data.`,
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
    // Where it ends near where it began, the course between says more than the difference.
    const span = peak.value - low.value
    if (points.length > 3 && Math.abs(last.value - first.value) < span * 0.25)
      return `${label} ranged from ${format.words(low.value)} to ${format.words(peak.value)}, newest ${format.words(last.value)}`
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
    return {
      title: `${short(lead.name)}: ${format.words(lead.value)}${isWord(figure) ? '' : ` ${lower(label)}`}`,
      altText,
    }
  if (ranking.isAscending)
    return {
      title: `${short(lead.name)} has the ${least(figure)} ${lower(label)}: ${format.words(lead.value)}`,
      altText,
    }
  const share = shareOfLead(sheet, ranking, lead.value, lead.share)
  if (share !== null && share > 0 && share < 1) {
    const percent = sharePercent(share, sheet.locale)
    const isAll = sheet.answer.query.filters.length === 0
    return {
      title: isAll
        ? `${short(lead.name)} ${brings(figure)} ${percent} of ${lower(label)}`
        : `${short(lead.name)} leads with ${format.words(lead.value)}, ${percent} of all shown`,
      altText,
    }
  }
  return { title: `${short(lead.name)} has the ${most(figure)} ${lower(label)}: ${format.words(lead.value)}`, altText }
}

/** How all members together changed, and which of them most; null where that cannot be added up. */
function movedAsAWhole(sheet: Sheet, figure: Figure, ranking: Ranking): string | null {
  if (ranking.total === null || !figure.previous || sheet.answer.query.filters.length > 0) return null
  const before = figure.previous.reduce<number | null>(
    (sum, each) => (sum === null || each === null ? null : sum + each),
    0,
  )
  const known = ranking.bars.flatMap((bar) =>
    bar.value === null || bar.previous === null || bar.isOther
      ? []
      : [{ name: bar.name, by: bar.value - bar.previous }],
  )
  if (before === null || figure.values.includes(null)) return null
  const { verb, direction } = move(figure, ranking.total, before)
  const [most, second] = known.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
  if (direction === 0 || !most) return null
  const whole = `${figure.label} ${verb} ${figure.format.words(ranking.total)}`
  if (most.by === 0 || Math.abs(most.by) === Math.abs(second?.by ?? 0)) return whole
  return `${whole}; ${short(most.name)} moved most (${most.by > 0 ? '+' : ''}${figure.format.short(most.by)})`
}

/** The leader's part of the whole: from the answer's own share column, or by adding up all members. */
function shareOfLead(sheet: Sheet, ranking: Ranking, value: number, given: number | null): number | null {
  if (given !== null) return sheet.answer.query.share?.within.length ? null : given
  if (ranking.total === null || ranking.total <= 0 || ranking.bars.some((bar) => (bar.value ?? 0) < 0)) return null
  return value / ranking.total
}

const brings = (figure: Figure) => (figure.goodWhen === 'up' ? 'brings' : 'accounts for')

/** Things that are counted are most or fewest; everything else is high or low. */
const isCounted = (figure: Figure) => figure.unit === 'count' && figure.label.endsWith('s')
const most = (figure: Figure) => (isCounted(figure) ? 'most' : 'highest')
const least = (figure: Figure) => (isCounted(figure) ? 'fewest' : 'lowest')

/** Names in a title; the picture and the table have them longer. */
const short = (name: string) => clean(name, 40)

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

/** Several lines: who is on top now. `lines` come with the largest first. */
export function multiLineFinding(
  sheet: Sheet,
  lines: readonly { readonly series: Series; readonly figure: Figure }[],
): Finding {
  const [first] = lines
  const at = Math.max(...lines.flatMap(({ series }) => newest(series)?.bucket.at ?? []))
  const ends = lines.flatMap(({ series, figure }) => {
    const last = newest(series)
    return last?.bucket.at === at ? [{ name: series.name, figure, value: last.value, bucket: last.bucket }] : []
  })
  const ranked = ends.toSorted((a, b) => b.value - a.value)
  const [top, second] = ranked
  const label = sheet.members.length > 0 ? (first?.figure.label ?? '') : 'Figures'
  const by = byline(sheet)
  if (!top) return { title: `${label}${by}`, altText: sentence(`${label}${by} over time`) }
  const where = bucketName(top.bucket, sheet.locale)
  const list = ranked.slice(0, 3).map((each) => `${each.name} ${each.figure.format.words(each.value)}`)
  const altText = sentence(`${lines.length} lines over time${by}; newest complete bucket, ${where}: ${list.join(', ')}`)
  if (sheet.members.length === 0)
    return { title: `${capital(list.join(', '))} ${on(top.bucket.grain)} ${where}`, altText }
  const isTie = second?.value === top.value
  const title = isTie
    ? `${label}${by}`
    : `${short(top.name)} has the ${most(top.figure)} ${lower(label)} ${on(top.bucket.grain)} ${where}: ${top.figure.format.words(top.value)}`
  return { title, altText }
}

/** Members in an order of their own: where the peak is. */
export function columnsFinding(sheet: Sheet, figure: Figure): Finding {
  const known = figure.values.flatMap((value, row) => (value === null ? [] : [{ value, name: memberAt(sheet, row) }]))
  const { label, format } = figure
  const by = byline(sheet)
  const [first] = known
  if (!first) return { title: `${label}${by}: no data`, altText: sentence(`${label}${by}: no data`) }
  const high = known.reduce((a, b) => (b.value > a.value ? b : a))
  const low = known.reduce((a, b) => (b.value < a.value ? b : a))
  const altText = sentence(
    `${label}${by}: highest ${high.name} ${format.words(high.value)}, lowest ${low.name} ${format.words(low.value)}`,
  )
  if (high.value === low.value)
    return {
      title:
        known.length === 1
          ? `${high.name}: ${format.words(high.value)}`
          : `${label} is ${format.words(high.value)} for each of ${known.length}`,
      altText,
    }
  const isAlone = known.filter((each) => each.value === high.value).length === 1
  return {
    title: isAlone
      ? `${short(high.name)} has the ${most(figure)} ${lower(label)}: ${format.words(high.value)}`
      : `${label}${by}`,
    altText,
  }
}

/** Stacked over time: who holds the largest part of all that is shown. */
export function stackFinding(sheet: Sheet, figure: Figure, lines: readonly Series[]): Finding {
  const sized = lines.map((series) => ({ name: series.name, value: total(series) }))
  return partFinding(sheet, figure, sized, byline(sheet))
}

/** Groups of bars: the largest single one. */
export function groupFinding(sheet: Sheet, figure: Figure): Finding {
  return partFinding(
    sheet,
    figure,
    figure.values.flatMap((value, row) => (value === null ? [] : [{ name: memberAt(sheet, row), value }])),
    byline(sheet),
  )
}

function partFinding(
  sheet: Sheet,
  figure: Figure,
  parts: readonly { readonly name: string; readonly value: number }[],
  by: string,
): Finding {
  const sorted = parts.toSorted((a, b) => b.value - a.value)
  const [top, second] = sorted
  const { label, format } = figure
  const list = sorted.slice(0, 3).map((each) => `${each.name} ${format.words(each.value)}`)
  const altText = sentence(
    `${label}${by}: ${list.join(', ')}${sorted.length > 3 ? ` and ${sorted.length - 3} more` : ''}`,
  )
  if (!top || top.value === second?.value) return { title: `${label}${by}`, altText }
  const { query, truncated } = sheet.answer
  const isWhole =
    figure.adds.members && !truncated && !query.limit && query.conditions.length === 0 && query.filters.length === 0
  const sum = sorted.reduce((all, each) => all + each.value, 0)
  const isShare =
    isWhole && (sheet.time === null || figure.adds.time) && sum > 0 && sorted.every((each) => each.value >= 0)
  if (isShare && top.value < sum)
    return {
      title: `${short(top.name)} ${brings(figure)} ${sharePercent(top.value / sum, sheet.locale)} of ${lower(label)}`,
      altText,
    }
  return { title: `${short(top.name)} has the ${most(figure)} ${lower(label)}: ${format.words(top.value)}`, altText }
}

export function pieFinding(sheet: Sheet, figure: Figure, ranking: Ranking): Finding {
  const sum = ranking.bars.reduce((all, bar) => all + (bar.value ?? 0), 0)
  const list = ranking.bars
    .filter((bar) => (bar.value ?? 0) > 0)
    .map((bar) => `${bar.name} ${sharePercent((bar.value ?? 0) / sum, sheet.locale)}`)
  return {
    title: barFinding(sheet, figure, ranking).title,
    altText: sentence(`Shares of ${lower(figure.label)}: ${list.join(', ')}`),
  }
}

export function heatmapFinding(sheet: Sheet, figure: Figure): Finding {
  const finding = columnsFinding(sheet, figure)
  return {
    title: finding.title,
    altText: sentence(
      `Grid of ${finding.altText.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()).replace(/\.$/, '')}`,
    ),
  }
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
  const r = correlation(dots)
  const written =
    r === null ? '' : new Intl.NumberFormat(sheet.locale, { maximumFractionDigits: 2 }).format(r).replace('-', '−')
  const altText = sentence(
    `${dots.length} points, ${lower(right.label)} across and ${lower(up.label)} up${r === null ? '' : `; correlation ${written}`}`,
  )
  const plain = `${up.label} against ${lower(right.label)}${byline(sheet)}`
  if (r === null || dots.length < 8) return { title: plain, altText }
  if (Math.abs(r) < 0.3)
    return { title: `${up.label} and ${lower(right.label)} hardly move together (r = ${written})`, altText }
  const how = Math.abs(r) < 0.6 ? 'loosely ' : ''
  return {
    title: `${up.label} and ${lower(right.label)} ${r > 0 ? `rise ${how}together` : `${how}move in opposite directions`} (r = ${written})`,
    altText,
  }
}

/** Pearson's; null when there is no telling. */
function correlation(dots: readonly { readonly x: number; readonly y: number }[]): number | null {
  if (dots.length < 3) return null
  const mean = (pick: (dot: { x: number; y: number }) => number) =>
    dots.reduce((sum, dot) => sum + pick(dot), 0) / dots.length
  const [x, y] = [mean((dot) => dot.x), mean((dot) => dot.y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (const dot of dots) {
    xy += (dot.x - x) * (dot.y - y)
    xx += (dot.x - x) ** 2
    yy += (dot.y - y) ** 2
  }
  const r = xy / Math.sqrt(xx * yy)
  return Number.isFinite(r) ? r : null
}

/** A table says what it lists and its first row. */
export function tableFinding(sheet: Sheet): Finding {
  const labels = sheet.figures.map((figure, index) => (index === 0 ? figure.label : lower(figure.label)))
  const what =
    labels.length === 0
      ? 'Members'
      : labels.length === 1
        ? labels[0]
        : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`
  const title = `${what}${byline(sheet)}`
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

/** ` by region and channel`; empty without members. */
function byline(sheet: Sheet): string {
  return sheet.members.length === 0 ? '' : ` by ${sheet.members.map((column) => lower(column.label)).join(' and ')}`
}

function memberAt(sheet: Sheet, row: number): string {
  return sheet.members.map((column) => column.names[row] ?? '').join(' · ')
}
