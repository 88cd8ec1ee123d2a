/** Whether grains and parts of time are what the quoted words say; and what the words of periods were taken for. */
import type { Grain } from '../../../analytics/catalog.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Reading } from '../../plan.ts'
import { same } from '../../same.ts'
import type { Asked } from './asked.ts'
import type { PeriodRole, Timing } from './build-times.ts'
import { hasCue, isKept, recurring, sameSet, type Case, type Said } from './spoken.ts'

/** How a period that is left out is told from others in a reading. */
export const leftOut = 'without '

/** A reading in which each period tells whether it is left out, by what was made of its words. */
export function withRoles(reading: Reading, timing: Timing, { question }: Asked): Reading {
  return reading.map((span) => {
    if (span.as !== 'period') return span
    const words = question.text.slice(span.from, span.to)
    const isOut = roleOf(words, timing) === 'without'
    return { ...span, means: isOut ? `${leftOut}${words}` : span.means.startsWith(leftOut) ? words : span.means }
  })
}

/** What the words of a period were taken for; null: nothing. */
export function roleOf(words: string, { roles }: Timing): PeriodRole | null {
  return roles.find((each) => isIn(words, each.words))?.role ?? null
}

/** A quote may have a preposition more than its span. */
export function isIn(words: string, quote: string): boolean {
  return ` ${quote.toLowerCase()}`.endsWith(` ${words.toLowerCase()}`)
}

export function ofGrain({ query, said, asked, timing }: Case): string | null {
  const over = query.shape.kind === 'over' && query.shape.each.kind === 'bucket' ? [query.shape.each.grain] : []
  const own = query.grain && query.grain !== timing.grain ? [query.grain] : []
  for (const grain of [...own, ...over])
    if (asked.last?.grain !== grain && !said.some((span) => saysGrain(span, grain, asked)))
      return `no quoted word says "by ${grain}"`
  return null
}

function saysGrain(span: Said, grain: Grain, asked: Asked): boolean {
  if (span.meanings.some((each) => (each.kind === 'grain' || each.kind === 'step') && each.grain === grain)) return true
  // "Over time": whichever suits, which the sentence names.
  if (hasCue(span, 'trend')) return true
  return span.as === 'grain' && recurring(span, asked).some(({ each }) => each === grain)
}

/** Weekdays, hours, holidays: which part, and which values of it. */
export function ofParts({ query, said, asked }: Case): string | null {
  const spoken = said.filter(({ as }) => as === 'time_part')
  for (const axis of query.by) {
    if (axis.kind !== 'part' || asked.last?.by.some((other) => same(other, axis))) continue
    const isSaid = spoken.some(({ meanings }) =>
      meanings.some((each) => (each.kind === 'part' || each.kind === 'part_values') && each.part === axis.part),
    )
    if (!isSaid) return `no quoted word says "${axis.part}"`
  }
  for (const filter of query.filters) {
    if (isKept(filter, asked)) continue
    if (filter.kind === 'holidays' && !spoken.some(isHolidays)) return 'no quoted time_part says "holidays"'
    if (filter.kind !== 'part' || isLeftOut(filter, said)) continue
    const isSaid = spoken.some((span) =>
      [...span.meanings.flatMap((each) => (each.kind === 'part_values' ? [each] : [])), ...recurring(span, asked)].some(
        (each) => each.part === filter.part && sameSet(each.values, filter.values),
      ),
    )
    if (!isSaid) return `no quoted word says ${filter.part} ${filter.values.join(', ')}`
  }
  return null
}

export function isHolidays({ meanings }: Said): boolean {
  return meanings.some(({ kind }) => kind === 'holidays')
}

/** "Without December" leaves out a month of every year; a period that is left out was held to its words. */
function isLeftOut(filter: KpiQuery['filters'][number], said: readonly Said[]): boolean {
  return (
    filter.kind === 'part' &&
    !filter.include &&
    said.some(({ as, means }) => as === 'period' && means.startsWith(leftOut))
  )
}
