/** What charts over time say, and single figures. */
import { bucketName } from '../buckets.ts'
import { previousName } from '../period-name.ts'
import { type Series, newest, whole } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { capital, lower, sentence } from '../words.ts'
import { changeOf, move, periodBefore } from './change.ts'
import { type Finding, byline, haveMost, least, most, on, plural } from './finding.ts'
import { addsUp, isRunningTotal, totalFinding, untilThen } from './running-total.ts'
import { shareInWords } from './share.ts'

export function numberFinding(sheet: Sheet): Finding {
  const said = sheet.figures.map((figure) => {
    const value = figure.values[0] ?? null
    if (value === null) return { title: `${figure.label}: no data`, alt: `${figure.label}: no data` }
    const change = changeOf(sheet, figure)
    const before = figure.previous?.[0] ?? null
    const [bucket] = sheet.time ?? []
    const share = shareInWords(sheet, figure)
    if (share !== null) return { title: share, alt: `${share}, ${figure.format.words(value)}` }
    if (bucket && isRunningTotal(sheet)) {
      const title = `${figure.label} ${addsUp(figure)} ${figure.format.words(value)} ${untilThen(bucket, sheet.locale)}`
      return { title, alt: title }
    }
    if (bucket) {
      const where = `${on(bucket.grain)} ${bucketName(bucket, sheet.locale)}${bucket.state === 'filling' ? ' so far' : ''}`
      return {
        title: `${peakWord(sheet, figure)}: ${figure.format.words(value)} ${where}`,
        alt: `${figure.label} is ${figure.format.words(value)} ${where}`,
      }
    }
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

/** `Highest revenue` when one peak was asked for. */
function peakWord(sheet: Sheet, figure: Figure): string {
  const { limit, order } = sheet.answer.query
  if (limit === undefined || order[0]?.by.kind !== 'measure' || order[0].by.figure !== 'value') return figure.label
  const word = order[0].direction === 'descending' ? most(figure) : least(figure)
  return `${capital(word)} ${lower(figure.label)}`
}

/** The newest whole bucket of a trend, and the one before it. */
export function newestFinding(sheet: Sheet, figure: Figure, series: Series): Finding {
  if (isRunningTotal(sheet)) return totalFinding(sheet, figure, series, null)
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
  if (isRunningTotal(sheet)) return totalFinding(sheet, figure, main, before)
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
  const aim = figure.target === null ? '' : `, target ${format.words(figure.target)} a ${last.bucket.grain}`
  const altText = sentence(
    `${label} over ${points.length} complete ${plural(last.bucket.grain, points.length)}: ${range}, newest ${format.words(last.value)} (${name(last)})${aim}`,
  )
  return { title: trendTitle(), altText }

  function trendTitle(): string {
    if (!first || !last) return label
    if (points.length === 1) return `${label}: ${format.words(last.value)} ${on(last.bucket.grain)} ${name(last)}`
    const against = before && figure.adds.time ? sums(main, before) : null
    if (against) {
      const { distance, direction } = move(figure, against.now, against.earlier)
      const where = periodBefore(sheet)
      // A bucket that fills is not in these sums, so they say what they are of.
      const isPart = main.points.some((point) => point.bucket.state !== 'whole')
      const sum = `${label}: ${format.words(against.now)}${isPart ? ` in ${points.length} complete ${plural(last.bucket.grain, points.length)}` : ''}`
      if (direction === 0) return `${sum}, the same as ${where}`
      if (distance !== null) return `${sum}, ${distance} ${direction > 0 ? 'above' : 'below'} ${where}`
    }
    if (peak.value === low.value) return `${label} stayed at ${format.words(peak.value)}`
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
  // Figures stand in the order asked for; members by size.
  const ranked = sheet.members.length === 0 ? ends : ends.toSorted((a, b) => b.value - a.value)
  const [top] = ranked
  const label = sheet.members.length > 0 ? (first?.figure.label ?? '') : 'Figures'
  const by = byline(sheet)
  if (!top) return { title: `${label}${by}`, altText: sentence(`${label}${by} over time`) }
  const where = isRunningTotal(sheet)
    ? untilThen(top.bucket, sheet.locale)
    : `${on(top.bucket.grain)} ${bucketName(top.bucket, sheet.locale)}`
  const list = ranked.slice(0, 3).map((each) => `${each.name} ${each.figure.format.words(each.value)}`)
  const altText = sentence(
    `${lines.length} lines over time${by}; newest complete bucket, ${bucketName(top.bucket, sheet.locale)}: ${list.join(', ')}`,
  )
  if (sheet.members.length === 0)
    return {
      title: `${list.map((each, index) => (index === 0 ? each : lower(each))).join(', ')} ${where}`,
      altText,
    }
  const best = ranked.filter((each) => each.value === top.value).map((each) => each.name)
  return { title: haveMost(top.figure, best, ranked.length, top.value, ` ${where}`), altText }
}
