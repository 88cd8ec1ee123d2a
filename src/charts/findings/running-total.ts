/** What a running total says: how much it comes to, and by when. */
import { bucketName, endOf, type Bucket } from '../buckets.ts'
import type { Point, Series } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { sentence } from '../words.ts'
import { move, periodBefore } from './change.ts'
import { type Finding, isCounted, plural } from './finding.ts'

export function isRunningTotal(sheet: Sheet): boolean {
  return sheet.answer.query.window?.kind === 'running_total'
}

export const addsUp = (figure: Figure) => (isCounted(figure) ? 'add up to' : 'adds up to')

/** `by Fri 20 Nov`, `by the end of Oct 2026`; `so far` in a bucket that is not over. */
export function untilThen(bucket: Bucket, locale: string): string {
  const name = bucketName(bucket, locale)
  if (bucket.state === 'filling') return 'so far'
  switch (bucket.grain) {
    case 'minute':
    case 'hour':
      return `by ${bucketName({ ...bucket, wall: endOf(bucket.wall, bucket.grain) }, locale)}`
    case 'day':
      return `by ${name}`
    case 'week':
    case 'month':
    case 'quarter':
    case 'year':
      // Cut by its period, it counts no further than the period does.
      return bucket.state === 'cut' ? `by ${name}` : `by the end of ${name}`
  }
}

/** One line that only adds: its newest figure, and how that stands against the same stretch before. */
export function totalFinding(sheet: Sheet, figure: Figure, main: Series, before: Series | null): Finding {
  const { label, format } = figure
  const known = main.points.flatMap((point, index) => (point.value === null ? [] : [{ point, index }]))
  const end = known.at(-1)
  const last = known.findLast(({ point }) => point.bucket.state !== 'filling') ?? end
  if (!last || !end) return { title: `${label}: no data`, altText: sentence(`${label} added up over time: no data`) }
  const said = say(figure, last.point, sheet.locale)
  const soFar = last === end ? '' : `, ${format.words(end.point.value ?? 0)} so far`
  const count = plural(last.point.bucket.grain, known.length)
  return {
    title: `${said}${against(sheet, figure, last.point, before?.points[last.index]?.value ?? null)}`,
    altText: sentence(`Running total over ${known.length} ${count}: ${said}${soFar}`),
  }
}

function say(figure: Figure, point: Point, locale: string): string {
  return `${figure.label} ${addsUp(figure)} ${figure.format.words(point.value ?? 0)} ${untilThen(point.bucket, locale)}`
}

/** `, 12% above the year before`; nothing where the two stretches are not alike. */
function against(sheet: Sheet, figure: Figure, { value, bucket }: Point, before: number | null): string {
  if (value === null || before === null || bucket.state !== 'whole') return ''
  const { distance, direction } = move(figure, value, before)
  if (direction === 0) return `, the same as ${periodBefore(sheet)}`
  return distance === null ? '' : `, ${distance} ${direction > 0 ? 'above' : 'below'} ${periodBefore(sheet)}`
}
